package form_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas/fault"
)

// TestWhatAnEditCannotChange holds the shortcut of Affected against both versions worked out in full: random forms, random
// edits, random answers. And it follows each answer: it is carried, or told as lost.
func TestWhatAnEditCannotChange(t *testing.T) {
	t.Parallel()
	judged, affected, lost := 0, 0, 0
	for seed := range uint64(120) {
		d := &dice{Rand: rand.New(rand.NewPCG(seed, 23)), good: seed%2 == 0}
		before := d.form()
		from, err := form.Compile(field.Builtin(), before)
		if err != nil {
			continue
		}
		to, err := form.Compile(field.Builtin(), d.edited(before))
		if err != nil {
			continue // a rule reads what the edit took away
		}
		c := form.NewCarrier(from, to)
		for range 4 {
			w := carried{t: t, c: c, from: from, to: to, name: fmt.Sprint("seed ", seed)}
			w.answers, _ = from.Clean(d.answers(before), form.Staff)
			w.out, w.lost = c.Carry(w.answers)
			judged++
			affected += w.agrees()
			w.followed()
			lost += len(w.lost)
		}
	}
	if judged < 100 || affected == 0 || lost == 0 {
		t.Errorf("%d judged, %d places affected, %d answers lost: the edits do not bite", judged, affected, lost)
	}
}

// carried is one set of answers in both versions.
type carried struct {
	t            *testing.T
	name         string
	c            *form.Carrier
	from, to     *form.Compiled
	answers, out map[string]any
	lost         []string
}

// agrees looks at every place that is said not to be affected, and counts the others.
func (w *carried) agrees() int {
	was := w.from.Resolve(context.Background(), form.View{Answers: w.answers, Today: "2026-03-01", Audience: form.Staff})
	is := w.to.Resolve(context.Background(), form.View{Answers: w.out, Today: "2026-03-01", Audience: form.Staff})
	skipped := 0
	for _, place := range slices.Concat(was.VisiblePlaces(), is.VisiblePlaces(), was.Hidden(), is.Hidden()) {
		if w.c.Affected(place) {
			skipped++
			continue
		}
		if _, there := w.to.FieldAt(place); !there {
			continue // only places of the later version are asked about
		}
		if was.Visible(place) != is.Visible(place) || was.Required(place) != is.Required(place) {
			w.t.Errorf("%s: %s: visible %v, then %v; required %v, then %v", w.name, place, was.Visible(place), is.Visible(place), was.Required(place), is.Required(place))
		}
	}
	applicant := is.For(form.Applicant)
	full := slices.DeleteFunc(w.to.Validate(context.Background(), applicant), func(v fault.Violation) bool { return !w.c.Affected(v.Path) })
	if short := w.c.Problems(context.Background(), applicant); len(short) != len(full) || len(full) > 0 && !reflect.DeepEqual(short, full) {
		w.t.Errorf("%s: problems %v, of all %v", w.name, short, full)
	}
	before, after := w.wrong(w.from, was), w.wrong(w.to, is)
	if !reflect.DeepEqual(before, after) {
		w.t.Errorf("%s: where nothing is affected, wrong was %v and is %v", w.name, before, after)
	}
	return skipped
}

// wrong lists what is wrong at places that are not affected.
func (w *carried) wrong(f *form.Compiled, s *form.State) []string {
	var out []string
	for _, v := range f.Validate(context.Background(), s.For(form.Applicant)) {
		if _, there := w.to.FieldAt(v.Path); there && v.Severity != "warn" && !w.c.Affected(v.Path) {
			out = append(out, v.Path+" "+v.Key)
		}
	}
	slices.Sort(out)
	return out
}

// followed finds each top-level answer again.
func (w *carried) followed() {
	for key := range w.answers {
		place := w.c.Place("/" + key)
		gone := slices.ContainsFunc(w.lost, func(at string) bool { return at == "/"+key || strings.HasPrefix(at, "/"+key+"/") })
		_, there := w.out[strings.TrimPrefix(place, "/")]
		if !there && !gone && !strings.Contains(strings.TrimPrefix(place, "/"), "/") {
			w.t.Errorf("%s: the answer to %s went to %q and is not there: %v", w.name, key, place, w.out)
		}
	}
}

// edited is a form after some edits, as people make them.
func (d *dice) edited(f form.Form) form.Form {
	text, _ := json.Marshal(f)
	var out form.Form
	_ = json.Unmarshal(text, &out)
	for range 1 + d.IntN(3) {
		list := &out.Pages[d.IntN(len(out.Pages))].Fields
		for i := d.IntN(max(1, len(*list))); len(*list) > i && len((*list)[i].Fields) > 0 && d.chance(50); i = 0 {
			list = &(*list)[i].Fields
		}
		if len(*list) > 0 {
			d.edit(list, d.IntN(len(*list)))
		}
	}
	return out
}

func (d *dice) edit(list *[]field.Field, i int) {
	f := &(*list)[i]
	switch d.IntN(7) {
	case 0:
		if len(*list) > 1 {
			*list = slices.Delete(*list, i, i+1)
		}
	case 1:
		d.fields++
		key := fmt.Sprint("n", d.fields)
		*list = append(*list, field.Field{ID: key, Key: key, Type: "text", Label: text("New"), Required: d.chance(70)})
	case 2:
		f.Required = !f.Required && f.Type != "statement" && f.Type != "group"
	case 3:
		f.VisibleWhen = nil
	case 4:
		f.Key += "x"
	case 5:
		if f.Type == "text" {
			f.Type, f.Config = "textarea", nil
		}
	case 6:
		if len(f.Options) > 1 {
			f.Options = f.Options[1:]
		}
	}
}

func TestARenamedFieldKeepsItsAnswer(t *testing.T) {
	t.Parallel()
	one := func(fields ...field.Field) *form.Compiled {
		c, err := form.Compile(field.Builtin(), form.Form{
			Key: "f", Title: text("F"), Locales: []string{"en"}, DefaultLocale: "en",
			Pages: []form.Page{{ID: "p", Key: "p", Title: text("P"), Fields: fields}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	f := func(id, key, typ string, inner ...field.Field) field.Field {
		return field.Field{ID: id, Key: key, Type: typ, Label: text("Q"), Fields: inner}
	}
	from := one(f("1", "name", "text"), f("2", "town", "text"), f("3", "pets", "repeat", f("4", "pet", "text")), f("5", "size", "number"), f("6", "gone", "text"))
	to := one(f("1", "full_name", "text"), f("9", "home", "group", f("2", "city", "text")), f("3", "animals", "repeat", f("4", "called", "text")), f("5", "size", "text"))
	c := form.NewCarrier(from, to)
	got, lost := c.Carry(map[string]any{"name": "Ana", "town": "Recife", "pets": []any{map[string]any{"pet": "Rex"}}, "size": 3.0, "gone": "x"})
	want := map[string]any{"full_name": "Ana", "home": map[string]any{"city": "Recife"}, "animals": []any{map[string]any{"called": "Rex"}}}
	if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(lost, []string{"/gone", "/size"}) {
		t.Errorf("carried %v, lost %v", got, lost)
	}
	for place, now := range map[string]string{"/name": "/full_name", "/pets/0/pet": "/animals/0/called", "/town": "/home/city", "/gone": "", "/size": "/size"} {
		if got := c.Place(place); got != now {
			t.Errorf("%s went to %q", place, got)
		}
	}
}

// TestALinkIsNotAsked links and unlinks a group, and marks a form as a section: what is asked stays the same.
func TestALinkIsNotAsked(t *testing.T) {
	t.Parallel()
	compiled := func(link string, isSection bool, key string) *form.Compiled {
		t.Helper()
		inner := []field.Field{{ID: "l.s", Key: key, Type: "text", Label: text("Street")}}
		c, err := form.Compile(field.Builtin(), form.Form{
			Key: "f", Title: text("F"), Locales: []string{"en"}, DefaultLocale: "en", Section: isSection,
			Pages: []form.Page{{ID: "p", Key: "p", Title: text("P"), Fields: []field.Field{
				{ID: "l", Key: "home", Type: "group", Label: text("Home"), Section: link, Fields: inner},
			}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for name, c := range map[string]struct {
		from, to *form.Compiled
		same     bool
	}{
		"unlinked":         {compiled("place", false, "street"), compiled("", false, "street"), true},
		"linked elsewhere": {compiled("place", false, "street"), compiled("address", false, "street"), true},
		"made a section":   {compiled("", false, "street"), compiled("", true, "street"), true},
		"with another key": {compiled("place", false, "street"), compiled("place", false, "road"), false},
	} {
		if got := form.NewCarrier(c.from, c.to).Same(); got != c.same {
			t.Errorf("%s: same %v", name, got)
		}
	}
}
