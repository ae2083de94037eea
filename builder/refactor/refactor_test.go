package refactor

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas"
)

// set is the documents that belong to one form.
type set map[definition.Kind][]json.RawMessage

// shipped are the sets of the templates, in one line each.
func shipped(t *testing.T) []set {
	t.Helper()
	files, err := fs.Glob(schemas.Files, "templates/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no templates", err)
	}
	var sets []set
	for _, name := range files {
		body, err := fs.ReadFile(schemas.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		var all struct{ Forms, Checklists, Pipelines []json.RawMessage }
		if err := json.Unmarshal(body, &all); err != nil {
			t.Fatal(err)
		}
		sets = append(sets, set{
			definition.Form: compacted(t, all.Forms[:1]), definition.Checklist: compacted(t, all.Checklists), definition.Pipeline: compacted(t, all.Pipelines),
		})
	}
	return sets
}

func compacted(t *testing.T, bodies []json.RawMessage) []json.RawMessage {
	t.Helper()
	var out []json.RawMessage
	for _, body := range bodies {
		var b bytes.Buffer
		if err := json.Compact(&b, body); err != nil {
			t.Fatal(err)
		}
		out = append(out, b.Bytes())
	}
	return out
}

// pathsOf are the paths of all fields of a form.
func pathsOf(t *testing.T, form json.RawMessage) []string {
	t.Helper()
	top, err := read(form)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var step func(fields *node, prefix string)
	step = func(fields *node, prefix string) {
		for _, f := range fields.members {
			path := prefix + f.says("key")
			out = append(out, path)
			if inner := f.get("fields"); inner != nil {
				step(inner, path+map[bool]string{true: "[].", false: "."}[f.says("type") == "repeat"])
			}
		}
	}
	for _, page := range pagesOf(top) {
		step(page.get("fields"), "")
	}
	return out
}

// mended is a set after a change, with all uses.
func mended(t *testing.T, s set, c Change) (set, []Use) {
	t.Helper()
	out, all := set{}, []Use{}
	for kind, bodies := range s {
		for _, body := range bodies {
			mend := func(b json.RawMessage) (json.RawMessage, []Use, error) { return c.Mend(kind, b) }
			if kind == c.Kind {
				mend = c.Own
			}
			after, uses, err := mend(body)
			if err != nil {
				t.Fatalf("%+v: %v", c, err)
			}
			out[kind], all = append(out[kind], after), append(all, uses...)
		}
	}
	return out, all
}

// There and back gives the same bytes, and in between nothing names what was renamed.
func checkRename(t *testing.T, s set, path, key string) []Use {
	t.Helper()
	there := Change{Kind: definition.Form, Part: "field", Do: "rename", From: []string{path}, To: key}
	after, uses := mended(t, s, there)
	for _, u := range uses {
		if u.Outcome != Changed {
			t.Errorf("%s → %s: %s at %s was %s: %s", path, key, u.Before, u.Pointer, u.Outcome, u.After)
		}
	}
	for kind, bodies := range after {
		for _, body := range bodies {
			if _, left, err := there.Mend(kind, body); err != nil || len(left) > 0 {
				t.Errorf("%s → %s: %s is still named: %+v (%v)", path, key, path, left, err)
			}
		}
	}
	back := Change{Kind: definition.Form, Part: "field", Do: "rename", From: []string{sibling(path, key)}, To: path[strings.LastIndexByte(path, '.')+1:]}
	again, undone := mended(t, after, back)
	for kind, bodies := range s {
		for i, body := range bodies {
			if !bytes.Equal(body, again[kind][i]) {
				t.Errorf("%s → %s and back: %s differs", path, key, kind)
			}
		}
	}
	if len(undone) != len(uses) {
		t.Errorf("%s → %s: %d uses there, %d back", path, key, len(uses), len(undone))
	}
	return uses
}

func TestEveryFieldOfTheTemplatesIsRenamedEverywhere(t *testing.T) {
	t.Parallel()
	found := map[string]bool{}
	for _, s := range shipped(t) {
		for _, path := range pathsOf(t, s[definition.Form][0]) {
			for _, u := range checkRename(t, s, path, "called_otherwise") {
				found[u.Role] = true
			}
		}
	}
	for _, role := range []string{"visibleWhen", "requiredWhen", "formula", "rule", "columns", "fields", "name", "email", "identity", "field"} {
		if !found[role] {
			t.Errorf("no template names a field as %s: have %v", role, found)
		}
	}
}

func TestRandomDocumentsAreRenamedThereAndBack(t *testing.T) {
	t.Parallel()
	total := 0
	for seed := range uint64(150) {
		d := dice{rand.New(rand.NewPCG(seed, 7)), nil} //nolint:gosec // a test
		s := d.set()
		path := d.paths[d.IntN(len(d.paths))]
		total += len(checkRename(t, s, path, fmt.Sprintf("fresh_%d", seed%7)))
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, s[definition.Form][0])
		}
	}
	if total < 500 {
		t.Errorf("only %d uses in all", total)
	}
}

// dice makes documents at random: forms with groups and rows in rows, and a pipeline and a checklist that name their fields.
type dice struct {
	*rand.Rand
	paths []string
}

func (d *dice) set() set {
	fields := d.fields("", 0, nil)
	body := func(v any) []json.RawMessage {
		text, _ := json.Marshal(v) // made of plain values
		return []json.RawMessage{text}
	}
	form := map[string]any{"key": "f", "pages": []any{map[string]any{"key": "p", "fields": fields, "visibleWhen": d.rule(nil)}}, "validations": []any{
		map[string]any{"field": d.path(), "rule": d.rule(nil)},
	}}
	items := []any{map[string]any{"key": "i", "fields": []string{d.path(), d.path()}, "requiredWhen": d.rule(nil)}}
	pipeline := map[string]any{
		"key": "p", "form": "f", "contact": map[string]any{"name": d.path(), "email": d.path()},
		"stages":      []any{map[string]any{"key": "s", "queue": map[string]any{"columns": []string{"age", d.path()}}}},
		"transitions": []any{map[string]any{"key": "t", "guard": d.rule(nil), "effects": []any{map[string]any{"kind": "message", "name": d.path(), "when": d.rule(nil)}}}},
		"checks":      []any{map[string]any{"key": "c", "fields": []string{d.path()}, "config": map[string]any{"field": d.path(), "rules": []any{map[string]any{"rule": d.rule(nil)}}}}},
	}
	return set{definition.Form: body(form), definition.Checklist: body(map[string]any{"items": items}), definition.Pipeline: body(pipeline)}
}

func (d *dice) path() string { return d.paths[d.IntN(len(d.paths))] }

func (d *dice) fields(prefix string, depth int, rows []string) []any {
	var out []any
	for i := range 2 + d.IntN(4) {
		key := fmt.Sprintf("%c%d", 'a'+rune(d.IntN(4)), i)
		path := prefix + key
		d.paths = append(d.paths, path)
		f := map[string]any{"id": path, "key": key, "type": "text", "label": map[string]string{"en": "<" + key + ">"}}
		switch kind := d.IntN(5); {
		case kind == 0 && depth < 2:
			f["type"], f["fields"] = "repeat", d.fields(path+"[].", depth+1, append(slices.Clone(rows), path))
		case kind == 1 && depth < 2:
			f["type"], f["fields"] = "group", d.fields(path+".", depth+1, rows)
		}
		if d.IntN(2) == 0 {
			f["visibleWhen"] = d.rule(rows)
		}
		if d.IntN(3) == 0 {
			f["formula"] = map[string]any{"cel": d.cel(rows)}
		}
		out = append(out, f)
	}
	return out
}

func (d *dice) rule(rows []string) any {
	if d.IntN(3) == 0 {
		return map[string]any{"cel": d.cel(rows)}
	}
	condition := func() any {
		c := map[string]any{"field": d.root() + d.path(), "operator": "=", "value": "a1"}
		if d.IntN(3) == 0 {
			c = map[string]any{"field": "case.a1", "operator": "!=", "valueField": d.path()}
		}
		return c
	}
	inner := map[string]any{"combinator": "or", "rules": []any{condition(), condition()}}
	return map[string]any{"query": map[string]any{"combinator": "and", "rules": []any{condition(), inner}}}
}

func (d *dice) root() string { return []string{"", "", "previous."}[d.IntN(3)] }

// cel names a path as experts do: through the row that it stands in, through a loop, or from the answers down.
func (d *dice) cel(rows []string) string {
	text := fmt.Sprintf("'answers.%s' == \"a0\"", d.path())
	for range 1 + d.IntN(3) {
		path := d.path()
		if n := len(rows); n > 0 && strings.HasPrefix(path, rows[n-1]+"[].") {
			rest := strings.TrimPrefix(path, rows[n-1]+"[].")
			if !strings.Contains(rest, "[]") {
				text += " || has(row." + rest + ") && row." + rest + " == 'x'"
			}
			continue
		}
		steps := strings.Split(path, "[].")
		last, loop := "answers."+steps[len(steps)-1], ""
		end := ""
		for i, step := range steps[:len(steps)-1] {
			variable := fmt.Sprintf("v%d", i)
			base := "answers"
			if i > 0 {
				base = fmt.Sprintf("v%d", i-1)
			}
			loop += fmt.Sprintf("%s.%s.exists(%s, ", base, step, variable)
			last = variable + "." + steps[len(steps)-1]
			end += ")"
		}
		text += " || " + loop + "has(" + last + ") && " + last + " == \"a1\"" + end
	}
	return text
}

func TestWhatTakesThePlaceOfAField(t *testing.T) {
	t.Parallel()
	form := json.RawMessage(`{"key":"f","pages":[{"key":"p","fields":[{"id":"1","key":"name","type":"text","required":true,"validations":[{"rule":{"cel":"size(answers.name) > 2"}}]},{"id":"2","key":"other","type":"text","visibleWhen":{"query":{"combinator":"and","rules":[{"field":"name","operator":"notEmpty"},{"field":"x","operator":"notEmpty"}]}}},{"id":"3","key":"x","type":"group","fields":[{"id":"4","key":"y","type":"text","visibleWhen":{"cel":"has(answers.x.y)"}}]}]}]}`)
	pipeline := json.RawMessage(`{"contact":{"name":"name"},"stages":[{"key":"s","queue":{"columns":["name","x.y"]}}],"transitions":[{"key":"t","guard":{"query":{"combinator":"and","rules":[{"field":"name","operator":"notEmpty"}]}}}]}`)
	of := func(c Change) Change {
		c.Kind, c.Part = definition.Form, "field"
		return c
	}
	for _, test := range []struct {
		name           string
		change         Change
		form, pipeline string
		outcomes       string
	}{
		{
			name: "another field", change: of(Change{Do: "delete", From: []string{"name"}, To: "x.y"}),
			form: `"field":"x.y"`, pipeline: `{"contact":{"name":"x.y"},"stages":[{"key":"s","queue":{"columns":["x.y","x.y"]}}],"transitions":[{"key":"t","guard":{"query":{"combinator":"and","rules":[{"field":"x.y","operator":"notEmpty"}]}}}]}`,
			outcomes: "changed changed changed changed",
		},
		{
			name: "nothing, and what can go goes", change: of(Change{Do: "delete", From: []string{"name"}, Drop: true}),
			form: `"rules":[{"field":"x","operator":"notEmpty"}]`, pipeline: `{"contact":{"name":"name"},"stages":[{"key":"s","queue":{"columns":["x.y"]}}],"transitions":[{"key":"t","guard":{"query":{"combinator":"and","rules":[{"field":"name","operator":"notEmpty"}]}}}]}`,
			outcomes: "dropped left dropped left",
		},
		{
			name: "nothing, and all stays", change: of(Change{Do: "delete", From: []string{"name"}}),
			form: `"rules":[{"field":"name"`, pipeline: string(pipeline), outcomes: "left left left left",
		},
		{
			name: "two fields", change: of(Change{Do: "split", From: []string{"name"}, Use: "given", Into: []Piece{{"1", "given", schemas.Text{"en": "Given"}}, {"9", "family", schemas.Text{"en": "Family"}}}}),
			form:     `{"id":"1","key":"given","type":"text","required":true,"validations":[{"rule":{"cel":"size(answers.given) > 2"}}],"label":{"en":"Given"}},{"id":"9","key":"family","type":"text","required":true,"validations":[{"rule":{"cel":"size(answers.family) > 2"}}],"label":{"en":"Family"}}`,
			pipeline: strings.ReplaceAll(string(pipeline), `"name","operator`, `"given","operator`), outcomes: "changed changed changed changed changed",
		},
		{
			name: "rows", change: of(Change{Do: "convert", From: []string{"x"}, Type: "repeat"}),
			form: `"key":"x","type":"repeat"`, pipeline: strings.Replace(string(pipeline), `x.y`, `x[].y`, 1), outcomes: "kept left changed",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			after, uses, err := test.change.Own(form)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(after), test.form) {
				t.Errorf("form: %s", after)
			}
			other, more, err := test.change.Mend(definition.Pipeline, pipeline)
			if err != nil {
				t.Fatal(err)
			}
			if test.change.Do != "split" && string(other) != test.pipeline || test.change.Do == "split" && strings.Contains(string(other), `:"name"`) {
				t.Errorf("pipeline: %s", other)
			}
			var outcomes []string
			for _, u := range append(uses, more...) {
				outcomes = append(outcomes, u.Outcome)
			}
			if got := strings.Join(outcomes, " "); got != test.outcomes {
				t.Errorf("outcomes: %s", got)
			}
		})
	}
}

// membersOf are those of a list that a pipeline need not have.
func membersOf(top *node, list string) []*node {
	if l := top.get(list); l != nil {
		return l.members
	}
	return nil
}

func TestPartsOfPipelinesAreNamedByRulesEffectsAndPolicies(t *testing.T) {
	t.Parallel()
	for _, s := range shipped(t) {
		for _, body := range s[definition.Pipeline] {
			top, err := read(body)
			if err != nil {
				t.Fatal(err)
			}
			for part, list := range map[string]string{"stage": "stages", "check": "checks", "message": "messages", "reason": "reasons", "attribute": "attributes"} {
				for _, member := range membersOf(top, list) {
					key := member.says("key")
					there := Change{Kind: definition.Pipeline, Key: top.says("key"), Part: part, Do: "rename", From: []string{key}, To: "named_anew"}
					after, uses, err := there.Mend(definition.Pipeline, body)
					if err != nil {
						t.Fatal(err)
					}
					if _, left, _ := there.Mend(definition.Pipeline, after); len(left) > 0 {
						t.Errorf("%s %s is still named: %+v", part, key, left)
					}
					back := Change{Kind: there.Kind, Key: there.Key, Part: part, Do: "rename", From: []string{"named_anew"}, To: key}
					if again, _, _ := back.Mend(definition.Pipeline, after); !bytes.Equal(again, body) {
						t.Errorf("%s %s and back differs", part, key)
					}
					if part == "stage" && len(uses) == 0 {
						t.Errorf("nothing leads to stage %s", key)
					}
				}
			}
			c := Change{Kind: definition.Pipeline, Key: top.says("key"), Part: "stage", Do: "rename", From: []string{"approval"}, To: "review"}
			if got := c.Object("pipeline/" + c.Key + "/stage/approval"); got != "pipeline/"+c.Key+"/stage/review" {
				t.Errorf("object %s", got)
			}
		}
	}
}

// TestScenariosFollowWhatTheyName says that a recorded run names nothing that is gone, and goes back byte for byte.
func TestScenariosFollowWhatTheyName(t *testing.T) {
	t.Parallel()
	body := json.RawMessage(`{"key":"loan","form":"loan","scenarios":[{"key":"one","steps":[` +
		`{"do":"save","answers":{"owners":[{"name":"Ana","share":1}],"name":"Rui"}},` +
		`{"do":"upload","field":"/owners/0/name","expect":{"stage":"approval","messages":["welcome"],"owed":["/owners/0/name","/name"]}},` +
		`{"do":"reject","reason":"late","check":"age"}]}]}`)
	for name, c := range map[string]struct {
		change Change
		want   string
	}{
		"a field in rows": {
			Change{Kind: definition.Form, Key: "loan", Part: "field", Do: "rename", From: []string{"owners[].name"}, To: "called"},
			strings.NewReplacer(`{"name":"Ana"`, `{"called":"Ana"`, `/owners/0/name`, `/owners/0/called`).Replace(string(body)),
		},
		"the rows": {
			Change{Kind: definition.Form, Key: "loan", Part: "field", Do: "rename", From: []string{"owners"}, To: "holders"},
			strings.ReplaceAll(string(body), "owners", "holders"),
		},
		"a stage": {
			Change{Kind: definition.Pipeline, Key: "loan", Part: "stage", Do: "rename", From: []string{"approval"}, To: "review"},
			strings.ReplaceAll(string(body), "approval", "review"),
		},
		"a message": {
			Change{Kind: definition.Pipeline, Key: "loan", Part: "message", Do: "rename", From: []string{"welcome"}, To: "hello"},
			strings.ReplaceAll(string(body), "welcome", "hello"),
		},
		"a check": {
			Change{Kind: definition.Pipeline, Key: "loan", Part: "check", Do: "rename", From: []string{"age"}, To: "years"},
			strings.ReplaceAll(string(body), `"check":"age"`, `"check":"years"`),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after, uses, err := c.change.Mend(definition.Pipeline, body)
			if err != nil || string(after) != c.want {
				t.Fatalf("%v\n%s\nwant\n%s", err, after, c.want)
			}
			if i := slices.IndexFunc(uses, func(u Use) bool { return u.Outcome == Left }); i >= 0 {
				t.Errorf("left: %+v", uses[i])
			}
			back := c.change
			from := c.change.From[0]
			back.From, back.To = []string{sibling(from, c.change.To)}, from[strings.LastIndexByte(from, '.')+1:]
			if again, _, _ := back.Mend(definition.Pipeline, after); string(again) != string(body) {
				t.Errorf("and back: %s", again)
			}
		})
	}
}

// TestPoliciesOfAStageGoBesideIt keeps what stands behind the stage, and leaves what speaks of others.
func TestPoliciesOfAStageGoBesideIt(t *testing.T) {
	t.Parallel()
	c := Change{Kind: definition.Pipeline, Key: "p", Part: "stage", Do: "rename", From: []string{"old"}, To: "new"}
	for object, want := range map[string]string{
		"pipeline/p/stage/old":                "pipeline/p/stage/new",
		"pipeline/p/stage/old/approval/first": "pipeline/p/stage/new/approval/first",
		"pipeline/p/stage/old/*":              "pipeline/p/stage/new/*",
		"pipeline/*/stage/old":                "pipeline/p/stage/new",
		"pipeline/p/stage/older":              "",
		"pipeline/p/stage/*":                  "",
		"pipeline/q/stage/old":                "",
		"pipeline/p/old":                      "",
		"policy":                              "",
	} {
		isNamed := want != ""
		if !isNamed {
			want = object
		}
		if got := c.Beside(object); got != want || c.Names(object) != isNamed || IsBeside("p", object, want) != isNamed {
			t.Errorf("%s: %s, named %t", object, got, c.Names(object))
		}
	}
	c.Do, c.To = "delete", "other"
	if got := c.Beside("pipeline/p/stage/old"); got != "pipeline/p/stage/old" {
		t.Errorf("who may work at a stage that goes may now at another: %s", got)
	}
	body := json.RawMessage(`{"key":"p","transitions":[{"approvals":{"steps":[{"policy":"pipeline/p/stage/old/approval/first"}]}}]}`)
	c.Do, c.To = "rename", "new"
	if after, _, _ := c.Mend(definition.Pipeline, body); string(after) != strings.Replace(string(body), "old", "new", 1) {
		t.Errorf("%s", after)
	}
}

// TestCELThatSaysAKeyInAnotherWayIsLeft says so when a rule compares a stage as nothing here can mend.
func TestCELThatSaysAKeyInAnotherWayIsLeft(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]struct{ outcome, after string }{
		`case.stage == 'old'`:                          {Changed, `case.stage == 'new'`},
		`case.stage in ['old']`:                        {Left, `case.stage in ['old']`},
		`'old' == case.stage`:                          {Left, `'old' == case.stage`},
		`case.stage != 'old' && case.stage in ['old']`: {Left, `case.stage != 'new' && case.stage in ['old']`},
		`case.stage in ['older']`:                      {"", `case.stage in ['older']`},
		`answers.kind == 'old'`:                        {"", `answers.kind == 'old'`},
	} {
		c := Change{Kind: definition.Pipeline, Key: "p", Part: "stage", Do: "rename", From: []string{"old"}, To: "new"}
		body := `{"key":"p","transitions":[{"key":"t","guard":{"cel":"` + rule + `"}}]}`
		after, uses, err := c.Mend(definition.Pipeline, json.RawMessage(body))
		outcome := ""
		if len(uses) > 0 {
			outcome = uses[0].Outcome
		}
		if err != nil || outcome != want.outcome || !strings.Contains(string(after), want.after) {
			t.Errorf("%s: %v %q %s", rule, err, outcome, after)
		}
	}
	c := Change{Kind: definition.Pipeline, Key: "p", Part: "stage", Do: "delete", From: []string{"old"}}
	_, uses, _ := c.Mend(definition.Pipeline, json.RawMessage(`{"key":"p","transitions":[{"key":"t","guard":{"cel":"case.stage == 'old'"}}]}`))
	if len(uses) != 1 || uses[0].Outcome != Left {
		t.Errorf("of a stage that is gone: %+v", uses)
	}
}

// TestPapersFollowTheFieldsThatTheyName mends what stands in braces and is a field, and no word of papers.
func TestPapersFollowTheFieldsThatTheyName(t *testing.T) {
	t.Parallel()
	body := json.RawMessage(`{"key":"loan","form":"loan","papers":[{"key":"contract","sections":[` +
		`{"heading":{"en":"{home.city}"},"text":{"en":"{name} of {home.city}, {home.city}: {owner}","pt-BR":"{date}"}}]}]}`)
	for name, c := range map[string]struct {
		change Change
		want   string
		left   int
	}{
		"a member of a group": {Change{Do: "rename", From: []string{"home.city"}, To: "town"}, strings.ReplaceAll(string(body), "home.city", "home.town"), 0},
		"the group":           {Change{Do: "rename", From: []string{"home"}, To: "house"}, strings.ReplaceAll(string(body), "home.", "house."), 0},
		"a word of papers":    {Change{Do: "rename", From: []string{"name"}, To: "called"}, string(body), 0},
		"a field that goes":   {Change{Do: "delete", From: []string{"owner"}}, string(body), 1},
	} {
		c.change.Kind, c.change.Key, c.change.Part = definition.Form, "loan", "field"
		after, uses, err := c.change.Mend(definition.Pipeline, body)
		if err != nil || string(after) != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, after, c.want)
		}
		if left := slices.DeleteFunc(uses, func(u Use) bool { return u.Outcome != Left }); len(left) != c.left {
			t.Errorf("%s leaves %+v", name, left)
		}
	}
}
