package field

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

// fuzzFields are all types, and some again with the settings that change how they clean.
func fuzzFields() []Field {
	names := Builtin().Names()
	sort.Strings(names)
	var fields []Field
	for _, name := range names {
		fields = append(fields, Field{Type: name, Required: true, Options: []Option{{Value: "a"}, {Value: "b"}}})
	}
	for _, k := range taxIDKinds() {
		fields = append(fields, taxIDField(k.country, k.kind))
	}
	for _, config := range []string{`{"country":"AE"}`, `{"country":"MX","mobile":true}`} {
		fields = append(fields, Field{Type: "phone", Config: json.RawMessage(config)})
	}
	return append(fields, Field{Type: "money", Config: json.RawMessage(`{"currency":"CLP"}`)})
}

// checkAll asks everything of a type about one answer: nothing may panic, and what is clean stays as it is.
func checkAll(t interface{ Errorf(string, ...any) }, f Field, raw any) {
	kind, _ := Builtin().Get(f.Type)
	cleaned := kind.Clean(f, raw)
	if again := kind.Clean(f, cleaned); !reflect.DeepEqual(cleaned, again) {
		t.Errorf("%s %s: Clean(%#v) = %#v, again %#v", f.Type, f.Config, raw, cleaned, again)
	}
	kind.Check(f, cleaned)
	kind.Check(f, raw)
	kind.Mask(f, cleaned)
	kind.Mask(f, raw)
}

func FuzzClean(f *testing.F) {
	for _, c := range readCorpus(f).Cases {
		raw, err := json.Marshal(c.Raw)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var raw any
		if json.Unmarshal(data, &raw) != nil {
			raw = string(data)
		}
		for _, field := range fuzzFields() {
			checkAll(t, field, raw)
		}
	})
}

func TestCleanIsIdempotent(t *testing.T) {
	t.Parallel()
	fields := fuzzFields()
	typed := rapid.StringOf(rapid.RuneFrom([]rune(" .-/()+0059٠٥۵５AEaeñÑX@\u00a0\u200f\u2028\r\n٫٬")))
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(fields).Draw(t, "field")
		text := typed.Draw(t, "text")
		checkAll(t, f, text)
		checkAll(t, f, []any{text, text, 1.0})
		checkAll(t, f, map[string]any{"kind": "PHONE", "key": text, "bank": text, "account": text})
	})
}

// One wrong digit never passes: that is what the check digits are for.
func TestCPFFindsAnyWrongDigit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringMatching(`[0-9]{9}`).Draw(t, "body")
		place := rapid.IntRange(0, 10).Draw(t, "place")
		more := rapid.IntRange(1, 9).Draw(t, "more")
		good := body + cpfDigits(body)
		bad := []byte(good)
		bad[place] = digit((int(bad[place]-'0') + more) % 10)
		if !oneRepeated(good) && CheckCPF(good) != nil {
			t.Fatalf("%s refused", good)
		}
		if CheckCPF(string(bad)) == nil && bad[9] != '0' && bad[10] != '0' && good[9] != '0' && good[10] != '0' {
			t.Fatalf("%s passes as well as %s", bad, good)
		}
	})
}

func TestMoneyTextIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(-MoneyLimit, MoneyLimit).Draw(t, "minor")
		text := amountText(minor)
		if got := newMoney().Clean(Field{}, text); got != float64(minor) {
			t.Fatalf("%s gives %v, want %d", text, got, minor)
		}
	})
}

func amountText(minor int64) string {
	sign := ""
	if minor < 0 {
		sign, minor = "-", -minor
	}
	return fmt.Sprintf("%s%d.%02d", sign, minor/100, minor%100)
}
