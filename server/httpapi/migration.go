package httpapi

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

// partTime is how long one part of a preview takes at least, when there are cases enough: progress is shown between parts,
// and who stops asking has cancelled.
const partTime = 600 * time.Millisecond

// reached is what the cursor of a preview holds.
type reached struct {
	migration.Place
	Done  int `json:"done"`
	Total int `json:"total"`
}

func (r reached) cursor() *string {
	text, _ := json.Marshal(r) // strings and numbers
	out := base64.RawURLEncoding.EncodeToString(text)
	return &out
}

func readReached(cursor string) (r reached, err error) {
	if cursor == "" {
		return r, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		return r, fault.New(fault.Invalid, "request.invalid").At(fault.Violation{Path: "/cursor", Key: "format"}).Because(err)
	}
	return r, nil
}

// PreviewImpact says what publishing would mean for a part of the cases in flight.
func (a *API) PreviewImpact(ctx context.Context, r api.PreviewImpactRequestObject) (api.PreviewImpactResponseObject, error) {
	at, err := readReached(value(r.Body.Cursor))
	if err != nil {
		return nil, err
	}
	key := r.Key
	if definition.Kind(r.Kind) != definition.Pipeline {
		key = value(r.Body.Pipeline)
	}
	var p library.Publication
	if r.Body.Revision != nil {
		p.Draft = definition.Draft{Kind: definition.Kind(r.Kind), Key: r.Key, Revision: *r.Body.Revision}
	}
	call := callerOf(ctx)
	c, err := a.candidate(ctx, p, key, value(r.Body.Cursor) == "")
	if err != nil {
		return nil, err
	}
	began := time.Now()
	part, err := a.Conveyor.Impact(ctx, call.who, conveyor.Preview{
		Pipeline: c.pipeline, Form: c.form, After: at.Place, Enough: func() bool { return time.Since(began) > partTime },
	})
	if err != nil {
		return nil, err
	}
	at.Done, at.Total = at.Done+part.Done, max(at.Total, part.Total)
	return api.PreviewImpact200JSONResponse(encodeImpact(part, at)), nil
}

// candidate is what would be published. The first part of a preview works it out; those that follow find it here, so that
// all parts speak of the same. A server that has it not works it out again.
func (a *API) candidate(ctx context.Context, p library.Publication, key string, first bool) (candidate, error) {
	who := callerOf(ctx).who
	at := candidateKey{who.Tenant, who.ID, p.Draft.Kind, p.Draft.Key, p.Draft.Revision, key}
	if c, ok := a.candidates.get(at); ok && !first {
		return c, nil
	}
	var c candidate
	var err error
	if c.pipeline, c.form, err = a.Library.Candidate(ctx, who, p, key); err == nil {
		a.candidates.put(at, c)
	}
	return c, err
}

// candidate is a version of a pipeline, with its form, that may not be kept.
type candidate struct{ pipeline, form definition.Version }

type candidateKey struct {
	tenant, member string
	kind           definition.Kind
	key            string
	revision       int64
	pipeline       string
}

// maxCandidates bounds the previews that go on at once; past it those that come next work more.
const maxCandidates = 64

type candidates struct {
	mu    sync.Mutex
	known map[candidateKey]candidate
}

func (c *candidates) get(at candidateKey) (candidate, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.known[at]
	return found, ok
}

func (c *candidates) put(at candidateKey, made candidate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= maxCandidates {
		clear(c.known)
	}
	c.known[at] = made
}

func encodeImpact(part conveyor.Impact, at reached) api.Impact {
	out := api.Impact{Done: at.Done, Total: at.Total, Buckets: []api.Share{}, Stages: make([]api.StaffStage, len(part.Stages))}
	for i, s := range part.Stages {
		out.Stages[i] = api.StaffStage{Key: s.Key, Name: textOf(s.Name)}
	}
	for _, bucket := range migration.Buckets() {
		if share := part.Shares[bucket]; share != nil {
			out.Buckets = append(out.Buckets, encodeShare(bucket, *share))
		}
	}
	if part.Next != nil {
		at.Place = *part.Next
		out.Cursor = at.cursor()
	}
	return out
}

func encodeShare(bucket migration.Bucket, share conveyor.Share) api.Share {
	out := api.Share{Bucket: api.Bucket(bucket), Cases: share.Cases, Stranded: share.Stranded, Unaskable: share.Unaskable}
	for _, e := range share.Examples {
		out.Examples = append(out.Examples, api.CaseExample{Id: e.ID, Reference: e.Reference})
	}
	reasons := slices.SortedFunc(maps.Keys(share.Reasons), func(x, y migration.Reason) int {
		return cmp.Or(cmp.Compare(share.Reasons[y].Cases, share.Reasons[x].Cases), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Name, y.Name))
	})
	out.Reasons = make([]api.ImpactReason, len(reasons))
	for i, r := range reasons {
		out.Reasons[i] = api.ImpactReason{
			Kind: api.ImpactReasonKind(r.Kind), Name: r.Name, Label: someText(share.Reasons[r].Label), Cases: share.Reasons[r].Cases,
		}
	}
	return out
}

// StartMigration begins to move the cases in flight.
func (a *API) StartMigration(ctx context.Context, r api.StartMigrationRequestObject) (api.StartMigrationResponseObject, error) {
	call := callerOf(ctx)
	m, err := a.Conveyor.StartMigration(ctx, call.who, migration.Migration{
		Pipeline: r.Pipeline, Version: r.Body.Version, Choices: choicesOf(r.Body.Choices), Stage: value(r.Body.Stage),
	})
	if err != nil {
		return nil, err
	}
	out, err := a.encodeMigrations(ctx, m)
	if err != nil {
		return nil, err
	}
	return api.StartMigration201JSONResponse(out[0]), nil
}

func choicesOf(c api.Choices) migration.Choices {
	out := migration.Choices{}
	for bucket, choice := range map[migration.Bucket]*api.Choice{
		migration.Reroutes: c.Reroutes, migration.Loses: c.Loses, migration.Asks: c.Asks, migration.Untouched: c.Untouched,
	} {
		if choice != nil {
			out[bucket] = migration.Choice(*choice)
		}
	}
	return out
}

// ListMigrations lists the migrations of a pipeline.
func (a *API) ListMigrations(ctx context.Context, r api.ListMigrationsRequestObject) (api.ListMigrationsResponseObject, error) {
	runs, inFlight, err := a.Conveyor.Migrations(ctx, callerOf(ctx).who, r.Pipeline)
	if err != nil {
		return nil, err
	}
	out := api.ListMigrations200JSONResponse{InFlight: []api.VersionCases{}}
	for _, version := range slices.Sorted(maps.Keys(inFlight)) {
		out.InFlight = append(out.InFlight, api.VersionCases{Version: version, Cases: inFlight[version]})
	}
	out.Migrations, err = a.encodeMigrations(ctx, runs...)
	return out, err
}

// GetMigration says how far a migration has come.
func (a *API) GetMigration(ctx context.Context, r api.GetMigrationRequestObject) (api.GetMigrationResponseObject, error) {
	m, err := a.Conveyor.Migration(ctx, callerOf(ctx).who, r.Migration)
	if err != nil {
		return nil, err
	}
	out, err := a.encodeMigrations(ctx, m)
	if err != nil {
		return nil, err
	}
	return api.GetMigration200JSONResponse(out[0]), nil
}

// CancelMigration stops a migration.
func (a *API) CancelMigration(ctx context.Context, r api.CancelMigrationRequestObject) (api.CancelMigrationResponseObject, error) {
	m, err := a.Conveyor.CancelMigration(ctx, callerOf(ctx).who, r.Migration)
	if err != nil {
		return nil, err
	}
	out, err := a.encodeMigrations(ctx, m)
	if err != nil {
		return nil, err
	}
	return api.CancelMigration200JSONResponse(out[0]), nil
}

func (a *API) encodeMigrations(ctx context.Context, runs ...migration.Migration) ([]api.Migration, error) {
	people, err := a.names.of(ctx, callerOf(ctx).tenant.ID)
	if err != nil {
		return nil, err
	}
	out := make([]api.Migration, len(runs))
	for i, m := range runs {
		out[i] = encodeMigration(m, people)
	}
	return out, nil
}

func encodeMigration(m migration.Migration, people api.People) api.Migration {
	choice := func(b migration.Bucket) *api.Choice {
		c := api.Choice(m.Choices.Of(b))
		return &c
	}
	out := api.Migration{
		Id: m.ID, Pipeline: m.Pipeline, Version: m.Version, Stage: some(m.Stage), State: api.MigrationState(m.State),
		Total: m.Total, Done: m.Tally.Seen(), BeganAt: m.BeganAt, BeganBy: people[m.By], EndedAt: m.EndedAt, EndedBy: some(people[m.EndedBy]),
		Choices: api.Choices{
			Reroutes: choice(migration.Reroutes), Loses: choice(migration.Loses), Asks: choice(migration.Asks), Untouched: choice(migration.Untouched),
		},
		Outcomes: []api.MigrationOutcome{},
	}
	if m.State == migration.Superseded || m.State == migration.Failed {
		out.State, out.Why = api.MigrationStateCancelled, new(api.MigrationWhy(m.State))
	}
	for _, bucket := range migration.Buckets() {
		if o, ok := m.Tally[bucket]; ok {
			out.Outcomes = append(out.Outcomes, api.MigrationOutcome{Bucket: api.Bucket(bucket), Moved: o.Moved, Kept: o.Kept, Stuck: o.Stuck})
		}
	}
	return out
}
