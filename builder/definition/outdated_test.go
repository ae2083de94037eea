package definition_test

import (
	"reflect"
	"testing"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas/fault"
)

func TestOutdatedIsAWarningForEachLanguage(t *testing.T) {
	t.Parallel()
	o := definition.Outdated{"es": {"a/label", "b/label"}, "ar": {"a/label"}, "fr": {"a/label"}, "de": {}}
	got := o.Lint([]string{"en", "es", "ar", "de"})
	warn := func(locale string, count int) fault.Violation {
		return fault.Violation{Path: "/outdated/" + locale, Key: "text.outdated", Severity: "warn", Params: map[string]any{"locale": locale, "count": count}}
	}
	if want := []fault.Violation{warn("es", 2), warn("ar", 1)}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := definition.Outdated(nil).Lint([]string{"en"}); got != nil {
		t.Errorf("nothing is outdated, but: %v", got)
	}
}
