package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/runtime/task"
	"github.com/esteira/esteira/schemas/fault"
)

var stages = []queue.Stage{{Pipeline: "account", Stage: "review"}, {Pipeline: "account", Stage: "legal"}}

// crowd adds 30 cases: 20 in review, 9 in legal, one without a stage. Every third has no income.
func crowd(t *testing.T, b *bench) {
	t.Helper()
	for _, tenantID := range []string{"a", "b"} {
		b.begin(t, tenantID, func(tx conveyor.Tx) error {
			for i := range 30 {
				r := record(tenantID, fmt.Sprintf("%s%02d", tenantID, i), b.now)
				r.Name = fmt.Sprintf("Pessoa %c Número%d", 'A'+rune(i*7%26), i)
				r.Email, r.Identity = fmt.Sprintf("p%d@example.org", i), fmt.Sprintf("%011d", i)
				r.State.EnteredAt = b.now.Add(time.Duration(i*13%30) * time.Minute)
				r.Percent, r.Attempts = i, i%3
				if i >= 20 {
					r.State.Stage, r.DueAt = "legal", nil
				}
				if i == 29 {
					r.State.Stage = ""
				}
				if err := insertCase(tx, &r); err != nil {
					return err
				}
				income, city := float64(i%10)*1000.5, []string{"São Paulo", "Recife", "Manaus"}[i%3]
				rows := []cases.IndexRow{{Field: "address.city", Text: &city}, {Field: "address.city", Text: &city}}
				if i%3 != 0 {
					rows = append(rows, cases.IndexRow{Field: "income", Number: &income})
				}
				if err := tx.Index(r.ID, rows); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// ids walks through all pages of a query.
func ids(t *testing.T, b *bench, q queue.Query) []string {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 7
	}
	var out []string
	for {
		page, err := b.Query(ctx, "a", q)
		must(t, err)
		for _, r := range page.Rows {
			if r.Tenant != "a" {
				t.Fatalf("case of tenant %q", r.Tenant)
			}
			out = append(out, r.ID)
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return out
		}
		if len(page.Rows) != q.Limit {
			t.Fatalf("a page of %d with a next one", len(page.Rows))
		}
	}
}

// testHandedOver marks cases that a migration handed over since they entered their stage. Case i entered i*13%30 minutes
// after now.
func testHandedOver(t *testing.T, b *bench) {
	t.Helper()
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for _, k := range []task.Task{
			{ID: "k0", Case: "a00", Key: "migration/m/a00", CreatedAt: b.now},                        // as it entered
			{ID: "k1", Case: "a01", Key: "migration/m/a01", CreatedAt: b.now.Add(12 * time.Minute)},  // it has gone on since
			{ID: "k2", Case: "a02", Key: "call", Name: "migration", CreatedAt: b.now.Add(time.Hour)}, // another task
			{ID: "k3", Case: "a03", Key: "migration/m/a03", CreatedAt: b.now.Add(9 * time.Minute)},   // twice: the last counts
			{ID: "k4", Case: "a03", Key: "migration/n/a03", CreatedAt: b.now.Add(10 * time.Minute)},  // where it stood
		} {
			if err := tx.InsertTask(k); err != nil {
				return err
			}
		}
		return nil
	})
	page, err := b.Query(ctx, "a", queue.Query{Stages: stages, Limit: 30})
	must(t, err)
	var handed []string
	for _, r := range page.Rows {
		if r.HandedOver {
			handed = append(handed, r.ID)
		}
	}
	slices.Sort(handed)
	equal(t, handed, []string{"a00", "a03"})
}

func testQueue(t *testing.T, b *bench) {
	crowd(t, b)
	equal(t, len(ids(t, b, queue.Query{})), 0)
	equal(t, len(ids(t, b, queue.Query{Stages: stages[1:]})), 9)
	equal(t, len(ids(t, b, queue.Query{Stages: stages, Limit: 29})), 29)
	page, err := b.Query(ctx, "a", queue.Query{Stages: stages, Limit: 1, Sort: "percent", Values: []string{"income", "address.city", "nothing"}})
	must(t, err)
	equal(t, page.Rows[0].Values, map[string]any{"address.city": []any{"São Paulo", "São Paulo"}})

	testHandedOver(t, b)
	for _, test := range []struct {
		field, operator, value string
		want                   int
	}{
		{"name", "contains", "NUMERO1", 11},
		{"name", "contains", "%", 0},
		{"name", "contains", "_", 0},
		{"identity", "=", "00000000007", 1},
		{"stage", "!=", "review", 9},
		{"risk", "=", "high", 29},
		{"percent", ">=", "25", 4},
		{"percent", "<", "2.5", 3},
		{"attempts", "=", "0", 10},
		{"enteredAt", ">", b.now.Add(20 * time.Minute).Format(time.RFC3339Nano), 9},
		{"enteredAt", "=", "2026-11-21", 29},
		{"enteredAt", "<", "2026-11-21", 0},
		{"enteredAt", "<=", "2026-11-21", 29},
		{"dueAt", "isEmpty", "", 9},
		{"dueAt", "isEmpty", "false", 20},
		{"assignee", "isEmpty", "true", 0},
		{"answers.income", "isEmpty", "", 10},
		{"answers.income", ">", "5000", 9},
		{"answers.income", "=", "1000.5", 2},
		{"answers.income", "!=", "1000.5", 27},
		{"answers.address.city", "=", "Recife", 10},
		{"answers.address.city", "contains", "PAULO", 10},
		{"answers.address.city", ">=", "R", 20},
	} {
		got := ids(t, b, queue.Query{Stages: stages, Filters: []queue.Filter{{Field: test.field, Operator: test.operator, Value: test.value}}})
		if len(got) != test.want {
			t.Errorf("%s %s %q: %d cases, want %d", test.field, test.operator, test.value, len(got), test.want)
		}
	}
}

func testQueueSort(t *testing.T, b *bench) {
	crowd(t, b)
	everything := ids(t, b, queue.Query{Stages: stages, Limit: 200})
	slices.Sort(everything)
	for _, sort := range []string{
		"", "enteredAt", "name", "identity", "percent", "attempts", "dueAt", "submittedAt", "startedAt", "risk", "answers.income",
		"answers.address.city", "answers.unknown",
	} {
		for _, sign := range []string{"", "-"} {
			if sort == "" && sign == "-" {
				continue
			}
			// Small pages meet each border between two of equal value, and between those with and without a value.
			small := ids(t, b, queue.Query{Stages: stages, Sort: sign + sort, Limit: 3})
			large := ids(t, b, queue.Query{Stages: stages, Sort: sign + sort, Limit: 200})
			equal(t, small, large)
			slices.Sort(small)
			equal(t, small, everything)
		}
	}
	page, err := b.Query(ctx, "a", queue.Query{Stages: stages, Sort: "-answers.income", Limit: 200, Values: []string{"income"}})
	must(t, err)
	last := 1e9
	for i, r := range page.Rows {
		income, ok := r.Values["income"].(float64)
		if ok != (i < 19) || ok && income > last {
			t.Fatalf("row %d has income %v after %v", i, r.Values["income"], last)
		}
		last = income
	}
}

func testQueueSearch(t *testing.T, b *bench) {
	crowd(t, b)
	for search, want := range map[string]int{
		"pessoa numero7": 1, "PESSOA": 29, "Número1": 11, "ref-a07": 1, "p7@example.org": 1, "000.000.000-07": 1, "nobody": 0, "pessoa nobody": 0,
		"b07": 0, "a07": 0, "   ": 29, "'; DROP TABLE cases; --": 0, "%": 29,
	} {
		got := ids(t, b, queue.Query{Stages: stages, Search: search})
		if len(got) != want {
			t.Errorf("search %q: %d cases, want %d", search, len(got), want)
		}
	}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		r, err := tx.Case("a07")
		must(t, err)
		r.Name, r.Revision = "Other Name", r.Revision+1
		return tx.UpdateCase(r)
	})
	equal(t, len(ids(t, b, queue.Query{Stages: stages, Search: "numero7"})), 0)
	equal(t, ids(t, b, queue.Query{Stages: stages, Search: "other"}), []string{"a07"})
}

// testQueueHostile asks with words that are not fields, operators, values or cursors.
func testQueueHostile(t *testing.T, b *bench) {
	crowd(t, b)
	for _, q := range []queue.Query{
		{Sort: "id; DROP TABLE cases"},
		{Sort: "state"},
		{Sort: "tenant_id"},
		{Sort: "answers."},
		{Sort: "answers.:word"},
		{Cursor: "x"},
		{Cursor: "e30"},
		{Cursor: "eyJpIjoiYSIsInQiOiJ4In0"}, // a text where a time belongs
		{Filters: []queue.Filter{{Field: "password", Operator: "="}}},
		{Filters: []queue.Filter{{Field: "name", Operator: "= '' OR 1=1 --"}}},
		{Filters: []queue.Filter{{Field: "percent", Operator: "=", Value: "many"}}},
		{Filters: []queue.Filter{{Field: "percent", Operator: "=", Value: "NaN"}}},
		{Filters: []queue.Filter{{Field: "enteredAt", Operator: "<", Value: "yesterday"}}},
		{Filters: []queue.Filter{{Field: "percent", Operator: "contains", Value: "1"}}},
		{Filters: []queue.Filter{{Field: "answers.x", Operator: "like", Value: "1"}}},
		{Filters: []queue.Filter{{Field: "answers.:word", Operator: "contains", Value: "x"}}},
	} {
		q.Stages = stages
		_, err := b.Query(ctx, "a", q)
		wants(t, err, fault.Invalid)
	}
	for _, q := range []queue.Query{
		{Sort: "answers.x' OR '1'='1"},
		{Stages: []queue.Stage{{Pipeline: "account' OR '1'='1", Stage: "review"}}},
		{Filters: []queue.Filter{{Field: "answers.x') OR ('1'='1", Operator: "=", Value: "' OR '1'='1"}}},
		{Filters: []queue.Filter{{Field: "name", Operator: "=", Value: "' OR '1'='1"}}},
	} {
		if q.Stages == nil {
			q.Stages = stages
		}
		page, err := b.Query(ctx, "a", q)
		must(t, err)
		if q.Sort == "" {
			equal(t, len(page.Rows), 0)
		}
	}
}

func testCounts(t *testing.T, b *bench) {
	crowd(t, b)
	got, err := b.Counts(ctx, "a")
	must(t, err)
	equal(t, got, []queue.Count{{Stage: stages[1], Count: 9}, {Stage: stages[0], Count: 20}})
}

// testCountsFollow moves cases, as one who read them and as one who did not, and looks each time.
func testCountsFollow(t *testing.T, b *bench) {
	crowd(t, b)
	before := func() []queue.Count {
		got, err := b.Counts(ctx, "a")
		must(t, err)
		return got
	}
	equal(t, before()[1].Count, 20)
	page, err := b.Query(ctx, "a", queue.Query{Stages: stages[:1], Limit: 2})
	must(t, err)
	b.begin(t, "a", func(tx conveyor.Tx) error {
		moved, err := tx.Case(page.Rows[0].ID)
		must(t, err)
		moved.Revision++
		moved.State.Stage = "archive"
		return tx.UpdateCase(moved)
	})
	equal(t, before(), []queue.Count{{Stage: queue.Stage{Pipeline: "account", Stage: "archive"}, Count: 1}, {Stage: stages[1], Count: 9}, {Stage: stages[0], Count: 19}})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		moved := page.Rows[1].Record
		moved.Revision++
		moved.State.Stage = stages[1].Stage
		return tx.UpdateCase(moved)
	})
	equal(t, before(), []queue.Count{{Stage: queue.Stage{Pipeline: "account", Stage: "archive"}, Count: 1}, {Stage: stages[1], Count: 10}, {Stage: stages[0], Count: 18}})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		moved, err := tx.Case(page.Rows[0].ID)
		must(t, err)
		moved.Revision++
		moved.State.Stage = stages[0].Stage
		return tx.UpdateCase(moved)
	})
	equal(t, before(), []queue.Count{{Stage: stages[1], Count: 10}, {Stage: stages[0], Count: 19}})
}
