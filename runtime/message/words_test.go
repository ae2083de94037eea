package message

import "testing"

func TestListsAreToldApart(t *testing.T) {
	for _, c := range []struct {
		names        []string
		locale, want string
	}{
		{[]string{"Selfie", "RG"}, "pt-BR", "Selfie, RG"},
		{[]string{"Endereço", "Trabalho, renda e conta"}, "pt-BR", "Endereço; Trabalho, renda e conta"},
		{[]string{"العنوان", "صورة"}, "ar", "العنوان، صورة"},
		{nil, "en", ""},
	} {
		if got := List(c.names, c.locale); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

func TestNobodyIsGreetedByNoName(t *testing.T) {
	for text, want := range map[string]string{
		"Olá, {name}.\n\nGuardamos.":   "Olá.\n\nGuardamos.",
		"Hola, {name}:\n\nGuardamos.":  "Hola:\n\nGuardamos.",
		"Hello {name},\n\nWe saved.":   "Hello,\n\nWe saved.",
		"مرحبًا {name}،\n\nحفظنا.":     "مرحبًا،\n\nحفظنا.",
		"Still open: {list} {unknown}": "Still open: Selfie {unknown}",
	} {
		if got := Fill(text, map[string]string{"name": "", "list": "Selfie"}); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}
