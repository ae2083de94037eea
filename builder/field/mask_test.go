package field

import (
	"testing"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

func TestMask(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  string
		value any
		want  string
	}{
		{"cpf", "52998224725", "***.982.247-**"},
		{"cpf", "5299", "***"},
		{"cnpj", "12ABC34501DE35", "12.ABC.345/01DE-35"},
		{"taxId", "52998224725", "***.982.247-**"},
		{"email", "maria@exemplo.com", "m***a@e***.com"},
		{"email", "m@exemplo.com.br", "m***@e***.br"},
		{"email", "josé@x", "j***é@x***"},
		{"phone", "+5511961234567", "(11) 9****-4567"},
		{"phone", "+551123456789", "(11) ****-6789"},
		{"phone", "+971501234567", "+97***4567"},
		{"date", "1980-05-17", "1980"},
		{"cep", "01310100", "01310-***"},
		{"state", "SP", "SP"},
		{"country", "BR", "BR"},
		{"iban", "BR1800360305000010009795493C1", "BR***3C1"},
		{"text", "Maria da Silva", "M*** d*** S***"},
		{"text", "محمد", "م***"},
		{"textarea", "secret", "***"},
		{"money", 100.0, "***"},
		{"select", "pep", "***"},
		{"file", []any{"d1"}, "***"},
		{"bankAccount", map[string]any{"bank": "237", "account": "123456"}, "237 ***456"},
		{"bankAccount", map[string]any{}, "***"},
		{"pixKey", map[string]any{"kind": "EVP", "key": "123e4567-e89b-12d3-a456-426655440000"}, "***000"},
		{"pixKey", map[string]any{"kind": "PHONE", "key": "+5511961234567"}, "(11) 9****-4567"},
		{"cpf", 7.0, "***"},
		{"cpf", nil, ""},
	} {
		if got := typeOf(t, Field{Type: c.kind}).Mask(Field{Type: c.kind}, c.value); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.kind, c.value, got, c.want)
		}
	}
}

func TestCheckUpload(t *testing.T) {
	t.Parallel()
	image := Field{Type: "image", Config: raw(`{"maxBytes":1048576,"minShortSide":800}`)}
	for _, c := range []struct {
		u    Upload
		want string
	}{
		{Upload{"jpg", 1000, 800}, ""},
		{Upload{"jpg", 0, 800}, "file_empty"},
		{Upload{"pdf", 1000, 0}, "file_type types=[jpg png]"},
		{Upload{"png", 1048577, 800}, "file_size n=1"},
		{Upload{"png", 1000, 799}, "image_small n=800"},
	} {
		if got := spell(CheckUpload(image, c.u)); len(got) > 0 && got[0] != c.want || len(got) == 0 && c.want != "" {
			t.Errorf("%v: %q, want %q", c.u, got, c.want)
		}
	}
}

func TestConsentHash(t *testing.T) {
	t.Parallel()
	if got := ConsentHash("abc"); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Error(got)
	}
}

func TestPhoneOfOtherCountries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ country, raw, want string }{
		{"AE", "050 123 4567", "+971501234567"},
		{"MX", "55 1234 5678", "+525512345678"},
		{"SA", "٠٥٠١٢٣٤٥٦٧", "+966501234567"},
		{"PT", "912 345 678", "+351912345678"},
		{"AE", "12", "12"},
	} {
		if got := CleanPhone(c.raw, c.country); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.country, c.raw, got, c.want)
		}
	}
	if found := CheckPhone("+9715012345678901"); found == nil {
		t.Error("too long a number passes")
	}
}

// Rules can name the parts of what is put together, and computed fields have the type of their result.
func TestRuleTypes(t *testing.T) {
	t.Parallel()
	registry := Builtin()
	for _, name := range registry.Names() {
		kind, _ := registry.Get(name)
		_, silent := kind.(Silent)
		if f := (Field{Type: name}); (kind.RuleType(f) == "") != silent {
			t.Errorf("%s is %q to rules", name, kind.RuleType(f))
		}
		_, contains := kind.(Container)
		_, composite := kind.(Composite)
		if kind.RuleType(Field{}) == rule.Group && !contains && !composite {
			t.Errorf("the members of %s have no names", name)
		}
	}
	computed := typeOf(t, Field{Type: "computed"})
	if got := computed.RuleType(Field{Config: raw(`{"result":"date"}`)}); got != rule.Date {
		t.Errorf("computed date is %q", got)
	}
}

func TestWarningsDoNotBlock(t *testing.T) {
	t.Parallel()
	if blocks(warned(wrong("x"))) || !blocks([]fault.Violation{{Key: "x"}}) {
		t.Error("only errors block")
	}
}

// Without a day, limits of today are left out and the others hold.
func TestDateWithoutADay(t *testing.T) {
	t.Parallel()
	f := Field{Type: "date", Config: raw(`{"min":"1900-01-01","max":"today"}`)}
	if found := typeOf(t, f).Check(f, "2999-01-01"); found != nil {
		t.Errorf("%v", found)
	}
	if got := spell(typeOf(t, f).Check(f, "1899-12-31")); len(got) != 1 || got[0] != "min n=1900-01-01" {
		t.Errorf("%q", got)
	}
}
