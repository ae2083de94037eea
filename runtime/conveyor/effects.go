package conveyor

import (
	"cmp"
	"context"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/task"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// carry does one planned effect, inside the transaction or by a job that it enqueues.
func (m *move) carry(w cases.Work) error {
	if err := m.appear(); err != nil {
		return err
	}
	switch w.Kind {
	case "message":
		if w.With["to"] == "signed" {
			if err := m.sendToSigned(w); err != nil {
				return err
			}
		}
		return m.send(w.Name, w.Key, nil)
	case "check":
		return m.ask(w)
	case "token":
		return m.issue(w)
	case "revoke":
		return m.revoke()
	case "task":
		return m.assign(w)
	case "call":
		return m.call(w)
	case "paper":
		return m.draw(w)
	case "erase":
		return m.erase()
	case "freeze":
		if m.sub.FrozenAt == nil {
			m.freeze()
		}
		return nil
	}
	return fault.New(fault.Invalid, "pipeline.unknown_effect").With("effect", w.Kind)
}

// appear inserts a case that is only about to begin: the rows of its effects belong to it.
func (m *move) appear() error {
	if !m.isNew {
		return nil
	}
	m.isNew = false
	m.rec.Revision++
	return m.tx.InsertCase(m.rec)
}

// ask enqueues the job that runs a check.
func (m *move) ask(w cases.Work) error {
	at, _ := w.With["at"].(time.Time)
	if text, ok := w.With["at"].(string); ok {
		at, _ = time.Parse(time.RFC3339, text)
	}
	// The round is that of the check: another check may have begun a newer one meanwhile.
	mark := m.rec.State.Checks[w.Name]
	return m.tx.Enqueue(cases.Job{Kind: "check", Key: w.Key, At: at, Args: map[string]string{
		"case": m.rec.ID, "check": w.Name, "round": strconv.Itoa(mark.Round), "attempt": strconv.Itoa(mark.Attempt),
	}})
}

// moment is one that the engine worked out from a duration among the settings of an effect.
func moment(w cases.Work, name string) *time.Time {
	text, _ := w.With[name].(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil
	}
	at = at.UTC()
	return &at
}

func (m *move) assign(w cases.Work) error {
	role, _ := w.With["role"].(string)
	t := task.Task{
		ID: m.NewID(), Tenant: m.rec.Tenant, Case: m.rec.ID, Key: w.Key, Name: w.Name, Role: role, State: "open",
		CreatedAt: m.now(),
	}
	t.DueAt = moment(w, "dueAt")
	return m.tx.InsertTask(t)
}

// erase removes answers and files for good. What happened, and the counters, stay. A case on legal hold keeps all.
func (m *move) erase() error {
	if held, err := m.tx.OnHold(m.rec.ID); err != nil || held {
		if err == nil {
			m.note("case.kept", nil)
			err = m.tx.Owe(m.rec.ID)
		}
		return err
	}
	documents, err := m.tx.Documents(m.rec.ID)
	if err != nil {
		return err
	}
	blobs, err := m.tx.RemoveAnswers(m.rec.ID)
	if err != nil {
		return err
	}
	if err := m.tx.ErasePersonal(m.rec.ID); err != nil {
		return err
	}
	m.parts = nil // what this very act said of the person goes too
	m.sub, m.subDirty = m.blank(), false
	m.changed()
	m.rec.Name, m.rec.Email, m.rec.Phone, m.rec.Identity = "", "", "", ""
	m.note("case.erased", map[string]any{"documents": float64(len(documents))})
	for _, key := range blobs {
		job := cases.Job{Kind: "erase", Key: key, Args: map[string]string{"blob": key}}
		if err := m.tx.Enqueue(job); err != nil {
			return err
		}
	}
	return nil
}

// Discard takes a case out of everything and erases what it holds, for the operator: no pipeline decides it. One that
// was taken out before stays so.
func (c *Conveyor) Discard(ctx context.Context, tenant, caseID string) error {
	return c.with(ctx, hand{actor.Job(tenant, "operator"), caseID}, func(m *move) error {
		if m.rec.State.Removed {
			return nil
		}
		if err := m.revoke(); err != nil {
			return err
		}
		return m.vanish()
	})
}

// vanish takes the case out of everything and erases what it holds.
func (m *move) vanish() error {
	s := &m.rec.State
	s.Stage, s.Removed, s.Timers, s.Note, s.Attributes, s.Checks, s.Scores, s.Approvals = "", true, nil, "", nil, nil, nil, nil
	return m.erase()
}

// send composes a message of the pipeline and enqueues the job that sends it. Nothing is sent to somebody who gave no
// address.
func (m *move) send(name, key string, extra map[string]string) error {
	return m.sendTo(letter{name: name, key: key, to: m.rec.Email, extra: extra})
}

type letter struct {
	name, key, to, token string
	id                   string // of the message that it becomes
	place                string // where its link to continue arrives; "" where everybody does
	extra                map[string]string
}

func (m *move) sendTo(l letter) error {
	m.describe()
	if l.to == "" {
		l.to = m.rec.Email
	}
	template, ok := m.line.letterOf(l.name)
	channel, to := m.reach(template.Channel, l.to)
	if !ok || to == "" {
		return nil
	}
	locale := m.rec.Locale
	subject := template.Subject.In(locale, m.profile.DefaultLocale)
	body := template.Body.In(locale, m.profile.DefaultLocale)
	l.id = m.NewID()
	vars, err := m.variables(l, strings.Contains(body, "{link}"))
	if err != nil {
		return err
	}
	if err := m.portalVariables(vars, l.id, body); err != nil {
		return err
	}
	msg := message.Message{
		ID: l.id, Tenant: m.rec.Tenant, Case: m.rec.ID, Key: l.key, Template: l.name, Channel: channel,
		Locale: locale, To: to, Token: l.token, State: message.Queued, CreatedAt: m.now(),
		Subject: message.Fill(subject, vars), Body: message.Fill(body, vars),
		Reminder: template.Reminder || m.reminds, Patient: template.Patient, Person: message.Person(cmp.Or(l.to, to)), Stage: m.rec.State.Stage,
	}
	added, err := m.tx.InsertMessage(msg)
	if err != nil || !added {
		return err
	}
	m.note("message.queued", map[string]any{"message": msg.ID, "template": l.name, "channel": msg.Channel})
	return m.tx.Enqueue(cases.Job{Kind: "send", Key: msg.ID, Args: map[string]string{"message": msg.ID}})
}

// variables are what texts of messages may name in braces. A link to continue is made only for texts that hold one.
func (m *move) variables(l letter, linked bool) (map[string]string, error) {
	vars := map[string]string{
		"name": firstWord(m.rec.Name), "company": m.profile.Name, "reference": message.Apart(m.rec.Reference, m.rec.Locale),
		"pct": strconv.Itoa(m.rec.Percent),
	}
	items, err := m.tx.Items(m.rec.ID)
	if err != nil {
		return nil, err
	}
	var labels []string
	for _, item := range items {
		if item.State != "open" {
			continue
		}
		if f, ok := m.line.Form.FieldAt(item.Path); ok {
			labels = append(labels, f.Label.In(m.rec.Locale, m.profile.DefaultLocale))
		}
		if item.DueAt != nil {
			vars["date"] = message.Date(*item.DueAt, m.profile.Zone, m.rec.Locale)
		}
	}
	vars["list"], vars["n"] = message.List(labels, m.rec.Locale), strconv.Itoa(len(labels))
	maps.Copy(vars, l.extra)
	if linked && vars["link"] == "" {
		if vars["link"], err = m.resumeLink(l.id); err != nil {
			return nil, err
		}
		if l.place != "" {
			vars["link"] += "&to=" + l.place
		}
	}
	return vars, nil
}

func firstWord(name string) string {
	word, _, _ := strings.Cut(name, " ")
	return word
}
