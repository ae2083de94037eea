package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/store/storetest"
	"github.com/esteira/esteira/server/tenant"
)

// BenchmarkQueue asks a tenant with 20 000 cases.
func BenchmarkQueue(b *testing.B) {
	for name, database := range map[string]storetest.Database{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) { queries(b, crowd(b, database(b))) })
	}
}

var names = []string{"Maria", "José", "Ana", "João", "Antônia", "Francisco", "Adriana", "Carlos", "Juliana", "Paulo"}

func crowd(b *testing.B, url string) *store.Store {
	b.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{URL: url})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	if err := s.CreateTenant(ctx, tenant.Tenant{ID: "a", Slug: "a", CreatedAt: time.Now()}); err != nil {
		b.Fatal(err)
	}
	for part := range 20 {
		err := s.Begin(ctx, "a", func(tx conveyor.Tx) error {
			for i := range 1000 {
				n := part*1000 + i
				r := cases.Record{
					ID: store.NewID(), Tenant: "a", Reference: fmt.Sprint("R", n), Pipeline: "account", Revision: 1,
					Name: names[n%10] + " " + names[n/10%10] + " da Silva", Email: fmt.Sprintf("p%d@example.org", n), Identity: fmt.Sprintf("%011d", n),
					State: cases.State{Stage: fmt.Sprint("stage", n%8), EnteredAt: tx.Now().Add(time.Duration(n*7919%20000) * time.Second)},
				}
				if err := tx.InsertCase(r); err != nil {
					return err
				}
				income := float64(n * 31 % 10007)
				if err := tx.Index(r.ID, []cases.IndexRow{{Field: "income", Number: &income}, {Field: "city", Text: &names[n%7]}}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	// As autovacuum does some time after many rows came; on SQLite it would be a plan that production does not have.
	if strings.HasPrefix(url, "postgres") {
		if _, err := s.Pool().Exec("ANALYZE"); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

func queries(b *testing.B, s *store.Store) {
	b.Helper()
	stages := []queue.Stage{{Pipeline: "account", Stage: "stage1"}, {Pipeline: "account", Stage: "stage2"}, {Pipeline: "account", Stage: "stage3"}}
	for name, q := range map[string]queue.Query{
		"first page":     {},
		"sort name":      {Sort: "name"},
		"sort answer":    {Sort: "-answers.income"},
		"filter answer":  {Filters: []queue.Filter{{Field: "answers.city", Operator: "=", Value: "Ana"}, {Field: "answers.income", Operator: ">", Value: "5000"}}},
		"search words":   {Search: "juli paul"},
		"search id":      {Search: "000.000.123-45"},
		"search nothing": {Search: "nobody"},
	} {
		q.Stages, q.Limit, q.Values = stages, 50, []string{"income", "city"}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Query(context.Background(), "a", q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Counts(context.Background(), "a"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
