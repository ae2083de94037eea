package field

import (
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// Configurable is implemented by types that describe their Config; all of ours do.
type Configurable interface {
	// Settings returns the JSON Schema 2020-12 of Field.Config.
	Settings() []byte
}

// Dated is implemented by types whose check depends on the day. Check alone leaves out what needs to know it.
type Dated interface {
	// CheckOn is Check on a day, "YYYY-MM-DD" in the tenant's zone.
	CheckOn(f Field, value any, today string) []fault.Violation
}

// Composite is implemented by types whose answer is an object of fixed members (bankAccount, pixKey), so that rules
// can name them.
type Composite interface {
	Members(f Field) []rule.Name
}

// kind is a Type put together from functions, as FieldCheck is in ui/src/fields/types.ts.
type kind struct {
	name     string
	rule     rule.Type
	settings string
	clean    func(f Field, raw any) any
	check    func(f Field, value any) []fault.Violation
	schema   func(f Field) map[string]any
	mask     func(f Field, value any) string
	lint     func(f Field) []fault.Violation // beyond the settings; nil is none
}

// Name is the word in Field.Type.
func (k kind) Name() string { return k.name }

// RuleType says how rules see an answer.
func (k kind) RuleType(Field) rule.Type { return k.rule }

// Settings returns the JSON Schema of Config.
func (k kind) Settings() []byte { return []byte(k.settings) }

// Clean brings an answer to its canonical form.
func (k kind) Clean(f Field, raw any) any {
	if raw == nil {
		return nil
	}
	return k.clean(f, raw)
}

// Check returns what is wrong with a cleaned answer.
func (k kind) Check(f Field, value any) []fault.Violation {
	if value == nil {
		return nil
	}
	return k.check(f, value)
}

// Schema returns the JSON Schema of a cleaned answer.
func (k kind) Schema(f Field) map[string]any { return k.schema(f) }

// Mask returns the answer as lists and logs may show it: by default nothing of it.
func (k kind) Mask(f Field, value any) string {
	if value == nil {
		return ""
	}
	if k.mask == nil {
		return hidden
	}
	return k.mask(f, value)
}

// Lint returns what is wrong with the settings of the field.
func (k kind) Lint(f Field) []fault.Violation {
	found := lintSettings(k.settings, f.Config)
	if k.lint == nil || len(found) > 0 {
		return found
	}
	return k.lint(f)
}

const hidden = "***"

// textClean makes a Clean for answers that are text; empty text is no answer.
func textClean(clean func(f Field, s string) string) func(Field, any) any {
	return func(f Field, raw any) any {
		s, ok := raw.(string)
		if !ok {
			return raw
		}
		if s = clean(f, s); s == "" {
			return nil
		}
		return s
	}
}

// textCheck makes a Check for answers that are text.
func textCheck(check func(f Field, s string) []fault.Violation) func(Field, any) []fault.Violation {
	return func(f Field, value any) []fault.Violation {
		if s, ok := value.(string); ok {
			return check(f, s)
		}
		return wrong("type")
	}
}

// textMask makes a Mask for answers that are text.
func textMask(mask func(s string) string) func(Field, any) string {
	return func(_ Field, value any) string {
		if s, ok := value.(string); ok {
			return mask(s)
		}
		return hidden
	}
}

func shown(s string) string { return s }

var (
	_ Type         = kind{}
	_ Configurable = kind{}
)
