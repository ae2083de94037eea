package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/event"
)

// records holds what the events of a chain refer to against their hashes, and reports the first that does not fit. A
// case may be erased between two reads: what does not fit is looked at once more.
func (v *verification) records(ctx context.Context, id string, chain []event.Event) error {
	found, err := v.misfit(ctx, id, chain)
	if err != nil || found == nil {
		return err
	}
	if chain, err = v.chain(ctx, id); err != nil {
		return err
	}
	if found, err = v.misfit(ctx, id, chain); err == nil && found != nil {
		v.broken(*found)
	}
	return err
}

func (v *verification) misfit(ctx context.Context, id string, chain []event.Event) (*Break, error) {
	evidence, parts, err := v.store.Records(ctx, v.tenant, id)
	if err != nil {
		return nil, err
	}
	r := referred{evidence: map[string]signature.Evidence{}, parts: parts, sealed: v.sealed}
	for _, e := range evidence {
		r.evidence[e.ID] = e
	}
	for i, e := range chain {
		// What was said before an erasure went with it.
		r.erased = erasedAfter(chain[i:])
		if why := r.event(e); why != "" {
			return &Break{Case: id, Seq: e.Seq, Why: why}, nil
		}
	}
	return nil, nil
}

func erasedAfter(rest []event.Event) bool {
	for _, e := range rest {
		if e.Name == "case.erased" {
			return true
		}
	}
	return false
}

// referred is what events of one case refer to.
type referred struct {
	evidence map[string]signature.Evidence
	parts    map[string]event.Personal
	sealed   func(record []byte, seal string) bool
	erased   bool
}

func (r referred) event(e event.Event) Why {
	for _, value := range e.Data {
		id, sha, hidden := event.Hidden(value)
		if !hidden {
			continue
		}
		if part, kept := r.parts[id]; kept && part.Hash() != sha || !kept && !r.erased {
			return Altered
		}
	}
	if e.Name == "signature.given" {
		return r.signature(e)
	}
	return ""
}

func (r referred) signature(e event.Event) Why {
	id, _ := e.Data["evidence"].(string)
	kept, ok := r.evidence[id]
	var record map[string]any
	if !ok || json.Unmarshal(kept.Record, &record) != nil {
		return Unproven
	}
	seal, _ := record["serverSignature"].(string)
	delete(record, "hash")
	delete(record, "serverSignature")
	body := event.AppendCanonical(nil, record)
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	if hash != kept.Hash || e.Data["hash"] != hash || r.sealed != nil && !r.sealed(body, seal) {
		return Unproven
	}
	snapshot, named := record["answers"].(string)
	if !named {
		return "" // signed before the answers were kept with the signature
	}
	part, ok := r.parts[snapshot]
	if ok && part.Hash() != record["answersSha256"] || !ok && !r.erased {
		return Altered
	}
	return ""
}
