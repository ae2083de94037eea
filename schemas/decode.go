package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/esteira/esteira/schemas/fault"
)

// The limits of a document.
const (
	MaxBytes = 5 << 20
	MaxDepth = 64
)

// Decode reads one JSON document into map[string]any, []any, string, float64, bool and nil, as a browser does.
//
// It returns fault.TooLarge "json.too_large", or fault.Invalid with key "json.too_deep", "json.duplicate_key" (which
// of the two counts depends on the reader), "json.encoding" (no UTF-8, or half a surrogate pair), "json.number" (beyond
// float64), "json.trailing" (something follows) or "json.syntax". Depth is counted before anything is built.
func Decode(b []byte) (any, error) {
	if len(b) > MaxBytes {
		return nil, fault.New(fault.TooLarge, "json.too_large").With("max", MaxBytes)
	}
	if !utf8.Valid(b) {
		return nil, refuse("", "json.encoding")
	}
	if err := scan(b); err != nil {
		return nil, err
	}
	d := decoder{tokens: json.NewDecoder(bytes.NewReader(b))}
	v, err := d.value()
	if err != nil {
		return nil, d.explain(err)
	}
	if _, err := d.tokens.Token(); !errors.Is(err, io.EOF) {
		return nil, refuse("", "json.trailing")
	}
	return v, nil
}

// scan counts the depth and looks for halves of surrogate pairs, which Go replaces and browsers keep.
func scan(b []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			skip, ok := escape(b[i:])
			if !ok {
				return refuse("", "json.encoding")
			}
			i += skip
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return refuse("", "json.too_deep")
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// escape returns how many bytes after the backslash belong to it; false means half a surrogate pair.
func escape(b []byte) (int, bool) {
	high, ok := unit(b)
	if !ok {
		return 1, true // a short escape, or none, which is for the decoder to say
	}
	if !utf16.IsSurrogate(high) {
		return 5, true
	}
	low, ok := unit(b[6:])
	return 11, ok && utf16.DecodeRune(high, low) != utf8.RuneError
}

// unit reads a \uXXXX.
func unit(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(n), err == nil
}

type decoder struct{ tokens *json.Decoder }

func (d decoder) value() (any, error) {
	token, err := d.tokens.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return d.object()
	case json.Delim('['):
		return d.array()
	}
	return token, nil
}

func (d decoder) object() (any, error) {
	object := map[string]any{}
	for d.tokens.More() {
		token, err := d.tokens.Token()
		if err != nil {
			return nil, err
		}
		name, ok := token.(string)
		if !ok {
			return nil, errSyntax
		}
		if _, ok := object[name]; ok {
			return nil, refuse("/"+Token(name), "json.duplicate_key")
		}
		if object[name], err = d.value(); err != nil {
			return nil, under(Token(name), err)
		}
	}
	_, err := d.tokens.Token()
	return object, err
}

func (d decoder) array() (any, error) {
	array := []any{}
	for d.tokens.More() {
		item, err := d.value()
		if err != nil {
			return nil, under(strconv.Itoa(len(array)), err)
		}
		array = append(array, item)
	}
	_, err := d.tokens.Token()
	return array, err
}

// under completes the path of a fault on the way out, so that sound documents pay nothing for it.
func under(token string, err error) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		f.Violations[0].Path = "/" + token + f.Violations[0].Path
	}
	return err
}

var errSyntax = errors.New("schemas: a member needs a name")

func (d decoder) explain(err error) error {
	if fault.CodeOf(err) != "" {
		return err
	}
	key := "json.syntax"
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		key = "json.number"
	}
	f := fault.New(fault.Invalid, key).With("offset", d.tokens.InputOffset()).Because(err)
	return f.At(fault.Violation{Key: key})
}

func refuse(path, key string) error {
	return fault.New(fault.Invalid, key).At(fault.Violation{Path: path, Key: key})
}
