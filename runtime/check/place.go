package check

import (
	"context"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/form"
)

// look resolves the answers as staff see them: hidden answers are gone, computed values are there.
func look(ctx context.Context, q Question) *form.State {
	return q.Form.Resolve(ctx, form.View{Answers: q.Answers, Facts: q.Facts, Today: q.Today, Audience: form.Staff})
}

// valuesAt returns what stands at a path of keys, once for each row that the path passes through.
func valuesAt(at any, path string) []any {
	if path == "" {
		return []any{at}
	}
	key, rest, _ := strings.Cut(path, ".")
	object, ok := at.(map[string]any)
	if !ok {
		return nil
	}
	repeat, isRepeat := strings.CutSuffix(key, "[]")
	if !isRepeat {
		return valuesAt(object[key], rest)
	}
	rows, ok := object[repeat].([]any)
	if !ok {
		return nil
	}
	var found []any
	for _, row := range rows {
		found = append(found, valuesAt(row, rest)...)
	}
	return found
}

// at reads what stands at a JSON Pointer whose tokens are keys and row numbers.
func at(value any, pointer string) any {
	for _, token := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		switch v := value.(type) {
		case map[string]any:
			value = v[token]
		case []any:
			value = row(v, token)
		default:
			return nil
		}
	}
	return value
}

func row(rows []any, token string) any {
	i, err := strconv.Atoi(token)
	if err != nil || i < 0 || i >= len(rows) {
		return nil
	}
	return rows[i]
}

// Values returns what was answered at a path of keys, once for each row that the path passes through; hidden answers are
// not there.
func Values(ctx context.Context, q Question, path string) []any {
	var out []any
	for _, v := range valuesAt(look(ctx, q).Answers(), path) {
		if v != nil {
			out = append(out, v)
		}
	}
	return out
}
