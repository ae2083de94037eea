// Package queue is the list that a team works from: a saved filter over stages, never a stored list.
package queue

import (
	"context"

	"github.com/esteira/esteira/runtime/cases"
)

// Filter is one condition of a query. Field is a column of the case (name, identity, stage, pipeline, assignee,
// risk, startedAt, enteredAt, activityAt, percent, attempts, reason) or "answers.<path>" for an indexed answer.
type Filter struct {
	Field    string
	Operator string // =, !=, <, <=, >, >=, contains, isEmpty
	Value    string
}

// Query asks for cases. Stages are pairs of pipeline and stage; an empty list asks for none.
type Query struct {
	Stages  []Stage
	Filters []Filter
	Search  string // words in name, reference, e-mail; or an identity
	Sort    string // column or answers.<path>, with a leading minus for descending; default enteredAt
	Cursor  string
	Limit   int      // 1..200
	Values  []string // indexed answers to return with each row
	Member  string   // whose marks say what is unread; "" for nobody's
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

// Reader answers queries, always within one tenant.
type Reader interface {
	Query(ctx context.Context, tenant string, q Query) (Page, error)
	Counts(ctx context.Context, tenant string) ([]Count, error)
	// Unread counts what a member has not read in each of the stages, among those that came to it last.
	Unread(ctx context.Context, tenant, member string, stages []Stage) ([]Count, error)
}

// Change is a case that a transaction has changed, for those who look at it: never what it holds.
type Change struct {
	Tenant  string
	Case    string
	Version string   // of its pipeline
	Stages  []string // where it stood before, and where it stands
	All     bool     // more may have changed than is told: of the tenant, or of all tenants when that is ""
}
