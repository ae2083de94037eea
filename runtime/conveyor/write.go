package conveyor

import (
	"slices"
	"strconv"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
)

// traces are the events that leave the case as it was: a decision made before them is still about the same case.
var traces = map[string]bool{
	"document.opened": true, "document.downloaded": true, "document.scanned": true, "case.held": true, "case.unheld": true,
	"answer.revealed": true, "note.added": true, "token.opened": true, "paper.opened": true, "page.passed": true,
	"message.sent": true, "message.failed": true, "message.skipped": true, "message.bounced": true, "message.delivered": true,
	"message.resent": true, "reminders.stopped": true, "reminders.wanted": true,
	"approval.given": true, "call.made": true, "call.failed": true, "check.overrule_proposed": true, "check.overrule_refused": true,
	"thread.written": true, "feedback.given": true, "handover.made": true, "assist.started": true,
}

// quiet are the events that nobody needs to be told of: somebody looked, somebody has it, something is on its way.
var quiet = map[string]bool{
	"page.passed":     true,
	"document.opened": true, "answer.revealed": true, "submission.saved": true, "message.queued": true, "message.sent": true,
	"token.issued": true, "token.opened": true, "case.claimed": true, "case.released": true, "case.assigned": true,
	"case.taken_over": true,
}

// write stores the case, its answers, index, timers and events.
func (m *move) write() error {
	m.void()
	m.describe()
	if m.gateErr != nil {
		return m.gateErr
	}
	if err := m.plan(); err != nil {
		return err
	}
	if err := m.readdressed(); err != nil {
		return err
	}
	m.rec.Revision++
	if m.isNew || m.subDirty || slices.ContainsFunc(m.events, func(e event.Event) bool { return !traces[e.Name] }) {
		m.rec.State.Changed = m.rec.Revision
	}
	put := m.tx.UpdateCase
	if m.isNew {
		put = m.tx.InsertCase
	}
	if err := put(m.rec); err != nil {
		return err
	}
	if m.who.Kind == actor.Member && m.rec.NewsSeq != m.before.NewsSeq {
		if err := m.tx.Follow(m.who.ID, m.before, m.rec); err != nil {
			return err
		}
	}
	if err := m.tellAside(); err != nil {
		return err
	}
	if err := m.writeSubmission(); err != nil {
		return err
	}
	if err := m.count(); err != nil {
		return err
	}
	return m.append()
}

// void takes back approvals that were given to answers which have changed since.
func (m *move) void() {
	if !m.edited {
		return
	}
	var events []cases.Planned
	m.rec.State, events = cases.Void(m.rec.State)
	for _, e := range events {
		m.note(e.Name, e.Data)
	}
}

func (m *move) writeSubmission() error {
	if m.subDirty {
		m.sub.Revision++
		m.sub.SavedAt = m.now()
		if err := m.tx.PutSubmission(m.sub); err != nil {
			return err
		}
	}
	if !m.factsDirty && !(m.subDirty && (m.reindex || m.isNew)) {
		return nil
	}
	rows := m.line.Form.Index(m.resolve(form.Staff))
	return m.tx.Index(m.rec.ID, append(indexRows(rows), m.factRows()...))
}

// plan schedules the job that wakes the case at its earliest timer. The job re-checks, so one too many does no harm.
func (m *move) plan() error {
	before := m.rec.DueAt
	m.rec.DueAt = nil
	if len(m.rec.State.Timers) == 0 {
		return nil
	}
	due := m.rec.State.Timers[0].DueAt
	m.rec.DueAt = &due
	if before != nil && before.Equal(due) && m.who.Kind != actor.System {
		return nil // the job was scheduled with it
	}
	return m.tx.Enqueue(cases.Job{
		Kind: "timer", Key: m.rec.ID + "/" + strconv.FormatInt(due.UnixMilli(), 36), At: due,
		Args: map[string]string{"case": m.rec.ID},
	})
}

func indexRows(rows []form.IndexRow) []cases.IndexRow {
	out := make([]cases.IndexRow, len(rows))
	for i, r := range rows {
		out[i] = cases.IndexRow(r)
	}
	return out
}
