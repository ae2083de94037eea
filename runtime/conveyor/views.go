package conveyor

import (
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// ViewList are the saved views of a queue that a member may use.
type ViewList struct {
	Views    []queue.View
	Unusable map[string]bool // by id: they filter or sort by what the member may not read
	Default  string
}

// Views returns the saved views of a queue: those of the member, and those shared with a role of theirs. What a view filters
// by that the member may not read is not told. Returns fault.NotFound for a queue that the member may not see.
func (c *Conveyor) Views(ctx context.Context, who actor.Actor, key string) (ViewList, error) {
	v, err := c.Queue(ctx, who, key)
	if err != nil {
		return ViewList{}, err
	}
	out := ViewList{Unusable: map[string]bool{}}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		found, err := tx.SavedViews(key, who.ID)
		if err != nil {
			return err
		}
		out.Views = slices.DeleteFunc(found, func(one queue.View) bool { return one.Owner != who.ID && !one.Shares(who.Roles) })
		out.Default, err = tx.DefaultView(key, who.ID)
		return err
	})
	for i, one := range out.Views {
		if !v.Readable(one.Look) {
			out.Unusable[one.ID] = true
			if one.Owner != who.ID {
				out.Views[i].Look = queue.Look{}
			}
		}
	}
	if !slices.ContainsFunc(out.Views, func(one queue.View) bool { return one.ID == out.Default }) {
		out.Default = ""
	}
	return out, err
}

// SaveView keeps a view of a queue for the member, and for the roles that it is shared with. Returns fault.Invalid for one
// without a name or that filters by what the member may not read, fault.Denied when it is shared without the policy,
// fault.Conflict when the member has one of this name already.
func (c *Conveyor) SaveView(ctx context.Context, who actor.Actor, in queue.View) (queue.View, error) {
	if err := c.mayKeep(ctx, who, &in); err != nil {
		return in, err
	}
	in.ID, in.Tenant, in.Owner, in.Revision = c.NewID(), who.Tenant, who.ID, 1
	err := c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		ref, before, err := done(ctx, tx)
		if err != nil {
			return err
		}
		if before {
			in, err = tx.SavedView(ref)
			return err
		}
		own, err := tx.SavedViews(in.Queue, who.ID)
		if err != nil {
			return err
		}
		if len(slices.DeleteFunc(own, func(v queue.View) bool { return v.Owner != who.ID })) >= queue.MaxViews {
			return fault.New(fault.Conflict, "view.too_many").With("n", queue.MaxViews)
		}
		in.UpdatedAt = tx.Now()
		if err := tx.InsertView(in); err != nil {
			return err
		}
		return keep(ctx, tx, in.ID)
	})
	return in, err
}

// ChangeView writes a view of the member as they want it. Returns what SaveView does, fault.NotFound for the view of another,
// fault.Stale when it has changed meanwhile.
func (c *Conveyor) ChangeView(ctx context.Context, who actor.Actor, in queue.View) (queue.View, error) {
	stored, err := c.ownView(ctx, who, in.ID)
	if err != nil {
		return in, err
	}
	in.Tenant, in.Queue, in.Owner = stored.Tenant, stored.Queue, stored.Owner
	if err := c.mayKeep(ctx, who, &in); err != nil {
		return in, err
	}
	in.Revision++
	err = c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		in.UpdatedAt = tx.Now()
		return tx.UpdateView(in)
	})
	return in, err
}

// DeleteView takes a view of the member away, from those it was shared with too. Returns fault.NotFound for that of another.
func (c *Conveyor) DeleteView(ctx context.Context, who actor.Actor, id string) error {
	if _, err := c.ownView(ctx, who, id); err != nil {
		return err
	}
	return c.Store.Begin(ctx, who.Tenant, func(tx Tx) error { return tx.DeleteView(id) })
}

// SetDefaultView lets the member begin a queue with a view; "" takes that back. Returns fault.NotFound for a view that they
// have not.
func (c *Conveyor) SetDefaultView(ctx context.Context, who actor.Actor, key, id string) error {
	if id != "" { // before the queue: whose view it is decides
		err := c.Store.View(ctx, who.Tenant, func(tx Tx) error {
			_, err := tx.SavedView(id)
			return err
		})
		if err != nil {
			return err
		}
	}
	list, err := c.Views(ctx, who, key)
	if err != nil {
		return err
	}
	if id != "" && !slices.ContainsFunc(list.Views, func(v queue.View) bool { return v.ID == id }) {
		return fault.New(fault.NotFound, "saved_views.not_found")
	}
	return c.Store.Begin(ctx, who.Tenant, func(tx Tx) error { return tx.SetDefaultView(key, who.ID, id) })
}

func (c *Conveyor) ownView(ctx context.Context, who actor.Actor, id string) (v queue.View, err error) {
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) (err error) {
		v, err = tx.SavedView(id)
		return err
	})
	if err == nil && v.Owner != who.ID {
		err = fault.New(fault.NotFound, "saved_views.not_found")
	}
	return v, err
}

func (c *Conveyor) mayKeep(ctx context.Context, who actor.Actor, v *queue.View) error {
	v.Name = strings.TrimSpace(v.Name)
	if err := v.Check(); err != nil {
		return err
	}
	of, err := c.Queue(ctx, who, v.Queue)
	if err != nil {
		return err
	}
	if !of.Readable(v.Look) {
		return fault.New(fault.Invalid, "view.unreadable")
	}
	if len(v.Roles) == 0 {
		return nil
	}
	return c.demandRight(ctx, who, "share")
}

// demandRight asks for a verb on queues as a whole.
func (c *Conveyor) demandRight(ctx context.Context, who actor.Actor, verb string) error {
	ok, rule, err := c.Gate.Ask(ctx, who, "queue", verb)
	if err != nil || ok {
		return err
	}
	return fault.New(fault.Denied, "policy.denied").With("object", "queue").With("verb", verb).With("rule", rule)
}

// MayRight says whether a member may do a verb on queues as a whole.
func (c *Conveyor) MayRight(ctx context.Context, who actor.Actor, verb string) (bool, error) {
	ok, _, err := c.Gate.Ask(ctx, who, "queue", verb)
	return ok, err
}

// Search looks for cases in all queues of the member: at most twenty, of each queue the newest first.
func (c *Conveyor) Search(ctx context.Context, who actor.Actor, text string, read queue.Reader) ([]Found, error) {
	views, err := c.Queues(ctx, who)
	if err != nil {
		return nil, err
	}
	var out []Found
	for _, v := range views {
		if err := c.offer(ctx, who, &v); err != nil {
			return nil, err
		}
		q, err := c.Ask(ctx, who, v, queue.Look{Search: text, Sort: "-age"})
		if err != nil {
			return nil, err
		}
		q.Values, q.Limit = nil, maxFound
		page, err := read.Query(ctx, who.Tenant, q)
		if err != nil {
			return nil, err
		}
		for _, row := range page.Rows {
			if known := slices.ContainsFunc(out, func(f Found) bool { return f.Row.ID == row.ID }); !known && len(out) < maxFound {
				out = append(out, Found{Queue: v, Row: row, Shown: c.Present(ctx, v, row)})
			}
		}
	}
	return out, nil
}

// maxFound is how many cases a search shows.
const maxFound = 20

// Found is a case that was looked for, and the queue that it stands in.
type Found struct {
	Queue QueueView
	Row   queue.Row
	Shown Shown
}
