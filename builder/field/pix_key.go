package field

import (
	"regexp"
	"strings"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const pixKeyLimit = 77

const pixKeySettings = `{"type":"object","additionalProperties":false,"properties":{
	"numericCnpj":{"type":"boolean","description":"refuse a CNPJ with letters as a key"}}}`

type pixKeyOptions struct {
	NumericCNPJ bool `json:"numericCnpj"`
}

type pixKey struct{ kind }

// pixKind is a kind of key, in the words of DICT.
type pixKind struct {
	name  string
	clean func(s string) string
	check func(s string) []fault.Violation
}

var (
	evpForm   = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	pixMobile = regexp.MustCompile(`^\+[1-9][0-9]\d{1,14}$`)
)

// pixKinds are in the order in which a key is recognised.
var pixKinds = []pixKind{
	{"EVP", func(s string) string { return lowerASCII(Normalise(s)) }, formOf(evpForm)},
	{"EMAIL", func(s string) string { return lowerASCII(Normalise(s)) }, checkPixEmail},
	{"PHONE", func(s string) string { return CleanPhone(s, "BR") }, checkPixPhone},
	{"CNPJ", CleanCNPJ, CheckCNPJ},
	{"CPF", CleanCPF, CheckCPF},
}

// newPixKey is a key of Pix: its kind and the key as DICT stores it. The kind is asked, not guessed: eleven digits may
// be a CPF and a mobile alike.
func newPixKey() Type {
	return pixKey{kind{
		name: "pixKey", rule: rule.Group, settings: pixKeySettings,
		clean:  cleanPixKey,
		check:  checkPixKey,
		schema: pixKeySchema,
		mask:   maskPixKey,
	}}
}

// Members names the parts for rules.
func (pixKey) Members(Field) []rule.Name {
	return []rule.Name{
		{Key: "kind", Type: rule.Choice, Options: PixKeyKinds()},
		{Key: "key", Type: rule.Text},
	}
}

// PixKeyKinds returns the kinds in the words of DICT.
func PixKeyKinds() []string {
	names := make([]string, 0, len(pixKinds))
	for _, k := range pixKinds {
		names = append(names, k.name)
	}
	return names
}

// DetectPixKey returns the kind of a key as DICT stores it, or "". A CPF may still be a mobile without +55: ask.
func DetectPixKey(key string) string {
	for _, k := range pixKinds {
		if k.check(key) == nil {
			return k.name
		}
	}
	return ""
}

func pixKindOf(name string) (pixKind, bool) {
	for _, k := range pixKinds {
		if k.name == name {
			return k, true
		}
	}
	return pixKind{}, false
}

func cleanPixKey(_ Field, raw any) any {
	object, _ := raw.(map[string]any)
	name, _ := object["kind"].(string)
	cleanKey := Normalise
	if k, ok := pixKindOf(compact(name, "")); ok {
		cleanKey = k.clean
	}
	return cleanMembers(pixMembers(cleanKey, nil), raw)
}

func checkPixKey(f Field, value any) []fault.Violation {
	object, _ := value.(map[string]any)
	name, _ := object["kind"].(string)
	k, known := pixKindOf(name)
	if !known {
		k.check = func(string) []fault.Violation { return nil }
	}
	found := checkMembers(pixMembers(nil, k.check), value)
	key, _ := object["key"].(string)
	if found == nil && name == "CNPJ" && !onlyDigits(key) && readSettings[pixKeyOptions](f).NumericCNPJ {
		return at("/key", wrong("digits", "n", 14.0))
	}
	return found
}

func pixMembers(clean func(string) string, check func(string) []fault.Violation) []member {
	return []member{
		{"kind", separatedBy(""), func(s string) []fault.Violation { return oneOf(PixKeyKinds(), s) }},
		{"key", clean, check},
	}
}

func checkPixEmail(s string) []fault.Violation {
	if !emailForm.MatchString(s) || s != lowerASCII(s) {
		return wrong("email")
	}
	if len(s) > pixKeyLimit {
		return wrong("too_long", "n", float64(pixKeyLimit))
	}
	return nil
}

func checkPixPhone(s string) []fault.Violation {
	if !pixMobile.MatchString(s) {
		return wrong("phone")
	}
	return nil
}

func pixKeySchema(Field) map[string]any {
	return objectSchema(pixMembers(nil, nil), map[string]any{
		"kind": enum(PixKeyKinds()),
		"key":  map[string]any{"type": "string", "maxLength": float64(pixKeyLimit), "format": "pix-key"},
	})
}

func maskPixKey(_ Field, value any) string {
	object, _ := value.(map[string]any)
	name, _ := object["kind"].(string)
	key, _ := object["key"].(string)
	switch name {
	case "CPF":
		return maskCPF(key)
	case "CNPJ":
		return FormatCNPJ(key)
	case "EMAIL":
		return maskEmail(key)
	case "PHONE":
		return maskPhone(key)
	default:
		return strings.TrimSpace(lastThree(key))
	}
}

var _ Composite = pixKey{}
