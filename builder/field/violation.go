package field

import "github.com/esteira/esteira/schemas/fault"

// wrong is one violation of the field itself; the pairs are names and values of the message's parameters.
func wrong(key string, pairs ...any) []fault.Violation {
	v := fault.Violation{Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if v.Params == nil {
			v.Params = map[string]any{}
		}
		v.Params[pairs[i].(string)] = pairs[i+1] //nolint:forcetypeassert // the callers are here
	}
	return []fault.Violation{v}
}

// warned turns violations into warnings, which never block.
func warned(vs []fault.Violation) []fault.Violation {
	for i := range vs {
		vs[i].Severity = "warn"
	}
	return vs
}

// at puts violations at a place below the field.
func at(path string, vs []fault.Violation) []fault.Violation {
	for i := range vs {
		vs[i].Path = path + vs[i].Path
	}
	return vs
}

// blocks tells whether any of the violations is an error.
func blocks(vs []fault.Violation) bool {
	for _, v := range vs {
		if v.Severity != "warn" {
			return true
		}
	}
	return false
}
