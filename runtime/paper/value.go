package paper

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/runtime/message"
)

// Value writes an answer as a person reads it, "" where there is none. Files are named by what names gives for their ids.
func Value(f field.Field, v any, in Reader) string {
	if write, ok := written[f.Type]; ok && text(v) != "" {
		return write(text(v))
	}
	switch f.Type {
	case "select", "radio":
		return option(f, v, in.Locale)
	case "checkboxes":
		return each(v, func(item any) string { return option(f, item, in.Locale) })
	case "country":
		return country(text(v), in.Locale)
	case "file", "image", "signature":
		return each(v, func(id any) string { return in.Files[text(id)] })
	case "date", "computed":
		if day, err := time.Parse(time.DateOnly, text(v)); err == nil {
			return message.Date(day, time.UTC, in.Locale)
		}
	case "money":
		if cents, ok := number(v); ok {
			return money(cents, field.Currency(f), in.Locale)
		}
	case "percent":
		if n, ok := number(v); ok {
			return decimal(strconv.FormatFloat(n, 'f', -1, 64), in.Locale) + " %"
		}
	}
	return anything(v, in)
}

// written are the numbers that people write with dots and dashes.
var written = map[string]func(string) string{"cpf": field.FormatCPF, "cnpj": field.FormatCNPJ, "cep": field.FormatCEP}

// Reader is whom values are written for.
type Reader struct {
	Locale string
	Files  map[string]string // names of documents, by id
}

func anything(v any, in Reader) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return Word("yes", in.Locale)
		}
		return Word("no", in.Locale)
	case []any:
		return each(v, func(item any) string { return anything(item, in) })
	case map[string]any:
		var parts []string
		for _, key := range []string{"bank", "branch", "account", "accountType", "kind", "key"} {
			part := text(v[key])
			if _, isWord := words[part]; isWord && key == "accountType" {
				part = Word(part, in.Locale)
			}
			if part != "" {
				parts = append(parts, part)
			}
		}
		return strings.Join(parts, " · ")
	}
	if n, ok := number(v); ok {
		return decimal(strconv.FormatFloat(n, 'f', -1, 64), in.Locale)
	}
	return text(v)
}

func each(v any, say func(any) string) string {
	list, isList := v.([]any)
	if !isList {
		list = []any{v}
	}
	var out []string
	for _, item := range list {
		if s := say(item); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

func option(f field.Field, v any, locale string) string {
	for _, o := range f.Options {
		if o.Value == text(v) {
			return o.Label.In(locale, "")
		}
	}
	return text(v)
}

// country is the name of a country in a language; its code where that is not known.
func country(code, locale string) string {
	region, err := language.ParseRegion(code)
	names := display.Regions(language.Make(locale))
	if err != nil || names == nil {
		return code
	}
	if name := names.Name(region); name != "" {
		return name
	}
	return code
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case json.Number:
		n, err := v.Float64()
		return n, err == nil
	}
	return 0, false
}

// money writes an amount of minor units: "BRL 8.500,00", with western digits.
func money(minor float64, currency, locale string) string {
	decimals := field.CurrencyDecimals(currency)
	amount := minor
	for range decimals {
		amount /= 10
	}
	return currency + " " + decimal(strconv.FormatFloat(amount, 'f', decimals, 64), locale)
}

// decimal puts the separators of a language into a number that is written with a point.
func decimal(s, locale string) string {
	comma, group := ",", "."
	if language, _, _ := strings.Cut(locale, "-"); language == "en" || language == "ar" {
		comma, group = ".", ","
	}
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, rest, broken := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if broken {
		whole += comma + rest
	}
	return sign + whole
}
