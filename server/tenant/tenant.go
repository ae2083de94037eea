// Package tenant is the organisations that share a server, and the members who work for them.
package tenant

import (
	"context"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/event"
)

// Tenant is one organisation. Nothing of one is ever visible to another.
type Tenant struct {
	ID            string   // opaque
	Slug          string   // in the path: /t/<slug>/
	Hosts         []string // host names that belong to it
	Name          string
	Brand         Brand
	Locales       []string
	DefaultLocale string
	TimeZone      string    // IANA name
	Calendar      *Calendar // nil means Monday to Friday from 9 to 18, without holidays
	Ladder        message.Ladder
	PolicyVersion int64 // grows by one with each change of roles, policies or members' roles
	CreatedAt     time.Time
}

// Brand is how the tenant looks.
type Brand struct {
	Accent  string `json:"accent"`            // #rrggbb
	Logo    string `json:"logo,omitempty"`    // data URL of an SVG-free image, at most 64 KiB
	Contact string `json:"contact,omitempty"` // where applicants ask for help
	Footer  string `json:"footer,omitempty"`  // who the organisation is, below messages and documents
	Privacy string `json:"privacy,omitempty"` // how to reach who answers for personal data
	// Revision grows by one with each change.
	Revision int64 `json:"revision,omitempty"`
}

// Member is a person of a tenant.
type Member struct {
	ID           string
	Tenant       string
	Email        string // lower case, unique in the tenant
	Name         string
	PasswordHash string // argon2id, PHC string format
	Roles        []string
	Active       bool
	Locale       string
	CreatedAt    time.Time
}

// Role is a named set of rights.
type Role struct {
	Key         string
	Name        schemas.Text
	Description schemas.Text // what those who have it do here
}

// Right is a verb on an object: what a policy may allow or forbid.
type Right struct{ Object, Verb string }

// Policy lets a role do a verb on an object, or forbids it. A "*" fills a segment of an
// object between slashes, as the last one all that follows; as a verb it is every verb.
type Policy struct {
	Role   string
	Object string
	Verb   string
	Effect string // allow, deny
}

// PluginSettings are what a tenant set of a plugin. Secrets are sealed.
type PluginSettings struct {
	Tenant    string
	Plugin    string
	Settings  []byte // JSON, without the secrets
	Secrets   []byte // sealed JSON object of texts; nil for none
	Revision  int64
	UpdatedAt time.Time
	UpdatedBy string
}

// Session is one signed-in member on one device. Only the SHA-256 of its secret is kept.
type Session struct {
	SHA256    string
	Tenant    string
	Member    string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	IP        string
	Agent     string
}

// Office is what administers a tenant inside one transaction of its own.
type Office interface {
	// CreateTenant returns fault.Conflict when the slug or a host is taken.
	CreateTenant(t Tenant) error
	// CreateMember returns fault.Conflict when the address is taken. It bumps the policy version.
	CreateMember(m Member) error
	Members() ([]Member, error)
	// ChangeMember bumps the policy version when roles or activity change; fault.NotFound when there is no such member.
	ChangeMember(m Member) error
	// Policies returns the policy version that they belong to as well. Nobody else changes rights until the transaction ends.
	Policies() ([]Role, []Policy, int64, error)
	// SetPolicies swaps all, takes roles that are gone from the members who had them, and bumps the policy version.
	SetPolicies(roles []Role, policies []Policy) error
	// SaveBrand changes the brand alone and returns it with its new revision, and the one before; fault.Stale when the
	// stored revision is not the given one.
	SaveBrand(b Brand) (kept, before Brand, err error)
	// SaveLadder changes when and how often people are reached, and returns it with its new revision, and the one before;
	// fault.Stale when the stored revision is not the given one.
	SaveLadder(l message.Ladder) (kept, before message.Ladder, err error)
	// SaveWorkingTime changes when the tenant works, and returns it with its new revision, and what it was; fault.Stale when
	// the stored revision is not the given one.
	SaveWorkingTime(w WorkingTime) (kept, before WorkingTime, err error)
	// SavePluginSettings writes settings whose stored revision is the given one less one (none for 1); else fault.Stale.
	SavePluginSettings(s PluginSettings) error
	// SaveQueueSettings writes settings whose stored revision is the given one less one (none for 1), and returns those
	// before; else fault.Stale. Whose turn it was stays.
	SaveQueueSettings(q QueueSettings) (before QueueSettings, err error)
	// Absences returns those that end after a moment, in the order in which they begin.
	Absences(after time.Time) ([]Absence, error)
	// AddAbsence returns fault.Conflict when the member is away in that time already, fault.NotFound without the member.
	AddAbsence(a Absence) error
	// Absence returns fault.NotFound when there is none such.
	Absence(id string) (Absence, error)
	// EndAbsence lets an absence end at a moment; one that would end before it begins is taken away.
	EndAbsence(id string, at time.Time) error
	// InsertMessage keeps a message to be sent; one whose key exists is left as it is, and false is returned.
	InsertMessage(m message.Message) (bool, error)
	// SaveRetention writes rules whose stored revision is the given one less one (none for 1); else fault.Stale.
	SaveRetention(r document.Retention) error
	// Append seals an event onto the chain of what the administration did. Its place and its time are filled in.
	Append(e event.Event) error
	// PublishVersion gives the next number and stores the version.
	PublishVersion(v definition.Version) (definition.Version, error)
	// NameVersion says what people call a version.
	NameVersion(n definition.Name) error
	// SaveDraft writes a draft whose stored revision is the given one less one (none for 1); else fault.Stale.
	SaveDraft(d definition.Draft) error
	screening.ListRows
	// Schedule adds a job when the transaction ends. A job with a key that exists is left as it is.
	Schedule(kind, key string, args map[string]string) error
	// Performed says whether a request with this key was done already, and to which id it led; Perform keeps that it was.
	Performed(key string) (ref string, done bool, err error)
	Perform(key, ref string) error
}

// Store keeps tenants and what belongs to their administration.
type Store interface {
	StorageRows

	// TenantBySlug and TenantByHost return fault.NotFound when there is none.
	TenantBySlug(ctx context.Context, slug string) (Tenant, error)
	TenantByHost(ctx context.Context, host string) (Tenant, error)
	Tenants(ctx context.Context) ([]Tenant, error)
	// CreateTenant returns fault.Conflict when the slug or a host is taken.
	CreateTenant(ctx context.Context, t Tenant) error
	UpdateTenant(ctx context.Context, t Tenant) error
	// PolicyVersion reads Tenant.PolicyVersion alone: it is asked often.
	PolicyVersion(ctx context.Context, tenant string) (int64, error)

	Members(ctx context.Context, tenant string) ([]Member, error)
	Member(ctx context.Context, tenant, id string) (Member, error)
	MemberByEmail(ctx context.Context, tenant, email string) (Member, error)
	// CreateMember returns fault.Conflict when the address is taken. It bumps the policy version.
	CreateMember(ctx context.Context, m Member) error

	// Policies returns the roles, the policies and the policy version they belong to.
	Policies(ctx context.Context, tenant string) ([]Role, []Policy, int64, error)

	// PluginSettings returns fault.NotFound when the tenant has set nothing of the plugin.
	PluginSettings(ctx context.Context, tenant, plugin string) (PluginSettings, error)
	// Lists returns the lists of names of a tenant by key, and their versions, newest first.
	Lists(ctx context.Context, tenant string) ([]screening.List, []screening.Version, error)
	// QueueSettings returns what was set of a queue; one that was never set assigns nobody.
	QueueSettings(ctx context.Context, tenant, queue string) (QueueSettings, error)
	// Absences returns those that end after a moment, in the order in which they begin.
	Absences(ctx context.Context, tenant string, after time.Time) ([]Absence, error)
	// AuditEvents returns what the administration did, newest first, before a place in its chain (0 for the end).
	AuditEvents(ctx context.Context, tenant string, before int64, limit int) ([]event.Event, error)

	CreateSession(ctx context.Context, s Session) error
	// Session returns fault.NotFound for an unknown or expired one.
	Session(ctx context.Context, tenant, sha256 string) (Session, error)
	TouchSession(ctx context.Context, tenant, sha256 string, at time.Time) error
	DeleteSession(ctx context.Context, tenant, sha256 string) error
	DeleteSessionsOf(ctx context.Context, tenant, member string) error

	// Administer runs fn in one transaction of a tenant, which need not exist yet. fn may run again, so it has no other
	// effects.
	Administer(ctx context.Context, tenant string, fn func(Office) error) error

	// Definitions lists drafts and live versions; Draft and VersionsOf read one.
	Definitions(ctx context.Context, tenant string) ([]definition.Draft, []definition.Version, error)
	Draft(ctx context.Context, tenant string, kind definition.Kind, key string) (definition.Draft, error)
	// SaveDraft writes a draft whose stored revision is the given one less one (none for 1); else fault.Stale.
	SaveDraft(ctx context.Context, d definition.Draft) error
	VersionsOf(ctx context.Context, tenant string, kind definition.Kind, key string) ([]definition.Version, error)
	// Version returns a published version; fault.NotFound otherwise.
	Version(ctx context.Context, tenant, id string) (definition.Version, error)
	// PublishVersion gives the next number and stores the version; it is never updated after.
	PublishVersion(ctx context.Context, v definition.Version) (definition.Version, error)
}
