package audit

import (
	"time"

	"github.com/esteira/esteira/schemas/event"
)

// Row is the end of a chain as the row of its case names it, and what that row says which the chain must bear out. The
// chain of the administration has the end alone.
type Row struct {
	Head
	Stage     string // "" once the case is removed
	Version   string // of its pipeline
	Assignee  string
	EnteredAt time.Time // when it came to its stage
}

// replay is what the events of a chain come to, as far as they tell.
type replay struct {
	row    Row
	moved  bool // a chain that tells of no move tells nothing of where the case stands
	passed bool // it went on since it was given to somebody, who may have lost it by that
	gone   bool // it was ended without a move: by its applicant, an operator, or at the end of its time
}

// replayed goes over the chain of a case up to the end that its row names.
func replayed(chain []event.Event) replay {
	var r replay
	for _, e := range chain {
		r.event(e)
	}
	return r
}

func (r *replay) event(e event.Event) {
	word := func(key string) string { s, _ := e.Data[key].(string); return s }
	switch e.Name {
	case "case.moved":
		r.move(word("to"), e.At)
	case "case.migrated":
		r.row.Version, r.passed = word("version"), true
	case "case.claimed", "case.taken_over":
		r.row.Assignee, r.passed = e.Actor.ID, false
	case "case.assigned":
		r.row.Assignee, r.passed = word("member"), false
	case "case.released":
		r.row.Assignee = ""
	case "case.erased", "case.kept":
		r.gone = true
	}
}

func (r *replay) move(to string, at time.Time) {
	if r.moved && to == r.row.Stage {
		return
	}
	r.row.Stage, r.row.EnteredAt = to, at
	r.moved, r.passed = true, true
}

// differs returns the column in which a row is not what its chain comes to, "" when there is none.
func (r *replay) differs(row Row) string {
	ended := r.gone && row.Stage == ""
	switch {
	case r.row.Version != "" && row.Version != r.row.Version:
		return "version_id"
	case !r.moved:
		return ""
	case row.Stage != r.row.Stage && !ended:
		return "stage"
	case !row.EnteredAt.Equal(r.row.EnteredAt) && !ended:
		return "entered_at"
	case row.Assignee != r.row.Assignee && (row.Assignee != "" || !r.passed):
		return "assignee"
	}
	return ""
}
