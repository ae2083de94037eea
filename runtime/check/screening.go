package check

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/esteira/esteira/runtime/screening"
)

// Screening is the type of the check that looks for people in lists.
const Screening = "screening"

// Loaded is a version of a list that can be asked.
type Loaded struct {
	List    string // key
	Name    string
	Format  string // of its files: screening.PEP and others
	Version string
	Index   *screening.Index
}

// Lists gives what a tenant screens against.
type Lists interface {
	// Loaded returns the active versions of a tenant's lists, in the order of their keys.
	Loaded(ctx context.Context, tenant string) ([]Loaded, error)
	// Clearings returns those of a case.
	Clearings(ctx context.Context, tenant, caseID string) ([]screening.Clearing, error)
}

// NewScreening returns the check that screens the people of a case against the lists of its tenant.
func NewScreening(lists Lists) Checker { return Guard(screener{lists}, patience) }

type screener struct{ lists Lists }

// Type is "screening".
func (screener) Type() string { return Screening }

// Settings describes lists and thresholds.
func (screener) Settings() []byte { return screeningSchema }

// ScreeningSettings are those of one screening.
type ScreeningSettings struct {
	Lists  string  `json:"lists"`
	Of     string  `json:"of"`    // "" all lists; "sanctions" all but those of exposed persons
	Match  string  `json:"match"` // "" names and numbers; "identifier" the same number alone
	Unset  string  `json:"unset"` // what comes of it without a list: "" and "unavailable", or "skip"
	Alert  float64 `json:"alert"`
	Review float64 `json:"review"`
}

// ScreeningSettingsOf reads the settings of a check; scores in them are points of 100. Where they say nothing, an entry fails the
// check from 95 on and needs a person from 85 on.
func ScreeningSettingsOf(config json.RawMessage) (ScreeningSettings, error) {
	s := ScreeningSettings{Alert: 95, Review: 85}
	if len(config) > 0 {
		if err := json.Unmarshal(config, &s); err != nil {
			return s, fmt.Errorf("check screening: settings: %w", err)
		}
	}
	s.Alert, s.Review = s.Alert/100, min(s.Review, s.Alert)/100
	return s, nil
}

// Asks tells whether a check asks a list.
func (s ScreeningSettings) Asks(l Loaded) bool {
	if s.Of == "sanctions" && l.Format == screening.PEP {
		return false
	}
	return s.Lists == "" || slices.Contains(strings.Fields(s.Lists), l.List)
}

// Hit is a match as it is kept with the result of the check.
type Hit struct {
	List     string          `json:"list"`
	ListName string          `json:"listName"`
	Version  string          `json:"version"`
	Entry    string          `json:"entry"`
	Sum      string          `json:"sum"` // of the entry
	Name     string          `json:"name"`
	Names    []string        `json:"names,omitempty"` // the first of the entry
	Programs []string        `json:"programs,omitempty"`
	Remarks  string          `json:"remarks,omitempty"`
	Score    float64         `json:"score"`
	Parts    screening.Parts `json:"parts"`
	Place    string          `json:"place"`  // of the name that was screened
	Person   string          `json:"person"` // sum of the person
	Cleared  bool            `json:"cleared,omitempty"`
}

// Screened is what is kept of one screening.
type Screened struct {
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
func (c screener) Check(ctx context.Context, q Question) (Answer, error) {
	s, err := ScreeningSettingsOf(q.Config)
	if err != nil {
		return Answer{}, err
	}
	loaded, err := c.lists.Loaded(ctx, q.Tenant)
	if err != nil {
		return Answer{}, err
	}
	loaded = slices.DeleteFunc(slices.Clone(loaded), func(l Loaded) bool { return !s.Asks(l) })
	if missing := s.missing(loaded); missing {
		if s.Unset == "skip" {
			return Answer{Result: Skipped, Explanation: noList()}, nil
		}
		return Answer{Result: Unavailable, Explanation: noList()}, nil
	}
	people := People(ctx, q)
	if len(people) == 0 {
		return Answer{Result: Unclear, Explanation: nobody()}, nil
	}
	clearings, err := c.lists.Clearings(ctx, q.Tenant, q.Case)
	if err != nil {
		return Answer{}, err
	}
	found := s.Screen(people, loaded, q.Today)
	for i, h := range found.Hits {
		found.Hits[i].Cleared = slices.ContainsFunc(clearings, h.ClearedBy)
	}
	return s.answer(found), ctx.Err()
}

// missing tells whether a list that is to be asked is not there.
func (s ScreeningSettings) missing(loaded []Loaded) bool {
	if len(loaded) == 0 {
		return true
	}
	return slices.ContainsFunc(strings.Fields(s.Lists), func(key string) bool {
		return !slices.ContainsFunc(loaded, func(l Loaded) bool { return l.List == key })
	})
}

// ClearedBy tells whether somebody said of this very entry and this very person that they are not the same.
func (h Hit) ClearedBy(c screening.Clearing) bool {
	return c.List == h.List && c.Entry == h.Entry && c.Person == h.Person && c.Sum == h.Sum
}

// Screen asks lists about people on a day.
func (s ScreeningSettings) Screen(people []Subject, lists []Loaded, day string) Screened {
	e := Screened{People: len(people)}
	for _, l := range lists {
		e.Lists = append(e.Lists, Asked{l.List, l.Name, l.Version, len(l.Index.Entries)})
		for _, p := range people {
			for _, m := range l.Index.Screen(p.Person, s.Review, day) {
				if s.Match == "identifier" && m.Parts.Identifier == "" {
					continue
				}
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

func hitOf(l Loaded, p Subject, m screening.Match) Hit {
	return Hit{
		List: l.List, ListName: l.Name, Version: l.Version, Entry: m.Entry.UID, Sum: m.Entry.Sum(), Name: m.Name,
		Names: m.Entry.Names[:min(len(m.Entry.Names), 5)], Programs: m.Entry.Programs, Remarks: m.Entry.Remarks,
		Score: m.Score, Parts: m.Parts, Place: p.Place, Person: p.Sum(),
	}
}

func (s ScreeningSettings) answer(found Screened) Answer {
	a := Answer{Result: Pass, Evidence: found.kept()}
	var open []Hit
	for _, h := range found.Hits {
		if h.Cleared {
			continue
		}
		open = append(open, h)
		if h.Score >= s.Alert {
			a.Result = Fail
		} else if a.Result == Pass {
			a.Result = Unclear
		}
	}
	a.Explanation = explain(found, open)
	return a
}

// kept is the evidence as results keep it.
func (e Screened) kept() map[string]any {
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

// ScreenedOf reads what was kept; it is empty for what is not of a screening.
func ScreenedOf(kept map[string]any) Screened {
	var e Screened
	b, err := json.Marshal(kept)
	if err == nil {
		_ = json.Unmarshal(b, &e) // what does not fit stays empty
	}
	return e
}
