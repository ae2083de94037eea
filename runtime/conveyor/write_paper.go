package conveyor

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Written is what was written for the applicant of a case.
type Written struct {
	Papers   []Offered // oldest first
	Receipt  bool      // of what was handed in
	Withheld bool      // the papers are not opened: they hold in full what the member may see masked only
}

// Papers returns what was written for a case. Returns fault.Denied when a member may not read all of it.
func (c *Conveyor) Papers(ctx context.Context, who actor.Actor, caseID string) (Written, error) {
	var out Written
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.mayReadPapers(); err != nil {
			return err
		}
		out.Receipt = m.rec.State.SubmittedAt != nil && m.sub.Answers != nil
		out.Withheld = m.mayReadInFull() != nil
		all, err := m.tx.Papers(caseID)
		for _, p := range all {
			if template, ok := m.line.Pipeline.Paper(p.Name); ok {
				out.Papers = append(out.Papers, Offered{p, template.Title})
			}
		}
		return err
	})
	return out, err
}

// mayReadPapers asks for a member who opens what was written for the applicant: it holds answers of any group.
func (m *move) mayReadPapers() error {
	if m.who.Kind == actor.Applicant {
		return nil
	}
	if err := m.demand(m.stageObject(), "read"); err != nil {
		return err
	}
	for _, group := range m.line.Form.Groups() {
		if err := m.demand(m.groupObject(group), "read"); err != nil {
			return err
		}
	}
	return nil
}

// mayReadInFull asks for a member who opens what names the applicant without masks: its bytes are those of the hash that
// was signed, so there is no masked copy of it.
func (m *move) mayReadInFull() error {
	if m.who.Kind == actor.Applicant {
		return nil
	}
	for _, group := range m.line.Form.MaskedGroups() {
		if err := m.demand(m.groupObject(group), "reveal"); err != nil {
			return err
		}
	}
	return nil
}

// OpenPaper returns one paper of a case with its content; that a member looked is kept. Returns fault.Denied to who may
// not reveal what is masked, unless it is the receipt; fault.NotFound, and fault.Gone for one that was erased.
func (c *Conveyor) OpenPaper(ctx context.Context, who actor.Actor, caseID, id string) (paper.Paper, error) {
	var out paper.Paper
	err := c.with(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.mayReadPapers(); err != nil {
			return err
		}
		all, err := m.tx.Papers(caseID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(p paper.Paper) bool { return p.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "papers.not_found")
		}
		if all[i].Name != paper.Receipt {
			if err := m.mayReadInFull(); err != nil {
				return err
			}
		}
		if out = all[i]; len(out.Content) == 0 {
			return fault.New(fault.Gone, "paper.erased")
		}
		if who.Kind == actor.Member {
			m.note("paper.opened", map[string]any{"paper": out.ID, "name": out.Name})
		}
		return nil
	})
	return out, err
}

// Receipt returns the receipt of what the applicant handed in, which is written the first time. Returns fault.Conflict
// when nothing was handed in.
func (c *Conveyor) Receipt(ctx context.Context, who actor.Actor, caseID string) (paper.Paper, error) {
	var out paper.Paper
	err := c.with(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.mayReadPapers(); err != nil {
			return err
		}
		if m.rec.State.SubmittedAt == nil || m.sub.Answers == nil {
			return fault.New(fault.Conflict, "paper.not_submitted")
		}
		sheet, err := m.receipt()
		if err != nil {
			return err
		}
		out, err = m.publish(paper.Receipt, caseID+"/receipt/"+m.fingerprint()+"/"+m.rec.Locale, sheet)
		return err
	})
	return out, err
}

// publish keeps a paper; where it was written before, as it was.
func (m *move) publish(name, key string, sheet paper.Sheet) (paper.Paper, error) {
	all, err := m.tx.Papers(m.rec.ID)
	if err != nil {
		return paper.Paper{}, err
	}
	if i := slices.IndexFunc(all, func(p paper.Paper) bool { return p.Key == key }); i >= 0 {
		return all[i], nil
	}
	content, err := m.Press.Print(sheet)
	if err != nil {
		return paper.Paper{}, err
	}
	p := paper.Paper{
		ID: m.NewID(), Tenant: m.rec.Tenant, Case: m.rec.ID, Key: key, Name: name, Locale: sheet.Locale, SHA256: paper.Hash(content),
		State: paper.Current, CreatedAt: m.now(), Content: content,
	}
	if _, err := m.tx.InsertPaper(p); err != nil {
		return p, err
	}
	m.note("paper.written", map[string]any{"paper": p.ID, "name": name, "sha256": p.SHA256})
	return p, nil
}

// draw carries out the effect "paper": what was written under its name before is replaced.
func (m *move) draw(w cases.Work) error {
	template, ok := m.line.Pipeline.Paper(w.Name)
	if !ok {
		return nil
	}
	all, err := m.tx.Papers(m.rec.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Name != w.Name || p.State != paper.Current {
			continue
		}
		p.State = paper.Replaced
		if err := m.tx.UpdatePaper(p); err != nil {
			return err
		}
	}
	sheet, err := m.sheetOf(template, m.now())
	if err != nil {
		return err
	}
	_, err = m.publish(w.Name, w.Key, sheet)
	return err
}

// toSign are the papers that a signature is bound to: those that stand, oldest first.
func (m *move) toSign() ([]paper.Paper, error) {
	all, err := m.tx.Papers(m.rec.ID)
	return slices.DeleteFunc(all, func(p paper.Paper) bool {
		return p.Name == paper.Receipt || p.State != paper.Current || p.Seals != ""
	}), err
}

// blankSheet is a sheet with the looks of the tenant and nothing in it.
func (m *move) blankSheet(title string, at time.Time) paper.Sheet {
	locale := m.rec.Locale
	return paper.Sheet{
		Title: title, Locale: locale, Reference: m.rec.Reference, Look: m.profile.Look, At: at.UTC(),
		Subtitle: paper.Word("reference", locale) + " " + m.rec.Reference + " · " + message.Moment(at, m.profile.Zone, locale),
		Words:    paper.Words{Page: paper.Word("page", locale)},
	}
}

func (m *move) sheetOf(template pipeline.Paper, at time.Time) (paper.Sheet, error) {
	locale, fallback := m.rec.Locale, m.profile.DefaultLocale
	s := m.blankSheet(template.Title.In(locale, fallback), at)
	files, err := m.fileNames()
	if err != nil {
		return s, err
	}
	vars := m.paperVariables(at, files)
	for _, section := range template.Sections {
		s.Parts = append(s.Parts, paper.Part{
			Heading:    message.Fill(section.Heading.In(locale, fallback), vars),
			Paragraphs: paragraphs(message.Fill(section.Text.In(locale, fallback), vars)),
		})
	}
	if template.Answers {
		in := paper.Reader{Locale: locale, Files: files}
		s.Parts = append(s.Parts, m.answerParts(func(f field.Field, value any) string { return paper.Value(f, value, in) })...)
	}
	return s, nil
}

func paragraphs(text string) []string {
	var out []string
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// paperVariables are what texts of papers may name: answers by their paths, and facts of the case. What was not answered
// is a line to look at, not the name of a field.
func (m *move) paperVariables(at time.Time, files map[string]string) map[string]string {
	vars := map[string]string{}
	in := paper.Reader{Locale: m.rec.Locale, Files: files}
	m.fillAnswers(m.line.Form.Scope().Names, "", func(path string, f field.Field) {
		value, _ := submission.Get(m.sub.Answers, m.line.Form.Pointer(path))
		vars[path] = cmp.Or(paper.Value(f, value, in), "—")
	})
	maps.Copy(vars, map[string]string{
		"name": m.rec.Name, "company": m.profile.Name, "reference": m.rec.Reference,
		"date": message.Date(at, m.profile.Zone, m.rec.Locale),
	})
	return vars
}

// fillAnswers walks the fields that have one answer: what is repeated has no place in a sentence.
func (m *move) fillAnswers(names []rule.Name, before string, fill func(path string, f field.Field)) {
	for _, known := range names {
		path := before + known.Key
		f, ok := m.line.Form.FieldOf(path)
		switch {
		case known.Type == rule.Group:
			m.fillAnswers(known.Members, path+".", fill)
		case ok && len(f.Fields) == 0:
			fill(path, f)
		}
	}
}

func (m *move) fileNames() (map[string]string, error) {
	names := map[string]string{}
	documents, err := m.tx.Documents(m.rec.ID)
	for _, d := range documents {
		names[d.ID] = d.Name
	}
	return names, err
}

// answerParts are the answers that the applicant sees, page by page, each as it is said.
func (m *move) answerParts(say func(f field.Field, value any) string) []paper.Part {
	state := m.resolve(form.Applicant)
	parts := map[string]*paper.Part{}
	for _, pointer := range state.VisiblePlaces() {
		f, ok := m.line.Form.FieldAt(pointer)
		if !ok || len(f.Fields) > 0 || f.Type == "statement" {
			continue
		}
		value, _ := submission.Get(state.Answers(), pointer)
		said := cmp.Or(say(f, value), paper.Word("noAnswer", m.rec.Locale))
		page := m.line.Form.PageOf(pointer)
		if parts[page] == nil {
			parts[page] = &paper.Part{}
		}
		parts[page].Lines = append(parts[page].Lines, paper.Line{Label: f.Label.In(m.rec.Locale, m.profile.DefaultLocale), Value: said})
	}
	var out []paper.Part
	for _, p := range m.line.Form.Form().Pages {
		if part := parts[p.Key]; part != nil {
			part.Heading = p.Title.In(m.rec.Locale, m.profile.DefaultLocale)
			out = append(out, *part)
		}
	}
	return out
}

// veiled says an answer as masked as its field is: a receipt is passed on.
func (m *move) veiled(f field.Field, value any, in paper.Reader) string {
	said := paper.Value(f, value, in)
	if kind, known := m.Fields.Get(f.Type); known && f.Masked && said != "" {
		return kind.Mask(f, value)
	}
	return said
}

func (m *move) receipt() (paper.Sheet, error) {
	locale := m.rec.Locale
	s := m.blankSheet(paper.Word(paper.Receipt, locale), *m.rec.State.SubmittedAt)
	files, err := m.fileNames()
	if err != nil {
		return s, err
	}
	documents, err := m.tx.Documents(m.rec.ID)
	if err != nil {
		return s, err
	}
	s.Parts = append(s.Parts, paper.Part{Heading: m.line.Form.Form().Title.In(locale, m.profile.DefaultLocale), Lines: []paper.Line{
		{Label: paper.Word("name", locale), Value: m.rec.Name},
		{Label: paper.Word("reference", locale), Value: m.rec.Reference},
		{Label: paper.Word("submitted", locale), Value: message.Moment(*m.rec.State.SubmittedAt, m.profile.Zone, locale)},
		{Label: paper.Word("answersHash", locale), Value: m.fingerprint(), IsCode: true},
	}}, paper.Part{Paragraphs: []string{m.verifyText("verifyText")}})
	in := paper.Reader{Locale: locale, Files: files}
	s.Parts = append(s.Parts, m.answerParts(func(f field.Field, value any) string { return m.veiled(f, value, in) })...)
	s.Parts = append(s.Parts, m.documentPart(documents)...)
	return s, nil
}

func (m *move) verifyText(key string) string {
	return message.Fill(paper.Word(key, m.rec.Locale), map[string]string{"url": m.profile.URL + "/verify"})
}

func (m *move) documentPart(documents []document.Document) []paper.Part {
	locale := m.rec.Locale
	part := paper.Part{Heading: paper.Word("documents", locale), Columns: []string{paper.Word("file", locale), "SHA-256"}}
	for _, d := range documents {
		if d.State != document.Replaced {
			part.Rows = append(part.Rows, []string{d.Name, d.SHA256})
		}
	}
	if len(part.Rows) == 0 {
		return nil
	}
	return []paper.Part{part}
}
