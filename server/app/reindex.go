package app

import "context"

// indexAtOnce is how many cases from before the words of answers were found one job indexes.
const indexAtOnce = 2000

// index lets the search find what older cases say, some of them at a time, until none is left.
func (a *App) index(ctx context.Context, tenant string, _ map[string]string, _ int) error {
	ids, err := a.Store.Unindexed(ctx, tenant, indexAtOnce)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := a.Conveyor.IndexCase(ctx, tenant, id); err != nil {
			return err
		}
	}
	return nil
}
