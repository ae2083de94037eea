package migration

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/fault"
)

// Subject is a case to be judged.
type Subject struct {
	State   cases.State
	Answers map[string]any
	// Before and After are the previous answers of the person, as the form of each version knows them.
	Before, After map[string]any
	Now           time.Time
	Location      *time.Location
	Calendar      *pipeline.Calendar
}

// Verdict is what the move would mean for a case.
type Verdict struct {
	Bucket  Bucket
	Reasons []Reason // of the bucket, each once, in order
	// Asked are places that the applicant would have to answer, in the later version.
	Asked []string
	// Lost are places of the earlier version whose answers would be lost, and attributes as "case.<key>".
	Lost []string
	// Answers are those that the later version holds.
	Answers  map[string]any
	Stranded bool // its stage is gone: it can go on only at another
	Askable  bool // something can be requested where it stands, or the answers are open there
}

// Judge says what the move would mean for a case. The same case gives the same verdict.
func (p *Pair) Judge(ctx context.Context, s Subject) Verdict {
	j := judge{Pair: p, ctx: ctx, subject: s}
	j.adopted, j.out.Lost = cases.Adopt(p.to.Pipeline, s.State)
	lostFacts := len(j.out.Lost)
	j.answers()
	for _, name := range j.out.Lost[:lostFacts] {
		j.loses = append(j.loses, Reason{AttributeGone, name})
	}
	j.ways(lostFacts > 0)
	j.out.Askable = j.askable()
	j.settle()
	return j.out
}

type judge struct {
	*Pair
	ctx     context.Context //nolint:containedctx // lives as long as one verdict
	subject Subject
	adopted cases.State
	out     Verdict

	reroutes, loses, asks []Reason
	before                *form.State // once it is needed
}

// answers brings the answers along and finds what is lost and what is asked.
func (j *judge) answers() {
	if j.carrier.Same() {
		j.out.Answers = j.subject.Answers
		return
	}
	carried, gone := j.carrier.Carry(j.subject.Answers)
	for _, place := range gone {
		if j.wasShown(place) {
			j.lose(place, FieldGone)
		}
	}
	after := j.resolve(j.to.Form, carried, j.adopted.Facts(j.subject.After))
	for _, place := range after.Hidden() {
		if j.carrier.Affected(place) && !j.wasHidden(place) {
			j.out.Lost = append(j.out.Lost, place)
			j.loses = append(j.loses, Reason{FieldHidden, form.Path(place)})
			carried = submission.Set(carried, place, nil)
		}
	}
	j.out.Answers = carried
	j.owed(after)
}

func (j *judge) lose(place, why string) {
	j.out.Lost = append(j.out.Lost, place)
	j.loses = append(j.loses, Reason{why, form.Path(place)})
}

// resolve is the form as everybody together sees it: answers of staff are answers too.
func (j *judge) resolve(f *form.Compiled, answers, facts map[string]any) *form.State {
	return f.Resolve(j.ctx, form.View{
		Answers: answers, Facts: facts, Today: j.subject.Now.In(j.subject.Location).Format(time.DateOnly), Audience: form.Staff,
	})
}

func (j *judge) earlier() *form.State {
	if j.before == nil {
		j.before = j.resolve(j.from.Form, j.subject.Answers, j.subject.State.Facts(j.subject.Before))
	}
	return j.before
}

// wasShown tells whether the earlier version asked for an answer that is gone.
func (j *judge) wasShown(place string) bool {
	return j.from.Form.Unconditional(place) || j.earlier().Visible(place)
}

// wasHidden tells whether the earlier version hid an answer too, itself or with what it stands in.
func (j *judge) wasHidden(place string) bool {
	for _, hidden := range j.earlier().Hidden() {
		twin := j.carrier.Place(hidden)
		if twin == place || twin != "" && strings.HasPrefix(place, twin+"/") {
			return true
		}
	}
	return false
}

// owed finds what the applicant would have to answer that was well before.
func (j *judge) owed(after *form.State) {
	now := severe(j.carrier.Problems(j.ctx, after.For(form.Applicant)))
	known := map[string]bool{}
	if slices.ContainsFunc(now, func(v fault.Violation) bool { return j.carrier.Known(v.Path) }) {
		for _, v := range severe(j.from.Form.Validate(j.ctx, j.earlier().For(form.Applicant))) {
			known[j.carrier.Place(v.Path)+" "+v.Key] = true
		}
	}
	for _, v := range now {
		if known[v.Path+" "+v.Key] {
			continue
		}
		why := FieldInvalid
		if v.Key == "empty" {
			why = FieldOwed
		}
		j.asks = append(j.asks, Reason{why, form.Path(v.Path)})
		if place := j.fieldPlace(v.Path); place != "" && !slices.Contains(j.out.Asked, place) {
			j.out.Asked = append(j.out.Asked, place)
		}
	}
}

func severe(found []fault.Violation) []fault.Violation {
	return slices.DeleteFunc(found, func(v fault.Violation) bool { return v.Severity == "warn" })
}

// fieldPlace is where the applicant gives what a violation is about: parts of an answer are no fields, and in a group that
// is not there yet nothing can be set.
func (j *judge) fieldPlace(place string) string {
	found := ""
	for ; place != ""; place = place[:strings.LastIndexByte(place, '/')] {
		_, known := j.to.Form.FieldAt(place)
		_, stands := submission.Get(j.out.Answers, place)
		switch {
		case known && found == "", known && !stands && !isRow(place):
			found = place
		case stands:
			return found
		}
	}
	return found
}

func isRow(place string) bool {
	token := place[strings.LastIndexByte(place, '/')+1:]
	return token != "" && token[0] >= '0' && token[0] <= '9'
}

// ways finds what can happen to the case otherwise than before.
func (j *judge) ways(lostFacts bool) {
	route := j.routes[j.subject.State.Stage]
	j.reroutes = append(j.reroutes, route.reasons...)
	_, known := j.to.Pipeline.Stage(j.subject.State.Stage)
	j.out.Stranded = !known
	for key, mark := range j.subject.State.Checks {
		if _, kept := j.adopted.Checks[key]; !kept && mark.Result == pipeline.Pending {
			j.reroutes = append(j.reroutes, Reason{CheckGone, key})
		}
	}
	if len(route.reasons) > 0 || !route.guarded && !(lostFacts && route.conditional) {
		return
	}
	was := cases.Ways(j.ctx, j.from.Pipeline, j.subject.State, j.facts(j.subject.Answers, j.subject.Before))
	is := cases.Ways(j.ctx, j.to.Pipeline, j.adopted, j.facts(j.out.Answers, j.subject.After))
	for _, way := range append(slices.Clone(was), is...) {
		if slices.Contains(was, way) != slices.Contains(is, way) {
			key, _, _ := strings.Cut(way, "/")
			j.reroutes = append(j.reroutes, Reason{WayDecides, key})
		}
	}
}

func (j *judge) facts(answers, previous map[string]any) cases.Facts {
	return cases.Facts{
		Answers: answers, Previous: previous, Now: j.subject.Now, Location: j.subject.Location, Calendar: j.subject.Calendar,
	}
}

func (j *judge) askable() bool {
	stage, ok := j.to.Pipeline.Stage(j.subject.State.Stage)
	if !ok || len(j.out.Asked) == 0 {
		return ok
	}
	return stage.Answers == "open" || cases.Asks(j.ctx, j.to.Pipeline, j.adopted, j.facts(j.out.Answers, j.subject.After))
}

func (j *judge) settle() {
	slices.Sort(j.out.Lost)
	j.out.Bucket = Untouched
	for _, found := range []struct {
		bucket  Bucket
		reasons []Reason
	}{{Reroutes, j.reroutes}, {Loses, j.loses}, {Asks, j.asks}} {
		if len(found.reasons) > 0 {
			j.out.Bucket, j.out.Reasons = found.bucket, once(found.reasons)
			return
		}
	}
}

func once(reasons []Reason) []Reason {
	slices.SortFunc(reasons, func(a, b Reason) int {
		return strings.Compare(a.Kind+" "+a.Name, b.Kind+" "+b.Name)
	})
	return slices.Compact(reasons)
}

// Fate is what a choice does with a case that was judged.
type Fate struct {
	Moves bool
	Stuck bool     // it was to be moved, and cannot be
	Stage string   // where it goes on, when that is not where it stands
	Items []string // requested of the applicant
}

// Fate says what becomes of a case: its bucket's choice, as far as that can be done. stage is of staff, for cases that are
// handed over.
func (p *Pair) Fate(at string, v Verdict, choices Choices, stage string) Fate {
	choice := choices.Of(v.Bucket)
	here, known := p.to.Pipeline.Stage(at)
	switch {
	case choice == Keep:
		return Fate{}
	case choice == Staff && known && here.Kind == pipeline.Staff:
		return Fate{Moves: true}
	case choice == Staff:
		there, ok := p.to.Pipeline.Stage(stage)
		if !ok || there.Kind != pipeline.Staff {
			return Fate{Stuck: true}
		}
		return Fate{Moves: true, Stage: stage}
	case v.Stranded || choice == Ask && !v.Askable:
		return Fate{Stuck: true}
	case choice == Ask && here.Answers != "open":
		return Fate{Moves: true, Items: v.Asked}
	}
	return Fate{Moves: true}
}
