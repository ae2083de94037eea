package form_test

import (
	"context"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
)

// What Indexes says of a key must hold whatever the form and the answers: where it says no, another answer there changes
// no row of the index.
func TestIndexesForgetsNoKey(t *testing.T) {
	t.Parallel()
	spared, counted := 0, 0
	for seed := range uint64(300) {
		d := &dice{Rand: rand.New(rand.NewPCG(seed, 7))} //nolint:gosec // a test wants the same numbers again
		f := d.form()
		for p := range f.Pages {
			for i := range f.Pages[p].Fields {
				f.Pages[p].Fields[i].Indexed = d.chance(30)
			}
		}
		c, err := form.Compile(field.Builtin(), f)
		if err != nil {
			continue
		}
		before, after := d.answers(f), d.answers(f)
		rows := func(answers map[string]any) []form.IndexRow {
			clean, _ := c.Clean(answers, form.Staff)
			return c.Index(c.Resolve(context.Background(), form.View{Answers: clean, Today: "2026-03-01", Audience: form.Staff}))
		}
		for _, key := range slices.Sorted(maps.Keys(after)) {
			counted++
			if c.Indexes(key) {
				continue
			}
			spared++
			changed := maps.Clone(before)
			changed[key] = after[key]
			if got, want := rows(changed), rows(before); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: %s changes the index from %v to %v", seed, key, want, got)
			}
		}
	}
	if spared == 0 || spared == counted {
		t.Errorf("%d of %d keys spared: nothing was tried", spared, counted)
	}
}
