package submission

import (
	"strconv"
	"strings"
)

// Text returns the text at a path of keys ("address.city"), or "" when there is none.
func Text(answers map[string]any, path string) string {
	var at any = answers
	for key := range strings.SplitSeq(path, ".") {
		group, ok := at.(map[string]any)
		if !ok {
			return ""
		}
		at = group[key]
	}
	s, _ := at.(string)
	return s
}

// Get returns the value at a JSON Pointer (RFC 6901), and whether there is one.
func Get(answers map[string]any, pointer string) (any, bool) {
	var at any = answers
	for _, token := range tokens(pointer) {
		switch in := at.(type) {
		case map[string]any:
			v, ok := in[token]
			if !ok {
				return nil, false
			}
			at = v
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(in) {
				return nil, false
			}
			at = in[i]
		default:
			return nil, false
		}
	}
	return at, true
}

// Set returns the answers with the value at a JSON Pointer replaced; nil removes it. What lies around the value is
// copied, so that the answers given are left as they were. It does nothing when the pointer leads past a missing
// group or row.
func Set(answers map[string]any, pointer string, value any) map[string]any {
	changed, ok := set(answers, tokens(pointer), value).(map[string]any)
	if !ok {
		return answers
	}
	return changed
}

func set(at any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	switch in := at.(type) {
	case map[string]any:
		return setMember(in, path, value)
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil || i < 0 || i >= len(in) {
			return at
		}
		out := append([]any(nil), in...)
		out[i] = set(in[i], path[1:], value)
		return out
	}
	return at
}

func setMember(in map[string]any, path []string, value any) any {
	out := make(map[string]any, len(in)+1)
	for k, v := range in {
		out[k] = v
	}
	inner, ok := in[path[0]]
	switch {
	case len(path) == 1 && value == nil:
		delete(out, path[0])
	case len(path) == 1:
		out[path[0]] = value
	case ok:
		out[path[0]] = set(inner, path[1:], value)
	}
	return out
}

// Key returns the first token of a JSON Pointer: the top-level field that it lies in.
func Key(pointer string) string {
	if path := tokens(pointer); len(path) > 0 {
		return path[0]
	}
	return ""
}

func tokens(pointer string) []string {
	if pointer == "" || pointer[0] != '/' {
		return nil
	}
	path := strings.Split(pointer[1:], "/")
	for i, token := range path {
		if strings.Contains(token, "~") {
			path[i] = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		}
	}
	return path
}
