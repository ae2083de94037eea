package rule

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// quote writes a CEL string. Only what would end or break it is escaped, so that Arabic and emoji stay readable.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff:
			hex := strconv.FormatInt(int64(r), 16)
			b.WriteString(`\u` + strings.Repeat("0", 4-len(hex)) + hex)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// formatNumber writes a finite number as JSON does, which is also as JavaScript does.
func formatNumber(n float64) string {
	if n == 0 {
		return "0" // never -0
	}
	b, _ := json.Marshal(n)
	return string(b)
}

// double writes a CEL constant of type double.
func double(n float64) string {
	s := formatNumber(n)
	if strings.ContainsAny(s, ".e") {
		return s
	}
	return s + ".0"
}

// plain brings a constant to the types that JSON decodes to; Go code writes rules with int and []string too.
func plain(v any) any {
	switch v := v.(type) {
	case int:
		return float64(v)
	case int64:
		return float64(v)
	case []string:
		return plainList(v)
	case []float64:
		return plainList(v)
	case []int:
		return plainList(v)
	case []any:
		return plainList(v)
	}
	return v
}

func plainList[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = plain(v)
	}
	return out
}

func finite(n float64) bool { return !math.IsNaN(n) && !math.IsInf(n, 0) }
