package form_test

import (
	"reflect"
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas"
)

func TestMergeKeepsWhatWasNotSeen(t *testing.T) {
	t.Parallel()
	text := schemas.Text{"en": "Label"}
	leaf := func(key string, staff, masked bool, group string) field.Field {
		return field.Field{ID: key, Key: key, Type: "text", Label: text, StaffOnly: staff, Masked: masked, Group: group}
	}
	members := func(in string) []field.Field {
		list := []field.Field{leaf("name", false, false, ""), leaf("rating", true, false, "risk")}
		for i := range list {
			list[i].ID = in + list[i].ID
		}
		return list
	}
	c, err := form.Compile(field.Builtin(), form.Form{
		Key: "f", Title: text, Locales: []string{"en"}, DefaultLocale: "en",
		Pages: []form.Page{{ID: "p", Key: "p", Title: text, Fields: []field.Field{
			{ID: "box", Key: "box", Type: "group", Label: text, Fields: members("box")},
			{ID: "rows", Key: "rows", Type: "repeat", Label: text, Fields: members("rows")},
			leaf("secret", false, true, ""),
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	row := func(name, rating string) map[string]any {
		out := map[string]any{"name": name}
		if rating != "" {
			out["rating"] = rating
		}
		return out
	}
	before := map[string]any{"box": row("a", "low"), "rows": []any{row("x", "1"), row("y", "2"), row("z", "3")}, "secret": "123456789"}
	applicant := func(_ string, staff bool) bool { return !staff }
	all := func(string, bool) bool { return true }
	mask := c.Readable(before, func(string) bool { return true })["secret"]
	for name, x := range map[string]struct {
		given, want map[string]any
		sees        func(string, bool) bool
		masked      bool
	}{
		"a group":             {map[string]any{"box": row("b", "")}, map[string]any{"box": row("b", "low")}, applicant, false},
		"a group, emptied":    {map[string]any{"box": nil}, map[string]any{"box": map[string]any{"rating": "low"}}, applicant, false},
		"a row goes":          {map[string]any{"rows": []any{row("x", ""), row("z", "")}}, map[string]any{"rows": []any{row("x", "1"), row("z", "3")}}, applicant, false},
		"a row changes":       {map[string]any{"rows": []any{row("x", ""), row("w", ""), row("z", "")}}, map[string]any{"rows": []any{row("x", "1"), row("w", "2"), row("z", "3")}}, applicant, false},
		"a row comes":         {map[string]any{"rows": []any{row("n", ""), row("x", ""), row("y", ""), row("z", "")}}, map[string]any{"rows": []any{row("n", ""), row("x", "1"), row("y", "2"), row("z", "3")}}, applicant, false},
		"a mask":              {map[string]any{"secret": mask}, map[string]any{"secret": "123456789"}, all, true},
		"a masked answer":     {map[string]any{"secret": "987654321"}, map[string]any{"secret": "987654321"}, all, true},
		"all seen, taken out": {map[string]any{"box": row("b", "")}, map[string]any{"box": row("b", "")}, all, true},
	} {
		if got := c.Merge(before, x.given, x.sees, x.masked); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
}
