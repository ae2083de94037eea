package plugintest

import (
	"testing"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas"
)

// Form is a form of one page that asks for texts with these keys.
func Form(t testing.TB, fields *field.Registry, keys ...string) *form.Compiled {
	t.Helper()
	page := form.Page{ID: "p", Key: "p", Title: schemas.Text{"en": "Page"}}
	for _, key := range keys {
		page.Fields = append(page.Fields, field.Field{ID: key, Key: key, Type: "text", Label: schemas.Text{"en": key}})
	}
	compiled, err := form.Compile(fields, form.Form{Key: "f", Title: schemas.Text{"en": "Form"}, Locales: []string{"en"}, DefaultLocale: "en", Pages: []form.Page{page}})
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}
