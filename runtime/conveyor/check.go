package conveyor

import (
	"context"
	"maps"
	"slices"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// CheckPage is all that is known of one check of a case.
type CheckPage struct {
	CheckView
	Results   []check.Result // of each round the last, newest first
	Screening check.Screened // of the last one; empty for other checks
	Clearings []screening.Clearing
	Inputs    []Datum  // the answers that it judges, masked as in the dossier
	May       []string // check, clear, overrule/pass, overrule/fail, overrule/own
}

// CheckPage returns one check of a case for a member. Returns fault.NotFound when the pipeline has none such, fault.Denied
// when the stage or what the check came to may not be read.
func (c *Conveyor) CheckPage(ctx context.Context, who actor.Actor, caseID, key string) (CheckPage, error) {
	var page CheckPage
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		q, err := m.demandCheck(key, "read")
		if err != nil {
			return err
		}
		b := m.dossier()
		page, err = b.checkPage(q)
		return err
	})
	return page, err
}

// demandCheck returns a check that the member may read, and do a verb about where the case stands.
func (m *move) demandCheck(key, verb string) (*pipeline.Question, error) {
	if err := m.demand(m.stageObject(), "read"); err != nil {
		return nil, err
	}
	for _, q := range m.line.Pipeline.Checks() {
		if q.Key != key {
			continue
		}
		if err := m.demand(m.groupObject(q.Group), "read"); err != nil {
			return nil, err
		}
		return q, m.demand(m.stageObject(), verb)
	}
	return nil, fault.New(fault.NotFound, "check.not_found")
}

func (b *dossier) checkPage(q *pipeline.Question) (CheckPage, error) {
	page := CheckPage{CheckView: CheckView{Check: q.Check, Mark: b.rec.State.Checks[q.Key]}}
	var err error
	if page.Results, err = b.tx.ResultsOf(b.rec.ID, q.Key); err != nil {
		return page, err
	}
	if page.Clearings, err = b.tx.Clearings(b.rec.ID); err != nil {
		return page, err
	}
	if len(page.Results) > 0 {
		page.Explanation = page.Results[0].Explanation
	}
	if q.Type == check.Screening && len(page.Results) > 0 {
		page.Screening = check.ScreenedOf(page.Results[0].Evidence)
		for i, h := range page.Screening.Hits {
			page.Screening.Hits[i].Cleared = slices.ContainsFunc(page.Clearings, h.ClearedBy)
		}
	}
	state := b.resolve(form.Staff)
	for _, pointer := range state.VisiblePlaces() {
		f, ok := b.line.Form.FieldAt(pointer)
		if ok && !b.isContainer(f) && slices.Contains(q.Fields, form.Path(pointer)) && b.reads(f.Group) {
			page.Inputs = append(page.Inputs, b.datum(f, pointer, state))
		}
	}
	page.May = b.checkVerbs(page.Mark)
	return page, b.gateErr
}

// checkVerbs are what the member may do about a check as it stands: check, clear, overrule/pass, overrule/fail, overrule/own.
func (m *move) checkVerbs(mark cases.CheckMark) []string {
	var may []string
	if m.allowed(m.stageObject(), "clear") {
		may = append(may, "clear")
	}
	if !settled(mark) {
		return may
	}
	if m.allowed(m.stageObject(), "check") {
		may = append(may, "check")
	}
	if !m.allowed(m.stageObject(), "overrule") {
		return may
	}
	for _, result := range []string{pipeline.Passed, pipeline.Failed, Own} {
		if m.overrulable(mark, result) == nil {
			may = append(may, "overrule/"+result)
		}
	}
	return may
}

// settled tells whether a check has come to something that people can doubt.
func settled(mark cases.CheckMark) bool {
	return mark.Result != "" && mark.Result != pipeline.Pending && mark.Result != pipeline.Skipped
}

// overrulable says why the member cannot want another result of a settled check; Own takes a proposal back.
func (m *move) overrulable(mark cases.CheckMark, result string) error {
	switch p := mark.Proposal; {
	case result == Own && p == nil:
		return fault.New(fault.Conflict, "check.no_proposal")
	case result == mark.Result:
		return fault.New(fault.Conflict, "check.same_result")
	case result != Own && p != nil && p.Result == result && p.By == m.who.ID:
		return fault.New(fault.Denied, "check.four_eyes")
	}
	return nil
}

// OnCheck is what a member does about a check.
type OnCheck struct {
	Case, Check string
	Note        string // why
}

// AskCheck asks a check anew. Returns fault.Denied without the policy, fault.NotFound for no such check, fault.Conflict
// while it is asked, fault.Invalid without a reason.
func (c *Conveyor) AskCheck(ctx context.Context, who actor.Actor, l OnCheck) error {
	return c.with(ctx, hand{who, l.Case}, func(m *move) error {
		if _, err := m.demandCheck(l.Check, "check"); err != nil {
			return err
		}
		if err := reasoned(l.Note); err != nil {
			return err
		}
		if !settled(m.rec.State.Checks[l.Check]) {
			return fault.New(fault.Conflict, "check.not_settled").With("check", l.Check)
		}
		m.note("check.asked", map[string]any{"check": l.Check, "note": l.Note})
		return m.askAgain(l.Check)
	})
}

// askAgain has the engine open a new round for one check, whoever acts.
func (m *move) askAgain(key string) error {
	_, err := m.pull(cases.Trigger{Event: pipeline.CheckAsked, Data: cases.Data{Check: key}})
	return err
}

func reasoned(note string) error {
	if note == "" {
		return fault.New(fault.Invalid, "check.reason").At(fault.Violation{Path: "/reason", Key: "check.reason"})
	}
	return nil
}

// ClearHit says of an entry that a check found that the person is somebody else. When it was the last that kept the check
// from passing, the check is asked anew. Returns fault.Denied without the policy, fault.NotFound when the last result has
// no such entry, fault.Invalid without a reason.
func (c *Conveyor) ClearHit(ctx context.Context, who actor.Actor, l OnCheck, h check.Hit) error {
	return c.with(ctx, hand{who, l.Case}, func(m *move) error {
		if _, err := m.demandCheck(l.Check, "clear"); err != nil {
			return err
		}
		if err := reasoned(l.Note); err != nil {
			return err
		}
		left, err := m.clear(l, h)
		if err != nil || left > 0 || m.rec.State.Checks[l.Check].Result == pipeline.Pending {
			return err
		}
		return m.askAgain(l.Check)
	})
}

// clear keeps that an entry is somebody else, and returns how many are left that nobody cleared.
func (m *move) clear(l OnCheck, wanted check.Hit) (left int, err error) {
	results, err := m.tx.ResultsOf(l.Case, l.Check)
	if err != nil || len(results) == 0 {
		return 0, orMissing(err)
	}
	clearings, err := m.tx.Clearings(l.Case)
	if err != nil {
		return 0, err
	}
	found := false
	for _, h := range check.ScreenedOf(results[0].Evidence).Hits {
		isCleared := slices.ContainsFunc(clearings, h.ClearedBy)
		if h.List == wanted.List && h.Entry == wanted.Entry && h.Person == wanted.Person && !isCleared {
			found = true
			said := screening.Clearing{
				Tenant: m.rec.Tenant, Case: l.Case, List: h.List, Entry: h.Entry, Person: h.Person, Sum: h.Sum, Reason: l.Note, By: m.who.ID, At: m.now(),
			}
			if err := m.tx.PutClearing(said); err != nil {
				return 0, err
			}
			m.note("check.cleared", map[string]any{"check": l.Check, "list": h.List, "entry": h.Entry, "note": l.Note})
		} else if !isCleared {
			left++
		}
	}
	if !found {
		return 0, orMissing(nil)
	}
	return left, nil
}

func orMissing(err error) error {
	if err == nil {
		err = fault.New(fault.NotFound, "check.no_hit")
	}
	return err
}

// Overruling is a result that a member wants in place of a check's own: pass or fail. "own" leaves it, and takes back what
// somebody proposed.
type Overruling struct {
	OnCheck

	Result string
}

// Own leaves a check its own result.
const Own = "own"

// Overrule proposes another result or, where another member has proposed the same, puts it in place: four eyes see it.
// Returns fault.Denied without the policy, or check.four_eyes to the one who proposed it; fault.Conflict while the check is
// asked, for the result that it has, and where there is no proposal to take back; fault.Invalid without a reason.
func (c *Conveyor) Overrule(ctx context.Context, who actor.Actor, o Overruling) error {
	return c.with(ctx, hand{who, o.Case}, func(m *move) error {
		if _, err := m.demandCheck(o.Check, "overrule"); err != nil {
			return err
		}
		if err := reasoned(o.Note); err != nil {
			return err
		}
		mark := m.rec.State.Checks[o.Check]
		before := mark.Proposal
		if !settled(mark) {
			return fault.New(fault.Conflict, "check.not_settled").With("check", o.Check)
		}
		if err := m.overrulable(mark, o.Result); err != nil {
			return err
		}
		switch {
		case o.Result == Own:
			mark.Proposal = nil
			m.propose(o, mark, "check.overrule_refused")
			return nil
		case before == nil || before.Result != o.Result:
			mark.Proposal = &cases.Proposal{Result: o.Result, By: m.who.ID, At: m.now()}
			m.propose(o, mark, "check.overrule_proposed")
			return nil
		}
		m.note("check.overruled", map[string]any{"check": o.Check, "result": o.Result, "was": mark.Result, "note": o.Note})
		return m.sparing(func() error {
			_, err := m.pull(cases.Trigger{Event: pipeline.CheckOverruled, Data: cases.Data{Check: o.Check, Result: o.Result}})
			return err
		})
	})
}

func (m *move) propose(o Overruling, mark cases.CheckMark, event string) {
	m.rec.State.Checks = maps.Clone(m.rec.State.Checks)
	m.rec.State.Checks[o.Check] = mark
	m.note(event, map[string]any{"check": o.Check, "result": o.Result, "note": o.Note})
}

// rescreener is the job that looks at cases for what is new in lists.
const rescreener = "rescreen"

// Rescreen asks the screening checks of a case anew that what is new in lists may change. It is called by a job: lists
// holds only entries that are new or were changed. A case that was removed, or came to nothing, is left alone.
func (c *Conveyor) Rescreen(ctx context.Context, tenant, caseID string, lists []check.Loaded) error {
	checks, err := c.screened(ctx, tenant, caseID)
	if err != nil {
		return ignoreMissing(err)
	}
	for _, q := range checks {
		settings, err := check.ScreeningSettingsOf(q.Config)
		if err != nil {
			return err
		}
		asked := slices.DeleteFunc(slices.Clone(lists), func(l check.Loaded) bool { return !settings.Asks(l) })
		found := settings.Screen(check.People(ctx, q), asked, q.Today)
		if len(found.Hits) == 0 {
			continue
		}
		if err := c.listHit(ctx, q, found.Hits); err != nil {
			return ignoreMissing(err)
		}
	}
	return nil
}

// screened are the questions of the screening checks of a case that have a result, also those that had no list to ask.
func (c *Conveyor) screened(ctx context.Context, tenant, caseID string) ([]check.Question, error) {
	var keys []string
	err := c.glance(ctx, hand{actor.Job(tenant, rescreener), caseID}, func(m *move) error {
		s := m.rec.State
		if s.Removed || s.Outcome != "" && s.Outcome != "completed" {
			return nil
		}
		results, err := m.tx.Results(caseID)
		if err != nil {
			return err
		}
		for _, q := range m.line.Pipeline.Checks() {
			isIt := func(r check.Result) bool { return r.Key == q.Key && r.Result != check.Unavailable }
			if q.Type == check.Screening && s.Checks[q.Key].Result != pipeline.Pending && slices.ContainsFunc(results, isIt) {
				keys = append(keys, q.Key)
			}
		}
		return nil
	})
	var out []check.Question
	for _, key := range keys {
		q, _, err := c.question(ctx, tenant, caseID, key)
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, err
}

// listHit tells the case which entries it was found in, and asks the check anew. Entries that were cleared, as they are,
// count no more than before.
func (c *Conveyor) listHit(ctx context.Context, q check.Question, hits []check.Hit) error {
	return c.with(ctx, hand{actor.Job(q.Tenant, rescreener), q.Case}, func(m *move) error {
		clearings, err := m.tx.Clearings(q.Case)
		if err != nil {
			return err
		}
		open := slices.DeleteFunc(hits, func(h check.Hit) bool { return slices.ContainsFunc(clearings, h.ClearedBy) })
		mark := m.rec.State.Checks[q.Key].Result
		if len(open) == 0 || mark == pipeline.Pending || mark == "" {
			return nil
		}
		for _, h := range open[:min(len(open), 5)] {
			m.note("list.hit", map[string]any{"check": q.Key, "list": h.List, "entry": h.Entry, "score": h.Score})
		}
		return m.askAgain(q.Key)
	})
}
