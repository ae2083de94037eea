package tenant

import (
	"context"
	"slices"

	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// atOnce is how many entries one transaction writes: others want to write as well.
const atOnce = 2000

// ReadList reads the files of a version, keeps its entries, and compares it with the version that is screened against. It
// is called by a job and may be called again: what was written by a job that was cut off is written anew. A list that
// cannot be read fails its version, with the fault that says why.
func (a *Administration) ReadList(ctx context.Context, tenantID, version string) error {
	who := actor.Job(tenantID, "list")
	v, format, err := a.toRead(ctx, who, version)
	if err != nil || v.State != screening.Reading {
		return err
	}
	sources := make([]screening.Source, len(v.Files))
	for i, f := range v.Files {
		if sources[i].Content, err = a.Files.Get(ctx, f.Blob); err != nil {
			return err
		}
		sources[i].Name = f.Name
	}
	entries, report, err := screening.Read(ctx, format, sources, func(rows int) { a.tellRead(ctx, who, v, rows) })
	v.Report = report
	if fault.CodeOf(err) == fault.Invalid {
		return a.failList(ctx, who, v, err)
	}
	if err != nil {
		return err
	}
	for part := range slices.Chunk(entries, atOnce) {
		err := a.administer(ctx, who, func(d *scribe) error { return d.AddListEntries(v.ID, part) })
		if err != nil {
			return err
		}
	}
	return a.administer(ctx, who, func(d *scribe) error { return d.finishList(a, v) })
}

// toRead is a version with the layout of its list, and without entries of an attempt before.
func (a *Administration) toRead(ctx context.Context, who actor.Actor, version string) (v screening.Version, format string, err error) {
	err = a.administer(ctx, who, func(d *scribe) error {
		if v, err = d.ListVersion(version); err != nil || v.State != screening.Reading {
			return err
		}
		l, _, err := d.knownList(v.List)
		format = l.Format
		if err != nil {
			return err
		}
		return d.DropListEntries(version)
	})
	return v, format, err
}

// tellRead lets whoever waits know how far it is. That it cannot be told stops nothing.
func (a *Administration) tellRead(ctx context.Context, who actor.Actor, v screening.Version, rows int) {
	v.Report = screening.Report{Rows: rows}
	err := a.administer(ctx, who, func(d *scribe) error { return d.ChangeListVersion(v) })
	if err != nil {
		a.Log.WarnContext(ctx, "progress of a list is not told", "tenant", v.Tenant, "list", v.List, "error", err)
	}
}

// TellSweep keeps how far the cases were looked at for what a version of a list brought. It is called by the job that does
// it. Returns fault.NotFound when there is no such version.
func (a *Administration) TellSweep(ctx context.Context, tenantID, version string, s screening.Sweep) error {
	return a.administer(ctx, actor.Job(tenantID, "rescreen"), func(d *scribe) error { return d.tellSweep(version, s) })
}

func (d *scribe) tellSweep(version string, s screening.Sweep) error {
	v, err := d.ListVersion(version)
	if err != nil {
		return err
	}
	v.Delta.Sweep = &s
	return d.ChangeListVersion(v)
}

func (a *Administration) failList(ctx context.Context, who actor.Actor, v screening.Version, why error) error {
	v.State, v.Failure = screening.Failed, fault.KeyOf(why)
	return a.administer(ctx, who, func(d *scribe) error {
		if err := d.ChangeListVersion(v); err != nil {
			return err
		}
		return d.note("list.failed", v.List, []Difference{{What: "list", Name: "version", After: v.ID}, {What: "list", Name: "failure", After: v.Failure}})
	})
}

// finishList makes a version ready and, where that was asked for, the one that is screened against.
func (d *scribe) finishList(a *Administration, v screening.Version) error {
	l, _, err := d.knownList(v.List)
	if err != nil {
		return err
	}
	sums, err := d.ListSums(v.ID)
	if err != nil {
		return err
	}
	before := map[string]string{}
	if v.Before = l.Active; l.Active != "" {
		if before, err = d.ListSums(l.Active); err != nil {
			return err
		}
	}
	now := a.Library.Now()
	v.State, v.Delta, v.ReadyAt = screening.Ready, screening.Compare(before, sums), &now
	if err := d.ChangeListVersion(v); err != nil {
		return err
	}
	if err := d.dropOld(l, v); err != nil || !v.Activate {
		return err
	}
	was := l
	l.Active, l.Revision = v.ID, l.Revision+1
	if err := d.SaveList(l); err != nil {
		return err
	}
	if err := d.rescreen(was, l); err != nil {
		return err
	}
	return d.note("list.changed", l.Key, listDifferences(was, l))
}

// dropOld deletes the entries of versions that nobody goes back to; what came of reading them stays.
func (d *scribe) dropOld(l screening.List, newest screening.Version) error {
	all, err := d.ListVersions(l.Key)
	if err != nil {
		return err
	}
	kept := 0
	for _, v := range all {
		if v.State != screening.Ready {
			continue
		}
		if kept++; kept <= keptVersions || v.ID == l.Active || v.ID == newest.ID {
			continue
		}
		v.State = screening.Dropped
		if err := d.ChangeListVersion(v); err != nil {
			return err
		}
		if err := d.DropListEntries(v.ID); err != nil {
			return err
		}
	}
	return nil
}
