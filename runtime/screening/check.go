package screening

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/check"
)

// Type is the type of the check that screens.
const Type = "screening"

//go:embed check.schema.json
var settings []byte

// patience is how long one screening may take, reading the lists among it.
const patience = 45 * time.Second

// Loaded is a version of a list that can be asked.
type Loaded struct {
	List    string // key
	Name    string
	Version string
	Index   *Index
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

// Lists gives what a tenant screens against.
type Lists interface {
	// Loaded returns the active versions of a tenant's lists, in the order of their keys.
	Loaded(ctx context.Context, tenant string) ([]Loaded, error)
	// Clearings returns those of a case.
	Clearings(ctx context.Context, tenant, caseID string) ([]Clearing, error)
}

// NewCheck returns the check that screens the people of a case against the lists of its tenant.
func NewCheck(lists Lists) check.Checker { return check.Guard(checker{lists}, patience) }

type checker struct{ lists Lists }

// Type is "screening".
func (checker) Type() string { return Type }

// Settings describes lists and thresholds.
func (checker) Settings() []byte { return settings }

// Settings are those of one check.
type Settings struct {
	Lists  string  `json:"lists"`
	Alert  float64 `json:"alert"`
	Review float64 `json:"review"`
}

// SettingsOf reads the settings of a check; scores in them are points of 100. Where they say nothing, an entry fails the
// check from 95 on and needs a person from 85 on.
func SettingsOf(config json.RawMessage) (Settings, error) {
	s := Settings{Alert: 95, Review: 85}
	if len(config) > 0 {
		if err := json.Unmarshal(config, &s); err != nil {
			return s, fmt.Errorf("check screening: settings: %w", err)
		}
	}
	s.Alert, s.Review = s.Alert/100, min(s.Review, s.Alert)/100
	return s, nil
}

// Asks tells whether a check asks a list.
func (s Settings) Asks(list string) bool {
	return s.Lists == "" || slices.Contains(strings.Fields(s.Lists), list)
}

// Hit is a match as it is kept with the result of the check.
type Hit struct {
	List     string   `json:"list"`
	ListName string   `json:"listName"`
	Version  string   `json:"version"`
	Entry    string   `json:"entry"`
	Sum      string   `json:"sum"` // of the entry
	Name     string   `json:"name"`
	Names    []string `json:"names,omitempty"` // the first of the entry
	Programs []string `json:"programs,omitempty"`
	Remarks  string   `json:"remarks,omitempty"`
	Score    float64  `json:"score"`
	Parts    Parts    `json:"parts"`
	Place    string   `json:"place"`  // of the name that was screened
	Person   string   `json:"person"` // sum of the person
	Cleared  bool     `json:"cleared,omitempty"`
}

// Evidence is what is kept of one screening.
type Evidence struct {
	Lists  []Asked `json:"lists"`
	People int     `json:"people"`
	Hits   []Hit   `json:"hits,omitempty"`
}

// Asked is a list that was asked.
type Asked struct {
	List    string `json:"list"`
	Name    string `json:"name"`
	Version string `json:"version"`
	Entries int    `json:"entries"`
}

// maxHits is how many matches are kept: with more, the thresholds are too low.
const maxHits = 25

// Check fails when somebody is alike enough to an entry, and is unclear when a person has to look. Without a list it is
// unavailable: that nobody was found in nothing says nothing.
func (c checker) Check(ctx context.Context, q check.Question) (check.Answer, error) {
	s, err := SettingsOf(q.Config)
	if err != nil {
		return check.Answer{}, err
	}
	loaded, err := c.lists.Loaded(ctx, q.Tenant)
	if err != nil {
		return check.Answer{}, err
	}
	loaded = slices.DeleteFunc(slices.Clone(loaded), func(l Loaded) bool { return !s.Asks(l.List) })
	if missing := s.missing(loaded); missing {
		return check.Answer{Result: check.Unavailable, Explanation: noList()}, nil
	}
	people := PeopleOf(ctx, q)
	if len(people) == 0 {
		return check.Answer{Result: check.Unclear, Explanation: nobody()}, nil
	}
	clearings, err := c.lists.Clearings(ctx, q.Tenant, q.Case)
	if err != nil {
		return check.Answer{}, err
	}
	found := s.Screen(people, loaded, q.Today)
	for i, h := range found.Hits {
		found.Hits[i].Cleared = slices.ContainsFunc(clearings, h.ClearedBy)
	}
	return s.answer(found), ctx.Err()
}

// missing tells whether a list that is to be asked is not there.
func (s Settings) missing(loaded []Loaded) bool {
	if len(loaded) == 0 {
		return true
	}
	return slices.ContainsFunc(strings.Fields(s.Lists), func(key string) bool {
		return !slices.ContainsFunc(loaded, func(l Loaded) bool { return l.List == key })
	})
}

// ClearedBy tells whether somebody said of this very entry and this very person that they are not the same.
func (h Hit) ClearedBy(c Clearing) bool {
	return c.List == h.List && c.Entry == h.Entry && c.Person == h.Person && c.Sum == h.Sum
}

// Screen asks lists about people on a day.
func (s Settings) Screen(people []Subject, lists []Loaded, day string) Evidence {
	e := Evidence{People: len(people)}
	for _, l := range lists {
		e.Lists = append(e.Lists, Asked{l.List, l.Name, l.Version, len(l.Index.Entries)})
		for _, p := range people {
			for _, m := range l.Index.Screen(p.Person, s.Review, day) {
				e.Hits = append(e.Hits, hitOf(l, p, m))
			}
		}
	}
	slices.SortStableFunc(e.Hits, func(a, b Hit) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	e.Hits = e.Hits[:min(len(e.Hits), maxHits)]
	return e
}

func hitOf(l Loaded, p Subject, m Match) Hit {
	return Hit{
		List: l.List, ListName: l.Name, Version: l.Version, Entry: m.Entry.UID, Sum: m.Entry.Sum(), Name: m.Name,
		Names: m.Entry.Names[:min(len(m.Entry.Names), 5)], Programs: m.Entry.Programs, Remarks: m.Entry.Remarks,
		Score: m.Score, Parts: m.Parts, Place: p.Place, Person: p.Sum(),
	}
}

func (s Settings) answer(found Evidence) check.Answer {
	a := check.Answer{Result: check.Pass, Evidence: found.kept()}
	var open []Hit
	for _, h := range found.Hits {
		if h.Cleared {
			continue
		}
		open = append(open, h)
		if h.Score >= s.Alert {
			a.Result = check.Fail
		} else if a.Result == check.Pass {
			a.Result = check.Unclear
		}
	}
	a.Explanation = explain(found, open)
	return a
}

// kept is the evidence as results keep it.
func (e Evidence) kept() map[string]any {
	b, err := json.Marshal(e)
	if err != nil {
		return nil // it is texts and numbers
	}
	out := map[string]any{}
	if json.Unmarshal(b, &out) != nil {
		return nil
	}
	return out
}

// EvidenceOf reads what was kept; it is empty for what is not of a screening.
func EvidenceOf(kept map[string]any) Evidence {
	var e Evidence
	b, err := json.Marshal(kept)
	if err == nil {
		_ = json.Unmarshal(b, &e) // what does not fit stays empty
	}
	return e
}
