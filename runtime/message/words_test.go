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
