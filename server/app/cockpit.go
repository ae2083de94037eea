package app

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// countAtOnce is how many cases from before there was a cockpit one job counts.
const countAtOnce = 200

// count brings the figures of the cockpit up to date, and counts some of the cases that never were.
func (a *App) count(ctx context.Context, tenant string, _ map[string]string, _ int) error {
	if _, err := a.Store.FoldTallies(ctx, tenant); err != nil {
		return err
	}
	ids, err := a.Store.Uncounted(ctx, tenant, countAtOnce)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := a.Conveyor.CountCase(ctx, tenant, id); err != nil {
			return err
		}
	}
	return nil
}

// rebuildCockpit works all figures of a tenant out again and says of how many cases.
func (a *App) rebuildCockpit(ctx context.Context, tenantID string) (int, error) {
	heads, err := a.Store.Uncounted(ctx, tenantID, math.MaxInt32)
	if err != nil {
		return 0, err
	}
	counted, err := a.Store.Counted(ctx, tenantID)
	if err != nil {
		return 0, err
	}
	for i, id := range append(heads, counted...) {
		if err := a.Conveyor.CountCase(ctx, tenantID, id); err != nil {
			return i, err
		}
	}
	return len(heads) + len(counted), a.Store.Recount(ctx, tenantID)
}

func cockpitCommand(ctx context.Context, call Call) error {
	if len(call.Args) == 0 || call.Args[0] != "rebuild" {
		return errors.New("say: esteira cockpit rebuild [SLUG]")
	}
	return closed(ctx, call, func(a *App) error {
		tenants, err := a.named(ctx, call.Args[1:])
		if err != nil {
			return err
		}
		for _, t := range tenants {
			n, err := a.rebuildCockpit(ctx, t.ID)
			if err != nil {
				return err
			}
			_, _ = fmt.Fprintf(call.Out, "%s: cases=%d\n", t.Slug, n)
		}
		return nil
	})
}
