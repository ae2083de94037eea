package event

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
)

// Personal is what a record that is never changed says of a person. It is kept beside the record, so that it can be
// erased; in the record itself stands its id and its hash, which go on proving what was there.
type Personal struct {
	ID     string
	Tenant string
	Case   string
	Salt   string // keeps what is short from being guessed by its hash, once it is erased
	Body   string // canonical JSON
}

// Hide makes a value a Personal, and returns what stands in the record in its place.
func Hide(id string, value any) (Personal, map[string]any) {
	p := Personal{ID: id, Salt: rand.Text(), Body: string(AppendCanonical(nil, value))}
	return p, map[string]any{"personal": id, "sha256": p.Hash()}
}

// Hash is the SHA-256, in hex, of the salt and the body.
func (p Personal) Hash() string {
	sum := sha256.Sum256([]byte(p.Salt + p.Body))
	return hex.EncodeToString(sum[:])
}

// Hidden returns the id and the hash that stand in a record in place of a value, if they do.
func Hidden(value any) (id, sha string, ok bool) {
	place, _ := value.(map[string]any)
	if len(place) != 2 {
		return "", "", false
	}
	id, named := place["personal"].(string)
	sha, hashed := place["sha256"].(string)
	return id, sha, named && hashed
}

// Shown returns the data of an event with what was hidden put back; what was erased is left out.
func Shown(data map[string]any, kept map[string]Personal) map[string]any {
	out := maps.Clone(data)
	for key, value := range data {
		id, _, hidden := Hidden(value)
		if !hidden {
			continue
		}
		delete(out, key)
		var shown any
		if p, ok := kept[id]; ok && json.Unmarshal([]byte(p.Body), &shown) == nil {
			out[key] = shown
		}
	}
	return out
}

// PersonalRows are such parts inside one transaction of one tenant.
type PersonalRows interface {
	// InsertPersonal adds parts of a case. Returns fault.NotFound when the tenant has no such case.
	InsertPersonal(parts []Personal) error
	// Personal returns the parts of a case that were not erased, by id.
	Personal(caseID string) (map[string]Personal, error)
	// ErasePersonal deletes the parts of a case, and what checks and requests say of the person.
	ErasePersonal(caseID string) error
}
