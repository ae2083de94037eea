package conveyor

import (
	"context"
	"strconv"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// How an invitation stands.
const (
	InviteQueued  = "queued"  // the message is on its way
	InviteFailed  = "failed"  // it could not be sent, or came back
	InviteSent    = "sent"    // it went out
	InviteOpened  = "opened"  // its link was followed
	InviteStarted = "started" // the person typed something
	InviteDone    = "done"    // they handed it in
	InviteRevoked = "revoked" // taken back before they began
	InviteClosed  = "closed"  // the case ended, or was erased, before it was handed in
)

// Invitee is a person who was invited, and how it stands.
type Invitee struct {
	portal.Invitation
	// Name and address are as the case has them; "" once they were erased, and for who may not read them.
	Reference, Name, Email string
	Withheld               bool // of the two there is one that the member may not read
	State                  string
	CanResend, CanRevoke   bool

	version string // of the pipeline
}

// Invitees returns the people who were invited to a pipeline, newest first, and the cursor of the next page. Returns
// fault.Denied without the policy to start cases of it.
func (c *Conveyor) Invitees(ctx context.Context, who actor.Actor, q portal.Invited) ([]Invitee, string, error) {
	if err := c.mayInvite(ctx, who, q.Pipeline); err != nil {
		return nil, "", err
	}
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return nil, "", err
	}
	var out []Invitee
	next := ""
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		rows, after, err := tx.Invitations(q)
		next = after
		for _, row := range rows {
			if err != nil {
				return err
			}
			var one Invitee
			if one, err = invitee(tx, row, resends(profile)); err == nil {
				err = c.withholdInvitee(ctx, who, &one)
			}
			out = append(out, one)
		}
		return err
	})
	return out, next, err
}

// withholdInvitee takes out the name and the address where their fields may not be read: who was invited may have put others
// in the place of what the member typed.
func (c *Conveyor) withholdInvitee(ctx context.Context, who actor.Actor, one *Invitee) error {
	line, err := c.Line(ctx, who.Tenant, one.version)
	if err != nil {
		return err
	}
	contact := line.Pipeline.Pipeline.Contact
	for path, told := range map[string]*string{contact.Name: &one.Name, contact.Email: &one.Email} {
		ok, err := c.tells(ctx, who, line, path)
		if err != nil {
			return err
		}
		if !ok {
			*told, one.Withheld = "", one.Withheld || *told != ""
		}
	}
	return nil
}

func (c *Conveyor) mayInvite(ctx context.Context, who actor.Actor, pipeline string) error {
	ok, rule, err := c.Gate.Ask(ctx, who, "pipeline/"+pipeline, "start")
	if err == nil && !ok {
		err = fault.New(fault.Denied, "case.denied").With("object", "pipeline/"+pipeline).With("verb", "start").With("rule", rule)
	}
	return err
}

func invitee(tx Tx, row portal.Invitation, most int) (Invitee, error) {
	rec, err := tx.Case(row.Case)
	if err != nil {
		return Invitee{}, err
	}
	var msg message.Message
	if row.Message != "" {
		if msg, err = tx.Message(row.Message); ignoreMissing(err) != nil {
			return Invitee{}, err
		}
	}
	out := Invitee{Invitation: row, Reference: rec.Reference, Name: rec.Name, Email: rec.Email, State: invited(row, rec, msg), version: rec.Version}
	isWaiting := out.State == InviteQueued || out.State == InviteFailed || out.State == InviteSent || out.State == InviteOpened
	out.CanRevoke = isWaiting
	out.CanResend = (isWaiting && out.State != InviteQueued || out.State == InviteStarted) && row.Sends <= most
	return out, nil
}

// invited says how far an invitation has come.
func invited(row portal.Invitation, rec cases.Record, msg message.Message) string {
	s := rec.State
	switch {
	case row.RevokedAt != nil:
		return InviteRevoked
	case s.SubmittedAt != nil:
		return InviteDone
	case s.Removed || s.Outcome != "":
		return InviteClosed
	case s.ActivityAt.After(s.StartedAt):
		return InviteStarted
	case msg.OpenedAt != nil:
		return InviteOpened
	case msg.State == message.Failed || msg.State == message.Bounced:
		return InviteFailed
	case msg.State == message.Sent || msg.State == message.Delivered:
		return InviteSent
	}
	return InviteQueued
}

// InviteAgain sends the person another link of their own. Returns fault.Denied without the policy, fault.NotFound for a case
// that was not invited, fault.Conflict where it was handed in, taken back, or sent as often as the tenant allows.
func (c *Conveyor) InviteAgain(ctx context.Context, who actor.Actor, caseID string) error {
	return c.invitation(ctx, hand{who, caseID}, func(m *move, i Invitee) error {
		switch {
		case i.Sends > resends(m.profile):
			return fault.New(fault.Conflict, "message.resent_enough").With("n", resends(m.profile))
		case !i.CanResend:
			return fault.New(fault.Conflict, "share.over")
		}
		m.note("case.invited", nil)
		if err := m.send("resume_link", "invite/"+caseID+"/"+strconv.Itoa(i.Sends), nil); err != nil {
			return err
		}
		row := i.Invitation
		row.Sends, row.Message = row.Sends+1, m.sentLast()
		return m.tx.PutInvitation(row)
	})
}

// Uninvite takes an invitation back: its links work no more, and what was filled in beforehand is erased. Returns
// fault.Denied without the policy, fault.NotFound for a case that was not invited, fault.Conflict once the person has begun.
func (c *Conveyor) Uninvite(ctx context.Context, who actor.Actor, caseID string) error {
	return c.invitation(ctx, hand{who, caseID}, func(m *move, i Invitee) error {
		if i.State == InviteRevoked {
			return nil
		}
		if !i.CanRevoke {
			return fault.New(fault.Conflict, "share.begun")
		}
		m.note("case.uninvited", nil)
		for _, purpose := range []string{signature.ForResume, forHandover} {
			if _, err := m.quash(purpose, anyLink); err != nil {
				return err
			}
		}
		at := m.now()
		i.RevokedAt = &at
		if err := m.tx.PutInvitation(i.Invitation); err != nil {
			return err
		}
		return m.vanish()
	})
}

// invitation does something about one that the member may make.
func (c *Conveyor) invitation(ctx context.Context, h hand, verb func(*move, Invitee) error) error {
	return c.with(ctx, h, func(m *move) error {
		if err := m.demand("pipeline/"+m.rec.Pipeline, "start"); err != nil {
			return err
		}
		row, err := m.tx.Invitation(h.caseID)
		if err != nil {
			return err
		}
		one, err := invitee(m.tx, row, resends(m.profile))
		if err != nil {
			return err
		}
		return verb(m, one)
	})
}

// sentLast is the id of the message that this move sent last; "" for none.
func (m *move) sentLast() string {
	id := ""
	for _, e := range m.events {
		if e.Name == "message.queued" {
			id, _ = e.Data["message"].(string)
		}
	}
	return id
}

// invite sends the link, unless the pipeline did when the case began, and keeps that it was sent.
func (m *move) invite() error {
	m.note("case.invited", nil)
	if err := m.appear(); err != nil {
		return err
	}
	if m.sentLast() == "" {
		if err := m.send("resume_link", "invite/"+m.rec.ID, nil); err != nil {
			return err
		}
	}
	return m.tx.PutInvitation(portal.Invitation{
		Case: m.rec.ID, Pipeline: m.rec.Pipeline, Message: m.sentLast(), Sends: 1, At: m.now(), By: m.who.Hand().ID,
	})
}
