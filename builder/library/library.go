// Package library is a tenant's definitions: drafts that are saved and checked, versions that are published from them,
// and templates that are installed as a whole.
package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// Store keeps drafts and versions. Each method takes the tenant first and sees nothing of any other.
type Store interface {
	Definitions(ctx context.Context, tenant string) ([]definition.Draft, []definition.Version, error)
	// Draft returns fault.NotFound when there is none.
	Draft(ctx context.Context, tenant string, kind definition.Kind, key string) (definition.Draft, error)
	// SaveDraft writes a draft whose stored revision is the given one less one (none for 1); else fault.Stale.
	SaveDraft(ctx context.Context, d definition.Draft) error
	VersionsOf(ctx context.Context, tenant string, kind definition.Kind, key string) ([]definition.Version, error)
	// Live returns the newest version of a definition; fault.NotFound when none was published.
	Live(ctx context.Context, tenant string, kind definition.Kind, key string) (definition.Version, error)
	// Version returns fault.NotFound when the tenant has no such version.
	Version(ctx context.Context, tenant, id string) (definition.Version, error)
	// PublishVersion gives the next number and stores the version; it is never updated after.
	PublishVersion(ctx context.Context, v definition.Version) (definition.Version, error)
	// NamesOf returns what the versions of a definition are called, by version id; NameVersion returns fault.NotFound when
	// the tenant has no such version.
	NamesOf(ctx context.Context, tenant string, kind definition.Kind, key string) (map[string]string, error)
	NameVersion(ctx context.Context, n definition.Name) error
	// Meet keeps where a window is, forgets windows that were not seen since a moment, and returns the others that are at
	// the same definition.
	Meet(ctx context.Context, p definition.Presence, since time.Time) ([]definition.Presence, error)
}

// Gate asks the policies. rule is the policy that decided, "" when none speaks of it.
type Gate interface {
	Ask(ctx context.Context, a actor.Actor, object, verb string) (allowed bool, rule string, err error)
}

// Library is the verbs on definitions. It is safe for concurrent use.
type Library struct {
	Store  Store
	Gate   Gate
	Fields *field.Registry
	// Checks are the registered types of check; a pipeline that names another is refused.
	Checks []pipeline.CheckType
	Staff  Staff // nil asks nothing of who works for the tenant
	// Rehearsal plays the scenarios of a pipeline before it is published; nil plays none.
	Rehearsal Rehearsal
	NewID     func() string
	Now       func() time.Time
	// Apart is for a sandbox, which has no sections: a form is played with what it holds of them, and a section as a form.
	Apart bool

	brings Template // what is being installed: its roles and policies count as the tenant's
	forms  *forms   // that were looked at, while one request is worked at; nil remembers none
}

// Save writes a draft made from a revision (0 for a new one) and returns what is wrong with it: a draft may be wrong.
// Returns fault.Stale when somebody saved in between, fault.Denied without the policy, fault.Invalid when it is not
// even of the shape of its kind.
func (l *Library) Save(ctx context.Context, who actor.Actor, d definition.Draft) (definition.Draft, []fault.Violation, error) {
	if err := l.demand(ctx, who, "write"); err != nil {
		return d, nil, err
	}
	d, err := l.save(ctx, who, d)
	if err != nil {
		return d, nil, err
	}
	found, err := l.lint(ctx, d)
	return d, found, err
}

func (l *Library) save(ctx context.Context, who actor.Actor, d definition.Draft) (definition.Draft, error) {
	if _, err := schemas.DecodeAs(string(d.Kind), d.Body); err != nil {
		return d, err
	}
	if err := keyMatches(d); err != nil {
		return d, err
	}
	d.Tenant, d.UpdatedAt, d.UpdatedBy = who.Tenant, l.Now(), who.ID
	d.Revision++
	return d, l.Store.SaveDraft(ctx, d)
}

func keyMatches(d definition.Draft) error {
	var named struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal(d.Body, &named); err != nil || named.Key != d.Key {
		return fault.New(fault.Invalid, "definition.key").At(fault.Violation{
			Path: "/key", Key: "definition.key", Params: map[string]any{"want": d.Key, "got": named.Key},
		})
	}
	return nil
}

// Check returns what is wrong with a draft, and for a pipeline which steps nobody of the tenant can do, or one alone.
func (l *Library) Check(ctx context.Context, who actor.Actor, kind definition.Kind, key string) ([]fault.Violation, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return nil, err
	}
	d, err := l.draft(ctx, who.Tenant, kind, key)
	if err != nil {
		return nil, err
	}
	found, err := l.lint(ctx, d)
	if err != nil {
		return nil, err
	}
	s, ok, err := l.setting(ctx, d)
	if err != nil || !ok {
		return found, err
	}
	short, err := l.staffing(ctx, who.Tenant, s)
	return append(found, short...), err
}

// CheckTypes returns the types of check that pipelines may ask. Returns fault.Denied without the policy.
func (l *Library) CheckTypes(ctx context.Context, who actor.Actor) ([]pipeline.CheckType, error) {
	return l.Checks, l.demand(ctx, who, "read")
}

// draft returns a draft. Where there is none the newest version is its start, at revision 0, from which Save makes a
// draft. Returns fault.NotFound when there is neither.
func (l *Library) draft(ctx context.Context, tenant string, kind definition.Kind, key string) (definition.Draft, error) {
	d, err := l.Store.Draft(ctx, tenant, kind, key)
	if fault.CodeOf(err) != fault.NotFound {
		return d, err
	}
	live, err := l.Store.Live(ctx, tenant, kind, key)
	if fault.CodeOf(err) == fault.NotFound {
		return d, fault.New(fault.NotFound, "definition.not_found")
	}
	return definition.Draft{
		Tenant: tenant, Kind: kind, Key: key, Body: live.Body, UpdatedAt: live.PublishedAt, UpdatedBy: live.PublishedBy,
	}, err
}

// Publish makes a version of a draft at the revision that the actor saw. A draft that is the same as the newest
// version gives that version. Returns fault.Invalid with the findings when there are errors or a scenario of a pipeline
// fails, fault.Stale when the draft has moved on, fault.Denied without the policy.
func (l *Library) Publish(ctx context.Context, who actor.Actor, d definition.Draft) (definition.Version, error) {
	if err := l.demand(ctx, who, "publish"); err != nil {
		return definition.Version{}, err
	}
	stored, err := l.draft(ctx, who.Tenant, d.Kind, d.Key)
	if err != nil {
		return definition.Version{}, err
	}
	if stored.Revision != d.Revision {
		return definition.Version{}, fault.New(fault.Stale, "definition.stale")
	}
	return l.publish(ctx, who, stored)
}

func (l *Library) publish(ctx context.Context, who actor.Actor, d definition.Draft) (definition.Version, error) {
	v := definition.Version{
		ID: l.NewID(), Tenant: who.Tenant, Kind: d.Kind, Key: d.Key, Body: d.Body, PublishedAt: l.Now(),
		PublishedBy: who.ID,
	}
	if err := l.build(ctx, &v); err != nil {
		return definition.Version{}, err
	}
	var err error
	if v.Checksum, err = checksumOf(d.Body); err != nil {
		return definition.Version{}, err
	}
	live, err := l.Store.Live(ctx, who.Tenant, d.Kind, d.Key)
	if err == nil && live.Checksum == v.Checksum && samePins(live.Pins, v.Pins) {
		return live, nil
	}
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return definition.Version{}, err
	}
	if err := l.rehearsed(ctx, v); err != nil {
		return definition.Version{}, err
	}
	return l.Store.PublishVersion(ctx, v)
}

// checksumOf is the SHA-256 of a definition in canonical JSON, in hex.
func checksumOf(body json.RawMessage) (string, error) {
	decoded, err := schemas.Decode(body)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(event.AppendCanonical(nil, decoded))
	return hex.EncodeToString(sum[:]), nil
}

func samePins(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

// List returns the drafts and the newest versions.
func (l *Library) List(ctx context.Context, who actor.Actor) ([]definition.Draft, []definition.Version, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return nil, nil, err
	}
	return l.Store.Definitions(ctx, who.Tenant)
}

// Shelf is a definition with all that is kept of it.
type Shelf struct {
	Draft    definition.Draft     // the newest version at revision 0 when there is no draft
	Versions []definition.Version // newest first
	Findings []fault.Violation    // of the draft
}

// Get returns a definition. Returns fault.NotFound when there is neither draft nor version.
func (l *Library) Get(ctx context.Context, who actor.Actor, kind definition.Kind, key string) (Shelf, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return Shelf{}, err
	}
	d, err := l.draft(ctx, who.Tenant, kind, key)
	if err != nil {
		return Shelf{}, err
	}
	findings, err := l.lint(ctx, d)
	if err != nil {
		return Shelf{}, err
	}
	versions, err := l.Store.VersionsOf(ctx, who.Tenant, kind, key)
	return Shelf{Draft: d, Versions: versions, Findings: findings}, err
}

// hereFor is how long a window that tells nothing is still there.
const hereFor = 20 * time.Second

// Meet tells that a window is open at a definition, and returns the revision of the draft and the other windows.
// Returns fault.NotFound when there is neither draft nor version.
func (l *Library) Meet(ctx context.Context, who actor.Actor, p definition.Presence) (int64, []definition.Presence, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return 0, nil, err
	}
	d, err := l.draft(ctx, who.Tenant, p.Kind, p.Key)
	if err != nil {
		return 0, nil, err
	}
	p.Tenant, p.Member, p.SeenAt = who.Tenant, who.ID, l.Now()
	peers, err := l.Store.Meet(ctx, p, p.SeenAt.Add(-hereFor))
	return d.Revision, peers, err
}

// Schema returns the JSON Schema 2020-12 that the draft of a form is compiled to. Returns fault.NotFound for what is no form,
// fault.Invalid with the findings for a form that cannot be compiled yet.
func (l *Library) Schema(ctx context.Context, who actor.Actor, kind definition.Kind, key string) (json.RawMessage, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return nil, err
	}
	d, err := l.draft(ctx, who.Tenant, kind, key)
	if err != nil {
		return nil, err
	}
	if kind != definition.Form {
		return nil, fault.New(fault.NotFound, "version.no_schema")
	}
	v := definition.Version{Tenant: d.Tenant, Kind: kind, Key: key, Body: d.Body}
	err = l.buildForm(&v)
	return v.Compiled, err
}

// Version returns a published version.
func (l *Library) Version(ctx context.Context, who actor.Actor, id string) (definition.Version, error) {
	if err := l.demand(ctx, who, "read"); err != nil {
		return definition.Version{}, err
	}
	return l.Store.Version(ctx, who.Tenant, id)
}

func (l *Library) demand(ctx context.Context, who actor.Actor, verb string) error {
	return l.demandOf(ctx, who, "definition", verb)
}

func (l *Library) demandOf(ctx context.Context, who actor.Actor, object, verb string) error {
	ok, rule, err := l.Gate.Ask(ctx, who, object, verb)
	if err != nil || ok {
		return err
	}
	return fault.New(fault.Denied, object+".denied").With("object", object).With("verb", verb).With("rule", rule)
}
