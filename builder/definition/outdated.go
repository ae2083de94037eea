package definition

import "github.com/esteira/esteira/schemas/fault"

// Outdated are the translations whose source has changed since they were written: the addresses of their texts, by
// language. An address is the id of a page or field, or the keys that lead to a part, and the name of the text:
// "f2/label", "stages/review/applicant". Editors keep it; at run time it means nothing.
type Outdated map[string][]string

// Lint warns of each language, in the order given, that has outdated translations: text.outdated with locale and count.
func (o Outdated) Lint(locales []string) []fault.Violation {
	var found []fault.Violation
	for _, locale := range locales {
		if n := len(o[locale]); n > 0 {
			found = append(found, fault.Violation{
				Path: "/outdated/" + locale, Key: "text.outdated", Severity: "warn",
				Params: map[string]any{"locale": locale, "count": n},
			})
		}
	}
	return found
}
