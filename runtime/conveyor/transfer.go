package conveyor

import (
	"bytes"
	"slices"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/event"
)

// transfer is the move of one case to another version.
type transfer struct {
	*move
	run     migration.Migration
	to      *Line
	pair    *pairing
	verdict migration.Verdict
	fate    migration.Fate
}

func (t *transfer) carry() error {
	from := t.line.Number
	if err := t.answers(); err != nil {
		return err
	}
	t.line, t.rec.Version = t.to, t.to.Version
	t.changed()
	t.earlier = nil
	t.note("case.migrated", map[string]any{
		"from": float64(from), "to": float64(t.to.Number), "version": t.to.Version, "migration": t.run.ID, "by": t.run.By,
		"bucket": string(t.verdict.Bucket), "choice": string(t.run.Choices.Of(t.verdict.Bucket)),
		"asked": toAny(t.fate.Items), "lost": toAny(t.verdict.Lost),
	})
	if err := t.goOn(); err != nil {
		return err
	}
	t.enter()
	t.measure()
	return t.write()
}

// goOn lets the engine take the case over, with what is asked of the applicant and who is to look at it.
func (t *transfer) goOn() error {
	if len(t.fate.Items) > 0 {
		asked := make([]AskedItem, len(t.fate.Items))
		for i, place := range t.fate.Items {
			asked[i].Path = place
		}
		if err := t.insertItems(asked, 0); err != nil {
			return err
		}
		t.note("request.made", map[string]any{"items": toAny(t.fate.Items)})
		t.thaw()
	}
	if t.fate.Stage != "" {
		t.give("")
	}
	facts := t.engineFacts()
	facts.Answers = t.sound()
	decision, err := cases.Move(t.ctx, t.line.Pipeline, t.rec.State, cases.Transfer{
		ID: "migration/" + t.run.ID, Stage: t.fate.Stage, Items: t.fate.Items,
	}, facts)
	if t.gateErr != nil { // what the engine made of it was decided without what could not be read
		return t.gateErr
	}
	if err != nil {
		return err
	}
	t.unanswered(decision.Failures)
	if err := t.follow(decision); err != nil {
		return err
	}
	if t.run.Choices.Of(t.verdict.Bucket) != migration.Staff {
		return nil
	}
	return t.assign(cases.Work{Name: "migration", Key: "migration/" + t.run.ID + "/" + t.rec.ID})
}

// answers brings along the answers with all that names their places.
func (t *transfer) answers() error {
	carrier := t.pair.Carrier()
	t.edited = t.outdated()
	t.sub.FormVersion, t.subDirty, t.reindex = t.to.FormID, true, true
	t.sub.Answers = t.verdict.Answers
	if carrier.Same() {
		return nil
	}
	sources := make(submission.Sources, len(t.sub.Sources))
	for key, source := range t.sub.Sources {
		if at := submission.Key(carrier.Place("/" + key)); at != "" {
			sources[at] = source
		}
	}
	t.sub.Sources = sources
	t.pages()
	if err := t.places(carrier.Place); err != nil {
		return err
	}
	return t.rebind()
}

// outdated tells whether approvals given so far were given to something else: what is asked or can happen differs, or an
// answer does. What the engine forgets it judges itself.
func (t *transfer) outdated() bool {
	if t.verdict.Bucket != migration.Untouched {
		return true
	}
	was, is := event.AppendCanonical(nil, t.sub.Answers), event.AppendCanonical(nil, t.verdict.Answers)
	return !bytes.Equal(was, is)
}

// pages keeps what was visited, by the page's own id: its key may be another.
func (t *transfer) pages() {
	keys := map[string]string{}
	for _, old := range t.line.Form.Form().Pages {
		for _, page := range t.to.Form.Form().Pages {
			if page.ID == old.ID {
				keys[old.Key] = page.Key
			}
		}
	}
	var visited []string
	for _, key := range t.sub.Visited {
		if now, ok := keys[key]; ok {
			visited = append(visited, now)
		}
	}
	t.sub.Visited, t.rec.Page = visited, keys[t.rec.Page]
}

// places renames what documents and open requests are about.
func (t *transfer) places(place func(string) string) error {
	documents, err := t.tx.Documents(t.rec.ID)
	if err != nil {
		return err
	}
	for _, d := range documents {
		if now := place(d.Field); now != "" && now != d.Field {
			d.Field = now
			if err := t.tx.UpdateDocument(d); err != nil {
				return err
			}
		}
	}
	items, err := t.tx.Items(t.rec.ID)
	if err != nil {
		return err
	}
	for _, item := range items {
		if now := place(item.Path); now != "" && now != item.Path {
			t.rename(item, now)
			item.Path = now
			if err := t.tx.UpdateItem(item); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *transfer) rename(item request.Item, now string) {
	t.rec.State.Items = slices.Clone(t.rec.State.Items)
	if at := slices.Index(t.rec.State.Items, item.Path); at >= 0 {
		t.rec.State.Items[at] = now
	}
}

// rebind makes what was handed in count as it now stands, and so do links to sign that are out: who has opened one is
// shown the answers again before they can sign. What was signed keeps its hash, and the chain says that the answers have
// gone on from there.
func (t *transfer) rebind() error {
	if t.sub.FrozenAt == nil {
		return nil
	}
	tokens, err := t.tx.Tokens(t.rec.ID, signature.ForSignature)
	if err != nil {
		return err
	}
	line, before := t.line, t.sub.SHA256
	t.line = t.to
	now := t.fingerprint()
	t.line = line
	if now == before {
		return nil
	}
	if signedAs(tokens, before) {
		t.note("signature.outgrown", map[string]any{"from": float64(t.line.Number), "to": float64(t.to.Number), "sha256": before})
		return nil
	}
	t.sub.SHA256 = now
	for _, token := range tokens {
		if !token.Live() || token.Answers == t.sub.SHA256 {
			continue
		}
		token.Answers = t.sub.SHA256
		if err := t.tx.UpdateToken(token); err != nil {
			return err
		}
	}
	return nil
}

// signedAs tells whether answers with this hash were signed, and are not to be signed again.
func signedAs(tokens []signature.Token, sha string) bool {
	used := false
	for _, token := range tokens {
		if token.Live() {
			return false
		}
		used = used || token.State == signature.Used && token.Answers == sha
	}
	return used
}
