package conveyor

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/runtime/queue"
)

// Fields are the paths of the answers that the columns show.
func (v QueueView) Fields() []string {
	var paths []string
	for _, c := range v.Columns {
		if path, ok := strings.CutPrefix(c.Key, answerColumn); ok {
			paths = append(paths, path)
		}
	}
	return paths
}

// Indexed are the names under which what the columns show is indexed.
func (v QueueView) Indexed() []string {
	var names []string
	for _, c := range v.Columns {
		if name := queue.IndexOf(c.Key); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// Tells says whether a column of the queue holds something for the member, even where it has no order and no filter.
func (v QueueView) Tells(column string) bool {
	_, own := builtIn[column]
	return v.Column(column) != "" || own && !v.withheld[column]
}

// May says whether a column of the queue may be filtered by with an operator.
func (v QueueView) May(column, operator string) bool {
	if v.Column(column) == "" {
		return false
	}
	return !v.masked(column) || operator == "=" || operator == "in" || operator == "isEmpty"
}

// Findable says whether cases may be searched for by who they are about. Where the member may not read the name, the
// address or the identity, that a search finds a case would tell it.
func (v QueueView) Findable() bool {
	return !v.withheld["name"] && !v.withheld["email"] && !v.withheld["identity"]
}

func (v QueueView) masked(column string) bool {
	found, _ := v.column(column)
	return column == "identity" || found.Masked
}

// column finds a column among those of the queue and those beside them.
func (v QueueView) column(key string) (Column, bool) {
	for _, list := range [][]Column{v.Columns, v.More} {
		if i := slices.IndexFunc(list, func(c Column) bool { return c.Key == key }); i >= 0 {
			return list[i], true
		}
	}
	return Column{}, false
}

// Sortable returns the sort of a query for a column with an optional minus before it, "" when the queue cannot be
// sorted by it.
func (v QueueView) Sortable(sort string) string {
	column, descending := strings.CutPrefix(sort, "-")
	name := v.Column(column)
	if v.masked(column) {
		return ""
	}
	if name == "" || !descending {
		return name
	}
	return "-" + name
}
