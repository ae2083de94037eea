package refactor

import (
	"slices"

	"github.com/esteira/esteira/schemas/fault"
)

// lists are where the parts of a pipeline stand.
var lists = map[string]string{
	"stage": "stages", "check": "checks", "message": "messages", "reason": "reasons", "attribute": "attributes", "score": "scores",
}

// members changes the parts of a pipeline themselves.
func (c Change) members(top *node) error {
	name := lists[c.Part]
	for _, from := range c.From {
		list := top.get(name)
		at := memberAt(list, from)
		if at < 0 {
			return fault.New(fault.NotFound, "refactor.no_such_part").With("name", from)
		}
		if c.Do == "rename" {
			if memberAt(list, c.To) >= 0 {
				return fault.New(fault.Conflict, "refactor.key_taken").With("key", c.To)
			}
			list.members[at].set("key", textNode(c.To))
			continue
		}
		if c.Part == "stage" {
			bridge(top.get("transitions"), from)
		}
		if list.remove(at); len(list.members) == 0 && c.Part != "stage" {
			top.set(name, nil)
		}
	}
	return nil
}

func memberAt(list *node, key string) int {
	if list == nil {
		return -1
	}
	return slices.IndexFunc(list.members, func(m *node) bool { return m.says("key") == key })
}

// bridge takes the transitions of a stage away that goes. When all that lead on from it lead to one place, what led to the
// stage leads there; what would lead back to where it comes from, be that outside, goes too.
func bridge(transitions *node, stage string) {
	if transitions == nil {
		return
	}
	target, ways := "", 0
	for _, t := range transitions.members {
		to := t.says("to")
		if t.says("from") != stage || to == stage || ways > 0 && to == target {
			continue
		}
		target = to
		ways++
	}
	transitions.members = slices.DeleteFunc(transitions.members, func(t *node) bool {
		from, to := t.says("from"), t.says("to")
		return from == stage || to == stage && (ways != 1 || from == target)
	})
	for _, t := range transitions.members {
		if t.says("to") == stage {
			t.set("to", textNode(target))
		}
	}
}
