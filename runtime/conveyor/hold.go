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
	id, err := c.caseNamed(ctx, who, h.Reference)
	if err != nil {
		return err
	}
	return c.with(ctx, hand{who, id}, func(m *move) error {
		if err := m.demand("storage", "manage"); err != nil {
			return err
		}
		m.note("case.held", map[string]any{"reason": h.Reason})
		return m.tx.Hold(document.Hold{Case: id, Reason: h.Reason, HeldAt: m.now(), HeldBy: who.ID})
	})
}

func (c *Conveyor) caseNamed(ctx context.Context, who actor.Actor, reference string) (id string, err error) {
	if ok, rule, err := c.Gate.Ask(ctx, who, "storage", "manage"); err != nil || !ok {
		if err == nil {
			err = fault.New(fault.Denied, "policy.denied").With("object", "storage").With("verb", "manage").With("rule", rule)
		}
		return "", err
	}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		id, err = tx.CaseNamed(reference)
		return err
	})
	return id, err
}

// Unhold lets retention and the pipeline erase again what a case holds. Returns fault.Denied without the policy to manage
// storage, fault.NotFound when the case was not on hold.
func (c *Conveyor) Unhold(ctx context.Context, who actor.Actor, caseID string) error {
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand("storage", "manage"); err != nil {
			return err
		}
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
