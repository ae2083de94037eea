package tenant_test

import (
	"strings"
	"testing"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

func TestABrandIsChecked(t *testing.T) {
	t.Parallel()
	got, err := tenant.Brand{Accent: "#AbCdEf", Contact: "  help@x.example\n or\x00 call "}.Checked()
	if err != nil || got.Accent != "#abcdef" || got.Contact != "help@x.example or call" {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, b := range []tenant.Brand{{}, {Accent: "red"}, {Accent: "#abc"}, {Accent: "#abcdef;x"}, {Accent: "#abcdef", Contact: strings.Repeat("x", 301)}} {
		if _, err := b.Checked(); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", b, err)
		}
	}
}
