package tenant

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// KindUse is how much a tenant keeps of a kind of document.
type KindUse struct {
	Kind  string       // "" where the field names none
	Label schemas.Text // of the first field that asks for it; nil where no form that is published does
	Files int
	Bytes int64
}

// StorageReport is what a look at all files of a tenant found.
type StorageReport struct {
	At      time.Time     `json:"-"`
	Files   int           `json:"files"`   // that documents name
	Missing []MissingFile `json:"missing"` // documents whose bytes are not there, at most 100
	Lost    int           `json:"lost"`    // how many those are in all
	Swept   int           `json:"swept"`   // files without a document that the last sweep of the installation deleted
}

// MissingFile is a document whose bytes are gone.
type MissingFile struct {
	Case, Document, Reference, Name string
}

// StorageStep is one thing that a store of files has to be able to do, and whether it could.
type StorageStep struct {
	Step  string // write, read, link, expiry, delete
	OK    bool
	Fault error // what went wrong, when it did
	Took  time.Duration
}

// Storage is where files lie.
type Storage interface {
	// Place says where: "disk" or "s3", and the folder or the bucket.
	Place() (kind, name string)
	// Answers returns why files cannot be kept and read just now, or nil.
	Answers(ctx context.Context) error
	// Examine tries all that a store has to do, with bytes of its own.
	Examine(ctx context.Context) []StorageStep
	// Inspect looks whether the bytes of all documents of a tenant are there, and keeps what it found.
	Inspect(ctx context.Context, tenant string) (StorageReport, error)
	// Scanner says whether files are scanned for malware, and whether the scanner answers.
	Scanner(ctx context.Context) (configured bool, err error)
}

// StorageRows are what is known of a tenant's files.
type StorageRows interface {
	Retention(ctx context.Context, tenant string) (document.Retention, error)
	// Kept returns files of cases that ended whose time is over at a moment, oldest first, at most 1000.
	Kept(ctx context.Context, tenant string, r document.Retention, at time.Time) ([]document.Kept, error)
	Kinds(ctx context.Context, tenant string) ([]KindUse, error)
	Scans(ctx context.Context, tenant string) (map[string]int, error)
	Holds(ctx context.Context, tenant string) ([]document.Hold, error)
	// StorageReport returns fault.NotFound when nobody looked yet.
	StorageReport(ctx context.Context, tenant string) (StorageReport, error)
}

// StorageView is all that is known of a tenant's files.
type StorageView struct {
	Place, Name string
	Fault       error // why files cannot be kept and read just now; nil while they can
	Scans       bool  // files are scanned
	ScanFault   error
	ByScan      map[string]int
	Retention   document.Retention
	Kinds       []KindUse
	Holds       []document.Hold
	Report      StorageReport // zero when nobody looked yet
}

// ViewStorage returns what is known of the tenant's files. Returns fault.Denied without the policy.
func (a *Administration) ViewStorage(ctx context.Context, who actor.Actor) (StorageView, error) {
	var v StorageView
	err := a.demand(ctx, who, Right{"storage", "read"})
	if err != nil {
		return v, err
	}
	v.Place, v.Name = a.Storage.Place()
	v.Fault = a.Storage.Answers(ctx)
	v.Scans, v.ScanFault = a.Storage.Scanner(ctx)
	if v.Retention, err = a.Store.Retention(ctx, who.Tenant); err != nil {
		return v, err
	}
	if v.Kinds, err = a.kinds(ctx, who.Tenant, v.Retention); err != nil {
		return v, err
	}
	if v.ByScan, err = a.Store.Scans(ctx, who.Tenant); err != nil {
		return v, err
	}
	if v.Holds, err = a.Store.Holds(ctx, who.Tenant); err != nil {
		return v, err
	}
	v.Report, err = a.Store.StorageReport(ctx, who.Tenant)
	if fault.CodeOf(err) == fault.NotFound {
		err = nil
	}
	return v, err
}

// kinds are those that there are files or rules of, as people call them.
func (a *Administration) kinds(ctx context.Context, tenant string, r document.Retention) ([]KindUse, error) {
	kinds, err := a.Store.Kinds(ctx, tenant)
	if err != nil {
		return nil, err
	}
	for _, rule := range r.Rules {
		if !slices.ContainsFunc(kinds, func(k KindUse) bool { return k.Kind == rule.Kind }) {
			kinds = append(kinds, KindUse{Kind: rule.Kind})
		}
	}
	_, live, err := a.Store.Definitions(ctx, tenant)
	if err != nil {
		return nil, err
	}
	labels := map[string]schemas.Text{}
	for _, v := range live {
		if v.Kind == definition.Form {
			if err := labelKinds(v.Body, labels); err != nil {
				return nil, err
			}
		}
	}
	for i, k := range kinds {
		kinds[i].Label = labels[k.Kind]
	}
	return kinds, nil
}

// asking is what a page or a field of a form says of the kind of document that it asks for, and what stands below it.
type asking struct {
	Label  schemas.Text `json:"label"`
	Config struct {
		Kind string `json:"kind"`
	} `json:"config"`
	Pages  []asking `json:"pages"`
	Fields []asking `json:"fields"`
}

// labelKinds adds what a form calls the kinds of documents that nobody named before it.
func labelKinds(body []byte, labels map[string]schemas.Text) error {
	var form asking
	if err := json.Unmarshal(body, &form); err != nil {
		return err
	}
	for below := []asking{form}; len(below) > 0; below = below[1:] {
		one := below[0]
		if kind := one.Config.Kind; kind != "" && labels[kind] == nil {
			labels[kind] = one.Label
		}
		below = append(below, append(one.Pages, one.Fields...)...)
	}
	return nil
}

// previewed is how far ahead a preview of retention looks.
const previewed = 30 * 24 * time.Hour

// PreviewRetention returns the files that rules would have erased within 30 days, oldest first and at most 1000, those on
// hold among them. Returns fault.Denied without the policy, fault.Invalid for rules that cannot be.
func (a *Administration) PreviewRetention(ctx context.Context, who actor.Actor, r document.Retention) ([]document.Kept, error) {
	if err := a.demand(ctx, who, Right{"storage", "read"}); err != nil {
		return nil, err
	}
	r, err := r.Checked()
	if err != nil {
		return nil, err
	}
	return a.Store.Kept(ctx, who.Tenant, r, a.Library.Now().Add(previewed))
}

// SaveRetention changes how long files are kept. Returns fault.Denied without the policy, fault.Invalid
// "retention.invalid" with what is wrong, fault.Stale when somebody changed it since.
func (a *Administration) SaveRetention(ctx context.Context, who actor.Actor, r document.Retention) (document.Retention, error) {
	if err := a.demand(ctx, who, Right{"storage", "manage"}); err != nil {
		return r, err
	}
	before, err := a.Store.Retention(ctx, who.Tenant)
	if err != nil {
		return r, err
	}
	if before.Revision != r.Revision {
		return r, fault.New(fault.Stale, "retention.stale")
	}
	if r, err = r.Checked(); err != nil {
		return r, err
	}
	r.Revision, r.UpdatedAt, r.UpdatedBy = r.Revision+1, a.Library.Now(), who.ID
	err = a.administer(ctx, who, func(d *scribe) error {
		if err := d.SaveRetention(r); err != nil {
			return err
		}
		return d.note("retention.changed", "", mapDifferences("retention", months(before), months(r)))
	})
	return r, err
}

// months are rules by kind, as the chain tells them: "keep 60, valid 3".
func months(r document.Retention) map[string]string {
	out := map[string]string{}
	for _, rule := range r.Rules {
		out[rule.Kind] = "keep " + strconv.Itoa(rule.Keep) + ", valid " + strconv.Itoa(rule.Valid)
	}
	return out
}

// TestStorage tries all that the store of files has to do. Returns fault.Denied without the policy.
func (a *Administration) TestStorage(ctx context.Context, who actor.Actor) ([]StorageStep, error) {
	if err := a.demand(ctx, who, Right{"storage", "manage"}); err != nil {
		return nil, err
	}
	return a.Storage.Examine(ctx), nil
}

// InspectStorage looks for documents whose bytes are gone. Returns fault.Denied without the policy, fault.Unavailable when
// the store of files does not answer.
func (a *Administration) InspectStorage(ctx context.Context, who actor.Actor) (StorageReport, error) {
	if err := a.demand(ctx, who, Right{"storage", "manage"}); err != nil {
		return StorageReport{}, err
	}
	return a.Storage.Inspect(ctx, who.Tenant)
}
