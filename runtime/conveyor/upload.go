package conveyor

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Upload is one file for one field.
type Upload struct {
	Case    string
	Field   string // JSON Pointer
	Name    string // as the device called it
	Content []byte
}

// Upload keeps a file and adds it to the answers of its field. What the file really is, is told from its bytes.
// Returns fault.Unsupported, fault.TooLarge or fault.Invalid with what is wrong with it, fault.Conflict when the
// answers are closed or the field has all the files that it takes.
func (c *Conveyor) Upload(ctx context.Context, who actor.Actor, in Upload) (document.Document, error) {
	rules, err := c.uploadRules(ctx, who, in)
	if err != nil {
		return document.Document{}, err
	}
	file, err := document.Inspect(in.Content, rules)
	if err != nil {
		return document.Document{}, err
	}
	d := document.Document{
		ID: c.NewID(), Tenant: who.Tenant, Case: in.Case, Field: in.Field, Kind: rules.Kind, Name: document.SafeName(in.Name),
		MIME: file.MIME, Size: int64(len(file.Content)), SHA256: file.SHA256, Width: file.Width, Height: file.Height,
		State: document.Stored, CreatedBy: string(who.Kind) + ":" + who.ID,
	}
	d.Blob = who.Tenant + "/" + in.Case + "/" + d.ID
	// The bytes come first: a row without its bytes would be a lie.
	if err := c.Blobs.Put(ctx, d.Blob, file.Content, d.MIME); err != nil {
		return document.Document{}, err
	}
	ran, err := c.once(ctx, hand{who, in.Case}, func(m *move) error {
		d.CreatedAt, m.made = m.now(), d.ID
		return m.attach(d, rules)
	})
	switch fault.CodeOf(err) {
	case fault.Conflict, fault.Denied, fault.NotFound, fault.Invalid, fault.Stale:
		return d, errors.Join(err, c.discard(ctx, d)) // refused, so no row names the bytes; after other errors one may
	}
	if err != nil || ran {
		return d, err
	}
	kept, err := c.uploaded(ctx, who.Tenant)
	return kept, errors.Join(err, c.discard(ctx, d))
}

// discard has bytes removed that no row names: they are somebody's papers and must not lie about.
func (c *Conveyor) discard(ctx context.Context, d document.Document) error {
	return c.Store.Begin(ctx, d.Tenant, func(tx Tx) error {
		return tx.Enqueue(cases.Job{Kind: "erase", Key: d.Blob, Args: map[string]string{"blob": d.Blob}})
	})
}

// uploaded returns the document that the same request led to when it came before.
func (c *Conveyor) uploaded(ctx context.Context, tenant string) (document.Document, error) {
	var d document.Document
	err := c.Store.View(ctx, tenant, func(tx Tx) error {
		ref, _, err := done(ctx, tx)
		if err != nil {
			return err
		}
		d, err = tx.Document(ref)
		return err
	})
	return d, err
}

// uploadRules reads the settings of the field, and refuses early what can be told without the answers; attach tells the
// rest.
func (c *Conveyor) uploadRules(ctx context.Context, who actor.Actor, in Upload) (document.Rules, error) {
	var rules document.Rules
	err := c.glance(ctx, hand{who, in.Case}, func(m *move) error {
		f, ok := m.line.Form.FieldAt(in.Field)
		if !ok || f.Type != "file" && f.Type != "image" {
			return fault.New(fault.NotFound, "field.not_found")
		}
		if who.Kind == actor.Applicant && m.mode() != "open" && m.mode() != "requested" {
			return fault.New(fault.Conflict, "submission.closed")
		}
		rules = document.Rules{Image: f.Type == "image"}
		if len(f.Config) == 0 {
			return nil
		}
		return json.Unmarshal(f.Config, &rules)
	})
	return rules, err
}

func (m *move) mayAttach(f field.Field, pointer string) error {
	if m.who.Kind != actor.Applicant {
		if !f.StaffOnly {
			return fault.New(fault.Denied, "submission.not_yours") // nobody edits answers for the applicant
		}
		return m.demand(m.groupObject(f.Group), "write")
	}
	if err := m.halted(); err != nil {
		return err
	}
	switch m.mode() {
	case "open":
		return nil
	case "requested":
		if owed, err := m.owed(); err != nil || slices.Contains(owed, pointer) {
			return err
		}
	}
	return fault.New(fault.Conflict, "submission.closed")
}

func (m *move) attach(d document.Document, rules document.Rules) error {
	f, ok := m.line.Form.FieldAt(d.Field)
	if !ok {
		return fault.New(fault.NotFound, "field.not_found")
	}
	if err := m.mayAttach(f, d.Field); err != nil {
		return err
	}
	held, err := m.held(d.Field)
	if err != nil {
		return err
	}
	limit := max(1, rules.MaxFiles)
	if m.who.Kind == actor.Applicant {
		if held, err = m.makeRoom(d.Field, held, limit); err != nil {
			return err
		}
	}
	if len(held) >= limit {
		return fault.New(fault.Conflict, "document.too_many").With("n", limit)
	}
	if err := m.tx.InsertDocument(d); err != nil {
		return err
	}
	m.note("document.uploaded", map[string]any{
		"document": d.ID, "field": d.Field, "sha256": d.SHA256, "mime": d.MIME, "size": float64(d.Size),
	})
	m.answerAt(d.Field, append(held, d.ID))
	// No answer decides whether its own field is shown, so the form is resolved once, on the answers as they will stand.
	if !m.resolve(audienceOf(m.who)).Visible(d.Field) {
		return fault.New(fault.NotFound, "field.not_found")
	}
	m.measure()
	return nil
}

// held are the ids that the field holds now.
func (m *move) held(pointer string) ([]any, error) {
	v, ok := submission.Get(m.sub.Answers, pointer)
	if !ok {
		return nil, nil
	}
	ids, ok := v.([]any)
	if !ok {
		return nil, fault.New(fault.Invalid, "document.not_a_list")
	}
	return slices.Clone(ids), nil
}

// makeRoom replaces what a new file of the applicant stands for: the only one that the field takes, and where an item
// was requested, those that were there before.
func (m *move) makeRoom(pointer string, held []any, limit int) ([]any, error) {
	if limit == 1 {
		return m.replace(held)
	}
	if m.mode() != "requested" {
		return held, nil
	}
	items, err := m.tx.Items(m.rec.ID)
	if err != nil {
		return nil, err
	}
	var old, kept []any
	for _, id := range held {
		text, _ := id.(string)
		d, err := m.document(text)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(items, func(i request.Item) bool {
			return i.State == "open" && i.Path == pointer && d.CreatedAt.Before(i.CreatedAt)
		}) {
			old = append(old, id)
		} else {
			kept = append(kept, id)
		}
	}
	_, err = m.replace(old)
	return kept, err
}

// replace marks the documents of a field as replaced; they stay to be looked at.
func (m *move) replace(ids []any) ([]any, error) {
	for _, id := range ids {
		text, _ := id.(string)
		old, err := m.document(text)
		if err != nil {
			return nil, err
		}
		old.State = document.Replaced
		if err := m.tx.UpdateDocument(old); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func (m *move) answerAt(pointer string, ids []any) {
	var value any
	if len(ids) > 0 {
		value = ids
	}
	changed := submission.Set(m.sub.Answers, pointer, value)
	key := submission.Key(pointer)
	m.sub.Answers = changed
	m.changed()
	m.answer(key, changed[key])
}

// RemoveDocument takes a file out of its field while the answers are open. The row stays, marked as replaced.
func (c *Conveyor) RemoveDocument(ctx context.Context, who actor.Actor, caseID, id string) error {
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		d, err := m.document(id)
		if err != nil {
			return err
		}
		f, _ := m.line.Form.FieldAt(d.Field)
		if err := m.mayAttach(f, d.Field); err != nil {
			return err
		}
		held, err := m.held(d.Field)
		if err != nil {
			return err
		}
		if _, err := m.replace([]any{id}); err != nil {
			return err
		}
		m.note("document.removed", map[string]any{"document": id, "field": d.Field})
		m.answerAt(d.Field, slices.DeleteFunc(held, func(v any) bool { return v == id }))
		m.measure()
		return nil
	})
}

// document returns a document of this case, or fault.NotFound.
func (m *move) document(id string) (document.Document, error) {
	d, err := m.tx.Document(id)
	if err == nil && d.Case != m.rec.ID {
		return d, fault.New(fault.NotFound, "document.not_found")
	}
	return d, err
}

// JudgeDocument accepts or refuses a file. Returns fault.Denied without the policy, fault.Conflict when the file was
// replaced meanwhile.
func (c *Conveyor) JudgeDocument(ctx context.Context, who actor.Actor, v Verdict) (document.Document, error) {
	var d document.Document
	err := c.with(ctx, hand{who, v.Case}, func(m *move) error {
		var err error
		if d, err = m.document(v.Document); err != nil {
			return err
		}
		if err := m.demand(m.stageObject(), "judge"); err != nil {
			return err
		}
		f, _ := m.line.Form.FieldAt(d.Field)
		if err := m.demand(m.groupObject(f.Group), "read"); err != nil {
			return err
		}
		if d.State == document.Replaced { // a verdict would make it an answer again
			return fault.New(fault.Conflict, "document.replaced")
		}
		if err := m.free(); err != nil {
			return err
		}
		d.State, d.Reason = v.State, v.Reason
		m.note("document.judged", map[string]any{"document": d.ID, "verdict": v.State, "reason": v.Reason})
		return m.tx.UpdateDocument(d)
	})
	return d, err
}

// Verdict is what a member says of a document.
type Verdict struct {
	Case, Document string
	State          string // accepted or refused
	Reason         string
}

// LinkDocument returns an address of some minutes for a file. That staff looked at it is kept. Returns fault.NotFound
// for what the actor may not see.
func (c *Conveyor) LinkDocument(ctx context.Context, who actor.Actor, caseID, id string) (Link, error) {
	var d document.Document
	open := c.look
	if who.Kind == actor.Member {
		open = c.with
	}
	err := open(ctx, hand{who, caseID}, func(m *move) error {
		var err error
		if d, err = m.document(id); err != nil {
			return err
		}
		f, _ := m.line.Form.FieldAt(d.Field)
		if who.Kind == actor.Applicant {
			if f.StaffOnly || !m.resolve(form.Applicant).Visible(d.Field) {
				return fault.New(fault.NotFound, "document.not_found")
			}
			return nil
		}
		if err := m.demand(m.groupObject(f.Group), "read"); err != nil {
			return err
		}
		m.note("document.opened", map[string]any{"document": d.ID})
		return nil
	})
	if err != nil {
		return Link{}, err
	}
	return c.Blobs.Link(ctx, d)
}

// ownFilesOnly takes out of answers the ids of documents that are not of this case: an answer must never point at
// somebody else's file.
func (m *move) ownFilesOnly(answers map[string]any) error {
	var own map[string]bool
	var err error
	for key, value := range answers {
		if !m.line.Form.HoldsFiles(key) {
			continue
		}
		if own == nil {
			if own, err = m.ownFiles(); err != nil {
				return err
			}
		}
		answers[key] = m.keepOwn("/"+key, value, own)
	}
	return nil
}

func (m *move) ownFiles() (map[string]bool, error) {
	documents, err := m.tx.Documents(m.rec.ID)
	own := make(map[string]bool, len(documents))
	for _, d := range documents {
		own[d.ID] = d.State != document.Replaced
	}
	return own, err
}

func (m *move) keepOwn(pointer string, value any, own map[string]bool) any {
	f, _ := m.line.Form.FieldAt(pointer)
	list, isList := value.([]any)
	if (f.Type == "file" || f.Type == "image") && isList {
		kept := slices.DeleteFunc(slices.Clone(list), func(v any) bool {
			id, ok := v.(string)
			return !ok || !own[id]
		})
		if len(kept) == 0 {
			return nil
		}
		return kept
	}
	for i, row := range list {
		list[i] = m.keepOwn(pointer+"/"+strconv.Itoa(i), row, own)
	}
	if group, ok := value.(map[string]any); ok {
		for key, inner := range group {
			group[key] = m.keepOwn(pointer+"/"+key, inner, own)
		}
	}
	return value
}
