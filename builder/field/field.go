// Package field is the registry of field types: what an answer of each type looks like, how it is cleaned, checked,
// masked, and said in JSON Schema.
//
// One file per type, mirrored by ui/src/fields/<type>. It knows nothing of pages, storage or HTTP.
package field

import (
	"encoding/json"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// Field is one question of a form.
type Field struct {
	ID   string `json:"id"`   // stable for life, survives renaming; unique in the form
	Key  string `json:"key"`  // ^[a-z][a-z0-9_]{0,39}$, unique among its siblings; the name in answers and rules
	Type string `json:"type"` // a registered type
	// Label, Hint, Help by locale. Content is the text of a statement or of a consent.
	Label   schemas.Text `json:"label,omitempty"`
	Hint    schemas.Text `json:"hint,omitempty"`
	Help    schemas.Text `json:"help,omitempty"`
	Content schemas.Text `json:"content,omitempty"`

	Required     bool       `json:"required,omitempty"`     // whenever visible
	RequiredWhen *rule.Rule `json:"requiredWhen,omitempty"` // instead of Required
	VisibleWhen  *rule.Rule `json:"visibleWhen,omitempty"`
	// Validations are rules that must be true of a visible, answered field.
	Validations []Validation `json:"validations,omitempty"`
	// Formula gives the value of a computed field.
	Formula *rule.Rule `json:"formula,omitempty"`

	Options []Option        `json:"options,omitempty"` // select, radio, checkboxes
	Fields  []Field         `json:"fields,omitempty"`  // group, repeat
	Section string          `json:"section,omitempty"` // group, repeat: key of the section that Fields are a copy of
	Config  json.RawMessage `json:"config,omitempty"`  // settings of the type, see Type.Settings

	Group        string `json:"group,omitempty"`        // field group for permissions; default "general"
	StaffOnly    bool   `json:"staffOnly,omitempty"`    // never reaches an applicant's browser
	Indexed      bool   `json:"indexed,omitempty"`      // queues may filter and sort by it
	Masked       bool   `json:"masked,omitempty"`       // shown masked in lists
	Autocomplete string `json:"autocomplete,omitempty"` // HTML autocomplete token (WCAG 1.3.5)
	Purpose      string `json:"purpose,omitempty"`      // why it is asked: kyc, contract, marketing…
}

// Option is one choice.
type Option struct {
	Value string       `json:"value"`
	Label schemas.Text `json:"label"`
}

// Validation is a rule with the message shown when it is false.
type Validation struct {
	Rule     rule.Rule    `json:"rule"`
	Message  schemas.Text `json:"message"`
	Severity string       `json:"severity,omitempty"` // "error" (default) or "warn"
}
