// Package submission is one applicant's answers to one form version.
package submission

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Submission is the answers of a case.
type Submission struct {
	Case        string
	Tenant      string
	FormVersion string
	Answers     map[string]any // cleaned, by key
	Sources     Sources        // by top-level key: who gave it, and when
	Earlier     Earlier        // by top-level key: what was handed in before, latest first
	Visited     []string       // keys of pages the applicant went on from
	Revision    int64          // grows by one with each save
	SavedAt     time.Time
	FrozenAt    *time.Time // submitted: nothing changes until it is thawed or an item is requested
	SHA256      string     // of the canonical JSON of the answers when frozen
}

// Source tells who gave an answer.
type Source struct {
	Kind string    `json:"kind"` // applicant, member, check
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Rev  int64     `json:"rev"` // submission revision that last changed it
	// Client is the visit that saved it and Nth which of its saves that was, where the applicant's page told.
	Client string `json:"client,omitempty"`
	Nth    int64  `json:"nth,omitempty"`
}

// Sources are those of the answers, by top-level key.
type Sources map[string]Source

// savedTogether are the keys of answers that one save gave.
type savedTogether struct {
	Source
	Keys []string `json:"keys"`
}

// MarshalJSON writes each save once, with the keys that it gave: a page has many answers and one source.
func (s Sources) MarshalJSON() ([]byte, error) {
	keys := map[Source][]string{}
	for key, source := range s {
		keys[source] = append(keys[source], key)
	}
	saves := make([]savedTogether, 0, len(keys))
	for source, list := range keys {
		slices.Sort(list)
		saves = append(saves, savedTogether{source, list})
	}
	slices.SortFunc(saves, func(a, b savedTogether) int { return strings.Compare(a.Keys[0], b.Keys[0]) })
	return json.Marshal(saves)
}

// UnmarshalJSON reads what MarshalJSON wrote, and the object of sources by key that came before it.
func (s *Sources) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '{' {
		return json.Unmarshal(text, (*map[string]Source)(s))
	}
	var saves []savedTogether
	if err := json.Unmarshal(text, &saves); err != nil {
		return err
	}
	*s = make(Sources, 2*len(saves))
	for _, save := range saves {
		for _, key := range save.Keys {
			(*s)[key] = save.Source
		}
	}
	return nil
}

// Rows are the submissions inside one transaction of one tenant.
type Rows interface {
	// Submission returns the answers of a case. Returns fault.NotFound when there are none.
	Submission(caseID string) (Submission, error)
	// PutSubmission inserts or updates; the stored revision must be the given one less one, else fault.Stale.
	PutSubmission(Submission) error
}
