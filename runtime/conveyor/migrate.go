package conveyor

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// StartMigration begins to move the cases in flight of a pipeline to its newest version, as chosen, by a job. Returns
// fault.Denied without the policy, fault.Stale migration.old_version when the version is not the newest,
// fault.Invalid migration.choice, migration.nothing_chosen or migration.stage, fault.Conflict migration.running while
// another of the pipeline runs.
func (c *Conveyor) StartMigration(ctx context.Context, who actor.Actor, in migration.Migration) (migration.Migration, error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return in, err
	}
	// Asked before the choices are judged: what was right when it was begun may not be any more.
	if begun, before, err := c.begun(ctx, who.Tenant); err != nil || before {
		return begun, err
	}
	to, err := c.destination(ctx, who.Tenant, in)
	if err != nil {
		return in, err
	}
	in.ID, in.Tenant, in.State, in.Tally, in.By = c.NewID(), who.Tenant, migration.Running, migration.Tally{}, who.ID
	err = c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		ref, before, err := done(ctx, tx)
		if err != nil {
			return err
		}
		if before {
			in, err = tx.Migration(ref)
			return err
		}
		in.BeganAt = tx.Now()
		if in.Total, err = c.survey(who, Profile{}, to).older(ctx, tx); err != nil {
			return err
		}
		if err := tx.InsertMigration(in); err != nil {
			return err
		}
		job := cases.Job{Kind: "migrate", Key: in.ID, Args: map[string]string{"migration": in.ID}}
		if err := tx.Enqueue(job); err != nil {
			return err
		}
		return keep(ctx, tx, in.ID)
	})
	return in, err
}

// begun returns the migration that the same request began before.
func (c *Conveyor) begun(ctx context.Context, tenant string) (m migration.Migration, before bool, err error) {
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		var ref string
		if ref, before, err = done(ctx, tx); err != nil || !before {
			return err
		}
		m, err = tx.Migration(ref)
		return err
	})
	return m, before, err
}

// destination is the version that cases are to go to, when the choices make sense for it.
func (c *Conveyor) destination(ctx context.Context, tenant string, in migration.Migration) (*Line, error) {
	if err := in.Choices.Check(); err != nil {
		return nil, err
	}
	if in.Choices.Idle() {
		return nil, fault.New(fault.Invalid, "migration.nothing_chosen")
	}
	live, err := c.Store.Live(ctx, tenant, definition.Pipeline, in.Pipeline)
	if err != nil {
		return nil, err
	}
	if live.ID != in.Version {
		return nil, fault.New(fault.Stale, "migration.old_version")
	}
	to, err := c.Line(ctx, tenant, in.Version)
	if err != nil {
		return nil, err
	}
	stage, known := to.Pipeline.Stage(in.Stage)
	if in.Stage != "" && (!known || stage.Kind != pipeline.Staff) {
		return nil, fault.New(fault.Invalid, "migration.stage").At(fault.Violation{Path: "/stage", Key: "select"})
	}
	return to, nil
}

// CancelMigration stops a migration: no case is moved any more. Those that were stay where they are. One that has ended
// is left as it is.
func (c *Conveyor) CancelMigration(ctx context.Context, who actor.Actor, id string) (migration.Migration, error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return migration.Migration{}, err
	}
	return c.end(ctx, who.Tenant, migration.Migration{ID: id, State: migration.Cancelled, EndedBy: who.ID})
}

// Migration returns a migration.
func (c *Conveyor) Migration(ctx context.Context, who actor.Actor, id string) (migration.Migration, error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return migration.Migration{}, err
	}
	var out migration.Migration
	err := c.Store.View(ctx, who.Tenant, func(tx Tx) (err error) {
		out, err = tx.Migration(id)
		return err
	})
	return out, err
}

// Migrations returns the migrations of a pipeline, newest first, and how many cases are in flight on each version.
func (c *Conveyor) Migrations(ctx context.Context, who actor.Actor, key string) (runs []migration.Migration, inFlight map[string]int, err error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return nil, nil, err
	}
	if _, err := c.Store.Live(ctx, who.Tenant, definition.Pipeline, key); err != nil {
		return nil, nil, err
	}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) (err error) {
		if runs, err = tx.Migrations(key); err == nil {
			inFlight, err = tx.CountInFlight(key)
		}
		return err
	})
	return runs, inFlight, err
}

// errOvertaken says that another worker is at the same migration.
var errOvertaken = errors.New("another worker goes on with it")

// Migrate goes on with a migration until it has ended, which it says, or enough says that another job should go on. After a
// crash it goes on where it was, and counts no case twice.
func (c *Conveyor) Migrate(ctx context.Context, tenant, id string, enough func() bool) (ended bool, err error) {
	profile, err := c.Tenants.Profile(ctx, tenant)
	if err != nil {
		return false, err
	}
	w := &mover{enough: enough}
	err = c.Store.View(ctx, tenant, func(tx Tx) error {
		w.run, err = tx.Migration(id)
		return err
	})
	if err != nil || w.run.State != migration.Running {
		return err == nil, err
	}
	to, err := c.Line(ctx, tenant, w.run.Version)
	if err != nil {
		return false, err
	}
	w.survey = c.survey(actor.Job(tenant, "migration"), profile, to)
	ended, err = w.work(ctx)
	switch {
	case fault.KeyOf(err) == "migration.ended":
		return true, nil
	case errors.Is(err, errOvertaken):
		return false, nil
	}
	return ended, err
}

// mover is a migration at work.
type mover struct {
	*survey
	run    migration.Migration // as it is kept, and what was counted since
	kept   migration.Place     // At, as it is kept
	enough func() bool
}

const movedAtOnce = 100

func (w *mover) work(ctx context.Context) (ended bool, err error) {
	w.kept = w.run.At
	for {
		if late, err := w.late(ctx); err != nil || late {
			return late, err
		}
		found, err := w.sight(ctx, w.run.At, movedAtOnce)
		if err != nil {
			return false, err
		}
		for i := range found {
			if err := w.one(ctx, &found[i]); err != nil {
				return false, err
			}
		}
		last := len(found) < movedAtOnce
		if err := w.save(ctx, last); err != nil || last || w.enough() {
			return last, err
		}
	}
}

// late ends the migration when a newer version is live: cases begin there, and belong there.
func (w *mover) late(ctx context.Context) (bool, error) {
	live, err := w.Store.Live(ctx, w.who.Tenant, definition.Pipeline, w.run.Pipeline)
	if err != nil || live.Number <= w.to.Number {
		return false, err
	}
	w.Log.InfoContext(ctx, "migration ended: a newer version is live", "tenant", w.who.Tenant, "migration", w.run.ID, "version", live.ID)
	_, err = w.end(ctx, w.who.Tenant, migration.Migration{ID: w.run.ID, State: migration.Superseded})
	return true, err
}

// FailMigration ends a migration whose job cannot go on, so that another may begin. One that has ended is left as it is.
func (c *Conveyor) FailMigration(ctx context.Context, tenant, id string) error {
	_, err := c.end(ctx, tenant, migration.Migration{ID: id, State: migration.Failed})
	return err
}

// end writes the State, and EndedBy, of a migration that runs, and returns it as it then stands.
func (c *Conveyor) end(ctx context.Context, tenant string, as migration.Migration) (run migration.Migration, err error) {
	err = c.Store.Begin(ctx, tenant, func(tx Tx) (err error) {
		if run, err = tx.Migration(as.ID); err != nil || run.State != migration.Running {
			return err
		}
		at := tx.Now()
		run.State, run.EndedAt, run.EndedBy = as.State, &at, as.EndedBy
		return tx.UpdateMigration(run)
	})
	return run, err
}

// one does with a case what was chosen. One that is to stay is only counted: nothing is written for it.
func (w *mover) one(ctx context.Context, at *sighted) error {
	verdict, err := w.judge(ctx, at)
	if err != nil {
		return err
	}
	place := migration.Place{Version: at.Version, Case: at.ID}
	if w.run.Choices.Of(verdict.Bucket) == migration.Keep {
		w.run.At = place
		w.run.Tally = maps.Clone(w.run.Tally)
		w.run.Tally.Count(verdict.Bucket, migration.Outcome{Kept: 1})
		return nil
	}
	return w.move(ctx, place)
}

// save writes how far the migration is.
func (w *mover) save(ctx context.Context, ended bool) error {
	return w.Store.Begin(ctx, w.who.Tenant, func(tx Tx) error {
		if err := w.still(tx); err != nil {
			return err
		}
		run := w.run
		if ended {
			at := tx.Now()
			run.State, run.EndedAt = migration.Done, &at
		}
		if err := tx.UpdateMigration(run); err != nil {
			return err
		}
		w.kept = run.At
		return nil
	})
}

// still makes sure that the migration runs, and that nobody else has gone on with it.
func (w *mover) still(tx Tx) error {
	stored, err := tx.Migration(w.run.ID)
	switch {
	case err != nil:
		return err
	case stored.State != migration.Running:
		return fault.New(fault.Conflict, "migration.ended")
	case stored.At != w.kept:
		return errOvertaken
	}
	return nil
}

// move judges a case once more, now that it is locked, and moves it in the transaction that counts it. Where the engine
// refuses, the case stays as it was.
func (w *mover) move(ctx context.Context, place migration.Place) error {
	run, err := w.attempt(ctx, place, false)
	if refused(err) {
		w.Log.WarnContext(ctx, "case not moved", "tenant", w.who.Tenant, "case", place.Case, "migration", w.run.ID, "error", discreet(err))
		run, err = w.attempt(ctx, place, true)
	}
	if err != nil {
		return err
	}
	w.run, w.kept = run, run.At
	return nil
}

// refused tells whether a case cannot be moved, in contrast to a database that does not answer.
func refused(err error) bool {
	switch fault.CodeOf(err) {
	case fault.Conflict, fault.Invalid, fault.Denied:
		return fault.KeyOf(err) != "migration.ended"
	}
	return errors.Is(err, cases.ErrCascade)
}

func (w *mover) attempt(ctx context.Context, place migration.Place, stuck bool) (run migration.Migration, err error) {
	err = w.Store.Begin(ctx, w.who.Tenant, func(tx Tx) error {
		run = w.run
		run.At, run.Tally = place, maps.Clone(run.Tally)
		if err := w.still(tx); err != nil {
			return err
		}
		m := &move{Conveyor: w.Conveyor, ctx: ctx, tx: tx, who: w.who, profile: w.profile}
		if err := m.load(place.Case); err != nil {
			return err
		}
		stage, _ := m.line.Pipeline.Stage(m.rec.State.Stage)
		if !w.to.follows(m.line) || m.rec.State.Removed || stage.Kind == pipeline.End {
			return tx.UpdateMigration(run) // it got there, or beyond, or came to its end, meanwhile
		}
		bucket, outcome, err := m.migrate(w, stuck)
		if err != nil {
			return err
		}
		run.Tally.Count(bucket, outcome)
		return tx.UpdateMigration(run)
	})
	return run, err
}

// migrate does with an opened case what was chosen for the bucket that it is in now.
func (m *move) migrate(w *mover, stuck bool) (migration.Bucket, migration.Outcome, error) {
	pair, err := w.pair(m.ctx, m.rec.Version)
	if err != nil {
		return "", migration.Outcome{}, err
	}
	before, after, err := m.previousOfBoth(w.to)
	if err != nil {
		return "", migration.Outcome{}, err
	}
	verdict := pair.Judge(m.ctx, migration.Subject{
		State: m.rec.State, Answers: m.sub.Answers, Before: before, After: after, Now: m.now(), Location: m.profile.Zone,
		Calendar: m.profile.calendar(),
	})
	fate := pair.Fate(m.rec.State.Stage, verdict, w.run.Choices, w.run.Stage)
	switch {
	case stuck || fate.Stuck:
		return verdict.Bucket, migration.Outcome{Stuck: 1}, nil
	case !fate.Moves:
		return verdict.Bucket, migration.Outcome{Kept: 1}, nil
	}
	t := transfer{move: m, run: w.run, to: w.to, pair: pair, verdict: verdict, fate: fate}
	return verdict.Bucket, migration.Outcome{Moved: 1}, t.carry()
}

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
		if err := t.insertItems(asked); err != nil {
			return err
		}
		t.note("request.made", map[string]any{"items": toAny(t.fate.Items)})
		t.thaw()
	}
	if t.fate.Stage != "" {
		t.rec.Assignee = ""
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
