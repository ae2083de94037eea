package conveyor

import (
	"strings"
	"testing"
	"time"
)

func TestADraftOfAPaperHasExamples(t *testing.T) {
	t.Parallel()
	d := Draft{Locale: "en"}
	filled := d.examples(Profile{Name: "Aurora", Zone: time.UTC}, time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
	got := filled.Replace("{company} and {name} agree on {date} under {reference}: {Full name}, {gone}.")
	for _, part := range []string{"Aurora and ", "24", "2026", sampleReference, "[Full name]", "[gone]"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in %q", part, got)
		}
	}
	if strings.ContainsAny(got, "{}") || strings.Contains(got, "[name]") || strings.Contains(got, "[date]") {
		t.Errorf("something was left: %q", got)
	}
}
