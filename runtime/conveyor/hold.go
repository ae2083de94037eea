package conveyor

import (
	"context"

	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// HoldRows are the cases whose files must stay.
type HoldRows interface {
	// Hold returns fault.NotFound when there is no such case, fault.Conflict when it is on hold already.
	Hold(h document.Hold) error
	// Unhold returns fault.NotFound when the case was not on hold. owed says whether something was to be erased meanwhile.
	Unhold(caseID string) (owed bool, err error)
	// Owe keeps that a case on hold was to be erased.
	Owe(caseID string) error
	// CaseNamed returns the id of the case with a reference; fault.NotFound when there is none.
	CaseNamed(reference string) (string, error)
}

// Hold keeps all that a case holds, whatever retention or its pipeline says, and why. Returns fault.Denied without the
// policy to manage storage, fault.NotFound when no case has the reference, fault.Conflict when it is on hold already.
func (c *Conveyor) Hold(ctx context.Context, who actor.Actor, h document.Hold) error {
	find := func(tx Tx) (string, error) { return tx.CaseNamed(h.Reference) }
	return c.administer(ctx, who, find, func(m *move) error {
		m.note("case.held", map[string]any{"reason": h.Reason})
		return m.tx.Hold(document.Hold{Case: m.rec.ID, Reason: h.Reason, HeldAt: m.now(), HeldBy: who.ID})
	})
}

// Unhold lets retention and the pipeline erase again what a case holds. Returns fault.Denied without the policy to manage
// storage, fault.NotFound when the case was not on hold.
func (c *Conveyor) Unhold(ctx context.Context, who actor.Actor, caseID string) error {
	find := func(Tx) (string, error) { return caseID, nil }
	return c.administer(ctx, who, find, func(m *move) error {
		owed, err := m.tx.Unhold(caseID)
		if err != nil {
			return err
		}
		m.note("case.unheld", nil)
		if !owed {
			return nil
		}
		return m.erase()
	})
}

// administer opens a case for who manages storage: nothing of the case is shown to them, so they need not be able to see
// it.
func (c *Conveyor) administer(ctx context.Context, who actor.Actor, find func(Tx) (string, error), verb func(*move) error) error {
	allowed, rule, err := c.Gate.Ask(ctx, who, "storage", "manage")
	if err != nil {
		return err
	}
	if !allowed {
		return fault.New(fault.Denied, "policy.denied").With("object", "storage").With("verb", "manage").With("rule", rule)
	}
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return err
	}
	return c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		m := &move{Conveyor: c, ctx: ctx, tx: tx, who: who, profile: profile, watch: c.Watch}
		id, err := find(tx)
		if err != nil {
			return err
		}
		if err := m.load(id); err != nil {
			return err
		}
		if err := verb(m); err != nil {
			return err
		}
		return m.write()
	})
}
