package conveyor

import (
	"fmt"
	"regexp"
	"runtime/debug"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
)

// unanswered tells the log of rules that could not be answered and counted as false: nobody sees it otherwise.
func (m *move) unanswered(failures []cases.Failure) {
	for _, f := range failures {
		m.Log.WarnContext(m.ctx, "rule not answered", "tenant", m.rec.Tenant, "case", m.rec.ID, "version", m.rec.Version,
			"at", f.Transition, "error", discreet(f.Err))
	}
}

// broke tells the log that a checker panicked. What it panicked with may be an answer; where it did is none.
func (c *Conveyor) broke(q check.Question, typ string, value any) {
	what := fmt.Sprintf("%T", value)
	if err, ok := value.(error); ok {
		what = discreet(err)
	}
	c.Log.Error("check panicked", "tenant", q.Tenant, "case", q.Case, "check", q.Key, "type", typ, "panic", what,
		"stack", string(debug.Stack()))
}

// quoted is what errors repeat of their input: between quotes, digits of an identifier, an address.
var quoted = regexp.MustCompile("\"[^\"]*\"|'[^']*'|`[^`]*`|\\S+@\\S+|https?://\\S+|[0-9][0-9./-]{4,}")

// discreet is an error without what it may repeat of somebody's answers.
func discreet(err error) string { return quoted.ReplaceAllString(err.Error(), "…") }
