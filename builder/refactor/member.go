package refactor

import (
	"slices"
	"strconv"

	"github.com/esteira/esteira/schemas/fault"
)

// lists are where the parts of a pipeline stand.
var lists = map[string]string{
	"stage": "stages", "check": "checks", "message": "messages", "reason": "reasons", "attribute": "attributes", "score": "scores",
}

// members changes the parts of a pipeline themselves, and returns the transitions that go or lead elsewhere with a stage.
func (c Change) members(top *node) ([]Use, error) {
	name, m := lists[c.Part], mender{change: c}
	for _, from := range c.From {
		list := top.get(name)
		at := memberAt(list, from)
		if at < 0 {
			return nil, fault.New(fault.NotFound, "refactor.no_such_part").With("name", from)
		}
		if c.Do == "rename" {
			if memberAt(list, c.To) >= 0 {
				return nil, fault.New(fault.Conflict, "refactor.key_taken").With("key", c.To)
			}
			list.members[at].set("key", textNode(c.To))
			continue
		}
		if c.Part == "stage" {
			m.bridge(top, from)
		}
		if list.remove(at); len(list.members) == 0 && c.Part != "stage" {
			top.set(name, nil)
		}
	}
	return m.uses, nil
}

func memberAt(list *node, key string) int {
	if list == nil {
		return -1
	}
	return slices.IndexFunc(list.members, func(m *node) bool { return m.says("key") == key })
}

// bridge takes the transitions of a stage away that goes. When all that lead on from it lead to one place, what led to the
// stage leads there; what would lead back to where it comes from, or from outside to outside, goes too. The browser does the
// same: schemas/testdata/bridges.
func (m *mender) bridge(top *node, stage string) {
	transitions := top.get("transitions")
	if transitions == nil {
		return
	}
	target, ways := onward(transitions, stage)
	isGone := func(t *node) bool {
		from := t.says("from")
		return from == stage || t.says("to") == stage && (ways != 1 || from == target)
	}
	for i, t := range transitions.members {
		end := "to"
		if t.says("from") == stage {
			end = "from"
		}
		if t.says(end) != stage {
			continue
		}
		at := spot{node: t, pointer: "/transitions/" + strconv.Itoa(i), above: []*node{top, transitions}}.down(end, t.get(end))
		if isGone(t) {
			m.note(at, stage, "", Dropped)
			continue
		}
		t.set("to", textNode(target))
		m.note(at, stage, target, Changed)
	}
	transitions.members = slices.DeleteFunc(transitions.members, isGone)
}

// onward is where the transitions of a stage lead on, and to how many places.
func onward(transitions *node, stage string) (target string, ways int) {
	for _, t := range transitions.members {
		to := t.says("to")
		if t.says("from") != stage || to == stage || ways > 0 && to == target {
			continue
		}
		target = to
		ways++
	}
	return target, ways
}
