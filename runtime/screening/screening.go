// Package screening compares people and companies with lists of names: sanctions, politically exposed persons, a list of
// one's own. It reads the lists in the layouts in which they are published, finds the entries that a name may mean, scores
// each and keeps why. It is pure: lists come in as bytes and as entries, and where they are kept is the server's business.
//
// The way is that of OFAC's own search and of its free twins: an identifier that is the same decides at once; else names
// are taken apart into words, compared pair by pair with Jaro–Winkler, and what else is known of both sides, year of birth,
// country, gender, takes away from the score of a name that is only alike.
package screening

import "time"

// The kinds of what an entry is about.
const (
	Individual = "individual"
	Company    = "company"
	Vessel     = "vessel"
	Aircraft   = "aircraft"
)

// Entry is one person, company or thing of a list.
type Entry struct {
	UID         string       `json:"uid"`            // the list's own number of it
	Kind        string       `json:"kind,omitempty"` // "" where the list does not say
	Names       []string     `json:"names"`          // the first is the main one
	Weak        []string     `json:"weak,omitempty"` // names that the list itself calls of low quality
	Births      []Years      `json:"births,omitempty"`
	Countries   []string     `json:"countries,omitempty"` // of nationality, citizenship or registration, as the list writes them
	Gender      string       `json:"gender,omitempty"`    // m, f
	Identifiers []Identifier `json:"identifiers,omitempty"`
	Programs    []string     `json:"programs,omitempty"` // why: the programme, the regulation, the office held
	Remarks     string       `json:"remarks,omitempty"`
	Until       string       `json:"until,omitempty"` // "YYYY-MM-DD" after which it no longer holds
}

// Years are the years, both among them, in which somebody may have been born.
type Years struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Identifier is a number that somebody was given.
type Identifier struct {
	Kind   string `json:"kind,omitempty"` // as the list calls it: Passport, Cedula No., CPF
	Number string `json:"number"`         // letters and digits only, capital; a masked one has * for what is not known
}

// Person is who is screened.
type Person struct {
	Kind        string // Individual, Company; "" for either
	Names       []string
	Birth       string   // "YYYY-MM-DD", or a year; "" for not known
	Countries   []string // ISO codes or names
	Gender      string   // m, f; "" for not known
	Identifiers []string
}

// List is one that a tenant loads.
type List struct {
	Tenant    string
	Key       string
	Name      string
	Format    string // one of Formats
	Active    string // id of the version that is screened against; "" for none yet
	CreatedAt time.Time
	CreatedBy string
	Revision  int64
}

// The states of a version.
const (
	Reading = "reading" // a job is at it
	Ready   = "ready"
	Failed  = "failed"
	Dropped = "dropped" // too old to go back to: its entries are gone
)

// Version is one edition of a list, as it was loaded. It never changes once it is ready.
type Version struct {
	Tenant    string
	ID        string
	List      string // key
	Hash      string // SHA-256 of the files, in hexadecimal
	State     string
	Files     []File
	Report    Report
	Delta     Delta
	Before    string // id of the version that Delta compares with; "" for none
	Activate  bool   // becomes the active one as soon as it is ready
	Failure   string // key of the fault that stopped it
	CreatedAt time.Time
	CreatedBy string
	ReadyAt   *time.Time
}

// File is one file of a version.
type File struct {
	Name string `json:"name"`
	Blob string `json:"blob"` // where its bytes lie
	Size int64  `json:"size"`
}

// Delta is what a version has that the one before had not, and the other way round, by entries.
type Delta struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`
	// Sweep is how far the cases were looked at for what was added or changed; nil before that began.
	Sweep *Sweep `json:"sweep,omitempty"`
}

// Sweep is one look at all cases of a tenant.
type Sweep struct {
	Done    int        `json:"done"`
	Total   int        `json:"total"` // when it began
	EndedAt *time.Time `json:"endedAt,omitempty"`
}

// Clearing is what compliance said of an entry: that the person of a case is somebody else. It holds as long as both sides
// are what they were.
type Clearing struct {
	Tenant string
	Case   string
	List   string
	Entry  string // its number in the list
	Person string // sum of the person, as it was
	Sum    string // of the entry, as it was
	Reason string
	By     string
	At     time.Time
}

// ListRows are the lists of one tenant inside one transaction.
type ListRows interface {
	// Lists returns all, by key.
	Lists() ([]List, error)
	// SaveList writes a list whose stored revision is the given one less one (none for 1); else fault.Stale.
	SaveList(l List) error
	// ListVersion returns fault.NotFound when the tenant has no such version.
	ListVersion(id string) (Version, error)
	// AddListVersion returns fault.NotFound when there is no such list.
	AddListVersion(v Version) error
	// ChangeListVersion returns fault.NotFound when there is no such version.
	ChangeListVersion(v Version) error
	// ListVersions returns those of a list, newest first.
	ListVersions(list string) ([]Version, error)
	// AddListEntries adds entries to a version; one that is there stays.
	AddListEntries(version string, entries []Entry) error
	// DropListEntries deletes the entries of a version.
	DropListEntries(version string) error
	// ListSums returns the sums of the entries of a version by their numbers.
	ListSums(version string) (map[string]string, error)
}

// Rows are what people said of matches, inside one transaction of one tenant.
type Rows interface {
	// PutClearing adds or replaces one. Returns fault.NotFound when the tenant has no such case.
	PutClearing(c Clearing) error
	// Clearings returns those of a case, oldest first.
	Clearings(caseID string) ([]Clearing, error)
}
