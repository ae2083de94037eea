package conveyor

import (
	"context"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/actor"
)

// RowVerbs returns by id, for each case of a list, what its page would offer: the verbs of the pipeline that the member can do
// now and that need no more than a reason and a note, claim or release among them. What the policies and the staff say is asked
// once for the list, and answers are read only where a rule that stands before a verb reads them.
func (c *Conveyor) RowVerbs(ctx context.Context, who actor.Actor, rows []queue.Row) (map[string][]string, error) {
	quick := *c
	quick.Gate, quick.Staff = remembers(c.Gate), &knownStaff{Staff: c.Staff}
	may := make(map[string][]string, len(rows))
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil || len(rows) == 0 {
		return may, err
	}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) (err error) {
		for _, row := range rows {
			m := &move{Conveyor: &quick, ctx: ctx, tx: tx, who: who, profile: profile, rec: row.Record}
			if may[row.ID], err = m.verbsNow(); err != nil {
				return err
			}
		}
		return nil
	})
	return may, err
}

// verbsNow are the verbs that the member could do to a case of which only the record was read.
func (m *move) verbsNow() ([]string, error) {
	var err error
	if m.line, err = m.Line(m.ctx, m.who.Tenant, m.rec.Version); err != nil {
		return nil, nil //nolint:nilerr // Present tells; nothing can be done to such a case
	}
	m.sub = m.blank()
	if m.line.weighs[m.rec.State.Stage] {
		if err := m.loadAnswers(); err != nil {
			return nil, err
		}
	}
	var may []string
	if mine := m.rec.Assignee == m.who.ID; (mine || m.rec.Assignee == "") && m.allowed(m.stageObject(), "claim") {
		may = append(may, map[bool]string{true: "release", false: "claim"}[mine])
	}
	err = m.free()
	if err != nil && !isFault(err) {
		return nil, err
	}
	for _, o := range cases.Possible(m.ctx, m.line.Pipeline, m.rec.State, m.who, m.engineFacts()) {
		if isFree := err == nil || o.Approvals != nil; isFree && m.isForRows(o) {
			may = append(may, o.Verb)
		}
	}
	return may, m.gateErr
}

// isForRows tells whether a verb can be done now with no more than a reason and a note, and reaches somebody.
func (m *move) isForRows(o cases.Option) bool {
	return o.Now && !verbsOfTheirOwn[o.Verb] && m.hasReason(o) && !m.line.unheard(m.rec, o.Verb)
}

// hasReason tells whether the member reads a reason for a verb that needs one.
func (m *move) hasReason(o cases.Option) bool {
	return o.Demands == nil || !o.Demands.Reason || slices.ContainsFunc(m.line.Pipeline.Pipeline.Reasons, func(r pipeline.Reason) bool {
		return slices.Contains(r.For, o.Verb) && m.allowed(m.groupObject(r.Group), "read")
	})
}

// weighing are the stages at which a rule that stands before a verb of a member reads more than the record of a case holds.
func weighing(p pipeline.Pipeline, scope rule.Scope) map[string]bool {
	stages := map[string]bool{}
	for _, t := range p.Transitions {
		if t.Trigger.Verb == "" || !slices.Contains(t.By, string(actor.Member)) {
			continue
		}
		rules := []*rule.Rule{t.Guard}
		if t.Demands != nil {
			rules = append(rules, t.Demands.NotByWhen)
		}
		for _, r := range rules {
			if r != nil && slices.ContainsFunc(r.Fields(scope), beyondRecord) {
				stages[t.From] = true
			}
		}
	}
	return stages
}

// beyondRecord tells whether a path that a rule reads is of the answers, or of when and how they were given.
func beyondRecord(path string) bool {
	root, _, _ := strings.Cut(path, ".")
	return root != "case" && root != "checks" || slices.Contains([]string{"case", "case.changed", "case.frozen"}, path)
}
