package tenant

import (
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas"
)

// FirstLadder is when and how often a new tenant reaches people until it says otherwise: one reminder a day to each, and
// none at night.
func FirstLadder() message.Ladder {
	return message.Ladder{QuietFrom: "21:00", QuietUntil: "08:00", PerDay: 1}
}

// FirstPolicies are what a new tenant starts with: an administrator who manages the tenant and sees no case.
func FirstPolicies() ([]Role, []Policy) {
	roles := []Role{{Key: "administrator", Name: schemas.Text{
		"pt-BR": "Administração", "es": "Administración", "en": "Administrator", "ar": "الإدارة",
	}}}
	var policies []Policy
	for _, p := range [][2]string{
		{"definition", "*"},
		{"member", "*"},
		{"policy", "*"},
		{"outbox", "read"},
		{"audit", "read"},
		{"brand", "*"},
		{"plugin", "*"},
		{"queue", "*"},
		{"storage", "*"},
		{"list", "*"},
		{"feedback", "read"},
		{"ladder", "*"},
		{"calendar", "*"},
		{"outbox", "resend"},
		{"cockpit", "*"},
	} {
		policies = append(policies, Policy{Role: "administrator", Object: p[0], Verb: p[1], Effect: "allow"})
	}
	return roles, policies
}

// WithDefaults fills what was left open.
func (t Tenant) WithDefaults() Tenant {
	if t.Brand.Accent == "" {
		t.Brand.Accent = "#1f5fa8"
	}
	if len(t.Locales) == 0 {
		t.Locales = []string{"pt-BR", "es", "en", "ar"}
	}
	if t.DefaultLocale == "" {
		t.DefaultLocale = t.Locales[0]
	}
	if t.TimeZone == "" {
		t.TimeZone = "America/Sao_Paulo"
	}
	return t
}
