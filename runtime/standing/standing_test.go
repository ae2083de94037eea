package standing_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/checklist"
	"github.com/esteira/esteira/runtime/standing"
	"github.com/esteira/esteira/schemas"
)

var began = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func list(items ...checklist.Item) checklist.Checklist {
	for i := range items {
		items[i].Title = schemas.Text{"en": items[i].Key}
	}
	return checklist.Checklist{Items: items}
}

func facts() standing.Facts {
	return standing.Facts{Mode: "open", Turn: "applicant", StartedAt: began, Now: began.Add(time.Hour), Zone: time.UTC, Given: map[string]standing.Given{}}
}

// TestStates: one item each, under the facts that make its state.
func TestStates(t *testing.T) {
	t.Parallel()
	form := checklist.Item{Key: "x", Kind: "form", Fields: []string{"a"}}
	paper := checklist.Item{Key: "x", Kind: "document", Fields: []string{"a"}}
	sign := checklist.Item{Key: "x", Kind: "signature"}
	for name, c := range map[string]struct {
		item  checklist.Item
		given standing.Given
		set   func(*standing.Facts)
		want  string
	}{
		"nothing yet":              {form, standing.Given{Visible: 2, Owed: 2}, nil, standing.ToDo},
		"some of it":               {form, standing.Given{Visible: 2, Owed: 1, Answered: 1}, nil, standing.Started},
		"all of it":                {form, standing.Given{Visible: 2, Answered: 2}, nil, standing.Done},
		"optional and left out":    {form, standing.Given{Visible: 1}, nil, standing.ToDo},
		"optional and looked at":   {form, standing.Given{Visible: 1, Seen: true}, nil, standing.Done},
		"wrong":                    {form, standing.Given{Visible: 2, Answered: 2, Wrong: 1}, nil, standing.Problem},
		"wrong, but closed":        {form, standing.Given{Visible: 2, Answered: 2, Wrong: 1}, func(f *standing.Facts) { f.Mode = "closed" }, standing.Done},
		"asked for again":          {form, standing.Given{Visible: 2, Answered: 2, Asked: 1}, func(f *standing.Facts) { f.Mode = "requested" }, standing.Problem},
		"refused":                  {paper, standing.Given{Visible: 1, Answered: 1, Files: 1, Again: 1}, nil, standing.Problem},
		"refused, and given again": {paper, standing.Given{Visible: 1, Answered: 1, Files: 2}, nil, standing.Done},
		"handed in": {paper, standing.Given{Visible: 1, Answered: 1, Files: 1}, func(f *standing.Facts) {
			f.Submitted, f.Mode, f.Turn = true, "closed", "staff"
		}, standing.Checking},
		"accepted": {paper, standing.Given{Visible: 1, Answered: 1, Files: 1, Accepted: 1}, func(f *standing.Facts) {
			f.Submitted, f.Mode, f.Turn = true, "closed", "staff"
		}, standing.Done},
		"no link to sign yet":   {sign, standing.Given{}, nil, standing.Blocked},
		"link to sign was sent": {sign, standing.Given{}, func(f *standing.Facts) { f.Token = "sent" }, standing.ToDo},
		"signed":                {sign, standing.Given{}, func(f *standing.Facts) { f.Token = "used" }, standing.Done},
		"before the signature":  {sign, standing.Given{}, func(f *standing.Facts) { f.Submitted, f.Mode, f.Turn = true, "closed", "staff" }, standing.Checking},
		"to read":               {checklist.Item{Key: "x", Kind: "reading"}, standing.Given{}, nil, standing.ToDo},
		"read":                  {checklist.Item{Key: "x", Kind: "reading"}, standing.Given{}, func(f *standing.Facts) { f.Marked = map[string]bool{"x": true} }, standing.Done},
		"work of the staff":     {checklist.Item{Key: "x", Kind: "staffTask"}, standing.Given{}, nil, standing.Ours},
		"staff did it":          {checklist.Item{Key: "x", Kind: "staffTask"}, standing.Given{}, func(f *standing.Facts) { f.Marked = map[string]bool{"x": true} }, standing.Done},
		"at the end":            {checklist.Item{Key: "x", Kind: "staffTask"}, standing.Given{}, func(f *standing.Facts) { f.Outcome = "completed" }, standing.Done},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := facts()
			f.Given["x"] = c.given
			if c.set != nil {
				c.set(&f)
			}
			if got := standing.Of(list(c.item), f); len(got) != 1 || got[0].State != c.want {
				t.Errorf("got %+v, want %s", got, c.want)
			}
		})
	}
}

// TestDependencies: what waits says for what, in words; what is not needed stops nobody and is not shown.
func TestDependencies(t *testing.T) {
	t.Parallel()
	l := list(
		checklist.Item{Key: "who", Kind: "form", Fields: []string{"name"}, Due: "P3D"},
		checklist.Item{Key: "guardian", Kind: "form", Fields: []string{"guardian"}},
		checklist.Item{Key: "papers", Kind: "document", Fields: []string{"id"}, After: []string{"who", "guardian"}},
	)
	f := facts()
	f.Given = map[string]standing.Given{"who": {Visible: 1, Owed: 1}, "papers": {Visible: 1, Owed: 1}, "guardian": {Visible: 1, Owed: 1}}
	f.Needless = map[string]bool{"guardian": true}
	got := standing.Of(l, f)
	if len(got) != 2 || got[1].State != standing.Blocked || len(got[1].Waits) != 1 || got[1].Waits[0]["en"] != "who" || got[1].CanOpen {
		t.Fatalf("before: %+v", got)
	}
	if got[0].DueAt == nil || !got[0].DueAt.Equal(began.AddDate(0, 0, 3)) || got[0].Overdue {
		t.Errorf("due: %+v", got[0])
	}
	f.Now = began.AddDate(0, 0, 4)
	if got := standing.Of(l, f); !got[0].Overdue {
		t.Errorf("overdue: %+v", got[0])
	}
	f.Given["who"] = standing.Given{Visible: 1, Answered: 1}
	if got := standing.Of(l, f); got[1].State != standing.ToDo || !got[1].CanOpen || got[0].DueAt != nil {
		t.Errorf("after: %+v", got)
	}
}

// TestProperties: for any list and any facts, even lists that lint refuses, it ends; each item that is needed has one known
// state; nothing is both blocked and open; a completed case owes nothing; answering more never blocks what was open.
func TestProperties(t *testing.T) {
	t.Parallel()
	states := []string{standing.ToDo, standing.Started, standing.Blocked, standing.Problem, standing.Checking, standing.Ours, standing.Done}
	kinds := []string{"form", "document", "signature", "reading", "payment", "staffTask"}
	r := rand.New(rand.NewPCG(4, 14)) //nolint:gosec // a property test
	for range 5000 {
		l, f := someList(r, kinds), someFacts(r)
		for _, item := range l.Items {
			f.Given[item.Key] = someGiven(r)
		}
		got := standing.Of(l, f)
		for _, item := range got {
			if !slices.Contains(states, item.State) {
				t.Fatalf("state %q of %+v under %+v", item.State, l, f)
			}
			if item.State == standing.Blocked && (item.CanOpen || item.CanMark) {
				t.Fatalf("blocked and open: %+v", item)
			}
			if f.Outcome == "completed" && (item.State != standing.Done || item.DueAt != nil) {
				t.Fatalf("owed at the end: %+v", item)
			}
		}
		unblocks(t, l, f, got)
	}
}

// unblocks answers all of one item: what was not blocked before is not blocked after.
func unblocks(t *testing.T, l checklist.Checklist, f standing.Facts, before []standing.Item) {
	t.Helper()
	given := f.Given[l.Items[0].Key]
	f.Given[l.Items[0].Key] = standing.Given{Visible: given.Visible, Answered: given.Visible}
	for _, after := range standing.Of(l, f) {
		was := slices.IndexFunc(before, func(i standing.Item) bool { return i.Key == after.Key })
		isOther := after.Key != l.Items[0].Key && after.Kind != "signature"
		if was >= 0 && given.Visible > 0 && isOther && after.State == standing.Blocked && before[was].State != standing.Blocked {
			t.Fatalf("%s was %s and is blocked\n%+v\n%+v", after.Key, before[was].State, l, f)
		}
	}
}

func someList(r *rand.Rand, kinds []string) checklist.Checklist {
	keys := []string{"a", "b", "c", "d", "e"}
	var items []checklist.Item
	for _, key := range keys[:1+r.IntN(5)] {
		item := checklist.Item{Key: key, Kind: kinds[r.IntN(len(kinds))], Due: []string{"", "P1D", "PT1H", "nonsense"}[r.IntN(4)]}
		if r.IntN(3) > 0 {
			item.Fields = []string{"f"}
		}
		for _, other := range keys {
			if r.IntN(5) == 0 {
				item.After = append(item.After, other)
			}
		}
		items = append(items, item)
	}
	return list(items...)
}

func someFacts(r *rand.Rand) standing.Facts {
	f := facts()
	f.Mode = []string{"open", "requested", "closed"}[r.IntN(3)]
	f.Turn = []string{"applicant", "automatic", "staff", "end"}[r.IntN(4)]
	f.Outcome = []string{"", "", "completed", "rejected"}[r.IntN(4)]
	f.Submitted = r.IntN(2) == 0
	f.Token = []string{"", "sent", "used", "expired"}[r.IntN(4)]
	f.Needless = map[string]bool{"b": r.IntN(3) == 0}
	f.Marked = map[string]bool{"c": r.IntN(2) == 0}
	return f
}

func someGiven(r *rand.Rand) standing.Given {
	visible := r.IntN(4)
	g := standing.Given{Visible: visible}
	if visible > 0 {
		g.Answered = r.IntN(visible + 1)
		g.Owed = r.IntN(visible - g.Answered + 1)
		g.Files = r.IntN(g.Answered + 1)
		g.Again, g.Accepted = r.IntN(g.Files+1), 0
		g.Wrong, g.Asked = r.IntN(g.Answered+1), r.IntN(2)
	}
	return g
}

// TestHeadings: a heading holds until the next, also where the item that it stands at concerns nobody.
func TestHeadings(t *testing.T) {
	t.Parallel()
	about, end := schemas.Text{"en": "About you"}, schemas.Text{"en": "The end"}
	f := facts()
	f.Needless = map[string]bool{"b": true}
	items := standing.Of(list(
		checklist.Item{Key: "a", Kind: "reading"}, checklist.Item{Key: "b", Kind: "reading", Heading: about},
		checklist.Item{Key: "c", Kind: "reading"}, checklist.Item{Key: "d", Kind: "reading", Heading: end},
	), f)
	var got []string
	for _, item := range items {
		got = append(got, item.Key+" "+item.Heading["en"])
	}
	if want := []string{"a ", "c About you", "d The end"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
