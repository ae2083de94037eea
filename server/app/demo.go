package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/plugins/outbox"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/config"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

// demoPassword opens every account of the demo tenants.
const demoPassword = "esteira-demo"

// demoRoles are the members of each demo tenant: the word in the address, and the roles.
var demoRoles = []demoMember{
	{"cadastro", "Analista de cadastro", []string{"registration"}},
	{"compliance", "Analista de compliance", []string{"compliance"}},
	{"supervisao", "Supervisão", []string{"supervisor"}},
	{"admin", "Administração", []string{"administrator"}},
	{"auditoria", "Auditoria", []string{"auditor"}},
}

type demoMember struct {
	word, name string
	roles      []string
}

type demoTenant struct {
	slug, name, accent string
	templates          []string
	more               []demoMember // beside those of demoRoles
}

// people are the members of a demo tenant.
func (d demoTenant) people() []demoMember { return slices.Concat(demoRoles, d.more) }

func demoPeople(slug string) []demoMember {
	for _, d := range demoTenants {
		if d.slug == slug {
			return d.people()
		}
	}
	return nil
}

var demoTenants = []demoTenant{
	{"aurora", "Banco Aurora", "#1f5fa8", []string{"pf-account", "pj-account", "address-change", "postal-address", "account-life"}, []demoMember{
		{"conformidade", "Analista de compliance 2", []string{"compliance"}},
		{"integracao", "Sistema central", []string{"integration"}},
		{"dados", "Encarregado de dados", []string{"dpo"}},
		{"marketing", "Marketing", []string{"marketing"}},
	}},
	{"horizonte", "Corretora Horizonte", "#7a3e9d", []string{"pf-account"}, nil},
}

// Demo adds two tenants to try the product with: members of every role, published templates, and cases in all stages.
// Tenants that are there already are left as they are, but that calls go to the core system that runs now.
func Demo(ctx context.Context, c config.Config, log *slog.Logger, core string) error {
	began := time.Now()
	clock := &movable{}
	clock.set(began)
	a, err := Open(ctx, Options{Config: c, Log: log, Now: clock.now})
	if err != nil {
		return err
	}
	a.channels = []message.Channel{outbox.New("email"), outbox.New("sms")} // nobody lives at the addresses of the demo
	for _, d := range demoTenants {
		clock.set(began)
		if err := a.demonstrate(ctx, demoing{d, clock, core}); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", d.slug, err), a.close())
		}
	}
	return a.close()
}

// The requests that the seeding of a demo tenant is kept as, so that one that was cut short goes on where it was.
const (
	demoBegun = "demo/begun"
	demoDone  = "demo/done"
)

// demoing is what a demo tenant is seeded with.
type demoing struct {
	demoTenant
	clock *movable
	core  string // address of the systems outside; "" for none
}

// demonstrate seeds a tenant, or goes on with one whose seeding was cut short. One that is not ours is left as it is; of one
// that is long done, only the core system is another.
func (a *App) demonstrate(ctx context.Context, d demoing) error {
	t, err := a.Store.TenantBySlug(ctx, d.slug)
	if fault.CodeOf(err) == fault.NotFound {
		if err := a.demoTenant(ctx, d.demoTenant); err != nil {
			return err
		}
		t, err = a.Store.TenantBySlug(ctx, d.slug)
	}
	if err != nil {
		return err
	}
	_, begun, err := a.performed(ctx, t.ID, demoBegun)
	if err != nil || !begun {
		return err
	}
	if d.core != "" && slices.Contains(d.templates, "account-life") {
		admin := "admin@" + d.slug + ".example"
		if err := a.callsCore(ctx, t.ID, admin, d.core+"/accounts"); err != nil {
			return err
		}
		if err := a.asksBureau(ctx, t.ID, admin, d.core+"/checks"); err != nil {
			return err
		}
	}
	_, done, err := a.performed(ctx, t.ID, demoDone)
	if err != nil || done {
		return err
	}
	return a.demoCases(ctx, d.slug, d.clock)
}

func (a *App) performed(ctx context.Context, tenantID, key string) (ref string, done bool, err error) {
	err = a.Store.View(ctx, tenantID, func(tx conveyor.Tx) error {
		ref, done, err = tx.Performed(key)
		return err
	})
	return ref, done, err
}

func (a *App) demoTenant(ctx context.Context, d demoTenant) error {
	n := tenant.New{
		Key: demoBegun,
		Tenant: tenant.Tenant{
			Slug: d.slug, Name: d.name, Brand: tenant.Brand{Accent: d.accent, Contact: "ajuda@" + d.slug + ".example"},
		},
	}
	for _, key := range d.templates {
		template, err := library.Find(key)
		if err != nil {
			return err
		}
		n.Templates = append(n.Templates, template)
	}
	hash := session.HashPassword(demoPassword)
	for _, r := range d.people() {
		n.Members = append(n.Members, tenant.Member{
			ID: store.NewID(), Email: r.word + "@" + d.slug + ".example", Name: r.name, Roles: r.roles,
			Active: true, PasswordHash: hash, Locale: "pt-BR", CreatedAt: a.now(),
		})
	}
	_, err := a.found(ctx, n)
	return err
}

// demoCases plays the stories of a tenant, each from when it began until now, and leaves to the queue what still lies
// ahead.
func (a *App) demoCases(ctx context.Context, slug string, clock *movable) error {
	r := &rehearsal{
		App: a, ctx: ctx, clock: clock, waiting: &waiting{clock: clock, known: map[string]bool{}}, work: a.handlers(),
		members: map[string]actor.Actor{},
	}
	a.Store.EnqueueWith(r.waiting)
	defer a.Store.EnqueueWith(a.Jobs)
	var err error
	if r.tenant, err = a.Store.TenantBySlug(ctx, slug); err != nil {
		return err
	}
	members, err := a.Store.Members(ctx, r.tenant.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		word, _, _ := strings.Cut(m.Email, "@")
		r.members[word] = session.Member(m)
	}
	now := clock.now()
	if err := r.shares(slug, now); err != nil {
		return fmt.Errorf("work of %s: %w", slug, err)
	}
	if err := r.lists(slug, now); err != nil {
		return fmt.Errorf("lists of %s: %w", slug, err)
	}
	for i, told := range stories[slug] {
		if err := r.tells(told, "demo/"+strconv.Itoa(i), now); err != nil {
			return fmt.Errorf("cases of %s: %s: %w", slug, told.person.name, err)
		}
	}
	return r.hands(demoDone)
}

// tells plays a story, unless it was told before. One that was broken off is taken back first.
func (r *rehearsal) tells(told story, key string, now time.Time) error {
	r.clock.set(now)
	_, done, err := r.performed(r.ctx, r.tenant.ID, key+"/told")
	if err != nil || done {
		return err
	}
	begin := ""
	for try, before := 0, true; before; try++ {
		begin = key + "/start/" + strconv.Itoa(try)
		var half string
		if half, before, err = r.performed(r.ctx, r.tenant.ID, begin); err != nil {
			return err
		}
		if before {
			if err := r.Conveyor.Discard(r.ctx, r.tenant.ID, half); err != nil {
				return err
			}
		}
	}
	r.clock.set(now.Add(-told.ago))
	s := &scene{rehearsal: r, person: told.person, answers: told.answers(told.person), key: begin}
	s.starts(told.pipeline)
	told.play(s)
	s.passes(now.Sub(r.clock.now()))
	if s.err != nil {
		return s.err
	}
	return r.hands(key + "/told")
}

// hands leaves to the real queue what still lies ahead, and keeps under a key that it did.
func (r *rehearsal) hands(key string) error {
	ahead := r.waiting.jobs
	r.Store.EnqueueWith(r.Jobs)
	defer r.Store.EnqueueWith(r.waiting)
	err := r.Store.Begin(r.ctx, r.tenant.ID, func(tx conveyor.Tx) error {
		for _, job := range ahead {
			if err := tx.Enqueue(job); err != nil {
				return err
			}
		}
		return tx.Perform(key, "")
	})
	if err == nil {
		r.waiting.jobs = nil
	}
	return err
}

// demoWelcome says where to go and how to log in.
func demoWelcome(url string) string {
	var out strings.Builder
	out.WriteString("\nEsteira is up. The password of every demo account is " + demoPassword + "\n\n")
	for _, d := range demoTenants {
		base := url + "/t/" + d.slug
		fmt.Fprintf(&out, "  %s\n    applicants  %s/apply/onboarding-pf\n    staff       %s/\n", d.name, base, base)
		for _, r := range d.people() {
			fmt.Fprintf(&out, "                %s@%s.example  (%s)\n", r.word, d.slug, strings.Join(r.roles, ", "))
		}
	}
	return out.String()
}
