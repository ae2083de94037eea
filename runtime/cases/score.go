package cases

import (
	"time"

	"github.com/esteira/esteira/builder/pipeline"
)

// Scored is the result of a score table: the sum, its band, and what each row gave, as evidence.
type Scored struct {
	Sum  float64     `json:"sum"`
	Band string      `json:"band,omitempty"`
	Rows []ScoredRow `json:"rows"`
	At   time.Time   `json:"at"`
}

// ScoredRow is what one row gave. Points are those that count: none when its rule did not hold.
type ScoredRow struct {
	Key     string  `json:"key"`
	Held    bool    `json:"held"`
	Points  float64 `json:"points"`
	Unknown bool    `json:"unknown,omitempty"` // its rule could not be answered, so that it counts nothing
}

// score works a score table out and keeps the sum and its band where rules read them.
func (r *run) score(key string) {
	table, ok := r.v.Score(key)
	if !ok {
		return // lint refuses it
	}
	result := Scored{At: r.now}
	for i, row := range table.Rows {
		failures := len(r.out.Failures)
		held := r.holds(table.When[i], key+"/"+row.Key)
		told := ScoredRow{Key: row.Key, Held: held, Unknown: len(r.out.Failures) > failures}
		if held {
			told.Points = row.Points
		}
		result.Sum += told.Points
		result.Rows = append(result.Rows, told)
	}
	if band, ok := table.BandOf(result.Sum); ok {
		result.Band = band.Key
	}
	r.s.Scores[key] = result
	r.put(key, result.Sum)
	r.put(pipeline.BandKey(key), orNothing(result.Band))
	if table.Into != "" {
		r.put(table.Into, orNothing(result.Band))
	}
	r.data = nil
	r.emit("score.computed", scoredEvent(table, result))
}

// orNothing is what an attribute is given that an empty text clears.
func orNothing(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// scoredEvent keeps the whole reckoning in the history of the case, under the field group that may read it.
func scoredEvent(table *pipeline.Table, result Scored) map[string]any {
	rows := make([]any, len(result.Rows))
	for i, row := range result.Rows {
		rows[i] = map[string]any{"key": row.Key, "held": row.Held, "points": row.Points}
		if row.Unknown {
			rows[i] = map[string]any{"key": row.Key, "held": false, "points": 0.0, "unknown": true}
		}
	}
	group := table.Group
	if group == "" {
		group = "general"
	}
	return map[string]any{"score": table.Key, "sum": result.Sum, "band": result.Band, "rows": rows, "group": group}
}
