package app

import (
	"context"
	"sync"
	"time"

	"github.com/esteira/esteira/plugins/outbox"
	"github.com/esteira/esteira/plugins/sms"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/server/tenant"
)

// system is what this installation stands on, for its administration.
type system struct {
	app *App

	mu   sync.Mutex
	down map[string]time.Time // since when each part that does not answer was found so
}

func newSystem(a *App) *system { return &system{app: a, down: map[string]time.Time{}} }

// Parts returns all of them, with what of a tenant waits for each. That it returns says that the database is up.
func (s *system) Parts(ctx context.Context, tenantID string) ([]tenant.SystemPart, error) {
	out := []tenant.SystemPart{{Part: "database", State: tenant.PartUp}, s.place("storage", true, s.app.documents.SelfTest(ctx))}
	scanner, err := s.scanner(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	out = append(out, scanner)
	for _, name := range []string{message.Email, message.SMS} {
		part, err := s.channel(ctx, tenantID, name)
		if err != nil {
			return nil, err
		}
		out = append(out, part)
	}
	work, err := s.work(ctx, tenantID)
	return append(out, work), err
}

// place is a part that answers or does not. Since when is remembered until it answers again.
func (s *system) place(part string, isSet bool, fault error) tenant.SystemPart {
	s.mu.Lock()
	defer s.mu.Unlock()
	if fault == nil {
		delete(s.down, part)
		if !isSet {
			return tenant.SystemPart{Part: part, State: tenant.PartOff}
		}
		return tenant.SystemPart{Part: part, State: tenant.PartUp}
	}
	if s.down[part].IsZero() {
		s.down[part] = s.app.now()
	}
	return tenant.SystemPart{Part: part, State: tenant.PartDown, Since: s.down[part]}
}

func (s *system) scanner(ctx context.Context, tenantID string) (tenant.SystemPart, error) {
	isSet, silent := storage{s.app}.Scanner(ctx)
	part := s.place("scanner", isSet, silent)
	scans, err := s.app.Store.Scans(ctx, tenantID)
	part.Backlog.Waiting = scans[document.ScanPending]
	return part, err
}

// channel is late while messages that it was given are tried again.
func (s *system) channel(ctx context.Context, tenantID, name string) (tenant.SystemPart, error) {
	part := tenant.SystemPart{Part: name, State: tenant.PartOff}
	for _, installed := range s.app.channels {
		if installed.Name() != name {
			continue
		}
		carrier, err := s.app.channelOf(ctx, tenantID, installed)
		if err != nil {
			return part, err
		}
		if carrier != outbox.New(name) && carrier != message.Channel(sms.None{}) {
			part.State = tenant.PartUp
		}
	}
	var err error
	part.Backlog, err = s.app.Store.MessageBacklog(ctx, tenantID, name)
	return tardy(part), err
}

// work is late while jobs wait that should long be done.
func (s *system) work(ctx context.Context, tenantID string) (tenant.SystemPart, error) {
	part := tenant.SystemPart{Part: "jobs", State: tenant.PartUp}
	if s.app.Jobs == nil { // a command that serves nobody
		return part, nil
	}
	b, err := s.app.Jobs.Backlog(ctx, tenantID)
	part.Backlog = tenant.Backlog{Waiting: b.Waiting, Late: b.Late, Oldest: b.Oldest}
	if f := b.Failure; f != nil {
		part.Backlog.Failure = tenant.Failure{ID: f.ID, At: f.At, What: f.Kind}
	}
	return tardy(part), err
}

// tardy says so of a part for which something waits too long.
func tardy(part tenant.SystemPart) tenant.SystemPart {
	if part.State == tenant.PartUp && part.Backlog.Late > 0 {
		part.State, part.Since = tenant.PartLate, part.Backlog.Oldest
	}
	return part
}
