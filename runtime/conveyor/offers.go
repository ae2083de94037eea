package conveyor

import (
	"slices"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/fault"
)

// offers says what the member may do beside the verbs of the pipeline. What is drawn for a case is drawn from here, so each
// line asks exactly what its verb asks when it is done.
func (b *dossier) offers(v *StaffView) {
	for _, verb := range []string{"claim", "assign", "tick", "assist"} {
		v.offer(verb, b.allowed(b.stageObject(), verb), nil)
	}
	v.offer("judge", b.allowed(b.stageObject(), "judge"), b.taken)
	v.offer("reply", b.allowed(b.stageObject(), "reply"), b.removed("thread.closed"))
	notes := b.allowed(b.stageObject(), "note")
	for _, group := range b.line.Form.Groups() {
		reads := b.reads(group) // nobody reveals, writes or speaks of what they could not read
		v.offer("note/"+group, notes && reads, nil)
		v.offer("reveal/"+group, reads && b.allowed(b.groupObject(group), "reveal"), nil)
		v.offer("write/"+group, reads && b.allowed(b.groupObject(group), "write"), b.closed())
	}
	mends := slices.ContainsFunc(v.Options, func(o cases.Option) bool { return o.Verb == "mend" && o.Now })
	for _, page := range b.line.Form.Form().Pages {
		if page.StaffOnly {
			v.offer("page/"+page.Key, b.mayWriteAll(page.Fields, "") == nil, b.closed())
		}
		for _, f := range page.Fields {
			if mends && mendable(f) && b.reads(f.Group) && b.allowed(b.groupObject(f.Group), "write") {
				v.Mendable = append(v.Mendable, f.Key)
			}
		}
	}
}

// offer adds a word where the policies allow it, or why the case stands in its way.
func (v *StaffView) offer(word string, allowed bool, why *fault.Fault) {
	switch {
	case !allowed:
	case why == nil:
		v.May = append(v.May, word)
	case v.WhyNot == nil:
		v.WhyNot = map[string]*fault.Fault{word: why}
	default:
		v.WhyNot[word] = why
	}
}

// removed is a fault when what the case held was removed.
func (b *dossier) removed(key string) *fault.Fault {
	if b.rec.State.Removed {
		return fault.New(fault.Conflict, key)
	}
	return nil
}

// closed is why nobody writes answers of the case now.
func (b *dossier) closed() *fault.Fault {
	if b.taken != nil {
		return b.taken
	}
	return b.removed("submission.closed")
}

// mendable tells whether a member may put an answer to a field right: what stands by itself, and is not the word or the
// hand of the applicant.
func mendable(f field.Field) bool {
	own := []string{"statement", "computed", "file", "image", "signature", "consent"}
	return len(f.Fields) == 0 && f.Formula == nil && !slices.Contains(own, f.Type)
}

// closeHollow takes away the acts for which the member reads nothing that they could give: no reason, nothing to ask for.
func (v *StaffView) closeHollow() {
	for i, o := range v.Options {
		var why *fault.Fault
		switch {
		case !o.Now:
		case o.Verb == "request" && len(v.Requestable) == 0:
			why = fault.New(fault.Conflict, "request.nothing")
		case o.Verb == "mend" && len(v.Mendable) == 0:
			why = fault.New(fault.Conflict, "mend.nothing")
		case o.Demands != nil && o.Demands.Reason && !slices.ContainsFunc(v.Reasons, func(r pipeline.Reason) bool { return slices.Contains(r.For, o.Verb) }):
			why = fault.New(fault.Conflict, "case.reason_none")
		}
		if why != nil {
			v.Options[i].Now, v.Options[i].Why = false, why
		}
	}
}
