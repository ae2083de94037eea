// Package standing says how each item of a checklist stands for its applicant: a pure function of the list and of what
// is known of the case. It reads no answers itself, and decides nothing.
package standing

import (
	"slices"
	"time"

	"github.com/esteira/esteira/builder/checklist"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
)

// The states of an item. The first four are owed by the applicant, the next two by the staff.
const (
	ToDo     = "todo"     // not yet started
	Started  = "started"  // some of it is answered
	Blocked  = "blocked"  // others have to be done before
	Problem  = "problem"  // something of it has to be put right
	Checking = "checking" // handed in; staff look at it
	Ours     = "ours"     // work of the staff
	Done     = "done"
)

// Facts are what is known of a case.
type Facts struct {
	Given     map[string]Given // by key of the item
	Needless  map[string]bool  // items whose rule does not hold
	Marked    map[string]bool  // items that somebody called done
	Mode      string           // which answers the applicant may change: open, requested or closed
	Turn      string           // whose turn it is: applicant, automatic, staff or end
	Outcome   string           // of the case, "" while it has none
	Submitted bool             // all was handed in
	Token     string           // state of the latest link to sign, "" for none
	StartedAt time.Time
	Now       time.Time
	Zone      *time.Location
}

// Given is what an applicant gave for one item, counted over the places of the form that it covers.
type Given struct {
	Visible  int      // places that are asked
	Owed     int      // of these, required and not answered
	Answered int      // of these, answered
	Wrong    int      // of these, answered and wrong
	Asked    int      // open requests
	Files    int      // documents that were given
	Accepted int      // of these, accepted
	Again    int      // places at which all documents were refused
	Seen     bool     // the applicant went on from every page that asks for them
	Late     bool     // a document may be given though the answers are closed
	Pages    []string // keys of the pages that ask for them, in order
	Page     string   // key of the first that has something to do, else of the first of all
}

// Item is one item as it stands.
type Item struct {
	Key, Kind   string
	Title, Hint schemas.Text
	Heading     schemas.Text // above it and the items around it; nil before the first
	State       string
	Waits       []schemas.Text // titles of the items that have to be done before, where it is blocked
	DueAt       *time.Time     // nil when it is done, or never due
	Overdue     bool
	CanOpen     bool // the applicant can do something about it now
	CanMark     bool // the applicant can call it done
	Marked      bool
	Pages       []string
	Page        string
}

// Of returns the items of a list that concern the applicant, in their order.
func Of(list checklist.Checklist, f Facts) []Item {
	s := sheet{list: list, facts: f, known: map[string]string{}}
	out := []Item{}
	var heading schemas.Text
	for _, item := range list.Items {
		if len(item.Heading) > 0 {
			heading = item.Heading
		}
		if s.concerns(item) {
			one := s.stand(item)
			one.Heading = heading
			out = append(out, one)
		}
	}
	return out
}

// Count says how many items are done, and how many there are.
func Count(items []Item) (done, all int) {
	for _, item := range items {
		if item.State == Done {
			done++
		}
	}
	return done, len(items)
}

// sheet works the states out, each once.
type sheet struct {
	list  checklist.Checklist
	facts Facts
	known map[string]string // states by key; "" while one is being worked out
}

// concerns tells whether an item is on the applicant's list at all.
func (s *sheet) concerns(item checklist.Item) bool {
	if s.facts.Needless[item.Key] {
		return false
	}
	return len(item.Fields) == 0 || s.facts.Given[item.Key].Visible > 0 || item.Kind == "signature"
}

func (s *sheet) stand(item checklist.Item) Item {
	given, state := s.facts.Given[item.Key], s.state(item)
	out := Item{
		Key: item.Key, Kind: item.Kind, Title: item.Title, Hint: item.Hint, State: state, Marked: s.facts.Marked[item.Key],
		Pages: given.Pages, Page: given.Page,
	}
	if state == Blocked {
		out.Waits = s.waits(item)
	}
	out.CanOpen, out.CanMark = s.canOpen(item, state), s.canMark(item, state)
	if due, err := pipeline.ParseDuration(item.Due); item.Due != "" && err == nil && owed(state) && s.facts.Outcome == "" {
		at := due.Add(s.facts.StartedAt, s.facts.Zone)
		out.DueAt, out.Overdue = &at, at.Before(s.facts.Now)
	}
	return out
}

func owed(state string) bool {
	return slices.Contains([]string{ToDo, Started, Blocked, Problem}, state)
}

// canOpen tells whether there are questions of the item that the applicant may answer where the case stands.
func (s *sheet) canOpen(item checklist.Item, state string) bool {
	given := s.facts.Given[item.Key]
	if state == Blocked || item.Kind == "staffTask" || given.Visible == 0 {
		return false
	}
	switch s.facts.Mode {
	case "open":
		return true
	case "requested":
		return given.Asked > 0
	}
	return given.Late
}

// canMark tells whether the applicant may say that an item without questions is done.
func (s *sheet) canMark(item checklist.Item, state string) bool {
	return item.Kind == "reading" && len(item.Fields) == 0 && s.facts.Outcome == "" && (state == ToDo || state == Started)
}

// waits are the titles of what has to be done before.
func (s *sheet) waits(item checklist.Item) []schemas.Text {
	var out []schemas.Text
	for _, key := range item.After {
		if before, ok := s.item(key); ok && s.stops(before) {
			out = append(out, before.Title)
		}
	}
	return out
}

func (s *sheet) item(key string) (checklist.Item, bool) {
	i := slices.IndexFunc(s.list.Items, func(item checklist.Item) bool { return item.Key == key })
	if i < 0 {
		return checklist.Item{}, false
	}
	return s.list.Items[i], true
}

// stops tells whether others have to wait for an item.
func (s *sheet) stops(item checklist.Item) bool {
	return s.concerns(item) && owed(s.state(item))
}

// state works out how an item stands. Items that wait for each other, which lint refuses, stop nobody.
func (s *sheet) state(item checklist.Item) string {
	state, begun := s.known[item.Key]
	if begun {
		return state
	}
	s.known[item.Key] = ""
	state = s.work(item)
	s.known[item.Key] = state
	return state
}

func (s *sheet) work(item checklist.Item) string {
	switch {
	case s.facts.Outcome == "completed":
		return Done
	case item.Kind == "staffTask":
		return or(s.facts.Marked[item.Key], Done, Ours)
	case item.Kind == "signature":
		return s.signature(item)
	case len(item.Fields) == 0:
		return s.bare(item)
	}
	return s.answers(item)
}

// signature is done by the link that was sent. What the form asks for it beside that comes first.
func (s *sheet) signature(item checklist.Item) string {
	given := s.facts.Given[item.Key]
	switch {
	case s.facts.Token == "used":
		return Done
	case slices.Contains([]string{"created", "sent", "opened"}, s.facts.Token):
		return ToDo
	case given.Owed > 0 || given.Wrong > 0 || given.Asked > 0:
		return s.answers(item)
	case s.facts.Submitted && s.facts.Mode == "closed":
		return Checking
	}
	return Blocked
}

// bare is an item without questions: a text to read, a payment, a document that is handed in on paper.
func (s *sheet) bare(item checklist.Item) string {
	switch {
	case s.facts.Marked[item.Key]:
		return Done
	case s.blocked(item):
		return Blocked
	}
	return ToDo
}

// answers is an item that is done by answering.
func (s *sheet) answers(item checklist.Item) string {
	given := s.facts.Given[item.Key]
	isClosed := s.facts.Mode == "closed"
	switch {
	case given.Asked > 0, given.Again > 0, given.Wrong > 0 && !isClosed:
		return Problem
	case given.Owed == 0 && (given.Answered > 0 || given.Seen):
		return or(s.looked(item), Checking, Done)
	case given.Answered > 0:
		return Started
	case s.blocked(item):
		return Blocked
	}
	return ToDo
}

// looked tells whether staff still have to look at the documents of an item that was handed in.
func (s *sheet) looked(item checklist.Item) bool {
	given := s.facts.Given[item.Key]
	isTheirTurn := s.facts.Turn == "staff" || s.facts.Turn == "automatic"
	return item.Kind == "document" && s.facts.Submitted && isTheirTurn && given.Accepted < given.Files
}

func (s *sheet) blocked(item checklist.Item) bool {
	for _, key := range item.After {
		if before, ok := s.item(key); ok && s.stops(before) {
			return true
		}
	}
	return false
}

func or(holds bool, yes, no string) string {
	if holds {
		return yes
	}
	return no
}
