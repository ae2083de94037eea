// Package queue is the list that a team works from: a saved filter over stages, never a stored list.
package queue

import (
	"context"
	"strings"

	"github.com/esteira/esteira/runtime/cases"
)

// Filter is one condition of a query. Field is a column of the case (name, identity, stage, pipeline, assignee,
// risk, startedAt, enteredAt, activityAt, percent, attempts, reason), "answers.<path>" for an indexed answer,
// "checks.<key>" for a result, "scores.<key>" for a sum, "bands.<key>" for its band or "facts.<key>" for an attribute.
type Filter struct {
	Field    string
	Operator string // =, !=, <, <=, >, >=, contains, in, isEmpty
	Value    string // of in: a JSON list of texts
}

// Query asks for cases. Stages are pairs of pipeline and stage; an empty list asks for none.
type Query struct {
	Stages  []Stage
	Filters []Filter
	Search  string // words in name, reference, e-mail and Groups; or an identity
	// Groups are the field groups whose words Search looks at too: "<form>/<group>". Tails lets it find an identity by
	// its last digits.
	Groups []string
	Tails  bool
	Sort   string // column or answers.<path>, with a leading minus for descending; default enteredAt
	Cursor string
	Limit  int      // 1..200
	Values []string // what is indexed and to be returned with each row, see IndexOf
	Member string   // whose marks say what is unread; "" for nobody's
}

// IndexOf is the name under which a field of a filter is indexed: a path of answers, or what the case knows of itself
// behind a colon. It is "" for a column of the case.
func IndexOf(field string) string {
	if path, ok := strings.CutPrefix(field, "answers."); ok && !strings.HasPrefix(path, ":") {
		return path
	}
	for _, kind := range []string{"checks.", "scores.", "bands.", "facts."} {
		if strings.HasPrefix(field, kind) && len(field) > len(kind) {
			return ":" + field
		}
	}
	return ""
}

// Stage names a stage of a pipeline.
type Stage struct{ Pipeline, Stage string }

// Row is a case in a list.
type Row struct {
	cases.Record
	Values map[string]any // by path, of Query.Values
	// HandedOver: a migration handed it to the team, and it has stood at its stage since.
	HandedOver bool
	// Unread: something happened to it since Query.Member opened it.
	Unread bool
}

// Page is one page of a query.
type Page struct {
	Rows   []Row
	Cursor string // "" at the end
}

// Count is the number of cases in a stage; it stops at 10 000.
type Count struct {
	Stage
	Count int
}

// Unread is how many cases of a stage somebody has not read. More says that there are others, at which nobody has looked.
type Unread struct {
	Stage
	Count int
	More  bool
}

// Tally is how many cases a query finds. More says that there are others, which nobody has counted.
type Tally struct {
	Count int
	More  bool
}

// Value is one of those that a field has among the cases of a queue.
type Value struct {
	Text  string
	Tally Tally
}

// Reader answers queries, always within one tenant.
type Reader interface {
	Query(ctx context.Context, tenant string, q Query) (Page, error)
	Counts(ctx context.Context, tenant string) ([]Count, error)
	// Count returns how many cases a query finds; it stops at 10 000, and after a while.
	Count(ctx context.Context, tenant string, q Query) (Tally, error)
	// Values returns texts of a field that begin in a way, in any capitals, among the cases in stages: at most twenty.
	Values(ctx context.Context, tenant string, of Distinct) ([]Value, error)
	// Unread counts what a member has not read in each of the stages, among those that came to it last.
	Unread(ctx context.Context, tenant, member string, stages []Stage) ([]Unread, error)
}

// Distinct asks for the values of a field.
type Distinct struct {
	Stages []Stage
	Field  string // of Filter; a column of the case has none
	Begins string
}

// Change is a case that a transaction has changed, for those who look at it: never what it holds.
type Change struct {
	Tenant   string
	Case     string
	Pipeline string
	Version  string   // of its pipeline
	Stages   []string // where it stood before, and where it stands
	Within   []string // objects that one has to be allowed to read to be told of it, none for most changes
	All      bool     // more may have changed than is told: of the tenant, or of all tenants when that is ""
}
