package conveyor

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
)

// factColumn begins the column of an attribute of the case.
const factColumn = "case."

// shownFacts are the attributes that a queue of the pipeline shows, each once.
func shownFacts(p pipeline.Pipeline) []string {
	var keys []string
	for _, s := range p.Stages {
		if s.Queue == nil {
			continue
		}
		for _, column := range s.Queue.Columns {
			if key, ok := strings.CutPrefix(column, factColumn); ok && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// factsDiffer tells whether a fact that a queue shows is another.
func (m *move) factsDiffer(before, after cases.State) bool {
	return slices.ContainsFunc(m.line.facts, func(key string) bool { return before.Attributes[key] != after.Attributes[key] })
}

// factRows are the index rows of the facts that a queue shows.
func (m *move) factRows() []cases.IndexRow {
	var rows []cases.IndexRow
	for _, key := range m.line.facts {
		row := cases.IndexRow{Field: factColumn + key}
		switch v := m.rec.State.Attributes[key].(type) {
		case string:
			row.Text = &v
		case float64:
			row.Number = &v
		case bool:
			text := "false"
			if v {
				text = "true"
			}
			row.Text = &text
		default:
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

// factField is the type of field that shows an attribute.
func factField(a pipeline.Attribute) string {
	switch a.Type {
	case "bool":
		return "boolean"
	case "choice":
		return "text"
	}
	return string(a.Type)
}
