package message

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

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

func TestWordsAreTheCarriersOwn(t *testing.T) {
	t.Parallel()
	answer := fmt.Errorf("sms: %w: %w", ErrRefused, Answer("422 unknown\n <b>sender</b>"))
	if got := Words(answer); got != "422 unknown <b>sender</b>" {
		t.Errorf("%q", got)
	}
	if got := Words(errors.New("dial: refused")); got != "dial: refused" {
		t.Errorf("%q", got)
	}
	if got := []rune(Words(Answer(strings.Repeat("é", 1000)))); len(got) != 301 {
		t.Errorf("%d characters are kept", len(got))
	}
}
