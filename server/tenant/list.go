package tenant

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Files keeps the bytes of what a tenant loads.
type Files interface {
	Put(ctx context.Context, key string, content []byte, mime string) error
	// Get returns fault.NotFound when there are none.
	Get(ctx context.Context, key string) ([]byte, error)
}

// LoadedList is a list with its newest versions.
type LoadedList struct {
	screening.List
	Versions []screening.Version // newest first
}

// Of the versions of a list the newest are told of, and of these the newest keep their entries.
const (
	toldVersions = 12
	keptVersions = 3
)

// ListsOf returns the lists of the actor's tenant, by key. Returns fault.Denied without the policy.
func (a *Administration) ListsOf(ctx context.Context, who actor.Actor) ([]LoadedList, error) {
	if err := a.demand(ctx, who, Right{"list", "read"}); err != nil {
		return nil, err
	}
	return a.lists(ctx, who.Tenant)
}

func (a *Administration) lists(ctx context.Context, tenantID string) ([]LoadedList, error) {
	lists, versions, err := a.Store.Lists(ctx, tenantID)
	out := make([]LoadedList, len(lists))
	for i, l := range lists {
		out[i].List = l
		for _, v := range versions {
			if v.List == l.Key && (len(out[i].Versions) < toldVersions || v.ID == l.Active) {
				out[i].Versions = append(out[i].Versions, v)
			}
		}
	}
	return out, err
}

// ListWish is what a list is to be, from a revision that was seen; 0 for a new one.
type ListWish struct {
	Key, Name string
	Format    string // of a new one
	Active    string // id of the version that is screened against; "" for none
	Revision  int64
}

var listKey = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

func (w ListWish) check() error {
	bad := fault.New(fault.Invalid, "list.invalid")
	if !listKey.MatchString(w.Key) {
		bad = bad.At(fault.Violation{Path: "/key", Key: "list.key"})
	}
	if n := utf8.RuneCountInString(w.Name); n == 0 || n > 80 {
		bad = bad.At(fault.Violation{Path: "/name", Key: "list.name"})
	}
	if w.Revision == 0 && !slices.Contains(screening.Formats(), w.Format) {
		bad = bad.At(fault.Violation{Path: "/format", Key: "list.format"})
	}
	if len(bad.Violations) > 0 {
		return bad
	}
	return nil
}

// SaveList makes a list, or changes its name and which version is screened against. Cases are screened anew against what
// another version has that the one before had not. Returns fault.Denied without the policy, fault.Invalid with what is
// wrong, fault.Conflict when a new list has the key of another, fault.Stale when somebody changed it since.
func (a *Administration) SaveList(ctx context.Context, who actor.Actor, w ListWish) (LoadedList, error) {
	if err := a.demand(ctx, who, Right{"list", "manage"}); err != nil {
		return LoadedList{}, err
	}
	w.Name = strings.Join(strings.Fields(w.Name), " ")
	if err := w.check(); err != nil {
		return LoadedList{}, err
	}
	err := a.administer(ctx, who, func(d *scribe) error { return d.saveList(a, w) })
	if err != nil {
		return LoadedList{}, err
	}
	return a.list(ctx, who.Tenant, w.Key)
}

func (a *Administration) list(ctx context.Context, tenantID, key string) (LoadedList, error) {
	all, err := a.lists(ctx, tenantID)
	for _, l := range all {
		if l.Key == key {
			return l, nil
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "lists.not_found")
	}
	return LoadedList{}, err
}

func (d *scribe) saveList(a *Administration, w ListWish) error {
	before, known, err := d.knownList(w.Key)
	if err != nil {
		return err
	}
	if w.Revision == 0 && known {
		return fault.New(fault.Conflict, "list.taken").At(fault.Violation{Path: "/key", Key: "list.taken"})
	}
	if before.Revision != w.Revision {
		return fault.New(fault.Stale, "list.stale")
	}
	next := before
	if !known {
		next = screening.List{Tenant: d.who.Tenant, Key: w.Key, Format: w.Format, CreatedAt: a.Library.Now(), CreatedBy: d.who.ID}
	}
	next.Name, next.Active, next.Revision = w.Name, w.Active, before.Revision+1
	if next.Active != "" && next.Active != before.Active {
		if err := d.usable(next); err != nil {
			return err
		}
	}
	if err := d.SaveList(next); err != nil {
		return err
	}
	if err := d.rescreen(before, next); err != nil {
		return err
	}
	return d.note("list.changed", w.Key, listDifferences(before, next))
}

func (d *scribe) knownList(key string) (l screening.List, known bool, err error) {
	all, err := d.Lists()
	for _, l := range all {
		if l.Key == key {
			return l, true, nil
		}
	}
	return screening.List{}, false, err
}

// usable returns fault.Conflict unless the version of a list can be screened against.
func (d *scribe) usable(l screening.List) error {
	v, err := d.ListVersion(l.Active)
	if err != nil {
		return err
	}
	if v.List != l.Key || v.State != screening.Ready {
		return fault.New(fault.Conflict, "list.not_ready")
	}
	return nil
}

// rescreen has the cases looked at that another version of a list may speak of. It is told at once as not ended: who
// watches would not learn of a job that has yet to begin.
func (d *scribe) rescreen(before, after screening.List) error {
	if after.Active == "" || after.Active == before.Active {
		return nil
	}
	if err := d.tellSweep(after.Active, screening.Sweep{}); err != nil {
		return err
	}
	return d.Schedule("rescreen", after.Active+"/"+before.Active, map[string]string{
		"list": after.Key, "version": after.Active, "before": before.Active,
	})
}

func listDifferences(before, after screening.List) []Difference {
	of := func(l screening.List) map[string]string {
		out := map[string]string{}
		for name, value := range map[string]string{"name": l.Name, "format": l.Format, "active": l.Active} {
			if value != "" {
				out[name] = value
			}
		}
		return out
	}
	return mapDifferences("list", of(before), of(after))
}

// ListFiles are the files of a new version of a list.
type ListFiles struct {
	List     string
	Files    []screening.Source
	Activate bool // screen against it as soon as it is read
}

// LoadList keeps files as a new version of a list, which a job reads. Files that are those of a version that is there
// already are that version. Returns fault.Denied without the policy, fault.NotFound when there is no such list.
func (a *Administration) LoadList(ctx context.Context, who actor.Actor, in ListFiles) (LoadedList, error) {
	if err := a.demand(ctx, who, Right{"list", "manage"}); err != nil {
		return LoadedList{}, err
	}
	known, err := a.list(ctx, who.Tenant, in.List)
	if err != nil {
		return LoadedList{}, err
	}
	v := screening.Version{
		Tenant: who.Tenant, ID: a.Library.NewID(), List: in.List, Hash: hashOf(in.Files), State: screening.Reading,
		Before: known.Active, Activate: in.Activate, CreatedAt: a.Library.Now(), CreatedBy: who.ID,
	}
	for _, before := range known.Versions {
		if before.Hash == v.Hash && before.State != screening.Failed {
			return known, fault.New(fault.Conflict, "list.same").With("at", before.CreatedAt.Format("2006-01-02"))
		}
	}
	for i, f := range in.Files {
		file := screening.File{Name: f.Name, Blob: who.Tenant + "/lists/" + v.ID + "-" + strconv.Itoa(i), Size: int64(len(f.Content))}
		if err := a.Files.Put(ctx, file.Blob, f.Content, "application/octet-stream"); err != nil {
			return known, err
		}
		v.Files = append(v.Files, file)
	}
	err = a.administer(ctx, who, func(d *scribe) error {
		if err := d.AddListVersion(v); err != nil {
			return err
		}
		if err := d.Schedule("list", v.ID, map[string]string{"version": v.ID}); err != nil {
			return err
		}
		return d.note("list.loaded", in.List, []Difference{{What: "list", Name: "version", After: v.ID}, {What: "list", Name: "sha256", After: v.Hash}})
	})
	if err != nil {
		return known, err
	}
	return a.list(ctx, who.Tenant, in.List)
}

// hashOf stands for the bytes of files, in whatever order they come.
func hashOf(files []screening.Source) string {
	var sums []string
	for _, f := range files {
		sum := sha256.Sum256(f.Content)
		sums = append(sums, hex.EncodeToString(sum[:]))
	}
	slices.Sort(sums)
	if len(sums) == 1 {
		return sums[0]
	}
	sum := sha256.Sum256([]byte(strings.Join(sums, " ")))
	return hex.EncodeToString(sum[:])
}
