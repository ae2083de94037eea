package rule

import (
	"maps"

	"github.com/esteira/esteira/schemas/fault"
)

// Worded gives the findings of Check about an option the words of people: what they call the field, and the option
// that may be meant. Where nobody knows a name, the key stays.
func Worded(found []fault.Violation, label Label) []fault.Violation {
	for i, v := range found {
		if v.Key != "rule.unknown_option" {
			continue
		}
		path, _ := v.Params["field"].(string)
		meant, _ := v.Params["suggestion"].(string)
		said := maps.Clone(v.Params)
		if name := label(path, ""); len(name) > 0 {
			said["f"] = name
		}
		if meant == "" {
			found[i].Params = said
			continue
		}
		if name := label(path, meant); len(name) > 0 {
			said["suggestion"] = name
		}
		found[i].Params = said
	}
	return found
}
