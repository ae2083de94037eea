package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/esteira/esteira/runtime/cockpit"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

const (
	mostFunnel  = 2.0 // seconds
	funnelPages = 11
	funnelDays  = 365
	tallyCells  = 5000 // of one tally, while preparing
)

// funnel asks for the funnel of a year: over a million cases on PostgreSQL, a hundred thousand on SQLite. The cases are made
// up in memory and only what the summaries keep of them is written, by the way that verbs write it.
func (b *bench) funnel(ctx context.Context) error {
	on := []struct {
		name, url string
		cases     int
	}{{"SQLite", "sqlite://" + filepath.Join(b.dir, "funnel.db"), 100_000}}
	address, err := url.Parse(os.Getenv("ESTEIRA_TEST_POSTGRES"))
	if err != nil || address.Host == "" {
		return errors.Join(errors.New("ESTEIRA_TEST_POSTGRES names no PostgreSQL; run make bench"), err)
	}
	c := cluster{address, b.dir}
	if err := c.exec("CREATE ROLE funnel_load LOGIN", "CREATE DATABASE funnel OWNER funnel_load"); err != nil {
		return err
	}
	on = append(on, struct {
		name, url string
		cases     int
	}{"PostgreSQL", c.named("funnel", "funnel_load"), 1_000_000})
	for _, each := range on {
		took, rows, err := funnelOf(ctx, each.url, each.cases)
		if err != nil {
			return err
		}
		b.add(figure{what: fmt.Sprintf("%s: funnel of a year, %d cases", each.name, each.cases), measured: took, promised: mostFunnel, unit: "s"})
		b.notes = append(b.notes, fmt.Sprintf("%s: the funnel reads %d rows of the summary", each.name, rows))
	}
	return nil
}

// funnelOf returns the slowest of five askings, in seconds, and how many rows the summary has.
func funnelOf(ctx context.Context, address string, n int) (slowest float64, rows int, err error) {
	s, err := store.Open(ctx, store.Options{URL: address})
	if err != nil {
		return 0, 0, err
	}
	defer s.Close() //nolint:errcheck // the database is thrown away
	if err := s.CreateTenant(ctx, tenant.Tenant{ID: "t", Slug: "t", CreatedAt: time.Now()}.WithDefaults()); err != nil {
		return 0, 0, err
	}
	counts := crowdOfYear(n)
	for part := range slices.Chunk(counts, tallyCells) {
		err := s.Begin(ctx, "t", func(tx conveyor.Tx) error { return tx.Tally(store.NewID(), cockpit.Tally{Steps: part}) })
		if err != nil {
			return 0, 0, err
		}
	}
	if _, err := s.FoldTallies(ctx, "t"); err != nil {
		return 0, 0, err
	}
	for range 5 {
		began := time.Now()
		groups, err := s.Steps(ctx, "t", cockpit.Filter{Pipeline: pipelineKey, From: "2025-01-01", To: "2026-12-31"}, "kind", "step", "fate", "bucket")
		if err != nil || len(groups) == 0 {
			return 0, 0, errors.Join(errors.New("no funnel"), err)
		}
		slowest = max(slowest, time.Since(began).Seconds())
	}
	return slowest, len(counts), nil
}

// crowdOfYear is what the summary keeps of cases that began over a year, by three channels, two languages and two devices,
// and stopped anywhere.
func crowdOfYear(n int) []cockpit.CellCount {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // figures, no secret
	cells := map[cockpit.Cell]int64{}
	began := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		cell := cockpit.Cell{
			Pipeline: pipelineKey, Day: began.AddDate(0, 0, i%funnelDays).Format(time.DateOnly),
			Channel: []string{"portal", "portal", "embed", "branch"}[random.IntN(4)], Locale: []string{"pt-BR", "pt-BR", "pt-BR", "es"}[random.IntN(4)],
			Device: []string{"phone", "desktop"}[random.IntN(2)],
		}
		steps := random.IntN(funnelPages + 5)
		for at := range steps + 1 {
			cell.Kind, cell.Step, cell.Fate = cockpit.Page, fmt.Sprint("page", at), cockpit.Gone
			if at >= funnelPages {
				cell.Kind, cell.Step = cockpit.Stage, fmt.Sprint("stage", at-funnelPages)
			}
			cell.Bucket = cockpit.BucketOf(int64(20 * (1 << random.IntN(8))))
			if at == steps {
				cell.Fate, cell.Bucket = cockpit.There, -1
			}
			cells[cell]++
		}
	}
	return cockpit.Counts(cells)
}
