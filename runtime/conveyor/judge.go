package conveyor

import (
	"context"
	"slices"
	"time"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Verdict is what a member says of a document.
type Verdict struct {
	Case, Document string
	State          string // accepted, refused, or stored to take back what was said
	Reason         string // what is wrong, as the applicant reads it
	Cause          string // key of a reason of the pipeline for "judge" that it was chosen from; "" for none
}

// JudgeDocument accepts or refuses a file, or takes the verdict back. Returns fault.Denied without the policy;
// fault.Conflict when the file was replaced or erased meanwhile, when it is to be accepted before it was scanned or though
// malware was found in it, and when a verdict is to be taken back that the applicant was told of; fault.Invalid for a
// reason that the pipeline does not have.
func (c *Conveyor) JudgeDocument(ctx context.Context, who actor.Actor, v Verdict) (document.Document, error) {
	var d document.Document
	err := c.with(ctx, hand{who, v.Case}, func(m *move) error {
		var err error
		if d, err = m.judged(v.Document); err != nil {
			return err
		}
		if err := m.free(); err != nil {
			return err
		}
		if err := m.judgeable(d, v); err != nil {
			return err
		}
		if v.State == document.Stored {
			return m.takeBack(&d)
		}
		at := m.now()
		d.State, d.Verdict, d.Reason, d.Cause, d.JudgedAt, d.JudgedBy = v.State, v.State, v.Reason, v.Cause, &at, m.who.ID
		m.note("document.judged", map[string]any{"document": d.ID, "verdict": v.State, "reason": v.Reason})
		if v.State == document.Accepted && d.Expires == "" {
			retention, err := m.tx.Retention()
			if err != nil {
				return err
			}
			d.Expires = retention.Expires(d.Kind, d.CreatedAt)
		}
		if err := m.tx.UpdateDocument(d); err != nil {
			return err
		}
		return m.foresee()
	})
	return d, err
}

// judged returns a document that the member may judge.
func (m *move) judged(id string) (document.Document, error) {
	d, err := m.document(id)
	if err != nil {
		return d, err
	}
	if err := m.demand(m.stageObject(), "judge"); err != nil {
		return d, err
	}
	f, _ := m.line.Form.FieldAt(d.Field)
	return d, m.demand(m.groupObject(f.Group), "read")
}

func (m *move) judgeable(d document.Document, v Verdict) error {
	switch {
	case !d.IsCurrent(): // a verdict would make it an answer again
		return fault.New(fault.Conflict, "document.replaced")
	case d.ErasedAt != nil:
		return fault.New(fault.Conflict, "document.erased")
	case v.State != document.Refused && d.Scan == document.ScanFlagged:
		return fault.New(fault.Conflict, "document.flagged")
	case v.State == document.Accepted && d.Scan == document.ScanPending:
		return fault.New(fault.Conflict, "document.unscanned")
	}
	reason, known := m.line.Pipeline.Reason(v.Cause)
	if v.Cause != "" && (!known || !slices.Contains(reason.For, pipeline.DoJudge)) {
		return fault.New(fault.Invalid, "case.reason_unknown").With("reason", v.Cause).With("verb", pipeline.DoJudge)
	}
	return nil
}

// takeBack makes a document one that nobody has judged, unless a request has told the applicant of the verdict.
func (m *move) takeBack(d *document.Document) error {
	if d.JudgedAt == nil || d.State == document.Stored {
		return nil
	}
	items, err := m.tx.Items(m.rec.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(items, func(i request.Item) bool { return i.Path == d.Field && i.CreatedAt.After(*d.JudgedAt) }) {
		return fault.New(fault.Conflict, "document.verdict_sent")
	}
	m.note("document.unjudged", map[string]any{"document": d.ID, "verdict": d.Verdict})
	d.State, d.Verdict, d.Reason, d.Cause, d.JudgedAt, d.JudgedBy = document.Stored, "", "", "", nil, ""
	return m.tx.UpdateDocument(*d)
}

// Expiry is the last day on which a document proves something.
type Expiry struct {
	Case, Document string
	Day            string // 2026-01-31; "" for never
}

// SetExpiry says until when a document proves something. Returns fault.Denied without the policy to judge, fault.Invalid
// for what is no day, fault.Conflict when the file was replaced.
func (c *Conveyor) SetExpiry(ctx context.Context, who actor.Actor, e Expiry) (document.Document, error) {
	var d document.Document
	if _, err := time.Parse(time.DateOnly, e.Day); e.Day != "" && err != nil {
		return d, fault.New(fault.Invalid, "request.invalid").At(fault.Violation{Path: "/day", Key: "format"}).Because(err)
	}
	err := c.with(ctx, hand{who, e.Case}, func(m *move) error {
		var err error
		if d, err = m.judged(e.Document); err != nil {
			return err
		}
		if !d.IsCurrent() {
			return fault.New(fault.Conflict, "document.replaced")
		}
		d.Expires = e.Day
		m.note("document.expiry_set", map[string]any{"document": d.ID, "field": d.Field, "day": e.Day})
		if err := m.tx.UpdateDocument(d); err != nil {
			return err
		}
		return m.foresee()
	})
	return d, err
}

// ExpiryAttribute is the date of a case that holds when the first of its documents ceases to prove something, where the
// pipeline has such an attribute: timers count from it and rules read it.
const ExpiryAttribute = "documents_expire"

// foresee tells the pipeline when the first document expires.
func (m *move) foresee() error {
	if a, ok := m.line.Pipeline.Attribute(ExpiryAttribute); !ok || a.Type != "date" {
		return nil
	}
	documents, err := m.tx.Documents(m.rec.ID)
	if err != nil {
		return err
	}
	var first any
	for _, d := range documents {
		if earlier, known := first.(string); d.IsCurrent() && d.Expires != "" && (!known || d.Expires < earlier) {
			first = d.Expires
		}
	}
	if m.rec.State.Attributes[ExpiryAttribute] == first {
		return nil
	}
	_, err = m.pull(cases.Trigger{Event: "document.expiry_set", Data: cases.Data{Set: map[string]any{ExpiryAttribute: first}}})
	return err
}

// Look is one look at a document.
type Look struct {
	Case, Document string
	Saves          bool // to keep it as a file, in place of showing it
}

// LinkDocument returns an address of some minutes for a file. That staff looked at it, or saved it, is kept. Returns
// fault.NotFound for what the actor may not see; fault.Conflict for a file in which malware was found, for one that staff
// would open before it was scanned, and for one that was erased.
func (c *Conveyor) LinkDocument(ctx context.Context, who actor.Actor, look Look) (Link, error) {
	d, err := c.opened(ctx, who, look)
	if err != nil {
		return Link{}, err
	}
	return c.Blobs.Link(ctx, d, look.Saves)
}

// ReadDocument returns a file with its bytes, for a viewer. It keeps and refuses what LinkDocument does.
func (c *Conveyor) ReadDocument(ctx context.Context, who actor.Actor, look Look) (document.Document, []byte, error) {
	d, err := c.opened(ctx, who, look)
	if err != nil {
		return d, nil, err
	}
	content, err := c.Blobs.Get(ctx, d.Blob)
	return d, content, err
}

// LinkThumbnail returns an address of some minutes for the small picture of a file, of which nothing can be read: nobody
// keeps that it was seen. Returns fault.NotFound when there is none, or the member may not see it.
func (c *Conveyor) LinkThumbnail(ctx context.Context, who actor.Actor, caseID, id string) (Link, error) {
	d, err := c.Document(ctx, who, caseID, id)
	if err == nil && (d.Thumbnail == "" || d.Scan == document.ScanFlagged) {
		err = fault.New(fault.NotFound, "document.no_thumbnail")
	}
	if err != nil {
		return Link{}, err
	}
	d.Blob, d.MIME, d.Name = d.Thumbnail, "image/jpeg", "thumbnail.jpg"
	return c.Blobs.Link(ctx, d, false)
}

// opened returns a document that the actor may open now, and keeps that a member does.
func (c *Conveyor) opened(ctx context.Context, who actor.Actor, look Look) (document.Document, error) {
	var d document.Document
	open := c.look
	if who.Kind == actor.Member {
		open = c.with
	}
	err := open(ctx, hand{who, look.Case}, func(m *move) error {
		var err error
		if d, err = m.document(look.Document); err != nil {
			return err
		}
		if err := m.maySee(d); err != nil {
			return err
		}
		if err := safe(d, who); err != nil || who.Kind == actor.Applicant {
			return err
		}
		name := "document.opened"
		if look.Saves {
			name = "document.downloaded"
		}
		m.note(name, map[string]any{"document": d.ID, "field": d.Field})
		return nil
	})
	return d, err
}

func (m *move) maySee(d document.Document) error {
	f, _ := m.line.Form.FieldAt(d.Field)
	if m.who.Kind == actor.Applicant {
		if f.StaffOnly || !m.resolve(form.Applicant).Visible(d.Field) {
			return fault.New(fault.NotFound, "document.not_found")
		}
		return nil
	}
	if err := m.demand(m.stageObject(), "read"); err != nil {
		return err
	}
	return m.demand(m.groupObject(f.Group), "read")
}

// safe refuses a file that nobody may open. What somebody sent a moment ago they have already, scanned or not.
func safe(d document.Document, who actor.Actor) error {
	switch {
	case d.ErasedAt != nil || d.Blob == "":
		return fault.New(fault.Conflict, "document.erased")
	case d.Scan == document.ScanFlagged:
		return fault.New(fault.Conflict, "document.flagged")
	case d.Scan == document.ScanPending && who.Kind != actor.Applicant:
		return fault.New(fault.Conflict, "document.unscanned")
	}
	return nil
}
