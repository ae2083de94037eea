package httpapi

import (
	"testing"

	"github.com/esteira/esteira/schemas"
)

// An option that a rule reads and the field does not have is told with the field's name, and with the option that may be meant.
func TestAnUnknownOptionIsToldInTheFormsWords(t *testing.T) {
	t.Parallel()
	told := map[string]any{"f": schemas.Text{"en": "Marital status"}.In("en"), "option": "maried"}
	if got, want := (speaker{"en"}).say("rule.unknown_option", "invalid", told), "“Marital status” has no option “maried”. Choose one that it has"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	told["suggestion"] = schemas.Text{"en": "Married"}
	if got, want := (speaker{"en"}).say("rule.unknown_option", "invalid", told), "“Marital status” has no option “maried”. Did you mean “Married”?"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
