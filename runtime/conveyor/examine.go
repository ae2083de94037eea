package conveyor

import (
	"context"
	"slices"
	"strconv"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// insert keeps a document, and plans the job that looks at it where there is something to look for.
func (m *move) insert(d document.Document) error {
	if err := m.tx.InsertDocument(d); err != nil || d.Scan == "" && !d.IsImage() {
		return err
	}
	return m.tx.Enqueue(cases.Job{Kind: "examine", Key: d.ID, Args: map[string]string{"case": d.Case, "document": d.ID}})
}

// ExamineAgain plans another look at a document whose job was lost.
func (c *Conveyor) ExamineAgain(ctx context.Context, d document.Document) error {
	return c.Store.Begin(ctx, d.Tenant, func(tx Tx) error {
		key := d.ID + "/" + strconv.FormatInt(tx.Now().Unix(), 36)
		return tx.Enqueue(cases.Job{Kind: "examine", Key: key, Args: map[string]string{"case": d.Case, "document": d.ID}})
	})
}

// Examine makes the small picture of a document and has it scanned. It is called by a job and is safe to call at any time:
// what was done is not done again. Returns fault.Unavailable as long as the scanner, or where the bytes lie, does not
// answer: the file is not checked yet.
func (c *Conveyor) Examine(ctx context.Context, tenant, caseID, id string) error {
	var d document.Document
	err := c.Store.View(ctx, tenant, func(tx Tx) (err error) {
		d, err = tx.Document(id)
		return err
	})
	if err != nil || d.ErasedAt != nil || d.Case != caseID {
		return ignoreMissing(err)
	}
	content, err := c.Blobs.Get(ctx, d.Blob)
	if err != nil {
		return err
	}
	if err := c.picture(ctx, d, content); err != nil {
		return err
	}
	if d.Scan != document.ScanPending || c.Scanner == nil {
		return nil
	}
	found, err := c.Scanner.Scan(ctx, content)
	if err != nil {
		return err
	}
	return ignoreMissing(c.scanned(ctx, d, found))
}

// SmallPicture is what the key of a small picture ends with; before it stands that of the document.
const SmallPicture = ".small"

// picture keeps the small picture of a document. A picture that cannot be made is none: the file itself is there.
func (c *Conveyor) picture(ctx context.Context, d document.Document, content []byte) error {
	if d.Thumbnail != "" || !d.IsImage() || d.Scan == document.ScanFlagged {
		return nil
	}
	small, err := document.Thumbnail(content)
	if err != nil {
		c.Log.WarnContext(ctx, "no small picture of a document", "tenant", d.Tenant, "case", d.Case, "document", d.ID, "error", err)
		return nil
	}
	key := d.Blob + SmallPicture
	if err := c.Blobs.Put(ctx, key, small, "image/jpeg"); err != nil {
		return err
	}
	err = c.Store.Begin(ctx, d.Tenant, func(tx Tx) error {
		if _, err := tx.Case(d.Case); err != nil { // locks it: a verdict may be given at the same time
			return err
		}
		now, err := tx.Document(d.ID)
		if err != nil {
			return err
		}
		if now.ErasedAt != nil {
			return fault.New(fault.NotFound, "document.not_found")
		}
		now.Thumbnail = key
		return tx.UpdateDocument(now)
	})
	if fault.CodeOf(err) == fault.NotFound {
		return c.Blobs.Delete(ctx, key) // the document was erased meanwhile
	}
	return err
}

// scanned keeps what a scan came to. A flagged file is refused at once; while the applicant can still answer, they are
// asked for another where they sent it.
func (c *Conveyor) scanned(ctx context.Context, d document.Document, found document.Scan) error {
	return c.with(ctx, hand{actor.Job(d.Tenant, "scan"), d.Case}, func(m *move) error {
		d, err := m.document(d.ID)
		if err != nil || d.Scan != document.ScanPending || d.ErasedAt != nil {
			return err
		}
		at := m.now()
		d.Scan, d.Found, d.ScannedAt = found.State, found.Found, &at
		name := "document.scanned"
		if found.State == document.ScanFlagged {
			name = "document.flagged"
			if d.IsCurrent() {
				d.State = document.Refused
			}
			if err := m.forget(&d); err != nil {
				return err
			}
		}
		m.note(name, map[string]any{"document": d.ID, "field": d.Field, "result": found.State, "found": found.Found})
		if err := m.tx.UpdateDocument(d); err != nil || found.State != document.ScanFlagged {
			return err
		}
		return m.askFor(pipeline.DocumentFlagged, []string{d.Field})
	})
}

// forget has the small picture of a document removed.
func (m *move) forget(d *document.Document) error {
	if d.Thumbnail == "" {
		return nil
	}
	key := d.Thumbnail
	d.Thumbnail = ""
	return m.tx.Enqueue(cases.Job{Kind: "erase", Key: key, Args: map[string]string{"blob": key}})
}

// unflagged refuses to hand in answers that hold a file in which malware was found: it has to be replaced first.
func (m *move) unflagged() error {
	documents, err := m.tx.Documents(m.rec.ID)
	if err != nil {
		return err
	}
	bad := fault.New(fault.Invalid, "submission.invalid")
	for _, d := range documents {
		held, err := m.held(d.Field)
		if err == nil && d.Scan == document.ScanFlagged && d.IsCurrent() && slices.Contains(held, any(d.ID)) {
			bad = bad.At(fault.Violation{Path: d.Field, Key: "file_flagged"})
		}
	}
	if len(bad.Violations) > 0 {
		return bad
	}
	return nil
}

// EraseDocument erases the bytes of a file whose time is over by the rules of its tenant. Its hash and its dates stay. One
// that is not to be erased (any more) stays as it is: erased says which. It is called by a job.
func (c *Conveyor) EraseDocument(ctx context.Context, tenant, caseID, id string) (erased bool, err error) {
	err = c.with(ctx, hand{actor.Job(tenant, "retention"), caseID}, func(m *move) error {
		erased = false
		d, err := m.document(id)
		if err != nil || d.ErasedAt != nil {
			return err
		}
		if due, err := m.mayErase(d); err != nil || !due {
			return err
		}
		if err := m.forget(&d); err != nil {
			return err
		}
		key, at := d.Blob, m.now()
		m.note("document.erased", map[string]any{"document": d.ID, "field": d.Field, "kind": d.Kind, "sha256": d.SHA256})
		d.Blob, d.Name, d.Reason, d.ErasedAt = "", "", "", &at
		erased = true
		if err := m.tx.UpdateDocument(d); err != nil {
			return err
		}
		return m.tx.Enqueue(cases.Job{Kind: "erase", Key: key, Args: map[string]string{"blob": key}})
	})
	return erased && err == nil, ignoreMissing(err)
}

func (m *move) mayErase(d document.Document) (bool, error) {
	held, err := m.tx.OnHold(m.rec.ID)
	if err != nil || held || m.rec.State.Outcome == "" {
		return false, err
	}
	retention, err := m.tx.Retention()
	if err != nil {
		return false, err
	}
	due, ends := retention.ErasedFrom(d.Kind, m.rec.State.EnteredAt)
	return ends && !due.After(m.now()), nil
}
