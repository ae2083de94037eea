package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/tenant"
)

// How many cases live through the publications.
const living = 1000

// TestThePreviewIsWhatHappens lets a thousand cases live through publications with random edits and random choices: the
// buckets that the preview counts are those that the migration finds, no case changes without the choice, and what
// changes is what was chosen.
func TestThePreviewIsWhatHappens(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		w := newMoving(t, stillOn(t, b))
		w.populate(living)
		seen := map[migration.Bucket]int{}
		for round := range edits { // each edit is certain to come once
			for bucket, n := range w.live(round) {
				seen[bucket] += n
			}
		}
		for _, bucket := range migration.Buckets() {
			if seen[bucket] == 0 {
				t.Errorf("no case was ever in bucket %s: %v", bucket, seen)
			}
		}
		t.Log(seen)
		if report, err := w.Auditor.Verify(t.Context(), w.admin.Tenant, nil); err != nil || !report.OK {
			t.Errorf("chains: %+v, %v", report, err)
		}
	})
}

// movingHouse is a house with a pipeline whose cases move.
type movingHouse struct {
	*house
	rand  *rand.Rand
	admin actor.Actor
	form  object
	line  object
	ids   []string
}

type object = map[string]any

func newMoving(t *testing.T, h *house) *movingHouse {
	t.Helper()
	w := &movingHouse{house: h, rand: rand.New(rand.NewPCG(7, 11)), admin: h.member("aurora", "admin"), form: movingForm(), line: movingLine()}
	w.publish(definition.Form, w.form)
	w.publish(definition.Pipeline, w.line)
	return w
}

func asked(key, kind string, more object) object {
	f := object{"id": "f_" + key, "key": key, "type": kind, "label": object{"en": "What about " + key}}
	maps.Copy(f, more)
	return f
}

func holds(field, operator string, value any) object {
	return object{"query": object{"combinator": "and", "rules": []any{object{"field": field, "operator": operator, "value": value}}}}
}

func movingForm() object {
	option := func(v string) any { return object{"value": v, "label": object{"en": v}} }
	return object{
		"key": "moving", "title": object{"en": "Moving"}, "locales": []any{"en"}, "defaultLocale": "en",
		"pages": []any{
			object{"id": "p1", "key": "person", "title": object{"en": "Person"}, "fields": []any{
				asked("name", "text", object{"required": true}), asked("email", "email", object{"required": true}),
				asked("kind", "radio", object{"required": true, "options": []any{option("near"), option("far"), option("none")}}),
				asked("city", "text", object{"visibleWhen": holds("kind", "=", "far")}),
				asked("income", "number", nil),
			}},
			object{"id": "p2", "key": "rest", "title": object{"en": "Rest"}, "fields": []any{
				asked("note", "text", nil), asked("colour", "text", nil), asked("size", "number", nil),
				asked("address", "group", object{"fields": []any{asked("street", "text", nil), asked("zip", "text", nil)}}),
				asked("pets", "repeat", object{"fields": []any{asked("pet", "text", nil), asked("age", "number", nil)}}),
			}},
		},
	}
}

func movingLine() object {
	stage := func(key, kind, answers string) object {
		s := object{"key": key, "name": object{"en": key}, "kind": kind, "applicant": object{"en": "We have it."}, "answers": answers}
		if kind == "end" {
			s["outcome"] = "completed"
		}
		if kind == "staff" {
			s["queue"] = object{"key": "moving_" + key, "name": object{"en": key}}
		}
		return s
	}
	return object{
		"key": "moving", "title": object{"en": "Moving"}, "locales": []any{"en"}, "defaultLocale": "en", "form": "moving",
		"contact":    object{"name": "name", "email": "email"},
		"attributes": []any{object{"key": "risk", "type": "choice", "options": []any{"low", "high"}}},
		"stages": []any{
			stage("draft", "applicant", "open"), stage("review", "staff", "closed"), stage("second", "staff", "closed"),
			stage("asked", "applicant", "requested"), stage("waiting", "applicant", "closed"), stage("done", "end", "closed"),
		},
		"transitions": []any{
			way("start", "", "draft", object{"verb": "start"}, "applicant"),
			way("save", "draft", "draft", object{"verb": "save"}, "applicant"),
			way("remind", "draft", "draft", object{"timer": object{"after": []any{"P2D"}, "since": "activity"}}, "system"),
			way("submit", "draft", "review", object{"verb": "submit"}, "applicant"),
			way("ask", "review", "asked", object{"verb": "request"}, "member"),
			way("answer", "asked", "review", object{"verb": "answer"}, "applicant"),
			with(way("approve", "review", "second", object{"verb": "approve"}, "member"), "guard", holds("income", ">", 500)),
			with(way("pass", "review", "waiting", object{"verb": "approve"}, "member"), "otherwise", true),
			way("accept", "second", "waiting", object{"verb": "approve"}, "member"),
			way("confirm", "waiting", "done", object{"verb": "confirm"}, "applicant"),
			way("lapse", "waiting", "done", object{"timer": object{"after": []any{"P30D"}, "since": "stage"}}, "system"),
		},
	}
}

func way(key, from, to string, trigger object, by string) object {
	return object{"key": key, "from": from, "to": to, "title": object{"en": key}, "trigger": trigger, "by": []any{by}}
}

// publish saves and publishes a definition. It fails the test unless the edit only made it invalid.
func (w *movingHouse) publish(kind definition.Kind, body object) bool {
	w.t.Helper()
	d := w.save(kind, body)
	_, err := w.Administration.Publish(w.t.Context(), tenant.Request[library.Publication]{Who: w.admin, What: library.Publication{Draft: d, Name: "Round"}})
	if fault.CodeOf(err) == fault.Invalid {
		return false
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return true
}

func (w *movingHouse) save(kind definition.Kind, body object) definition.Draft {
	w.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	d := definition.Draft{Tenant: w.admin.Tenant, Kind: kind, Key: "moving", Body: text}
	if stored, err := w.Store.Draft(w.t.Context(), w.admin.Tenant, kind, "moving"); err == nil {
		d.Revision = stored.Revision
	}
	saved, _, err := w.Library.Save(w.t.Context(), w.admin, d)
	if err != nil {
		w.t.Fatal(err)
	}
	return saved
}

// populate begins cases and leaves them all along the way.
func (w *movingHouse) populate(n int) {
	w.t.Helper()
	for i := range n {
		rec, err := w.Conveyor.Start(w.t.Context(), actor.Actor{Kind: actor.Applicant, Tenant: w.admin.Tenant, Roles: []string{"applicant"}}, conveyor.Start{
			Pipeline: "moving", Locale: "en", Values: w.answers(i),
		})
		if err != nil {
			w.t.Fatal(err)
		}
		w.ids = append(w.ids, rec.ID)
		w.advance(rec.ID, w.rand.IntN(5))
	}
}

func (w *movingHouse) answers(i int) object {
	a := object{"email": fmt.Sprintf("person%d@example.org", i)}
	maybe := func(key string, value any) {
		if w.rand.IntN(4) > 0 {
			a[key] = value
		}
	}
	maybe("name", fmt.Sprintf("Person %d", i))
	maybe("kind", []string{"near", "far", "none"}[w.rand.IntN(3)])
	maybe("city", "Recife")
	maybe("income", float64(w.rand.IntN(1000)))
	maybe("note", "as 12 is")
	maybe("colour", []string{"12", "red"}[w.rand.IntN(2)])
	maybe("size", float64(w.rand.IntN(50)))
	maybe("address", object{"street": "Rua A", "zip": fmt.Sprint(w.rand.IntN(9000))})
	maybe("pets", []any{object{"pet": "Rex", "age": 3.0}, object{"pet": "Mia"}})
	return a
}

// advance brings a case some steps on, as far as its answers let it.
func (w *movingHouse) advance(id string, steps int) {
	w.t.Helper()
	applicant := session.Applicant(w.admin.Tenant, id)
	for i, step := range []func() error{
		func() error {
			_, err := w.Conveyor.Submit(w.t.Context(), applicant, conveyor.HandIn{Case: id, Locale: "en"})
			return err
		},
		func() error {
			if w.rand.IntN(3) > 0 {
				return nil
			}
			_, err := w.Conveyor.Request(w.t.Context(), w.reviewer(), conveyor.Ask{Case: id, Items: []conveyor.AskedItem{{Path: "/name"}}})
			return err
		},
		func() error {
			_, err := w.Conveyor.Act(w.t.Context(), w.reviewer(), conveyor.Action{Case: id, Verb: "approve"})
			return err
		},
		func() error {
			_, err := w.Conveyor.Act(w.t.Context(), applicant, conveyor.Action{Case: id, Verb: "confirm"})
			return err
		},
	} {
		if i >= steps {
			return
		}
		if err := step(); err != nil {
			if code := fault.CodeOf(err); code != fault.Invalid && code != fault.Conflict && code != fault.Denied {
				w.t.Fatal(err)
			}
			return
		}
	}
}

// reviewer may do everything in the pipeline.
func (w *movingHouse) reviewer() actor.Actor { return w.member("aurora", "supervisao") }

// live is one round: an edit is previewed, published, and lived through. It returns how many cases were in each bucket.
func (w *movingHouse) live(round int) map[migration.Bucket]int {
	w.t.Helper()
	form, line := w.edit(round)
	choices, handed := w.choose(), []string{"review", "second", "check", ""}[w.rand.IntN(4)]
	preview := w.preview()
	before := w.rows()
	to, err := w.Store.Live(w.t.Context(), w.admin.Tenant, definition.Pipeline, "moving")
	if err != nil {
		w.t.Fatal(err)
	}
	if after := w.rows(); !reflect.DeepEqual(before, after) {
		w.t.Fatal("looking or publishing changed a case")
	}
	run, err := w.Conveyor.StartMigration(w.t.Context(), w.admin, migration.Migration{Pipeline: "moving", Version: to.ID, Choices: choices, Stage: handed})
	if fault.KeyOf(err) == "migration.stage" {
		run, err = w.Conveyor.StartMigration(w.t.Context(), w.admin, migration.Migration{Pipeline: "moving", Version: to.ID, Choices: choices})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.forward(0)
	if run, err = w.Conveyor.Migration(w.t.Context(), w.admin, run.ID); err != nil || run.State != migration.Done {
		w.t.Fatalf("round %d: %+v, %v", round, run, err)
	}
	counted := map[migration.Bucket]int{}
	for bucket, o := range run.Tally {
		counted[bucket] = o.Moved + o.Kept + o.Stuck
	}
	if !maps.Equal(counted, preview) {
		w.t.Errorf("round %d: the preview counted %v, the migration %v", round, preview, run.Tally)
	}
	w.compare(before, w.rows(), run)
	w.form, w.line = form, line
	w.shuffle()
	return counted
}

// shuffle lets some cases go on, so that they stand on several versions in several stages.
func (w *movingHouse) shuffle() {
	for range living / 20 {
		w.advance(w.ids[w.rand.IntN(len(w.ids))], 1+w.rand.IntN(3))
	}
	for i := range living / 50 {
		rec, err := w.Conveyor.Start(w.t.Context(), actor.Actor{Kind: actor.Applicant, Tenant: w.admin.Tenant, Roles: []string{"applicant"}}, conveyor.Start{
			Pipeline: "moving", Locale: "en", Values: w.answers(i),
		})
		if err != nil {
			w.t.Fatal(err)
		}
		w.ids = append(w.ids, rec.ID)
	}
}

func (w *movingHouse) choose() migration.Choices {
	all := []migration.Choice{migration.Keep, migration.Forward, migration.Ask, migration.Staff}
	c := migration.Choices{migration.Untouched: all[w.rand.IntN(2)]}
	for _, bucket := range []migration.Bucket{migration.Reroutes, migration.Loses, migration.Asks} {
		c[bucket] = all[w.rand.IntN(len(all))]
	}
	if c.Idle() {
		c[migration.Asks] = migration.Ask
	}
	return c
}

// preview counts the buckets in parts that are as small as can be, of what is published now.
func (w *movingHouse) preview() map[migration.Bucket]int {
	w.t.Helper()
	pipeline, form, err := w.Library.Candidate(w.t.Context(), w.admin, library.Publication{}, "moving")
	if err != nil {
		w.t.Fatal(err)
	}
	out, done, total := map[migration.Bucket]int{}, 0, 0
	in := conveyor.Preview{Pipeline: pipeline, Form: form}
	for {
		part, err := w.Conveyor.Impact(w.t.Context(), w.admin, in)
		if err != nil {
			w.t.Fatal(err)
		}
		done, total = done+part.Done, total+part.Total
		for bucket, share := range part.Shares {
			out[bucket] += share.Cases
		}
		if part.Next == nil {
			if done != total {
				w.t.Errorf("judged %d of %d", done, total)
			}
			return out
		}
		in.After = *part.Next
	}
}

// kept is all that a case has.
type kept struct {
	rec   cases.Record
	sub   submission.Submission
	items int
}

func (w *movingHouse) rows() map[string]kept {
	w.t.Helper()
	out := make(map[string]kept, len(w.ids))
	err := w.Store.View(w.t.Context(), w.admin.Tenant, func(tx conveyor.Tx) error {
		for _, id := range w.ids {
			rec, err := tx.Case(id)
			if err != nil {
				return err
			}
			sub, err := tx.Submission(id)
			if err != nil {
				return err
			}
			items, err := tx.Items(id)
			if err != nil {
				return err
			}
			out[id] = kept{rec, sub, len(items)}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// compare holds what became of each case against what was chosen.
func (w *movingHouse) compare(before, after map[string]kept, run migration.Migration) {
	w.t.Helper()
	line, err := w.Conveyor.Line(w.t.Context(), w.admin.Tenant, run.Version)
	if err != nil {
		w.t.Fatal(err)
	}
	moved := migration.Tally{}
	for _, id := range w.ids {
		was, is := before[id], after[id]
		if was.rec.Version == is.rec.Version {
			if !reflect.DeepEqual(was, is) {
				w.t.Errorf("%s stayed and was changed", id)
			}
			continue
		}
		bucket, choice, data := w.migrated(id)
		moved.Count(bucket, migration.Outcome{Moved: 1})
		stage, known := line.Pipeline.Stage(is.rec.State.Stage)
		switch {
		case is.rec.Version != run.Version || is.sub.FormVersion != line.FormID || !known:
			w.t.Errorf("%s is at %s of %s", id, is.rec.State.Stage, is.rec.Version)
		case choice != run.Choices.Of(bucket) || choice == migration.Keep:
			w.t.Errorf("%s of bucket %s was moved by %q", id, bucket, choice)
		case choice == migration.Staff && stage.Kind != "staff":
			w.t.Errorf("%s was handed to nobody, at %s", id, stage.Key)
		case choice != migration.Staff && was.rec.State.Stage != is.rec.State.Stage && stage.Answers != "requested":
			w.t.Errorf("%s moved from %s to %s by itself", id, was.rec.State.Stage, stage.Key)
		case bucket == migration.Untouched && len(is.sub.Answers) != len(was.sub.Answers):
			w.t.Errorf("%s was to be untouched: %v, now %v", id, was.sub.Answers, is.sub.Answers)
		}
		for _, place := range data["asked"].([]any) {
			if !slices.Contains(is.rec.State.Items, place.(string)) || is.items == was.items {
				w.t.Errorf("%s was not asked for %v", id, place)
			}
		}
	}
	for bucket, o := range run.Tally {
		if moved[bucket].Moved != o.Moved {
			w.t.Errorf("%d of %s moved, told were %d", moved[bucket].Moved, bucket, o.Moved)
		}
	}
}

// migrated is what the chain of a case says of its last move.
func (w *movingHouse) migrated(id string) (migration.Bucket, migration.Choice, object) {
	w.t.Helper()
	events, err := w.Store.Events(w.t.Context(), w.admin.Tenant, id)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range slices.Backward(events) {
		if e.Name == "case.migrated" {
			return migration.Bucket(e.Data["bucket"].(string)), migration.Choice(e.Data["choice"].(string)), e.Data
		}
	}
	w.t.Fatalf("%s moved and its chain does not tell", id)
	return "", "", nil
}

// edit changes the form and the pipeline at random until both can be published, and publishes them.
func (w *movingHouse) edit(round int) (form, line object) {
	w.t.Helper()
	for range 200 {
		form, line = copied(w.form), copied(w.line)
		edits[round](&edit{w.rand, form, line})
		for range w.rand.IntN(3) {
			edits[w.rand.IntN(len(edits))](&edit{w.rand, form, line})
		}
		if w.fits(form, line) {
			if !w.publish(definition.Form, form) || !w.publish(definition.Pipeline, line) {
				w.t.Fatal("what can be published was refused")
			}
			return form, line
		}
	}
	w.t.Fatal("no edit can be published")
	return nil, nil
}

// fits tells whether both can be published together, and keeps nothing.
func (w *movingHouse) fits(form, line object) bool {
	w.t.Helper()
	w.save(definition.Pipeline, line)
	d := w.save(definition.Form, form)
	s := w.Library.Stage()
	if _, err := s.Publish(w.t.Context(), w.admin, d); err != nil {
		return invalid(w, err)
	}
	p, err := w.Store.Draft(w.t.Context(), w.admin.Tenant, definition.Pipeline, "moving")
	if err != nil {
		w.t.Fatal(err)
	}
	_, err = s.Publish(w.t.Context(), w.admin, p)
	return err == nil || invalid(w, err)
}

func invalid(w *movingHouse, err error) bool {
	if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Code != fault.Invalid {
		w.t.Fatal(err)
	}
	return false
}

func copied(o object) object {
	text, _ := json.Marshal(o)
	var out object
	_ = json.Unmarshal(text, &out)
	return out
}

// edit is a form and a pipeline that may be changed.
type edit struct {
	rand       *rand.Rand
	form, line object
}

// field is one at random, with the list that it stands in.
func (e *edit) field() (list *[]any, i int) {
	pages := e.form["pages"].([]any)
	page := pages[e.rand.IntN(len(pages))].(object)
	fields := page["fields"].([]any)
	return &fields, e.rand.IntN(len(fields))
}

func (e *edit) change(how func(object)) {
	fields, i := e.field()
	how((*fields)[i].(object))
}

func (e *edit) page() object {
	pages := e.form["pages"].([]any)
	return pages[e.rand.IntN(len(pages))].(object)
}

func (e *edit) way(key string) object {
	for _, t := range e.line["transitions"].([]any) {
		if t.(object)["key"] == key {
			return t.(object)
		}
	}
	return object{}
}

var edits = []func(*edit){
	func(e *edit) { // a field goes
		page := e.page()
		fields := page["fields"].([]any)
		i := e.rand.IntN(len(fields))
		if len(fields) > 1 {
			page["fields"] = slices.Delete(fields, i, i+1)
		}
	},
	func(e *edit) { // a field comes
		page := e.page()
		key := fmt.Sprintf("new_%d", e.rand.IntN(1_000_000))
		page["fields"] = append(page["fields"].([]any), asked(key, "text", object{"required": e.rand.IntN(2) == 0}))
	},
	func(e *edit) { e.change(func(f object) { f["required"] = f["required"] != true }) },
	func(e *edit) {
		e.change(func(f object) {
			switch f["type"] {
			case "text":
				f["type"] = "number"
			case "number":
				f["type"] = "text"
			}
		})
	},
	func(e *edit) { e.change(func(f object) { f["visibleWhen"] = holds("kind", "!=", "near") }) },
	func(e *edit) { // a field is renamed: nothing is lost
		e.change(func(f object) {
			f["key"] = fmt.Sprintf("%s_%d", strings.Split(f["key"].(string), "_")[0], e.rand.IntN(100))
		})
	},
	func(e *edit) { // an option goes
		e.change(func(f object) {
			if options, ok := f["options"].([]any); ok && len(options) > 1 {
				f["options"] = options[:len(options)-1]
			}
		})
	},
	func(e *edit) { // a longer text is wanted
		e.change(func(f object) {
			if f["type"] == "text" {
				f["config"] = object{"minLength": 5}
			}
		})
	},
	func(e *edit) { e.change(func(f object) { f["label"] = object{"en": "Other words"} }) },
	func(e *edit) { e.way("approve")["guard"] = holds("income", ">", 100+e.rand.IntN(800)) },
	func(e *edit) {
		e.way("lapse")["trigger"] = object{"timer": object{"after": []any{"P10D"}, "since": "stage"}}
	},
	func(e *edit) {
		e.way("remind")["trigger"] = object{"timer": object{"after": []any{"P1D", "P3D"}, "since": "activity"}}
	},
	func(e *edit) { // what can be done grows
		e.line["transitions"] = append(e.line["transitions"].([]any),
			way(fmt.Sprintf("send_%d", e.rand.IntN(1_000_000)), "review", "second", object{"verb": fmt.Sprintf("send%d", e.rand.IntN(1_000_000))}, "member"))
	},
	func(e *edit) { // a stage gets another key: nobody knows that it is the same
		text, _ := json.Marshal(e.line)
		from, to := `"second"`, `"check"`
		if e.rand.IntN(2) == 0 {
			from, to = to, from
		}
		var line object
		_ = json.Unmarshal([]byte(strings.ReplaceAll(string(text), from, to)), &line)
		maps.Copy(e.line, line)
	},
}
