package storetest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
)

// drawn is a case of the property below, as the one who made it knows it.
type drawn struct {
	id, stage, name string
	entered         time.Time
	assignee        string
	uf              string   // "" is not answered
	income          *float64 // nil is not answered
	langs           []string
	check           string
	points          float64
}

const many = 2600 // more than are gathered without a walk

// drawMany makes cases of which some values are frequent, some rare, and some missing.
func drawMany(t *testing.T, b *bench, r *rand.Rand) []drawn {
	t.Helper()
	all := make([]drawn, many)
	for i := range all {
		d := drawn{
			id: fmt.Sprintf("m%05d", i), stage: "done", name: fmt.Sprintf("Pessoa %03d", r.IntN(500)),
			entered: b.now.Add(time.Duration(r.IntN(4000)) * time.Minute), check: []string{"pass", "pass", "fail"}[r.IntN(3)], points: float64(r.IntN(5) * 10),
		}
		if r.IntN(20) == 0 {
			d.stage = "review"
		}
		if r.IntN(30) == 0 {
			d.assignee = "m1"
		}
		if r.IntN(10) > 0 {
			d.uf = []string{"SP", "SP", "SP", "RJ", "MG", "AC"}[min(r.IntN(6), r.IntN(8))%6]
		}
		if r.IntN(5) > 0 {
			n := float64(r.IntN(300)) * 50
			d.income = &n
		}
		for _, l := range []string{"pt", "es", "ar"} {
			if r.IntN(2) == 0 {
				d.langs = append(d.langs, l)
			}
		}
		all[i] = d
	}
	for part := range slices.Chunk(all, 500) {
		b.begin(t, "a", func(tx conveyor.Tx) error {
			for _, d := range part {
				if err := keepDrawn(tx, d); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return all
}

func keepDrawn(tx conveyor.Tx, d drawn) error {
	rec := cases.Record{
		ID: d.id, Reference: strings.ToUpper(d.id), Pipeline: "account", Version: "v1", Revision: 1, Name: d.name, Assignee: d.assignee,
		State: cases.State{
			Stage: d.stage, StartedAt: d.entered, EnteredAt: d.entered, ActivityAt: d.entered,
			Checks: map[string]cases.CheckMark{"cpf": {Result: d.check, At: d.entered}}, Scores: map[string]cases.Scored{"risk": {Sum: d.points, At: d.entered}},
		},
	}
	if err := insertCase(tx, &rec); err != nil {
		return err
	}
	var rows []cases.IndexRow
	if d.uf != "" {
		rows = append(rows, cases.IndexRow{Field: "uf", Text: &d.uf})
	}
	if d.income != nil {
		rows = append(rows, cases.IndexRow{Field: "income", Number: d.income})
	}
	for _, l := range d.langs {
		rows = append(rows, cases.IndexRow{Field: "langs", Text: &l})
	}
	return tx.Index(d.id, rows)
}

// asked is a filter, and what it means.
type asked struct {
	queue.Filter
	holds func(drawn) bool
}

func drawFilter(r *rand.Rand) asked {
	n := float64(r.IntN(300)) * 50
	number := fmt.Sprint(n)
	income := func(holds func(float64) bool) func(drawn) bool {
		return func(d drawn) bool { return d.income != nil && holds(*d.income) }
	}
	list, _ := json.Marshal([]string{"RJ", "AC"})
	switch r.IntN(13) {
	case 0:
		return asked{queue.Filter{Field: "answers.uf", Operator: "=", Value: "SP"}, func(d drawn) bool { return d.uf == "SP" }}
	case 1:
		return asked{queue.Filter{Field: "answers.uf", Operator: "=", Value: "AC"}, func(d drawn) bool { return d.uf == "AC" }}
	case 2:
		return asked{queue.Filter{Field: "answers.uf", Operator: "!=", Value: "SP"}, func(d drawn) bool { return d.uf != "SP" }}
	case 3:
		return asked{queue.Filter{Field: "answers.uf", Operator: "in", Value: string(list)}, func(d drawn) bool { return d.uf == "RJ" || d.uf == "AC" }}
	case 4:
		return asked{queue.Filter{Field: "answers.income", Operator: ">=", Value: number}, income(func(v float64) bool { return v >= n })}
	case 5:
		return asked{queue.Filter{Field: "answers.income", Operator: "<", Value: number}, income(func(v float64) bool { return v < n })}
	case 6:
		return asked{queue.Filter{Field: "answers.income", Operator: "=", Value: number}, income(func(v float64) bool { return v == n })}
	case 7:
		return asked{queue.Filter{Field: "answers.income", Operator: "isEmpty"}, func(d drawn) bool { return d.income == nil }}
	case 8:
		return asked{queue.Filter{Field: "answers.uf", Operator: "isEmpty", Value: "false"}, func(d drawn) bool { return d.uf != "" }}
	case 9:
		return asked{queue.Filter{Field: "answers.langs", Operator: "=", Value: "ar"}, func(d drawn) bool { return slices.Contains(d.langs, "ar") }}
	case 10:
		return asked{queue.Filter{Field: "assignee", Operator: "=", Value: "m1"}, func(d drawn) bool { return d.assignee == "m1" }}
	case 11:
		return asked{queue.Filter{Field: "checks.cpf", Operator: "=", Value: "fail"}, func(d drawn) bool { return d.check == "fail" }}
	}
	return asked{queue.Filter{Field: "scores.risk", Operator: ">", Value: "20"}, func(d drawn) bool { return d.points > 20 }}
}

// order compares two cases as a list sorted by a field does; those without a value come last, whichever way it goes.
func order(field string, descending bool) func(x, y drawn) int {
	sign := 1
	if descending {
		sign = -1
	}
	byID := func(x, y drawn) int { return sign * cmp.Compare(x.id, y.id) }
	return func(x, y drawn) int {
		switch field {
		case "name":
			return cmp.Or(sign*cmp.Compare(x.name, y.name), byID(x, y))
		case "enteredAt":
			return cmp.Or(sign*x.entered.Compare(y.entered), byID(x, y))
		case "answers.uf":
			if (x.uf == "") != (y.uf == "") {
				return map[bool]int{true: 1, false: -1}[x.uf == ""]
			}
			return cmp.Or(sign*cmp.Compare(x.uf, y.uf), byID(x, y))
		case "scores.risk":
			return cmp.Or(sign*cmp.Compare(x.points, y.points), byID(x, y))
		}
		if (x.income == nil) != (y.income == nil) {
			return map[bool]int{true: 1, false: -1}[x.income == nil]
		}
		if x.income == nil {
			return byID(x, y)
		}
		return cmp.Or(sign*cmp.Compare(*x.income, *y.income), byID(x, y))
	}
}

// testQueueProperty compares pages, counts and orders of random questions with what going through all cases gives.
func testQueueProperty(t *testing.T, b *bench) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // draws tests
	all := drawMany(t, b, r)
	places := []queue.Stage{{Pipeline: "account", Stage: "done"}, {Pipeline: "account", Stage: "review"}}
	for range 60 {
		q, want := queue.Query{Stages: places[:1+r.IntN(2)], Limit: []int{3, 50, 200}[r.IntN(3)]}, slices.Clone(all)
		if r.IntN(6) == 0 {
			q.Stages = places[1:]
		}
		keep := func(holds func(drawn) bool) { want = slices.DeleteFunc(want, func(d drawn) bool { return !holds(d) }) }
		keep(func(d drawn) bool {
			return slices.ContainsFunc(q.Stages, func(s queue.Stage) bool { return s.Stage == d.stage })
		})
		for range r.IntN(4) {
			f := drawFilter(r)
			q.Filters = append(q.Filters, f.Filter)
			keep(f.holds)
		}
		field, descending := []string{"enteredAt", "name", "answers.income", "answers.uf", "scores.risk"}[r.IntN(5)], r.IntN(2) == 0
		if q.Sort = field; descending {
			q.Sort = "-" + field
		}
		slices.SortFunc(want, order(field, descending))
		if tally, err := b.Count(ctx, "a", q); err != nil || tally.Count != len(want) || tally.More {
			t.Fatalf("seed %d: %+v counts %+v %v, want %d", seed, q, tally, err, len(want))
		}
		for at := 0; ; {
			page, err := b.Query(ctx, "a", q)
			must(t, err)
			for _, row := range page.Rows {
				if at >= len(want) || row.ID != want[at].id {
					t.Fatalf("seed %d: %+v: row %d is %s", seed, q, at, row.ID)
				}
				at++
			}
			if q.Cursor = page.Cursor; q.Cursor == "" || at > 600 {
				if q.Cursor == "" && at != len(want) {
					t.Fatalf("seed %d: %+v ends after %d of %d", seed, q, at, len(want))
				}
				break
			}
		}
	}
}

// testQueueFinds looks for cases by words of answers, by the end of an identity, in Arabic, and by what is begun to type.
func testQueueFinds(t *testing.T, b *bench) {
	crowd(t, b)
	b.begin(t, "a", func(tx conveyor.Tx) error {
		word, secret, city := "padaria", "sancionado", "São Paulo"
		must(t, tx.Index("a03", []cases.IndexRow{
			{Field: ":word/pf/general", Text: &word}, {Field: ":word/pf/compliance", Text: &secret}, {Field: "address.city", Text: &city},
		}))
		r, err := tx.Case("a04")
		must(t, err)
		r.Name, r.Revision = "فاطمة إبراهيم", r.Revision+1
		return tx.UpdateCase(r)
	})
	for _, test := range []struct {
		query queue.Query
		want  []string
	}{
		{queue.Query{Search: "padar", Groups: []string{"pf/general"}}, []string{"a03"}},
		{queue.Query{Search: "padar"}, nil},
		{queue.Query{Search: "sancionado", Groups: []string{"pf/general"}}, nil},
		{queue.Query{Search: "numero3 padaria", Groups: []string{"pf/general"}}, []string{"a03"}},
		{queue.Query{Search: "ابراهيم فاطمه"}, []string{"a04"}},
		{queue.Query{Search: "0007"}, nil},
		{queue.Query{Search: "00-07", Tails: true}, []string{"a07"}},
		{queue.Query{Search: "07", Tails: true}, nil},
	} {
		test.query.Stages = stages
		if got := ids(t, b, test.query); !slices.Equal(got, test.want) {
			t.Errorf("search %q finds %v, want %v", test.query.Search, got, test.want)
		}
	}
	values, err := b.Values(ctx, "a", queue.Distinct{Stages: stages, Field: "answers.address.city", Begins: "r"})
	must(t, err)
	equal(t, values, []queue.Value{{Text: "Recife", Tally: queue.Tally{Count: 10}}})
	values, err = b.Values(ctx, "a", queue.Distinct{Stages: []queue.Stage{{Pipeline: "account", Stage: "nowhere"}}, Field: "answers.address.city"})
	must(t, err)
	equal(t, len(values), 0)
}

func aView(id, owner string, now time.Time) queue.View {
	return queue.View{
		ID: id, Queue: "approval", Name: "High risk", Owner: owner, Roles: []string{"compliance"}, Revision: 1, UpdatedAt: now,
		Look: queue.Look{Sort: "-age", Filters: []string{"risk:=:high"}, Columns: []queue.Shown{{Key: "age", Width: 120}}},
	}
}

func testViews(t *testing.T, b *bench) {
	b.begin(t, "a", func(tx conveyor.Tx) error {
		v := aView("v1", "m1", b.now)
		must(t, tx.InsertView(v))
		wants(t, tx.InsertView(aView("v2", "m1", b.now)), fault.Conflict)
		own := aView("v3", "m2", b.now)
		own.Roles = nil
		must(t, tx.InsertView(own))
		got, err := tx.SavedView("v1")
		must(t, err)
		v.Tenant = "a"
		equal(t, got, v)
		mine, err := tx.SavedViews("approval", "m1")
		must(t, err)
		equal(t, mine, []queue.View{v}) // v3 is another's alone
		v.Name, v.Revision = "Low risk", 2
		must(t, tx.UpdateView(v))
		wants(t, tx.UpdateView(v), fault.Stale)
		must(t, tx.SetDefaultView("approval", "m2", "v1"))
		must(t, tx.SetDefaultView("approval", "m2", "v3"))
		at, err := tx.DefaultView("approval", "m2")
		must(t, err)
		equal(t, at, "v3")
		must(t, tx.DeleteView("v3"))
		at, err = tx.DefaultView("approval", "m2")
		must(t, err)
		equal(t, at, "")
		wants(t, tx.DeleteView("v3"), fault.NotFound)
		return nil
	})
}

func aRun(id string, now time.Time) queue.Run {
	return queue.Run{ID: id, Queue: "approval", Act: queue.Act{Verb: "claim"}, State: queue.Running, Total: 2, By: "m1", BeganAt: now, Revision: 1}
}

func testRuns(t *testing.T, b *bench) {
	b.begin(t, "a", func(tx conveyor.Tx) error {
		r := aRun("r1", b.now)
		items := []queue.Item{{Position: 0, Case: "c1", Revision: 3, State: queue.Waiting}, {Position: 1, Case: "c2", Revision: 1, State: queue.Waiting}}
		must(t, tx.InsertRun(r, items))
		got, err := tx.Run("r1")
		must(t, err)
		r.Tenant = "a"
		equal(t, got, r)
		first := queue.Item{Run: "r1", Position: 0, Case: "c1", Revision: 3, State: queue.Refused, Why: queue.Why{Code: "denied", Key: "policy.denied"}, Had: "m1", Given: "m2"}
		for _, want := range []bool{true, false} { // the second time it does not wait any more
			was, err := tx.UpdateRunItem(first)
			must(t, err)
			equal(t, was, want)
		}
		left, err := tx.RunItems("r1", queue.Waiting, 0, 10)
		must(t, err)
		equal(t, len(left), 1)
		tally, err := tx.TallyRun("r1")
		must(t, err)
		equal(t, tally, map[queue.ItemState]int{queue.Refused: 1, queue.Waiting: 1})
		at := b.now
		r.State, r.EndedAt = queue.Done, &at
		must(t, tx.UpdateRun(r))
		runs, err := tx.Runs("m1")
		must(t, err)
		equal(t, runs, []queue.Run{r})
		return nil
	})
}
