package conveyor

import (
	"context"
	"maps"
	"slices"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
)

// Timeline returns the events of a case for a member. Notes, checks and fields of groups that the member may not read
// are left out of it, so that nobody is tipped off. Returns fault.Denied when the stage may not be read.
func (c *Conveyor) Timeline(ctx context.Context, who actor.Actor, caseID string) ([]event.Event, error) {
	reads := map[string]bool{}
	checks, reasons := map[string]string{}, map[string]string{}
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand(m.stageObject(), "read"); err != nil {
			return err
		}
		for _, q := range m.line.Pipeline.Checks() {
			checks[q.Key] = groupOf(q.Group)
		}
		for _, r := range m.line.Pipeline.Pipeline.Reasons {
			reasons[r.Key] = groupOf(r.Group)
		}
		for _, group := range m.line.Form.Groups() {
			reads[group] = m.allowed(m.groupObject(group), "read")
		}
		return m.gateErr
	})
	if err != nil {
		return nil, err
	}
	events, err := c.Store.Events(ctx, who.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	for i := range events {
		reason, _ := events[i].Data["reason"].(string)
		if group := reasons[reason]; group != "" && !reads[group] {
			events[i].Data = maps.Clone(events[i].Data)
			delete(events[i].Data, "reason")
		}
	}
	hidden := func(e event.Event) bool {
		group, _ := e.Data["group"].(string)
		if key, ok := e.Data["check"].(string); ok {
			group = checks[key]
		}
		return group != "" && !reads[group]
	}
	return slices.DeleteFunc(events, hidden), nil
}

// Messages returns what was sent to the applicant of a case, newest last. Returns fault.Denied when the stage may not
// be read.
func (c *Conveyor) Messages(ctx context.Context, who actor.Actor, caseID string) ([]message.Message, error) {
	var out []message.Message
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand(m.stageObject(), "read"); err != nil {
			return err
		}
		var err error
		out, err = m.tx.Messages(caseID)
		return err
	})
	return out, err
}

// StageOf returns the stage that a case stands in.
func (c *Conveyor) StageOf(ctx context.Context, rec cases.Record) (pipeline.Stage, error) {
	line, err := c.Line(ctx, rec.Tenant, rec.Version)
	if err != nil {
		return pipeline.Stage{}, err
	}
	stage, _ := line.Pipeline.Stage(rec.State.Stage)
	return stage, nil
}

// Lost is somebody who lost their link.
type Lost struct {
	Email    string
	Pipeline string // "" for any
}

// MailResumeLinks mails a link for each open case of an address. An address without cases is no error: who asks learns
// nothing about who has one.
func (c *Conveyor) MailResumeLinks(ctx context.Context, tenant string, l Lost) error {
	ids, err := c.Store.OpenCasesOf(ctx, tenant, l.Email)
	if err != nil {
		return err
	}
	for _, id := range ids {
		who := actor.Job(tenant, "resume")
		err := c.with(ctx, hand{who, id}, func(m *move) error {
			if l.Pipeline != "" && m.rec.Pipeline != l.Pipeline {
				return nil
			}
			return m.send("resume_link", "resume/"+m.NewID(), nil)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
