package field

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/esteira/esteira/schemas"
)

// unsaid are the cases that JSON Schema cannot say, by type and key.
var unsaid = map[string]bool{
	"date past": true, "date future": true, "date min": true, "date max": true, "date between": true,
	"number decimals": true, "percent decimals": true, "phone mobile": true, "pixKey /key": true,
}

func compileSchema(t *testing.T, schema map[string]any) *schemas.Schema {
	t.Helper()
	raw, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := schemas.Compile("field.json", raw)
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return compiled
}

func TestSchemaAgreesWithCheck(t *testing.T) {
	schemas.RegisterFormats(Formats())
	all := readCorpus(t)
	for _, c := range all.Cases {
		kind := typeOf(t, c.Field)
		schema := kind.Schema(c.Field)
		if schema == nil || c.Cleaned == nil || saysUnsaid(c) {
			continue
		}
		valid := !blocks(checkOn(kind, c.Field, c.Cleaned, all.Today))
		if found := compileSchema(t, schema).Validate(c.Cleaned); (found == nil) != valid {
			t.Errorf("%s %s %.60v: Check says valid=%v, schema says %v", c.Type, c.Config, c.Cleaned, valid, found)
		}
	}
}

func saysUnsaid(c corpusCase) bool {
	for _, v := range c.Violations {
		key, _, _ := strings.Cut(v, " ")
		if unsaid[c.Type+" "+key] {
			return true
		}
	}
	return false
}

func TestSettingsAreSchemas(t *testing.T) {
	t.Parallel()
	registry := Builtin()
	for _, name := range registry.Names() {
		kind, _ := registry.Get(name)
		var settings map[string]any
		if err := json.Unmarshal(kind.(Configurable).Settings(), &settings); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if settings["additionalProperties"] != false {
			t.Errorf("%s takes unknown settings", name)
		}
		compileSchema(t, settings)
	}
}
