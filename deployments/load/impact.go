package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/app"
)

const (
	inFlight    = 100_000
	people      = 50   // whose cases are copied
	mostPreview = 10.0 // seconds
	mostPart    = 2.0  // seconds; between two parts progress is shown and the preview can be stopped
)

// impact previews a change of the form of 40 fields over cases in flight: one question goes, and a new one is asked of
// half the people, so that both versions are worked out for every case. Parts are asked for one after the other, as the
// builder asks.
func (b *bench) impact(ctx context.Context) error {
	data := filepath.Join(b.dir, "impact")
	p := &place{
		environ: []string{"ESTEIRA_DATA=" + data}, driver: "sqlite",
		url: "file:" + filepath.Join(data, "esteira.db") + sqliteSettings,
	}
	if err := p.start(ctx, pages(), people, answers); err != nil {
		return err
	}
	if err := p.copyCases(); err != nil {
		return err
	}
	a, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer a.Stop(context.WithoutCancel(ctx)) //nolint:errcheck // the files are thrown away
	draft, err := changed(ctx, a, p.tenant.ID)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // as the server's main does
	before := processorTime()
	took, longest, judged, err := previewed(ctx, a, p.tenant.ID, draft)
	if err != nil {
		return err
	}
	spent := processorTime() - before
	if judged != inFlight {
		return fmt.Errorf("%d cases were judged, not %d", judged, inFlight)
	}
	b.add(
		figure{what: "impact preview of 100 000 cases in flight", measured: took, promised: mostPreview, unit: "s"},
		figure{what: "impact preview: processor time, a case", measured: spent.Seconds() * 1e6 / inFlight, unit: "µs"},
		figure{what: "impact preview: longest part", measured: longest, promised: mostPart, unit: "s"},
	)
	return nil
}

// copyCases makes each case many, until there are enough.
func (p *place) copyCases() error {
	db, err := p.database()
	if err != nil {
		return err
	}
	each := inFlight/people - 1
	for i, c := range p.cases {
		if err == nil {
			err = cloneDrafts(db, c.id, 1+i*each, (i+1)*each)
		}
	}
	return errors.Join(err, db.Close())
}

// changed saves a draft of the form that differs from what is published.
func changed(ctx context.Context, a *app.App, tenantID string) (definition.Draft, error) {
	var form object
	live, err := a.Store.Live(ctx, tenantID, definition.Form, pipelineKey)
	if err != nil {
		return definition.Draft{}, err
	}
	if err := json.Unmarshal(live.Body, &form); err != nil {
		return definition.Draft{}, err
	}
	list, _ := form["pages"].([]any)
	last, _ := list[len(list)-1].(object)
	fields, _ := last["fields"].([]any)
	last["fields"] = append(slices.Delete(fields, 1, 2), field("country", "text", object{"required": true, "visibleWhen": when("income", ">", 850_000+people/2)}))
	body, err := json.Marshal(form)
	if err != nil {
		return definition.Draft{}, err
	}
	d := definition.Draft{Tenant: tenantID, Kind: definition.Form, Key: pipelineKey, Body: body}
	if stored, err := a.Store.Draft(ctx, tenantID, definition.Form, pipelineKey); err == nil {
		d.Revision = stored.Revision
	}
	d, _, err = a.Library.Save(ctx, actor.Job(tenantID, "load"), d)
	return d, err
}

// previewed asks for one part after the other, and returns how long all took and the longest, in seconds.
func previewed(ctx context.Context, a *app.App, tenantID string, d definition.Draft) (took, longest float64, judged int, err error) {
	who, began := actor.Job(tenantID, "load"), time.Now()
	var in conveyor.Preview
	if in.Pipeline, in.Form, err = a.Library.Candidate(ctx, who, library.Publication{Draft: d}, pipelineKey); err != nil {
		return 0, 0, 0, err
	}
	for {
		part := time.Now()
		in.Enough = func() bool { return time.Since(part) > 600*time.Millisecond }
		found, err := a.Conveyor.Impact(ctx, who, in)
		if err != nil {
			return 0, 0, 0, err
		}
		judged += found.Done
		longest = max(longest, time.Since(part).Seconds())
		if found.Next == nil {
			return time.Since(began).Seconds(), longest, judged, nil
		}
		in.After = *found.Next
	}
}

// processorTime is what this process has spent so far: on a busy machine it says more than the clock.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
