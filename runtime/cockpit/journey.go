// Package cockpit counts what becomes of cases: which steps of their pipeline and form they come to, how long they stay,
// where they stop, and what staff do about them.
//
// It gives the facts of one case (a Journey, folded from its events), what they add to the summaries (a Tally), and what
// can be asked of the summaries (Reader). It decides nothing about a case, and no answer of a person ever comes here.
package cockpit

import (
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/schemas/event"
)

// The kinds of step that a case comes to.
const (
	Stage = "stage"
	Page  = "page" // of the form, until it is handed in for the first time
)

// What became of a case at a step.
const (
	There = "there" // it stands there
	Gone  = "gone"  // it went on
	Ended = "ended" // it was removed, or lapsed, while it stood there
)

// Whether the service level of a stage was kept, once a case has left it.
const (
	Met    = "met"
	Missed = "missed"
)

// CheckAnswers is the page on which an applicant looks at all answers before handing them in.
const CheckAnswers = "check"

// Journey is where a case began, and the steps that it came to.
type Journey struct {
	Tenant, Case, Pipeline string
	Day                    string // on which it began, in the tenant's zone: YYYY-MM-DD
	StartedAt              time.Time
	Channel                string
	Locale                 string // in which it began
	Device                 string // "phone" or "desktop"; "" when nobody knows
	Submitted              bool   // the form was handed in once: pages count no more
	Steps                  []Step
}

// Step is one stage or page that a case came to, however often.
type Step struct {
	Kind, Key string
	EnteredAt time.Time  // for the first time
	SinceAt   time.Time  // for the last time
	Fate      string     // There, Gone or Ended
	Seconds   int64      // of all stays that are over
	Level     string     // Met or Missed of the stays that are over; "" where there was none to keep
	LevelAt   *time.Time // when the service level of this stay ends
}

// Fold is a journey that goes on with what happened.
type Fold struct {
	Journey Journey
	// Level says until when a case that enters a stage should have left it; nil for never.
	Level func(stage string, at time.Time) *time.Time
	// Lapsed tells whether cases come to a stage because nobody went on with them; nil for none.
	Lapsed func(stage string) bool
}

// Add takes in events, oldest first. Those that move nothing are passed over.
func (f *Fold) Add(events ...event.Event) {
	f.Journey.Steps = slices.Clone(f.Journey.Steps)
	for _, e := range events {
		switch e.Name {
		case "case.moved":
			f.move(text(e, "from"), text(e, "to"), e.At)
		case "page.passed":
			f.pass(text(e, "page"), text(e, "next"), e.At)
		case "submission.saved":
			if e.Actor.Kind == "applicant" {
				f.enter(Page, text(e, "page"), e.At)
			}
		case "submission.submitted":
			f.close(Gone, e.At)
			f.Journey.Submitted = true
		}
	}
}

// Open enters the first page of the form, where an applicant begins.
func (f *Fold) Open(page string) { f.enter(Page, page, f.Journey.StartedAt) }

// End says that the case was removed: it stands nowhere any more.
func (f *Fold) End(at time.Time) {
	f.close(Ended, at)
	for i := range f.Journey.Steps {
		f.leave(&f.Journey.Steps[i], Ended, at)
	}
}

func (f *Fold) move(from, to string, at time.Time) {
	if from == to {
		return
	}
	fate := Gone
	if to == "" || f.Lapsed != nil && f.Lapsed(to) {
		fate = Ended
		f.close(Ended, at)
	}
	if s := f.step(Stage, from); s != nil {
		f.leave(s, fate, at)
	}
	if to != "" {
		f.enter(Stage, to, at)
	}
}

func (f *Fold) pass(page, next string, at time.Time) {
	if f.Journey.Submitted {
		return
	}
	f.enter(Page, page, at)
	f.leave(f.step(Page, page), Gone, at)
	f.enter(Page, next, at)
}

// close ends all pages.
func (f *Fold) close(fate string, at time.Time) {
	for i := range f.Journey.Steps {
		if s := &f.Journey.Steps[i]; s.Kind == Page {
			f.leave(s, fate, at)
		}
	}
}

func (f *Fold) enter(kind, key string, at time.Time) {
	if key == "" || kind == Page && f.Journey.Submitted {
		return
	}
	s := f.step(kind, key)
	switch {
	case s == nil:
		if kind == Page {
			f.close(Gone, at) // an applicant is on one page
		}
		f.Journey.Steps = append(f.Journey.Steps, Step{Kind: kind, Key: key, EnteredAt: at})
		s = &f.Journey.Steps[len(f.Journey.Steps)-1]
	case s.Fate == There, kind == Page && f.somewhere(): // who has passed a page and looks at it again has passed it
		return
	}
	s.SinceAt, s.Fate, s.LevelAt = at, There, nil
	if kind == Stage && f.Level != nil {
		s.LevelAt = f.Level(key, at)
	}
}

func (f *Fold) leave(s *Step, fate string, at time.Time) {
	if s.Fate != There {
		return
	}
	s.Fate = fate
	s.Seconds += max(0, int64(at.Sub(s.SinceAt)/time.Second))
	if s.LevelAt == nil {
		return
	}
	if at.After(*s.LevelAt) {
		s.Level = Missed
	} else if s.Level == "" {
		s.Level = Met
	}
	s.LevelAt = nil
}

// somewhere tells whether the applicant is on a page.
func (f *Fold) somewhere() bool {
	return slices.ContainsFunc(f.Journey.Steps, func(s Step) bool { return s.Kind == Page && s.Fate == There })
}

func (f *Fold) step(kind, key string) *Step {
	i := slices.IndexFunc(f.Journey.Steps, func(s Step) bool { return s.Kind == kind && s.Key == key })
	if i < 0 {
		return nil
	}
	return &f.Journey.Steps[i]
}

// Moves tells whether events change the journey of a case.
func Moves(events []event.Event) bool {
	return slices.ContainsFunc(events, func(e event.Event) bool {
		switch e.Name {
		case "case.moved", "page.passed", "submission.saved", "submission.submitted", "case.erased":
			return true
		}
		return false
	})
}

func text(e event.Event, key string) string {
	s, _ := e.Data[key].(string)
	return s
}

// DeviceOf tells a phone from a desktop by what its browser says of itself.
func DeviceOf(agent string) string {
	switch {
	case agent == "":
		return ""
	case strings.Contains(agent, "Mobi"), strings.Contains(agent, "Android"), strings.Contains(agent, "iPhone"):
		return "phone"
	}
	return "desktop"
}
