package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/plugins/outbox"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/config"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

// sandbox is the product once more, with a database, files, a clock and people of its own, and one tenant that is as
// the real one but for its name in addresses. Drafts are tried in it, and scenarios are played. No message leaves it,
// nobody outside is asked, and when it is closed nothing of it is left.
type sandbox struct {
	*rehearsal
	folder string
	held   io.Closer // keeps the folder from being swept away
	people []madePerson
	line   *conveyor.Line
	seen   *seen
	drop   context.CancelFunc

	mu    sync.Mutex // one thing at a time happens in a sandbox, so that it can be told in order
	cases []string   // ids of those that were started, in order
	deeds deeds
}

// madePerson is somebody who has one role and is nobody real.
type madePerson struct {
	tenant.Member
	role   tenant.Role
	number int // 1 or 2
}

// trial is what makes an App a sandbox.
type trial struct {
	slug    string
	outside []string // types of check that would ask somebody outside
	chosen  *chosen
	watch   func(*rule.Program, bool)
	witness httpapi.Witness
}

// perRole is how many people have each role, so that what one may not do alone can be tried.
const perRole = 2

// setting is what a sandbox is made for.
type setting struct {
	library.Play
	tenant   tenant.Tenant // of which it is the likeness
	roles    []tenant.Role
	policies []tenant.Policy
	locale   string // of the names of the people
}

// openSandbox makes a sandbox and publishes in it what is to be played. Returns fault.Invalid "tryout.refused" with what
// keeps the definitions from running: params kind and key name the one that the paths are in.
func (a *App) openSandbox(ctx context.Context, in setting) (*sandbox, error) {
	folder, held, err := sandboxFolder(a.Config.Data)
	if err != nil {
		return nil, err
	}
	s := &sandbox{folder: folder, held: held, seen: newSeen()}
	if err := s.build(ctx, a, in); err != nil {
		if left := s.close(); left != nil {
			a.log.ErrorContext(ctx, "a sandbox was not cleared away", "error", left)
		}
		return nil, err
	}
	return s, nil
}

func (s *sandbox) build(ctx context.Context, real *App, in setting) error {
	clock := &movable{}
	clock.set(real.now().Truncate(time.Second))
	s.deeds = deeds{startsAt: clock.now().UTC(), served: map[string]bool{}}
	in.tenant.ID, in.tenant.Hosts = store.NewID(), nil
	in.tenant.Slug = sandboxPrefix + strings.ToLower(rand.Text())
	a := &App{
		Config: config.Config{
			Data: s.folder, DatabaseURL: "sqlite://" + filepath.Join(s.folder, "esteira.db"), Secret: []byte(rand.Text() + rand.Text()),
			PublicURL: real.Config.PublicURL, Outbox: true, TrustedProxies: real.Config.TrustedProxies,
		},
		log: real.log, now: clock.now,
		trial: &trial{slug: in.tenant.Slug, outside: real.outside(), chosen: newChosen(), watch: s.seen.watch, witness: s.witness},
	}
	if real.pages != nil {
		a.pages = real.pages.Framed()
	}
	lifetime, drop := context.WithCancel(apart(context.WithoutCancel(ctx)))
	s.drop = drop
	s.rehearsal = &rehearsal{App: a, ctx: lifetime, clock: clock, waiting: &waiting{clock: clock, known: map[string]bool{}}, tenant: in.tenant}
	for _, step := range []func(context.Context) error{a.openStore, a.openRuntime} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	s.work = a.handlers()
	a.Store.EnqueueWith(s.waiting)
	return s.populate(ctx, in)
}

// apart is a context without the key of the request: what is done in a sandbox is not what was asked for, and each act
// would count as done already after the first.
func apart(ctx context.Context) context.Context { return conveyor.WithKey(ctx, "") }

// populate makes the tenant with its people, and publishes what is to be played.
func (s *sandbox) populate(ctx context.Context, in setting) error {
	n := tenant.New{Tenant: in.tenant, Templates: []library.Template{{
		Forms: bodies(in.Form), Checklists: bodies(in.Checklist), Pipelines: bodies(in.Pipeline),
	}}}
	for _, role := range in.roles {
		for i := range perRole {
			p := madePerson{role: role, number: i + 1}
			p.Member = tenant.Member{
				ID: store.NewID(), Tenant: in.tenant.ID, Email: fmt.Sprintf("%s.%d@tryout.example", role.Key, i+1),
				Name:  role.Name.In(in.locale, in.tenant.DefaultLocale, "en") + " " + strconv.Itoa(i+1),
				Roles: []string{role.Key}, Active: true, Locale: in.locale, CreatedAt: s.now(),
			}
			s.people = append(s.people, p)
			n.Members = append(n.Members, p.Member)
		}
	}
	if err := s.Administration.Create(ctx, n); err != nil {
		return refusal(err, in)
	}
	err := s.Store.Administer(ctx, in.tenant.ID, func(o tenant.Office) error { return o.SetPolicies(in.roles, in.policies) })
	if err != nil {
		return err
	}
	s.Decider.Forget(in.tenant.ID)
	live, err := s.Store.LiveIDs(ctx, in.tenant.ID, definition.Pipeline)
	if err != nil {
		return err
	}
	if s.line, err = s.Conveyor.Line(ctx, in.tenant.ID, live[0]); err != nil {
		return err
	}
	s.seen.expect(s.line)
	s.listen()
	return nil
}

// listen keeps what is sent over any channel where it is: nothing leaves a sandbox.
func (s *sandbox) listen() {
	named := map[string]bool{}
	s.channels = nil
	for _, m := range s.line.Pipeline.Pipeline.Messages {
		if !named[m.Channel] {
			named[m.Channel] = true
			s.channels = append(s.channels, outbox.New(m.Channel))
		}
	}
}

func bodies(body json.RawMessage) []json.RawMessage {
	if len(body) == 0 {
		return nil
	}
	return []json.RawMessage{body}
}

// refusal says which definition keeps the sandbox from being opened, with paths inside it.
func refusal(err error, in setting) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || len(f.Violations) == 0 {
		return err
	}
	out := fault.New(fault.Invalid, "tryout.refused")
	for prefix, part := range map[string]struct {
		kind definition.Kind
		body json.RawMessage
	}{
		"/forms/0": {definition.Form, in.Form}, "/checklists/0": {definition.Checklist, in.Checklist}, "/pipelines/0": {definition.Pipeline, in.Pipeline},
	} {
		if !strings.HasPrefix(f.Violations[0].Path, prefix) {
			continue
		}
		var named struct{ Key string }
		_ = json.Unmarshal(part.body, &named) // its shape is among the findings
		out = out.With("kind", string(part.kind)).With("key", named.Key)
		for _, v := range f.Violations {
			v.Path = strings.TrimPrefix(v.Path, prefix)
			out = out.At(v)
		}
		return out
	}
	return err
}

// close stops everything and leaves nothing behind. What is going on in the sandbox ends early.
func (s *sandbox) close() error {
	if s.drop != nil {
		s.drop()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.rehearsal != nil {
		err = s.App.close()
		if disk, ok := s.documents.Store.(io.Closer); ok {
			err = errors.Join(err, disk.Close())
		}
	}
	return errors.Join(err, os.RemoveAll(s.folder), s.held.Close())
}

// settle does what is due. What does not come to an end is left to the next time.
func (s *sandbox) settle() {
	if err := s.until(s.ctx, s.clock.now()); err != nil {
		s.log.InfoContext(s.ctx, "a sandbox did not come to rest", "error", err)
	}
}

// maxJobs is how many jobs one move of the clock does: far more than ten years of reminders to all cases of a scenario.
const maxJobs = 20_000

// errTooMuch is that the clock stands still before it should.
var errTooMuch = errors.New("more becomes due than one move of the clock does")

// until moves the clock and does on the way what is due. A job that fails is told to the log: in a sandbox nobody tries
// again. Returns errTooMuch, or the error of ctx, when the clock stands still on the way; what was not done still waits.
func (s *sandbox) until(ctx context.Context, to time.Time) error {
	ctx, cancel := context.WithCancel(apart(ctx))
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	for range maxJobs {
		job, due := s.waiting.next(to)
		if !due {
			s.clock.set(to)
			return nil
		}
		if job.At.After(s.clock.now()) {
			s.clock.set(job.At)
		}
		err := s.work[job.Kind](ctx, job.Args["tenant"], job.Args, 1)
		if ctx.Err() != nil {
			s.waiting.back(job)
			return ctx.Err()
		}
		if err != nil {
			s.log.InfoContext(ctx, "job of a sandbox failed", "kind", job.Kind, "error", err)
		}
	}
	return errTooMuch
}

// furnish sets what is different about the API of a sandbox. Sessions, limits and what is remembered for a moment go
// by real time: the clock of the sandbox may jump for years.
func (t *trial) furnish(p *httpapi.Parts) {
	p.Now, p.Witness = time.Now, t.witness
	p.Keeper, p.Sealer = session.NewKeeper(p.Tenants, time.Now), p.Sealer.At(time.Now)
	p.Metrics, p.Administration.Plugins = nil, nil
}

const (
	sandboxPrefix   = "try-"
	sandboxesFolder = "tryouts"
	lockName        = ".lock"
)

// sandboxFolder makes a folder and holds it, so that what a crash leaves can be told from what is in use: the system
// lets go of it with the process, whatever its number.
func sandboxFolder(data string) (folder string, held io.Closer, err error) {
	parent := filepath.Join(data, sandboxesFolder)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return "", nil, err
	}
	sweeping, err := lock(parent, syscall.LOCK_EX)
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, sweeping.Close()) }()
	if folder, err = os.MkdirTemp(parent, ""); err != nil {
		return "", nil, err
	}
	held, err = lock(folder, syscall.LOCK_EX)
	return folder, held, err
}

// sweepSandboxes removes what is left of processes that are no more.
func sweepSandboxes(data string) (err error) {
	parent := filepath.Join(data, sandboxesFolder)
	found, err := os.ReadDir(parent)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	making, err := lock(parent, syscall.LOCK_EX)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, making.Close()) }()
	for _, entry := range found {
		if entry.IsDir() {
			err = errors.Join(err, sweepSandbox(filepath.Join(parent, entry.Name())))
		}
	}
	return err
}

// sweepSandbox removes a folder that nobody holds.
func sweepSandbox(folder string) error {
	held, err := lock(folder, syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(folder), held.Close())
}

// lock holds a folder until what it returns is closed, or the process ends.
func lock(folder string, how int) (io.Closer, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
