package conveyor

import (
	"context"
	"strings"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Lost is somebody who lost their link.
type Lost struct {
	Email    string
	Pipeline string // "" for any
	To       string // where the link arrives, as that of a HandOver; "" where everybody does
}

// RequestResumeLinks has a link mailed for each open case of an address. An address without cases is no error, and costs
// as much time as one with ten: who asks learns nothing about who has a case. So the links are made in a job, which is there
// for an address without cases too.
func (c *Conveyor) RequestResumeLinks(ctx context.Context, tenant string, l Lost) error {
	ids, err := c.Store.OpenCasesOf(ctx, tenant, l.Email)
	if err != nil {
		return err
	}
	id := c.NewID()
	return c.Store.Begin(ctx, tenant, func(tx Tx) error {
		return tx.Enqueue(cases.Job{Kind: "resume", Key: id, Args: map[string]string{
			"request": id, "cases": strings.Join(ids, " "), "pipeline": l.Pipeline, "to": l.To,
		}})
	})
}

// Links are the links that somebody asked for.
type Links struct {
	Request  string   // the id of their request
	Cases    []string // by id
	Pipeline string   // of which cases get one; "" for any
	To       string   // as that of Lost
}

// MailResumeLinks mails them, once however often it is called. A case that cannot have one is logged and passed over.
// Returns fault.Unavailable, after which the rest is to be tried again.
func (c *Conveyor) MailResumeLinks(ctx context.Context, tenant string, l Links) error {
	for _, id := range l.Cases {
		err := c.with(ctx, hand{actor.Job(tenant, "resume"), id}, func(m *move) error {
			if l.Pipeline != "" && m.rec.Pipeline != l.Pipeline {
				return nil
			}
			return m.sendTo(letter{name: "resume_link", key: "resume/" + l.Request + "/" + id, place: l.To})
		})
		switch {
		case fault.CodeOf(err) == fault.Unavailable:
			return err
		case err != nil:
			c.Log.WarnContext(ctx, "link not sent", "tenant", tenant, "case", id, "error", err)
		}
	}
	return nil
}
