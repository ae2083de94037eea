package conveyor

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
)

// DossierPaper writes the dossier of a case as the member sees it: what they may not read is not in it, what is masked
// stays masked. It is not kept; that it was written is. Returns fault.Denied when the stage may not be read.
func (c *Conveyor) DossierPaper(ctx context.Context, who actor.Actor, caseID, locale string) ([]byte, error) {
	history, err := c.Timeline(ctx, who, caseID)
	if err != nil {
		return nil, err
	}
	var content []byte
	err = c.with(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand(m.stageObject(), "read"); err != nil {
			return err
		}
		b := m.dossier()
		v, err := b.view()
		if err != nil {
			return err
		}
		w := dossierWriter{move: m, view: v, locale: locale}
		if w.files, err = m.fileNames(); err != nil {
			return err
		}
		if w.staff, err = m.Staff.Colleagues(ctx, who.Tenant); err != nil {
			return err
		}
		sheet := w.sheet(history)
		if content, err = m.Press.Print(sheet); err != nil {
			return err
		}
		m.note("paper.written", map[string]any{"name": paper.Dossier, "sha256": paper.Hash(content)})
		return nil
	})
	return content, err
}

// dossierWriter turns what a member sees into a sheet, in the member's language.
type dossierWriter struct {
	*move
	view   StaffView
	locale string
	files  map[string]string
	staff  []Colleague
}

func (w dossierWriter) word(key string) string { return paper.Word(key, w.locale) }
func (w dossierWriter) in(text schemas.Text) string {
	return text.In(w.locale, w.profile.DefaultLocale)
}

func (w dossierWriter) sheet(history Timeline) paper.Sheet {
	v := w.view
	s := w.blankSheet(w.word(paper.Dossier), w.now())
	s.Locale, s.Words.Page = w.locale, w.word("page")
	s.Subtitle = w.word("reference") + " " + v.Record.Reference + " · " + message.Moment(w.now(), w.profile.Zone, w.locale)
	summary := paper.Part{Heading: w.word("summary"), Lines: []paper.Line{
		{Label: w.word("name"), Value: v.Record.Name},
		{Label: w.word("identity"), Value: v.Identity},
		{Label: w.word("stage"), Value: w.in(v.Stage.Name)},
	}}
	if at := v.Record.State.SubmittedAt; at != nil {
		summary.Lines = append(summary.Lines, paper.Line{Label: w.word("submitted"), Value: message.Moment(*at, w.profile.Zone, w.locale)})
	}
	summary.Lines = slices.DeleteFunc(summary.Lines, func(l paper.Line) bool { return l.Value == "" })
	s.Parts = append([]paper.Part{summary}, w.data()...)
	for _, part := range []paper.Part{w.earlier(), w.checks(), w.documents(), w.notes(history)} {
		if len(part.Rows) > 0 {
			s.Parts = append(s.Parts, part)
		}
	}
	return s
}

// data are the lines of the dossier, page by page, each with what its checks came to.
func (w dossierWriter) data() []paper.Part {
	var parts []paper.Part
	in := paper.Reader{Locale: w.locale, Files: w.files}
	for _, d := range w.view.Data {
		said := w.said(d, d.Value, in)
		if d.Result != "" {
			said += " (" + w.word(d.Result) + ")"
		}
		heading := w.in(d.Page)
		if n := len(parts); n == 0 || parts[n-1].Heading != heading {
			parts = append(parts, paper.Part{Heading: heading})
		}
		last := &parts[len(parts)-1]
		last.Lines = append(last.Lines, paper.Line{Label: w.in(d.Label), Value: said})
	}
	return parts
}

// said is a value of a datum in words, as masked as it comes.
func (w dossierWriter) said(d Datum, value any, in paper.Reader) string {
	f, _ := w.line.Form.FieldAt(d.Path)
	if text, isText := value.(string); f.Masked && isText {
		return text
	}
	return cmp.Or(paper.Value(f, value, in), w.word("noAnswer"))
}

// earlier are the values that the data had before, who gave each, and until when it stood.
func (w dossierWriter) earlier() paper.Part {
	part := paper.Part{Heading: w.word("earlier"), Columns: []string{w.word("datum"), w.word("value"), w.word("by"), w.word("until")}}
	in := paper.Reader{Locale: w.locale, Files: w.files}
	for _, d := range w.view.Data {
		for _, former := range d.Earlier {
			part.Rows = append(part.Rows, []string{
				w.in(d.Label), w.said(d, former.Value, in), w.giver(former.Source), message.Moment(former.Until, w.profile.Zone, w.locale),
			})
		}
	}
	return part
}

// giver names who gave a value.
func (w dossierWriter) giver(source submission.Source) string {
	switch source.Kind {
	case "applicant":
		return w.word("applicant")
	case "member":
		known, _ := colleague(w.staff, source.By)
		return known.Name
	}
	return w.word("system")
}

func (w dossierWriter) checks() paper.Part {
	part := paper.Part{Heading: w.word("checks"), Columns: []string{w.word("check"), w.word("result"), w.word("note")}}
	for _, c := range w.view.Checks {
		if !c.Hidden && c.Mark.Result != "" {
			part.Rows = append(part.Rows, []string{w.in(c.Title), w.word(c.Mark.Result), w.in(c.Explanation)})
		}
	}
	return part
}

func (w dossierWriter) documents() paper.Part {
	part := paper.Part{Heading: w.word("documents"), Columns: []string{w.word("file"), "SHA-256"}}
	for _, d := range w.view.Documents {
		if d.State != document.Replaced {
			part.Rows = append(part.Rows, []string{d.Name, d.SHA256})
		}
	}
	return part
}

// notes are those that the member may read: the timeline holds no others.
func (w dossierWriter) notes(history Timeline) paper.Part {
	part := paper.Part{Heading: w.word("notes"), Columns: []string{w.word("when"), w.word("by"), w.word("note")}}
	for _, e := range history.Events {
		text, isText := e.Data["note"].(string)
		if e.Name != "note.added" || !isText || strings.TrimSpace(text) == "" {
			continue
		}
		part.Rows = append(part.Rows, []string{message.Moment(e.At, w.profile.Zone, w.locale), e.Actor.Name, text})
	}
	return part
}
