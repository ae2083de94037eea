package conveyor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Preview asks what a version of a pipeline, kept or only staged, would mean for the cases in flight on older ones.
type Preview struct {
	Pipeline definition.Version
	Form     definition.Version // that it pins
	After    migration.Place    // where the part before ended; zero begins
	Enough   func() bool        // whether the part may end; nil never ends it before the last case
}

// Impact is what a move would mean for one part of the cases in flight. Parts add up.
type Impact struct {
	Total  int // cases in flight on older versions; only told with the first part
	Done   int // cases in this part
	Shares map[migration.Bucket]*Share
	Next   *migration.Place // where the next part begins; nil when this was the last
	Stages []pipeline.Stage // of staff, in the version: where cases may be handed over
}

// Share is what a part has of one bucket.
type Share struct {
	Cases     int
	Stranded  int // of them, that can go on only at another stage
	Unaskable int // of them, of whom nothing can be requested where they stand
	Examples  []Example
	Reasons   map[migration.Reason]*Weight // a case may have several
}

// Weight is how many cases have a reason, and what that which it names is called.
type Weight struct {
	Cases int
	Label schemas.Text
}

// Example is a case to look at.
type Example struct{ ID, Reference string }

const (
	maxExamples = 5
	aloftAtOnce = 400
)

// Impact judges a part of the cases in flight, and changes nothing. Returns fault.Denied without the policy,
// fault.Invalid when the version does not compile.
func (c *Conveyor) Impact(ctx context.Context, who actor.Actor, in Preview) (Impact, error) {
	if err := c.mayPublish(ctx, who); err != nil {
		return Impact{}, err
	}
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return Impact{}, err
	}
	to, err := c.staged(who.Tenant, in.Pipeline, in.Form)
	if err != nil {
		return Impact{}, err
	}
	p := &previewing{judging: c.judging(who, profile, to), out: Impact{Shares: map[migration.Bucket]*Share{}}}
	for _, stage := range to.Pipeline.Pipeline.Stages {
		if stage.Kind == pipeline.Staff {
			p.out.Stages = append(p.out.Stages, stage)
		}
	}
	if in.After == (migration.Place{}) {
		if p.out.Total, err = p.total(ctx); err != nil {
			return Impact{}, err
		}
	}
	err = p.run(ctx, in)
	return p.out, err
}

func (c *Conveyor) mayPublish(ctx context.Context, who actor.Actor) error {
	ok, rule, err := c.Gate.Ask(ctx, who, "definition", "publish")
	if err != nil || ok {
		return err
	}
	return fault.New(fault.Denied, "definition.denied").With("object", "definition").With("verb", "publish").With("rule", rule)
}

// judging is the judging of cases in flight against one version.
type judging struct {
	*Conveyor
	who     actor.Actor
	profile Profile
	to      *Line
	pairs   map[string]*pairing // by id of the version that a case is on
}

// pairing is the version that a case is on, with what a move from it means.
type pairing struct {
	line *Line
	*migration.Pair
}

func (c *Conveyor) judging(who actor.Actor, profile Profile, to *Line) *judging {
	return &judging{Conveyor: c, who: who, profile: profile, to: to, pairs: map[string]*pairing{}}
}

func (s *judging) pair(ctx context.Context, version string) (*pairing, error) {
	if known, ok := s.pairs[version]; ok {
		return known, nil
	}
	line, err := s.Line(ctx, s.who.Tenant, version)
	if err != nil {
		return nil, err
	}
	p := &pairing{line, migration.Between(line.half(), s.to.half())}
	s.pairs[version] = p
	return p, nil
}

func (l *Line) half() migration.Line { return migration.Line{Pipeline: l.Pipeline, Form: l.Form} }

func (s *judging) total(ctx context.Context) (int, error) {
	n := 0
	err := s.Store.View(ctx, s.who.Tenant, func(tx Tx) (err error) {
		n, err = s.older(ctx, tx)
		return err
	})
	return n, err
}

// older counts the cases in flight on older versions.
func (s *judging) older(ctx context.Context, tx Tx) (int, error) {
	counts, err := tx.CountInFlight(s.to.Pipeline.Pipeline.Key)
	if err != nil {
		return 0, err
	}
	n := 0
	for version, count := range counts {
		from, err := s.Line(ctx, s.who.Tenant, version)
		if err != nil {
			return 0, err
		}
		if s.to.follows(from) {
			n += count
		}
	}
	return n, nil
}

// follows tells whether a version is newer than another. One that is only staged has no number yet: it follows all.
func (l *Line) follows(other *Line) bool { return l.Number == 0 || other.Number < l.Number }

// sighted is a case in flight with what stands around it.
type sighted struct {
	migration.Aloft
	pair          *pairing
	now           time.Time
	before, after map[string]any // previous answers, where rules look back
}

// sight reads the next cases in flight.
func (s *judging) sight(ctx context.Context, after migration.Place, limit int) ([]sighted, error) {
	var out []sighted
	err := s.Store.View(ctx, s.who.Tenant, func(tx Tx) error {
		rows, err := tx.InFlight(migration.Flight{
			Pipeline: s.to.Pipeline.Pipeline.Key, Before: s.to.Number, After: after, Limit: limit,
		})
		out = make([]sighted, len(rows))
		for i := 0; i < len(rows) && err == nil; i++ {
			out[i].Aloft, out[i].now = rows[i], tx.Now()
			if out[i].pair, err = s.pair(ctx, rows[i].Version); err == nil {
				err = s.lookBack(ctx, tx, &out[i])
			}
		}
		return err
	})
	return out, err
}

// lookBack reads the answers of the case before, where a rule of either version asks for them.
func (s *judging) lookBack(ctx context.Context, tx Tx, at *sighted) error {
	if !at.pair.line.looksBack && !s.to.looksBack {
		return nil
	}
	rec, sub, err := at.open()
	if err != nil {
		return err
	}
	m := &move{Conveyor: s.Conveyor, ctx: ctx, tx: tx, who: s.who, profile: s.profile, line: at.pair.line}
	m.rec, m.sub = rec, sub
	at.before, at.after, err = m.previousOfBoth(s.to)
	return err
}

// previousOfBoth are the previous answers as the form of the case's version, and that of another, know them.
func (m *move) previousOfBoth(to *Line) (before, after map[string]any, err error) {
	if !m.line.looksBack && !to.looksBack {
		return nil, nil, nil
	}
	identity := submission.Text(m.sub.Answers, m.line.Pipeline.Pipeline.Contact.Identity)
	before, err = m.completed(identity)
	if err != nil {
		return nil, nil, err
	}
	line := m.line
	defer func() { m.line = line }()
	m.line = to
	after, err = m.completed(identity)
	return before, after, err
}

// open reads the state and the answers of a case.
func (at *sighted) open() (rec cases.Record, sub submission.Submission, err error) {
	rec.ID, rec.Version = at.ID, at.Version
	if err := json.Unmarshal(at.State, &rec.State); err != nil {
		return rec, sub, fmt.Errorf("case %s: %w", at.ID, err)
	}
	if len(at.Answers) > 0 {
		if err := json.Unmarshal(at.Answers, &sub.Answers); err != nil {
			return rec, sub, fmt.Errorf("answers of case %s: %w", at.ID, err)
		}
	}
	return rec, sub, nil
}

// judge says what the move means for a case.
func (s *judging) judge(ctx context.Context, at *sighted) (migration.Verdict, error) {
	if !at.pair.Reads(at.Stage) {
		at.Answers = nil // nothing depends on them
	}
	rec, sub, err := at.open()
	if err != nil {
		return migration.Verdict{}, err
	}
	return at.pair.Judge(ctx, migration.Subject{
		State: rec.State, Answers: sub.Answers, Before: at.before, After: at.after, Now: at.now, Location: s.profile.Zone,
		Calendar: s.profile.calendar(),
	}), nil
}

// previewing is an Impact in the making.
type previewing struct {
	*judging
	mu  sync.Mutex
	out Impact
}

// page is the next cases in flight, or why they could not be read.
type page struct {
	found []sighted
	err   error
}

// run reads the next cases while those before are judged.
func (p *previewing) run(ctx context.Context, in Preview) error {
	ctx, cancel := context.WithCancel(ctx)
	pages := make(chan page)
	var reader sync.WaitGroup
	defer reader.Wait()
	defer cancel()
	reader.Go(func() { p.read(ctx, in.After, pages) })
	for next := range pages {
		if next.err != nil {
			return next.err
		}
		if err := p.judgeAll(ctx, next.found); err != nil {
			return err
		}
		if len(next.found) < aloftAtOnce {
			return nil
		}
		if in.Enough != nil && in.Enough() {
			p.out.Next = placeOf(next.found)
			return nil
		}
	}
	return ctx.Err()
}

func placeOf(found []sighted) *migration.Place {
	last := found[len(found)-1]
	return &migration.Place{Version: last.Version, Case: last.ID}
}

// read sends page after page, until there are no more or nobody wants them.
func (p *previewing) read(ctx context.Context, after migration.Place, pages chan<- page) {
	defer close(pages)
	for {
		found, err := p.sight(ctx, after, aloftAtOnce)
		select {
		case pages <- page{found, err}:
		case <-ctx.Done():
			return
		}
		if err != nil || len(found) < aloftAtOnce {
			return
		}
		after = *placeOf(found)
	}
}

// judgeAll shares the cases over the processors.
func (p *previewing) judgeAll(ctx context.Context, found []sighted) error {
	hands := runtime.GOMAXPROCS(0)
	errs := make([]error, hands)
	var group sync.WaitGroup
	for hand := range hands {
		group.Go(func() {
			for i := hand; i < len(found) && errs[hand] == nil && ctx.Err() == nil; i += hands {
				verdict, err := p.judge(ctx, &found[i])
				if errs[hand] = err; err == nil {
					p.count(found[i], verdict)
				}
			}
		})
	}
	group.Wait()
	return errors.Join(append(errs, ctx.Err())...)
}

func (p *previewing) count(at sighted, v migration.Verdict) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.Done++
	share := p.out.Shares[v.Bucket]
	if share == nil {
		share = &Share{Reasons: map[migration.Reason]*Weight{}}
		p.out.Shares[v.Bucket] = share
	}
	share.Cases++
	if v.Stranded {
		share.Stranded++
	}
	if len(v.Asked) > 0 && !v.Askable {
		share.Unaskable++
	}
	for _, r := range v.Reasons {
		if share.Reasons[r] == nil {
			share.Reasons[r] = &Weight{Label: at.pair.Label(r)}
		}
		share.Reasons[r].Cases++
	}
	// The first by id, whichever hand was quicker.
	share.Examples = append(share.Examples, Example{at.ID, at.Reference})
	slices.SortFunc(share.Examples, func(a, b Example) int { return strings.Compare(a.ID, b.ID) })
	share.Examples = share.Examples[:min(len(share.Examples), maxExamples)]
}
