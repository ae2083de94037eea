package schemas_test

import (
	"testing"

	"github.com/esteira/esteira/schemas"
)

func TestInkIsReadOnItsColour(t *testing.T) {
	for colour, want := range map[string]string{"#ffffff": "#1a1a1a", "#ffd400": "#1a1a1a", "#1f5fa8": "#ffffff", "#aa3300": "#ffffff", "red": "#ffffff"} {
		if got := schemas.InkOn(colour); got != want {
			t.Errorf("%s: %s, not %s", colour, got, want)
		}
	}
}
