// Package checklist is the list that an applicant works through: items with dependencies and due times.
package checklist

import (
	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// Checklist is a checklist definition.
type Checklist struct {
	Schema        string       `json:"$schema,omitempty"`
	Key           string       `json:"key"`
	Title         schemas.Text `json:"title"`
	Locales       []string     `json:"locales"`
	DefaultLocale string       `json:"defaultLocale"`
	// Outdated are the translations whose source has changed since.
	Outdated definition.Outdated `json:"outdated,omitempty"`
	Items    []Item              `json:"items"`
}

// Item is one line of a checklist.
type Item struct {
	Key          string       `json:"key"`
	Kind         string       `json:"kind"` // form, document, signature, reading, payment, staffTask
	Title        schemas.Text `json:"title"`
	Hint         schemas.Text `json:"hint,omitempty"`
	Heading      schemas.Text `json:"heading,omitempty"`      // of this and the items after it, until the next
	RequiredWhen *rule.Rule   `json:"requiredWhen,omitempty"` // nil means always
	After        []string     `json:"after,omitempty"`        // items that must be done before
	// Fields are the paths of the form that the item covers; the item is done when none of them is owed.
	Fields []string `json:"fields,omitempty"`
	Due    string   `json:"due,omitempty"` // ISO 8601 duration since the start of the case
}
