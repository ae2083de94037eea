package document

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// OtherKinds is the kind of a rule for all files that have no rule of their own.
const OtherKinds = "*"

const (
	maxMonths = 1200
	maxRules  = 100
)

// Retention is how long a tenant keeps the files of cases that have ended.
type Retention struct {
	Rules     []RetentionRule
	Revision  int64 // 0 when it was never set
	UpdatedAt time.Time
	UpdatedBy string
}

// RetentionRule is what holds for the files of one kind. Zero months keep them for ever, and make them prove for ever.
type RetentionRule struct {
	Kind  string `json:"kind"`            // of document; "*" for all without a rule of their own
	Keep  int    `json:"keep,omitempty"`  // months after the end of the case
	Valid int    `json:"valid,omitempty"` // months from the upload for which a file proves something
}

// Kept is a file of a case that has ended.
type Kept struct {
	Document
	Reference string // of the case
	EndedAt   time.Time
	OnHold    bool
}

// Rule returns what holds for a kind.
func (r Retention) Rule(kind string) RetentionRule {
	for _, wanted := range []string{kind, OtherKinds} {
		for _, rule := range r.Rules {
			if rule.Kind == wanted && wanted != "" {
				return rule
			}
		}
	}
	return RetentionRule{}
}

// ErasedFrom is the moment from which a file of a case that ended may be erased; ok is false when it is kept for ever.
func (r Retention) ErasedFrom(kind string, ended time.Time) (at time.Time, ok bool) {
	months := r.Rule(kind).Keep
	return ended.AddDate(0, months, 0), months > 0
}

// Expires is the last day on which a file of a kind proves something, as 2026-01-31; "" when that never ends.
func (r Retention) Expires(kind string, uploaded time.Time) string {
	months := r.Rule(kind).Valid
	if months == 0 {
		return ""
	}
	return uploaded.AddDate(0, months, 0).Format(time.DateOnly)
}

// Checked returns the rules as they are kept, ordered by kind. Returns fault.Invalid "retention.invalid" with what is
// wrong with which rule.
func (r Retention) Checked() (Retention, error) {
	bad := fault.New(fault.Invalid, "retention.invalid")
	known := map[string]bool{}
	for i, rule := range r.Rules {
		at := "/rules/" + strconv.Itoa(i)
		if !isKind(rule.Kind) {
			bad = bad.At(fault.Violation{Path: at + "/kind", Key: "retention.kind"})
		}
		if known[rule.Kind] {
			bad = bad.At(fault.Violation{Path: at + "/kind", Key: "retention.twice"})
		}
		known[rule.Kind] = true
		for name, months := range map[string]int{"keep": rule.Keep, "valid": rule.Valid} {
			if months < 0 || months > maxMonths {
				bad = bad.At(fault.Violation{Path: at + "/" + name, Key: "retention.months", Params: map[string]any{"max": maxMonths}})
			}
		}
	}
	if len(r.Rules) > maxRules {
		bad = bad.At(fault.Violation{Path: "/rules", Key: "retention.too_many", Params: map[string]any{"max": maxRules}})
	}
	if len(bad.Violations) > 0 {
		return r, bad
	}
	r.Rules = slices.Clone(r.Rules)
	slices.SortFunc(r.Rules, func(a, b RetentionRule) int { return strings.Compare(a.Kind, b.Kind) })
	return r, nil
}

func isKind(kind string) bool {
	if kind == OtherKinds {
		return true
	}
	return kind != "" && len(kind) <= 40 && !strings.ContainsFunc(kind, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	})
}

// Hold keeps the files of a case whatever the rules say.
type Hold struct {
	Case      string
	Reference string // of the case, when it is read
	Reason    string
	HeldAt    time.Time
	HeldBy    string // member id
}
