package app

import (
	"context"
	"maps"
	"strconv"
	"sync"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/server/jobs"
	"github.com/esteira/esteira/server/store"
)

// maxIndexed bounds the entries of lists that are kept in memory, over all tenants. One takes about two kilobytes.
const maxIndexed = 400_000

// lists are those that tenants screen against. Versions never change, so their indexes are kept until there are too many.
type lists struct {
	store *store.Store

	mu      sync.Mutex
	known   map[string]*indexed // by tenant and version
	entries int
	used    int64 // counts uses: what was used longest ago goes first
}

// indexed is an index that is being made, or was.
type indexed struct {
	once  sync.Once
	index *screening.Index
	err   error
	size  int
	used  int64
}

func newLists(s *store.Store) *lists { return &lists{store: s, known: map[string]*indexed{}} }

// Loaded returns the active versions of a tenant's lists, in the order of their keys.
func (l *lists) Loaded(ctx context.Context, tenantID string) ([]check.Loaded, error) {
	all, _, err := l.store.Lists(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	var out []check.Loaded
	for _, list := range all {
		if list.Active == "" {
			continue
		}
		index, err := l.index(ctx, tenantID, list.Active)
		if err != nil {
			return nil, err
		}
		out = append(out, check.Loaded{List: list.Key, Name: list.Name, Format: list.Format, Version: list.Active, Index: index})
	}
	return out, nil
}

// Clearings returns those of a case.
func (l *lists) Clearings(ctx context.Context, tenantID, caseID string) ([]screening.Clearing, error) {
	var out []screening.Clearing
	err := l.store.View(ctx, tenantID, func(tx conveyor.Tx) (err error) {
		out, err = tx.Clearings(caseID)
		return err
	})
	return out, err
}

// index is that of a version, made by the first who asks.
func (l *lists) index(ctx context.Context, tenantID, version string) (*screening.Index, error) {
	key := tenantID + "\x00" + version
	l.mu.Lock()
	one := l.known[key]
	if one == nil {
		one = &indexed{}
		l.known[key] = one
	}
	l.used++
	one.used = l.used
	l.mu.Unlock()
	one.once.Do(func() {
		var entries []screening.Entry
		if entries, one.err = l.store.ListEntries(context.WithoutCancel(ctx), tenantID, version); one.err == nil {
			one.index = screening.NewIndex(entries)
		}
		l.settle(key, one)
	})
	return one.index, one.err
}

// settle counts an index that was made, and lets go of those that were used longest ago. One that failed is made again.
func (l *lists) settle(key string, one *indexed) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if one.err != nil {
		delete(l.known, key)
		return
	}
	one.size = len(one.index.Entries)
	l.entries += one.size
	for l.entries > maxIndexed {
		oldest := ""
		for k, other := range l.known {
			if k != key && other.size > 0 && (oldest == "" || other.used < l.known[oldest].used) {
				oldest = k
			}
		}
		if oldest == "" {
			return
		}
		l.entries -= l.known[oldest].size
		delete(l.known, oldest)
	}
}

// readList reads the files of a version of a list.
func (a *App) readList(ctx context.Context, tenant string, args map[string]string, _ int) error {
	return final(a.Administration.ReadList(ctx, tenant, args["version"]))
}

// rescreenPiece is how many cases one job looks at: what was done is not done again when a server is stopped.
const rescreenPiece = 500

// rescreen looks at every case of a tenant for what another version of a list has that the one before had not, piece by
// piece: args["after"] is the last case of the piece before.
func (a *App) rescreen(ctx context.Context, tenant string, args map[string]string, attempt int) error {
	delta, err := a.lists.delta(ctx, tenant, args)
	if err != nil {
		return final(err)
	}
	if len(delta.Index.Entries) == 0 {
		return final(a.Administration.TellSweep(ctx, tenant, args["version"], screening.Sweep{EndedAt: new(a.now().UTC())}))
	}
	sweep, err := a.sweepOf(ctx, tenant, args)
	if err != nil {
		return err
	}
	ids, err := a.Store.CaseIDsAfter(ctx, tenant, args["after"], rescreenPiece)
	if err != nil {
		return err
	}
	failed := 0
	for _, id := range ids {
		if err := a.Conveyor.Rescreen(ctx, tenant, id, []check.Loaded{delta}); err != nil {
			failed++
			a.log.WarnContext(ctx, "case not screened anew", "tenant", tenant, "case", id, "error", err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if failed > 0 && attempt < jobs.MaxAttempts {
		return jobs.Snooze(rescreenAgain)
	}
	sweep.Done += len(ids)
	if len(ids) < rescreenPiece {
		sweep.EndedAt = new(a.now().UTC())
		return final(a.Administration.TellSweep(ctx, tenant, args["version"], sweep))
	}
	if err := a.Administration.TellSweep(ctx, tenant, args["version"], sweep); err != nil {
		return final(err)
	}
	next := maps.Clone(args)
	next["after"], next["done"], next["total"] = ids[len(ids)-1], strconv.Itoa(sweep.Done), strconv.Itoa(sweep.Total)
	return a.Store.Begin(ctx, tenant, func(tx conveyor.Tx) error {
		return tx.Enqueue(cases.Job{Kind: "rescreen", Key: args["version"] + "/" + args["before"] + "/" + next["after"], Args: next})
	})
}

// sweepOf is how far the pieces before came. The first counts the cases.
func (a *App) sweepOf(ctx context.Context, tenant string, args map[string]string) (s screening.Sweep, err error) {
	if args["after"] == "" {
		s.Total, err = a.Store.CountCases(ctx, tenant)
		if err == nil {
			err = a.Administration.TellSweep(ctx, tenant, args["version"], s)
		}
		return s, err
	}
	s.Done, _ = strconv.Atoi(args["done"]) // of a job from before an upgrade they are not known
	s.Total, _ = strconv.Atoi(args["total"])
	return s, nil
}

// delta is a list of those entries alone that are new in a version, or were changed. Another version that was made the
// active one meanwhile has a job of its own.
func (l *lists) delta(ctx context.Context, tenantID string, args map[string]string) (check.Loaded, error) {
	out := check.Loaded{List: args["list"], Version: args["version"]}
	known, _, err := l.store.Lists(ctx, tenantID)
	if err != nil {
		return out, err
	}
	for _, list := range known {
		if list.Key == out.List {
			out.Name, out.Format = list.Name, list.Format
		}
	}
	before := map[string]string{}
	if args["before"] != "" {
		entries, err := l.store.ListEntries(ctx, tenantID, args["before"])
		if err != nil {
			return out, err
		}
		for _, e := range entries {
			before[e.UID] = e.Sum()
		}
	}
	entries, err := l.store.ListEntries(ctx, tenantID, args["version"])
	if err != nil {
		return out, err
	}
	var fresh []screening.Entry
	for _, e := range entries {
		if before[e.UID] != e.Sum() {
			fresh = append(fresh, e)
		}
	}
	out.Index = screening.NewIndex(fresh)
	return out, nil
}
