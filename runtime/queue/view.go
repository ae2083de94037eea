package queue

import (
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// View is a way to look at a queue that somebody saved: theirs alone, or shared with roles.
type View struct {
	ID        string
	Tenant    string
	Queue     string
	Name      string
	Owner     string   // member id
	Roles     []string // whom it is shared with; "*" is everybody who sees the queue
	Look      Look
	Revision  int64 // grows by one with each change
	UpdatedAt time.Time
}

// Look is what of a queue is shown, in the words of its address.
type Look struct {
	Search  string   `json:"search,omitempty"`
	Sort    string   `json:"sort,omitempty"`
	Filters []string `json:"filters,omitempty"` // column:operator:value
	Columns []Shown  `json:"columns,omitempty"` // in their order; none are those of the queue
}

// Shown is a column of a view. Width is in CSS pixels, 0 as wide as it needs.
type Shown struct {
	Key   string `json:"key"`
	Width int    `json:"width,omitempty"`
}

// Everybody stands among the roles of a view for whoever sees its queue.
const Everybody = "*"

// Bounds of a view.
const (
	maxViewName = 60
	maxFilters  = 20
	maxShown    = 40
	// MaxViews is how many views of a queue one member keeps.
	MaxViews = 50
)

// Check returns fault.Invalid for a view that nobody could use: without a name, or longer than a queue allows.
func (v View) Check() error {
	name := strings.TrimSpace(v.Name)
	switch {
	case name == "":
		return fault.New(fault.Invalid, "view.nameless").At(fault.Violation{Path: "/name", Key: "empty"})
	case len([]rune(name)) > maxViewName:
		return fault.New(fault.Invalid, "view.nameless").At(fault.Violation{Path: "/name", Key: "too_long", Params: map[string]any{"n": maxViewName}})
	case len(v.Look.Filters) > maxFilters || len(v.Look.Columns) > maxShown:
		return fault.New(fault.Invalid, "view.too_large")
	}
	return nil
}

// Shares says whether a view is there for somebody with these roles who is not its owner.
func (v View) Shares(roles []string) bool {
	return slices.ContainsFunc(v.Roles, func(r string) bool { return r == Everybody || slices.Contains(roles, r) })
}

// Rows are the saved views and the runs over many cases, inside one transaction of one tenant.
type Rows interface {
	// InsertView adds a view; fault.Conflict view.taken when its owner has one of this name in the queue.
	InsertView(v View) error
	// UpdateView writes a view whose stored revision is the given one less one; else fault.Stale. Returns fault.NotFound
	// when the tenant has no such view, fault.Conflict view.taken for a name that its owner has already.
	UpdateView(v View) error
	// DeleteView takes a view away, and from everybody whose default it was; fault.NotFound when there is none.
	DeleteView(id string) error
	// SavedView returns fault.NotFound when the tenant has no such view.
	SavedView(id string) (View, error)
	// SavedViews returns those of a queue that a member owns or that are shared, by name.
	SavedViews(queue, member string) ([]View, error)
	// DefaultView returns the id of the view that a member begins a queue with; "" for none.
	DefaultView(queue, member string) (string, error)
	// SetDefaultView says with which view a member begins a queue; "" takes it away.
	SetDefaultView(queue, member, view string) error

	// InsertRun adds a run with the cases that it is about.
	InsertRun(r Run, items []Item) error
	// Run locks and returns a run; fault.NotFound when the tenant has none such.
	Run(id string) (Run, error)
	// Runs returns those of a member, newest first, at most twenty.
	Runs(member string) ([]Run, error)
	// UpdateRun writes how a run stands; fault.NotFound when the tenant has none such.
	UpdateRun(r Run) error
	// RunItems returns the cases of a run in their order, from a position on; those in a state when one is given.
	RunItems(run string, state ItemState, from, limit int) ([]Item, error)
	// UpdateRunItem writes what became of a case that waited; it says false when it did not wait any more.
	UpdateRunItem(i Item) (bool, error)
	// TallyRun counts the cases of a run by what became of them.
	TallyRun(run string) (map[ItemState]int, error)
}
