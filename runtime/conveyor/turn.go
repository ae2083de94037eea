package conveyor

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/esteira/esteira/builder/pipeline"
)

// RoundRobin is the setting of a queue that gives each case that enters it to the next of those who may take it and are not
// away.
const RoundRobin = "round-robin"

// pass sees to who has a case that has come to another stage. Where staff work, it stays with whom it had while they may
// take it there and it has come to no other team; else nobody has it, or the next whose turn it is.
func (m *move) pass(from string) error {
	stage, ok := m.line.Pipeline.Stage(m.rec.State.Stage)
	if !ok || stage.Kind != pipeline.Staff || stage.Queue == nil {
		return nil // it comes back to whom it left
	}
	if m.rec.Assignee != "" {
		keeps, err := m.keeps(from, stage)
		if err != nil || keeps {
			return err
		}
		m.give("")
	}
	return m.turn(stage.Queue.Key)
}

func (m *move) keeps(from string, to pipeline.Stage) (bool, error) {
	before, ok := m.line.Pipeline.Stage(from)
	if ok && before.Kind == pipeline.Staff && (before.Queue == nil || before.Queue.Key != to.Queue.Key) {
		return false, nil
	}
	all, err := m.Staff.Colleagues(m.ctx, m.rec.Tenant)
	if err != nil {
		return false, err
	}
	has, here := colleague(all, m.rec.Assignee)
	if !here || has.Away {
		return false, nil
	}
	return m.mayTake(m.ctx, has.actor(m.rec.Tenant), m.stageObject())
}

// turn gives the case to the next in a queue that hands out by turns. The row of the queue is locked until the transaction
// ends, so that of several servers each takes the turn after the one before.
func (m *move) turn(queue string) error {
	queues, err := m.roundRobins()
	if err != nil || !slices.Contains(queues, queue) {
		return err
	}
	last, on, err := m.tx.Turn(queue)
	if err != nil || !on {
		return err
	}
	all, err := m.Staff.Colleagues(m.ctx, m.rec.Tenant)
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b Colleague) int { return strings.Compare(a.ID, b.ID) })
	after := slices.IndexFunc(all, func(c Colleague) bool { return c.ID > last })
	for i := range all {
		next := all[(max(after, 0)+i)%len(all)]
		may, err := m.mayTake(m.ctx, next.actor(m.rec.Tenant), m.stageObject())
		if err != nil {
			return err
		}
		if next.Away || !may {
			continue
		}
		m.give(next.ID)
		m.note("case.assigned", map[string]any{"member": next.ID, "turn": true})
		return m.tx.TakeTurn(queue, next.ID)
	}
	return nil
}

// roundRobins are the queues that hand out by turns, as they were set some seconds ago at the most.
func (m *move) roundRobins() ([]string, error) {
	if queues, ok := m.turns.recall(m.rec.Tenant, m.now()); ok {
		return queues, nil
	}
	queues, err := m.Store.RoundRobins(m.ctx, m.rec.Tenant)
	if err == nil {
		m.turns.keep(m.rec.Tenant, queues, m.now())
	}
	return queues, err
}

// turns remember for a moment which queues hand out by turns: each case that enters a queue asks for it.
type turns struct {
	mu    sync.Mutex
	known map[string]knownTurns
}

type knownTurns struct {
	queues []string
	until  time.Time
}

func newTurns() *turns { return &turns{known: map[string]knownTurns{}} }

func (t *turns) recall(tenant string, now time.Time) ([]string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	known, ok := t.known[tenant]
	return known.queues, ok && now.Before(known.until)
}

func (t *turns) keep(tenant string, queues []string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.known) >= maxLines {
		clear(t.known)
	}
	t.known[tenant] = knownTurns{queues, now.Add(doorsFor)}
}

// ForgetTurns reads anew which queues of a tenant hand out by turns, after that was changed.
func (c *Conveyor) ForgetTurns(tenant string) {
	c.turns.mu.Lock()
	defer c.turns.mu.Unlock()
	delete(c.turns.known, tenant)
}
