package form

import (
	"github.com/esteira/esteira/builder/rule"
)

// View is what a form is looked at with.
type View struct {
	Answers  map[string]any // as Clean returns them
	Facts    map[string]any // previous, checks, case
	Today    string         // "YYYY-MM-DD" in the tenant's zone
	Audience string         // Applicant or Staff
	// Watch is told what each condition and check came to, by its program; nil tells nobody.
	Watch func(*rule.Program, bool)
}

// State is a form with answers: what is seen, owed and worked out. Places are JSON Pointers into the answers
// (/owners/0/share). It is for one goroutine.
type State struct {
	form    *Compiled
	view    View
	root    map[string]any // visible answers, with the facts beside them
	pages   []bool
	places  []place
	starts  []int32 // places of node i are byNode[starts[i]:starts[i+1]]
	byNode  []int32
	index   map[string]int32
	errors  []error
	dropped []string
}

// place is one field in one row.
type place struct {
	node     *node
	pointer  string
	above    int32          // the place of its container, or noField
	in       map[string]any // where its answer stands
	rows     []map[string]any
	raw      any  // the answer as given; of a container, what is handed on when it is visible
	given    bool // something was answered, visible or not
	shown    bool
	required bool
	// misshapen is a container whose answer is none: its members have no place.
	misshapen bool
}

// For is the same state as another audience sees it: what is shown, owed and worked out does not depend on who looks.
func (s *State) For(audience string) *State {
	if s.view.Audience == audience {
		return s
	}
	other := *s
	other.view.Audience = audience
	return &other
}

// Errors are the rules by hand that failed, for the log. A condition that fails is false; a check that fails is met.
func (s *State) Errors() []error { return s.errors }

// Visible tells whether a place is shown to the audience.
func (s *State) Visible(pointer string) bool {
	p := s.find(pointer)
	return p != nil && s.sees(p)
}

// Required tells whether an answer is owed at a place that is visible.
func (s *State) Required(pointer string) bool {
	p := s.find(pointer)
	return p != nil && s.sees(p) && p.required
}

// Pages lists the keys of the pages that show a field to the audience, in order.
func (s *State) Pages() []string {
	var keys []string
	last := noField
	for i := range s.places {
		p := &s.places[i]
		if p.node.page != last && s.sees(p) {
			last = p.node.page
			keys = append(keys, s.form.tree.form.Pages[last].Key)
		}
	}
	return keys
}

// VisiblePlaces lists the places that are shown to the audience, in the order of asking.
func (s *State) VisiblePlaces() []string {
	var found []string
	for i := range s.places {
		if p := &s.places[i]; s.sees(p) {
			found = append(found, p.pointer)
		}
	}
	return found
}

// Answers returns a copy of the visible answers, with computed values filled in. Groups without an answer are left out.
func (s *State) Answers() map[string]any {
	answers := make(map[string]any, len(s.root))
	for _, page := range s.form.tree.roots {
		copyAnswers(answers, page, s.root)
	}
	return answers
}

func copyAnswers(to map[string]any, nodes []*node, from map[string]any) {
	for _, n := range nodes {
		value := from[n.field.Key]
		if n.container() {
			value = copyContainer(n, value)
		}
		if !empty(value) {
			to[n.field.Key] = value
		}
	}
}

func copyContainer(n *node, value any) any {
	switch live := value.(type) {
	case map[string]any:
		if !n.repeats() {
			return copyMembers(n, live)
		}
	case []any:
		if n.repeats() {
			return copyRows(n, live)
		}
	}
	return value // of the wrong shape, for Validate to name
}

func copyMembers(n *node, live map[string]any) any {
	members := make(map[string]any, len(live))
	copyAnswers(members, n.children, live)
	return members
}

func copyRows(n *node, live []any) any {
	rows := make([]any, len(live))
	for i, item := range live {
		rows[i] = item
		if row, ok := item.(map[string]any); ok {
			rows[i] = copyMembers(n, row)
		}
	}
	return rows
}

// Prune returns the visible answers, and the places whose answer is dropped because a rule hides them: what is not
// asked is not kept (LGPD, minimisation). Answers for staff only are kept, whoever looks.
func Prune(s *State) (answers map[string]any, dropped []string) { return s.Answers(), s.dropped }

// sees tells whether the audience sees a place.
func (s *State) sees(p *place) bool {
	return p.shown && !(p.node.staff && s.view.Audience == Applicant)
}

func (s *State) find(pointer string) *place {
	if s.index == nil {
		s.index = make(map[string]int32, len(s.places))
		for i := range s.places {
			s.index[s.places[i].pointer] = int32(i)
		}
	}
	i, ok := s.index[pointer]
	if !ok {
		return nil
	}
	return &s.places[i]
}

// value is the visible answer of a place.
func (p *place) value() any { return p.in[p.node.field.Key] }

func (s *State) data(rows []map[string]any) rule.Data {
	return rule.Data{Root: s.root, Rows: rows, Today: s.view.Today}
}
