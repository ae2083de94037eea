package main

import (
	"context"
	"fmt"
	"time"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/access"
	"github.com/esteira/esteira/server/tenant"
)

const (
	tenants  = 10_000
	mostWarm = 5.0   // microseconds
	mostCold = 200.0 // microseconds
)

// book is the same hundred policies for every tenant.
type book []tenant.Policy

// Policies returns them.
func (b book) Policies(context.Context, string) ([]tenant.Role, []tenant.Policy, int64, error) {
	return nil, b, 1, nil
}

// PolicyVersion never changes.
func (book) PolicyVersion(context.Context, string) (int64, error) { return 1, nil }

// policy asks as the verbs do: a question asked before, and one that is new to the tenant.
func (b *bench) policy(ctx context.Context) error {
	rules := make(book, 100)
	for i := range rules {
		rules[i] = tenant.Policy{
			Role: fmt.Sprintf("role%d", i), Object: fmt.Sprintf("pipeline/p%d/stage/*", i), Verb: "approve", Effect: "allow",
		}
	}
	d, err := access.New(rules, access.Options{Recheck: time.Hour})
	if err != nil {
		return err
	}
	ask := func(i int, object string) {
		if err != nil {
			return
		}
		who := actor.Actor{Tenant: fmt.Sprintf("t%d", i%tenants), Roles: []string{"role99"}}
		_, err = d.Decide(ctx, who, object, "approve")
	}
	for i := range tenants {
		ask(i, "pipeline/p99/stage/approval")
	}
	// The best of ten rounds is what it takes; the others are what it takes when something else wants the processor.
	asked := 0
	each := func(n int, object func(i int) string) float64 {
		best := time.Hour
		for range 10 {
			began := time.Now()
			for range n {
				asked++
				ask(asked, object(asked))
			}
			best = min(best, time.Since(began))
		}
		return float64(best.Nanoseconds()) / float64(n) / 1000
	}
	warm := each(2*tenants, func(int) string { return "pipeline/p99/stage/approval" })
	cold := each(tenants/10, func(i int) string { return fmt.Sprintf("pipeline/p99/stage/s%d", i) })
	b.add(
		figure{what: "policy decision, warm, 10 000 tenants", measured: warm, promised: mostWarm, unit: "µs"},
		figure{what: "policy decision, cold, 10 000 tenants", measured: cold, promised: mostCold, unit: "µs"},
	)
	return err
}
