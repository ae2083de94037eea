package pipeline

import (
	"slices"

	"github.com/esteira/esteira/schemas"
)

// Read is a rule of the form, or of the checklist, that depends on what a check came to: the applicant is not asked for
// what a source has said already.
type Read struct {
	Check string
	From  string       // "form" or "checklist"
	Label schemas.Text // of what the rule decides about
	Paths []string     // of the answers that it decides about
	Staff bool         // the applicant sees nothing of it
}

// spared wants what spares applicants answers to be a check of this pipeline, one of whose result they may learn, and one
// that was asked when it matters.
func (w prover) spared() {
	for _, read := range w.reads {
		i := slices.IndexFunc(w.l.p.Checks, func(c Check) bool { return c.Key == read.Check })
		ps := params{"check": read.Check, "checkName": schemas.Text{"und": read.Check}, "place": read.Label}
		if i < 0 {
			w.l.fail("/"+read.From, "read_unknown_check", ps)
			continue
		}
		c := w.l.p.Checks[i]
		ps["checkName"] = c.Title
		switch {
		case read.Staff:
		case c.Group != "" && c.Group != "general":
			w.l.fail("/"+read.From, "read_withheld_check", ps)
		case !c.Early:
			w.l.warn(at("checks", i, ""), "read_late_check", ps)
		case w.asks(c, read):
			w.l.warn(at("checks", i, "/fields"), "read_before_check", ps)
		}
	}
}

// asks tells whether a check judges an answer that is asked only after one that it may spare.
func (w prover) asks(c Check, read Read) bool {
	first := slices.IndexFunc(w.asked, func(a Asked) bool { return slices.Contains(read.Paths, a.Path) })
	last := -1
	for i, a := range w.asked {
		if slices.Contains(c.Fields, a.Path) {
			last = i
		}
	}
	return first >= 0 && first < last
}
