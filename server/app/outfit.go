package app

import (
	"context"

	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/schemas/fault"
)

// outfitted gives the checks of plugins what a tenant set of them, and where answers are kept. A check is its plugin's by
// its type, which is the name of the plugin.
func (a *App) outfitted(checks []check.Checker) []check.Checker {
	out := make([]check.Checker, len(checks))
	for i, c := range checks {
		out[i] = outfittedCheck{c, a}
	}
	return out
}

type outfittedCheck struct {
	check.Checker

	app *App
}

// Settings are those of the check within.
func (c outfittedCheck) Settings() []byte {
	if within, ok := c.Checker.(check.Configurable); ok {
		return within.Settings()
	}
	return nil
}

// Check asks the check within, for a tenant.
func (c outfittedCheck) Check(ctx context.Context, q check.Question) (check.Answer, error) {
	q.Outfit.Kept = c.app.Store
	kept, err := c.app.Store.PluginSettings(ctx, q.Tenant, c.Type())
	switch {
	case fault.CodeOf(err) == fault.NotFound:
	case err != nil:
		return check.Answer{}, err
	default:
		if q.Outfit.Settings, err = whole(c.app.vault, kept); err != nil {
			return check.Answer{}, err
		}
	}
	return c.Checker.Check(ctx, q)
}
