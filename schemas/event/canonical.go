package event

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Canonical returns the RFC 8785 form of an event without its member "hash": what Seal hashes.
//
// It equals the canonical form of the exported JSON of a sealed event, so that anybody can check a chain with a
// JSON library and SHA-256.
func Canonical(e Event) []byte { return appendEvent(make([]byte, 0, 512), e) }

// AppendCanonical appends the RFC 8785 form of a value that JSON can hold. Integers are written as the double that
// a reader of the JSON would get; what JSON cannot hold (NaN, a channel) is written as null.
func AppendCanonical(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case string:
		return appendString(dst, v)
	case bool:
		return strconv.AppendBool(dst, v)
	case float64:
		return appendNumber(dst, v)
	case int:
		return appendNumber(dst, float64(v))
	case int64:
		return appendNumber(dst, float64(v))
	case []any:
		return appendList(dst, v)
	case []string:
		return appendStrings(dst, v)
	case map[string]any:
		return appendObject(dst, v)
	case time.Time:
		return appendTime(dst, v)
	}
	return appendForeign(dst, v)
}

// appendEvent writes the members by hand, in their sorted order: reflection costs more than the hash itself.
func appendEvent(dst []byte, e Event) []byte {
	dst = append(dst, `{"actor":{`...)
	if e.Actor.Case != "" {
		dst = appendMember(dst, `"case":`, e.Actor.Case)
		dst = append(dst, ',')
	}
	dst = appendMember(dst, `"id":`, e.Actor.ID)
	dst = appendMember(dst, `,"kind":`, string(e.Actor.Kind))
	if e.Actor.Name != "" {
		dst = appendMember(dst, `,"name":`, e.Actor.Name)
	}
	if len(e.Actor.Roles) > 0 {
		dst = appendStrings(append(dst, `,"roles":`...), e.Actor.Roles)
	}
	dst = appendMember(dst, `,"tenant":`, e.Actor.Tenant)
	dst = appendTime(append(dst, `},"at":`...), instant(e.At))
	dst = appendMember(dst, `,"case":`, e.Case)
	if len(e.Data) > 0 {
		dst = appendObject(append(dst, `,"data":`...), e.Data)
	}
	dst = appendMember(dst, `,"id":`, e.ID)
	dst = appendMember(dst, `,"name":`, e.Name)
	dst = appendMember(dst, `,"prev":`, e.Prev)
	dst = appendNumber(append(dst, `,"seq":`...), float64(e.Seq))
	dst = appendMember(dst, `,"tenant":`, e.Tenant)
	return append(dst, '}')
}

func appendMember(dst []byte, name, value string) []byte {
	return appendString(append(dst, name...), value)
}

func appendList(dst []byte, list []any) []byte {
	if list == nil {
		return append(dst, "null"...)
	}
	dst = append(dst, '[')
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendCanonical(dst, v)
	}
	return append(dst, ']')
}

func appendStrings(dst []byte, list []string) []byte {
	if list == nil {
		return append(dst, "null"...)
	}
	dst = append(dst, '[')
	for i, s := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, s)
	}
	return append(dst, ']')
}

func appendObject(dst []byte, m map[string]any) []byte {
	if m == nil {
		return append(dst, "null"...)
	}
	var room [16]string
	keys := room[:0]
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareUTF16)
	dst = append(dst, '{')
	for i, k := range keys {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, k), ':')
		dst = AppendCanonical(dst, m[k])
	}
	return append(dst, '}')
}

// compareUTF16 orders by UTF-16 code units. Byte order is the same except between the astral planes, which start
// with a surrogate (D800 to DFFF), and the characters from E000 to FFFF.
func compareUTF16(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for i < n && a[i] == b[i] {
		i++
	}
	if i == n || a[i] < 0xEE || b[i] < 0xEE {
		return strings.Compare(a[i:], b[i:])
	}
	if astral := (a[i] >= 0xF0); astral != (b[i] >= 0xF0) {
		return strings.Compare(b[i:], a[i:])
	}
	return strings.Compare(a[i:], b[i:])
}

// appendNumber writes a double as ECMAScript does: shortest digits, exponents from 1e21 and below 1e-6.
func appendNumber(dst []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(dst, "null"...)
	}
	if f == 0 {
		return append(dst, '0') // minus zero too
	}
	abs := math.Abs(f)
	if abs >= 1e-6 && abs < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	if n := len(dst); n >= 4 && dst[n-4] == 'e' && dst[n-2] == '0' {
		dst[n-2] = dst[n-1] // e-07 is e-7
		dst = dst[:n-1]
	}
	return dst
}

// appendTime writes what encoding/json writes for the same instant.
func appendTime(dst []byte, t time.Time) []byte {
	dst = t.AppendFormat(append(dst, '"'), time.RFC3339Nano)
	return append(dst, '"')
}

func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				dst = append(append(dst, s[start:i]...), "\uFFFD"...)
				start = i + 1
			}
			i += size
			continue
		}
		if c < 0x20 || c == '"' || c == '\\' {
			dst = appendEscape(append(dst, s[start:i]...), c)
			start = i + 1
		}
		i++
	}
	return append(append(dst, s[start:]...), '"')
}

func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\t':
		return append(dst, '\\', 't')
	case '\n':
		return append(dst, '\\', 'n')
	case '\f':
		return append(dst, '\\', 'f')
	case '\r':
		return append(dst, '\\', 'r')
	}
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// appendForeign takes the long way for types that decoded JSON does not have.
func appendForeign(dst []byte, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return append(dst, "null"...)
	}
	var plain any
	if err := json.NewDecoder(bytes.NewReader(b)).Decode(&plain); err != nil {
		return append(dst, "null"...)
	}
	return AppendCanonical(dst, plain)
}
