package cases

import (
	"maps"
	"strconv"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas/fault"
)

// allChecks names all checks in an effect.
const allChecks = "all"

// fresh tells whether an early check passed, or is asked, since the applicant began to fill in here.
func (r *run) fresh(q *pipeline.Question, m CheckMark) bool {
	isKnown := m.Result == pipeline.Passed || m.Result == pipeline.Pending
	return q.Early && m.Of != "" && isKnown && m.Overruled == "" && !m.At.Before(r.s.EnteredAt)
}

// startChecks opens a new round for one check or for all.
func (r *run) startChecks(name string) {
	r.void("checks")
	r.s.Round++
	r.data = nil
	for _, q := range r.v.Checks() {
		if name != allChecks && name != q.Key {
			continue
		}
		before := r.s.Checks[q.Key]
		switch {
		case !r.holds(q.When, q.Key):
			r.s.Checks[q.Key] = CheckMark{Result: pipeline.Skipped, Round: r.s.Round, At: r.now}
		case name == allChecks && r.fresh(q, before):
			// it was asked of these very answers, a moment ago
		default:
			r.s.Checks[q.Key] = CheckMark{Result: pipeline.Pending, Round: r.s.Round, At: r.now, Stood: before.Standing(), Of: before.Of}
			r.ask(q.Key, time.Time{})
		}
	}
	r.data = nil
	if r.settled() {
		r.next = append(r.next, pipeline.ChecksCompleted)
	}
}

// ask plans the work of a check, at once or later.
func (r *run) ask(key string, at time.Time) {
	mark := r.s.Checks[key]
	with := map[string]any{"round": mark.Round, "attempt": mark.Attempt}
	if !at.IsZero() {
		with["at"] = at.Format(time.RFC3339)
	}
	r.work(Work{Kind: "check", Name: key, With: with, Key: r.s.Case + "/check/" + key + "/" +
		strconv.Itoa(mark.Round) + "/" + strconv.Itoa(mark.Attempt)})
}

// mark takes in the result of a check. It reports whether that settled the check: not when the result belongs to an
// older round, and not when the check is asked again.
func (r *run) mark() (settled bool, err error) {
	d := r.t.Data
	q := r.question(d.Check)
	if q == nil {
		return false, fault.New(fault.Invalid, "case.unknown_check").With("check", d.Check)
	}
	if rank(d.Result) < 0 || d.Result == pipeline.Pending {
		return false, fault.New(fault.Invalid, "case.bad_result").With("check", d.Check).With("result", d.Result)
	}
	mark, ok := r.s.Checks[d.Check]
	open := mark.Result == pipeline.Pending || mark.Result == pipeline.Unavailable
	if !ok || !open || mark.Round != d.Round {
		return false, nil
	}
	if err := r.set(d.Set); err != nil {
		return false, err
	}
	if mark.Result == pipeline.Pending && d.Result == pipeline.Unavailable && mark.Attempt < len(q.Retries) {
		wait := q.Retries[mark.Attempt]
		mark.Attempt, mark.At = mark.Attempt+1, r.now
		r.s.Checks[d.Check] = mark
		r.ask(d.Check, wait.Add(r.now, r.f.Location))
		return false, nil
	}
	if mark.Result != d.Result {
		r.void("checks")
	}
	mark.Result, mark.At, mark.Stood = d.Result, r.now, ""
	r.s.Checks[d.Check] = mark
	r.data = nil
	r.announce(d.Result)
	return true, nil
}

// askAgain opens a new round for one check that was asked before.
func (r *run) askAgain() error {
	key := r.t.Data.Check
	if r.question(key) == nil {
		return fault.New(fault.Invalid, "case.unknown_check").With("check", key)
	}
	if mark, ok := r.s.Checks[key]; !ok || mark.Result == pipeline.Pending {
		return fault.New(fault.Conflict, "check.not_settled").With("check", key)
	}
	r.startChecks(key)
	return nil
}

// ready asks an early check of answers that are all there. One that was asked of the same answers is left alone; what it
// came to is forgotten where they are no longer there.
func (r *run) ready() error {
	q := r.question(r.t.Data.Check)
	if q == nil || !q.Early {
		return fault.New(fault.Invalid, "case.unknown_check").With("check", r.t.Data.Check)
	}
	mark, of := r.s.Checks[q.Key], r.t.Data.Of
	switch {
	case of == "":
		delete(r.s.Checks, q.Key)
		r.data = nil
		return nil
	case mark.Of == of && !mark.At.Before(r.s.EnteredAt) && mark.Result != pipeline.Skipped:
		return nil
	case mark.Of != of:
		mark = CheckMark{Of: of} // what stood was about other answers
	}
	r.s.Checks[q.Key] = mark
	r.startChecks(q.Key)
	return nil
}

// overrule puts another result in place of the one that a check came to, until it is asked anew.
func (r *run) overrule() error {
	d := r.t.Data
	mark, ok := r.s.Checks[d.Check]
	if !ok || mark.Result == pipeline.Pending || mark.Result == pipeline.Skipped {
		return fault.New(fault.Conflict, "check.not_settled").With("check", d.Check)
	}
	if d.Result != pipeline.Passed && d.Result != pipeline.Failed {
		return fault.New(fault.Invalid, "case.bad_result").With("check", d.Check).With("result", d.Result)
	}
	r.void("checks")
	r.s.Checks[d.Check] = CheckMark{Result: d.Result, Round: mark.Round, Attempt: mark.Attempt, At: r.now, Of: mark.Of, Overruled: mark.Result}
	r.data = nil
	r.announce(d.Result)
	return nil
}

func (r *run) announce(result string) {
	if result == pipeline.Unavailable {
		r.next = append(r.next, pipeline.CheckUnavailable)
	}
	if r.settled() {
		r.next = append(r.next, pipeline.ChecksCompleted)
	}
}

func (r *run) question(key string) *pipeline.Question {
	for _, q := range r.v.Checks() {
		if q.Key == key {
			return q
		}
	}
	return nil
}

func (r *run) settled() bool {
	for m := range maps.Values(r.s.Checks) {
		if m.Result == pipeline.Pending {
			return false
		}
	}
	return true
}

// worst returns the worst of all results.
func worst(marks map[string]CheckMark) string {
	results := pipeline.Results()
	best := len(results) - 1
	for _, m := range marks {
		if i := rank(m.Result); i >= 0 && i < best {
			best = i
		}
	}
	return results[best]
}

// rank orders results, the worst first; -1 is no result.
func rank(result string) int {
	for i, name := range pipeline.Results() {
		if name == result {
			return i
		}
	}
	return -1
}
