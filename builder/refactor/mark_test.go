package refactor_test

import (
	"encoding/json"
	"testing"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/refactor"
	"github.com/esteira/esteira/schemas"
)

const marked = `{"key":"p","title":{"en":"P"},"stages":[{"key":"a","name":{"en":"A"},"queue":{"key":"q","name":{"en":"Q"}}},{"key":"ab","name":{"en":"AB"}}],` +
	`"transitions":[{"key":"x","from":"a","to":"ab","name":{"en":"X"}}],` +
	`"outdated":{"es":["stages/a/name","stages/a/queue/name","stages/ab/name","title","transitions/x/name"],"pt-BR":["stages/a/name"]}}`

const markedForm = `{"key":"f","title":{"en":"F"},"pages":[{"id":"p1","key":"you","title":{"en":"You"},"fields":[` +
	`{"id":"f1","key":"name","type":"text","label":{"en":"Name"},"hint":{"en":"All of it"}},` +
	`{"id":"f2","key":"home","type":"group","label":{"en":"Home"},"fields":[` +
	`{"id":"f3","key":"kind","type":"radio","label":{"en":"Kind"},"options":[{"value":"flat","label":{"en":"Flat"}}]}]}]}],` +
	`"outdated":{"es":["f1/hint","f1/label","f3/options/flat/label","p1/title"]}}`

// TestMarksOfTranslationsFollowTheirTexts does what moves texts to other addresses, or takes them away.
func TestMarksOfTranslationsFollowTheirTexts(t *testing.T) {
	t.Parallel()
	form, line := definition.Form, definition.Pipeline
	for name, c := range map[string]struct {
		change refactor.Change
		want   string // "null" for none
	}{
		"a stage is renamed": {
			refactor.Change{Kind: line, Part: "stage", Do: "rename", From: []string{"a"}, To: "z"},
			`{"es":["stages/ab/name","stages/z/name","stages/z/queue/name","title","transitions/x/name"],"pt-BR":["stages/z/name"]}`,
		},
		"a stage goes, with its way on": {
			refactor.Change{Kind: line, Part: "stage", Do: "delete", From: []string{"a"}}, `{"es":["stages/ab/name","title"]}`,
		},
		"a field is renamed": {
			refactor.Change{Kind: form, Part: "field", Do: "rename", From: []string{"name"}, To: "called"},
			`{"es":["f1/hint","f1/label","f3/options/flat/label","p1/title"]}`,
		},
		"a group goes": {refactor.Change{Kind: form, Part: "field", Do: "delete", From: []string{"home"}}, `{"es":["f1/hint","f1/label","p1/title"]}`},
		"all goes":     {refactor.Change{Kind: form, Part: "field", Do: "delete", From: []string{"name", "home"}, Pages: []string{"p1"}}, `null`},
		"a field is split": {
			refactor.Change{
				Kind: form, Part: "field", Do: "split", From: []string{"name"}, Use: "given",
				Into: []refactor.Piece{{ID: "f1", Key: "given", Label: schemas.Text{"en": "Given"}}, {ID: "f9", Key: "family", Label: schemas.Text{"en": "Family"}}},
			},
			`{"es":["f1/hint","f3/options/flat/label","f9/hint","p1/title"]}`,
		},
		"options go with the type": {
			refactor.Change{Kind: form, Part: "field", Do: "convert", From: []string{"home.kind"}, Type: "text"}, `{"es":["f1/hint","f1/label","p1/title"]}`,
		},
	} {
		body := map[definition.Kind]string{form: markedForm, line: marked}[c.change.Kind]
		got, _, err := c.change.Own(json.RawMessage(body))
		var after struct{ Outdated json.RawMessage }
		if err == nil {
			err = json.Unmarshal(got, &after)
		}
		if after.Outdated == nil {
			after.Outdated = json.RawMessage("null")
		}
		if err != nil || string(after.Outdated) != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, after.Outdated, c.want)
		}
	}
}
