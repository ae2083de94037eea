package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi/api"
)

const (
	eventStream = "text/event-stream"
	// A beat keeps proxies from ending the stream, and asks whether the session is still good.
	beat = 15 * time.Second
	// rest lets changes come together.
	rest = 250 * time.Millisecond
	// Beyond this many changes at once everything is looked at anew, and beyond this many windows the oldest goes.
	maxWaiting    = 256
	maxPerSession = 8
	// writeWithin is how long a reader may take for what is written.
	writeWithin = 10 * time.Second
)

// listener is one window that waits for changes.
type listener struct {
	secret string // of its session
	bell   chan struct{}
	over   chan struct{}

	mu      sync.Mutex
	waiting []queue.Change
	all     bool
}

// listeners are the windows that wait for changes here, by tenant.
type listeners struct {
	mu       sync.RWMutex
	byTenant map[string][]*listener
}

func newListeners() *listeners { return &listeners{byTenant: map[string][]*listener{}} }

func (l *listeners) join(tenantID, secret string) *listener {
	one := &listener{secret: secret, bell: make(chan struct{}, 1), over: make(chan struct{})}
	l.mu.Lock()
	defer l.mu.Unlock()
	same := 0
	for _, other := range slices.Backward(l.byTenant[tenantID]) {
		if other.secret != secret {
			continue
		}
		if same++; same >= maxPerSession {
			l.drop(tenantID, other)
		}
	}
	l.byTenant[tenantID] = append(l.byTenant[tenantID], one)
	return one
}

func (l *listeners) leave(tenantID string, one *listener) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop(tenantID, one)
}

// drop ends a listener, once.
func (l *listeners) drop(tenantID string, one *listener) {
	at := slices.Index(l.byTenant[tenantID], one)
	if at < 0 {
		return
	}
	close(one.over)
	left := slices.Delete(slices.Clone(l.byTenant[tenantID]), at, at+1)
	if len(left) == 0 {
		delete(l.byTenant, tenantID)
		return
	}
	l.byTenant[tenantID] = left
}

// end closes the streams of a session that is over.
func (l *listeners) end(tenantID, secret string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, one := range l.byTenant[tenantID] {
		if one.secret == secret {
			l.drop(tenantID, one)
		}
	}
}

// tell passes a change on to those of its tenant. It never waits for them.
func (l *listeners) tell(c queue.Change) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if c.Tenant == "" {
		for _, all := range l.byTenant {
			for _, one := range all {
				one.add(c)
			}
		}
		return
	}
	for _, one := range l.byTenant[c.Tenant] {
		one.add(c)
	}
}

func (one *listener) add(c queue.Change) {
	one.mu.Lock()
	if c.All || len(one.waiting) >= maxWaiting {
		one.all, one.waiting = true, nil
	} else if !one.all {
		one.waiting = append(one.waiting, c)
	}
	one.mu.Unlock()
	select {
	case one.bell <- struct{}{}:
	default:
	}
}

func (one *listener) take() ([]queue.Change, bool) {
	one.mu.Lock()
	defer one.mu.Unlock()
	waiting, all := one.waiting, one.all
	one.waiting, one.all = nil, false
	return waiting, all
}

// ListenEvents tells a member of what they see and has changed, as long as they listen and their session is good.
func (a *API) ListenEvents(ctx context.Context, _ api.ListenEventsRequestObject) (api.ListenEventsResponseObject, error) {
	call := callerOf(ctx)
	return stream{API: a, ctx: ctx, call: call, listener: a.listeners.join(call.tenant.ID, call.secret)}, nil
}

// stream is the answer to somebody who listens.
type stream struct {
	*API
	ctx      context.Context //nolint:containedctx // lives as long as the answer
	call     *caller
	listener *listener
}

// VisitListenEventsResponse writes until either side ends it.
func (s stream) VisitListenEventsResponse(w http.ResponseWriter) error {
	defer s.listeners.leave(s.call.tenant.ID, s.listener)
	w.Header().Set("Content-Type", eventStream)
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	if err := write(w, ": here\n\n"); err != nil {
		return nil
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		text, good := ": beat\n\n", true
		select {
		case <-s.ctx.Done():
			return nil
		case <-s.Stopping:
			return nil
		case <-s.listener.over:
			return nil
		case <-tick.C:
		case <-s.listener.bell:
			text, good = s.news()
		}
		if !good {
			return nil // whoever listens anew looks at everything
		}
		if text == "" {
			continue
		}
		if err := write(w, text); err != nil {
			return nil
		}
		if !s.good() {
			return nil
		}
	}
}

// write sends at once. A stream has no end by which it must be over, each piece of it has.
func write(w http.ResponseWriter, text string) error {
	c := http.NewResponseController(w)
	_ = c.SetWriteDeadline(time.Now().Add(writeWithin)) // what cannot set it has none
	if _, err := w.Write([]byte(text)); err != nil {
		return err
	}
	return c.Flush()
}

// good tells whether the session still is.
func (s stream) good() bool {
	m, _, err := s.Keeper.Recognise(s.ctx, s.call.tenant.ID, s.call.secret)
	s.call.who.Roles = m.Roles // they may have changed meanwhile
	return err == nil
}

// changes are what an event tells: Changes of the contract.
type changes struct {
	Queues []string `json:"queues"`
	Cases  []string `json:"cases"`
	All    bool     `json:"all,omitempty"`
}

// news is an event with what has changed of what the member sees, "" for nothing. good is false when nothing more can be told:
// the session is over, or the database is away.
func (s stream) news() (text string, good bool) {
	select { // more of the same is often on its way
	case <-time.After(rest):
	case <-s.ctx.Done():
		return "", false
	case <-s.listener.over:
		return "", false
	}
	if !s.good() {
		return "", false
	}
	waiting, all := s.listener.take()
	out := changes{Queues: []string{}, Cases: []string{}, All: all}
	for _, c := range waiting {
		if err := s.see(c, &out); err != nil {
			s.Log.WarnContext(s.ctx, "change not told", "tenant", c.Tenant, "case", c.Case, "error", err)
		}
	}
	if !all && len(out.Queues)+len(out.Cases) == 0 {
		return "", true
	}
	body, err := json.Marshal(out)
	return fmt.Sprintf("event: change\ndata: %s\n\n", body), err == nil
}

// see adds a change as far as the policies let the member read the stages that it is about.
func (s stream) see(c queue.Change, out *changes) error {
	for _, object := range c.Within {
		if may, err := s.reads(s.call.who, object); err != nil || !may {
			return err
		}
	}
	for i, stage := range c.Stages {
		key, at, err := s.Conveyor.QueueAt(s.ctx, c.Tenant, c.Version, stage)
		if err != nil {
			if fault.CodeOf(err) == fault.NotFound {
				return nil
			}
			return err
		}
		may, err := s.reads(s.call.who, "pipeline/"+key+"/stage/"+stage)
		if err != nil {
			return err
		}
		if !may {
			continue
		}
		if at != "" && !slices.Contains(out.Queues, at) {
			out.Queues = append(out.Queues, at)
		}
		if i == 0 && !slices.Contains(out.Cases, c.Case) { // where it stands now
			out.Cases = append(out.Cases, c.Case)
		}
	}
	return nil
}

func (s stream) reads(who actor.Actor, object string) (bool, error) {
	d, err := s.Decider.Decide(s.ctx, who, object, "read")
	return d.Allowed, err
}
