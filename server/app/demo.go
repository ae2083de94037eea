package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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
var demoRoles = []struct {
	word, name string
	roles      []string
}{
	{"cadastro", "Analista de cadastro", []string{"registration"}},
	{"compliance", "Analista de compliance", []string{"compliance"}},
	{"supervisao", "Supervisão", []string{"supervisor"}},
	{"admin", "Administração", []string{"administrator"}},
	{"auditoria", "Auditoria", []string{"auditor"}},
}

type demoTenant struct {
	slug, name, accent string
	templates          []string
}

var demoTenants = []demoTenant{
	{"aurora", "Banco Aurora", "#1f5fa8", []string{"pf-account", "pj-account", "address-change"}},
	{"horizonte", "Corretora Horizonte", "#7a3e9d", []string{"pf-account"}},
}

// Demo adds two tenants to try the product with: members of every role, published templates, and cases in all stages.
// Tenants that are there already are left as they are.
func Demo(ctx context.Context, c config.Config, log *slog.Logger) error {
	began := time.Now()
	clock := &movable{}
	clock.set(began)
	a, err := Open(ctx, Options{Config: c, Log: log, Now: clock.now})
	if err != nil {
		return err
	}
	a.channels = []message.Channel{outbox.New("email")} // nobody lives at the addresses of the demo
	for _, d := range demoTenants {
		_, err = a.Store.TenantBySlug(ctx, d.slug)
		if err == nil {
			continue
		}
		if fault.CodeOf(err) != fault.NotFound {
			return errors.Join(err, a.close())
		}
		clock.set(began)
		if err := a.demoTenant(ctx, d); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", d.slug, err), a.close())
		}
		if err := a.demoCases(ctx, d.slug, clock); err != nil {
			return errors.Join(fmt.Errorf("cases of %s: %w", d.slug, err), a.close())
		}
	}
	return a.close()
}

func (a *App) demoTenant(ctx context.Context, d demoTenant) error {
	t, err := a.CreateTenant(ctx, tenant.Tenant{
		Slug: d.slug, Name: d.name, Brand: tenant.Brand{Accent: d.accent, Contact: "ajuda@" + d.slug + ".example"},
	})
	if err != nil {
		return err
	}
	for _, key := range d.templates {
		template, err := library.Find(key)
		if err != nil {
			return err
		}
		if err := a.InstallTemplate(ctx, t, template); err != nil {
			return fmt.Errorf("template %s: %w", key, err)
		}
	}
	hash := session.HashPassword(demoPassword)
	for _, r := range demoRoles {
		err := a.Store.CreateMember(ctx, tenant.Member{
			ID: store.NewID(), Tenant: t.ID, Email: r.word + "@" + d.slug + ".example", Name: r.name, Roles: r.roles,
			Active: true, PasswordHash: hash, Locale: "pt-BR", CreatedAt: a.now(),
		})
		if err != nil {
			return err
		}
	}
	return nil
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
	for _, told := range stories[slug] {
		clock.set(now.Add(-told.ago))
		s := &scene{rehearsal: r, person: told.person, answers: told.answers(told.person)}
		s.starts(told.pipeline)
		told.play(s)
		s.passes(now.Sub(clock.now()))
		if s.err != nil {
			return fmt.Errorf("%s: %w", told.person.name, s.err)
		}
	}
	a.Store.EnqueueWith(a.Jobs)
	return a.Store.Begin(ctx, r.tenant.ID, func(tx conveyor.Tx) error {
		for _, job := range r.waiting.jobs {
			if err := tx.Enqueue(job); err != nil {
				return err
			}
		}
		return nil
	})
}

// demoWelcome says where to go and how to log in.
func demoWelcome(url string) string {
	var out strings.Builder
	out.WriteString("\nEsteira is up. The password of every demo account is " + demoPassword + "\n\n")
	for _, d := range demoTenants {
		base := url + "/t/" + d.slug
		fmt.Fprintf(&out, "  %s\n    applicants  %s/apply/onboarding-pf\n    staff       %s/\n", d.name, base, base)
		for _, r := range demoRoles {
			fmt.Fprintf(&out, "                %s@%s.example  (%s)\n", r.word, d.slug, strings.Join(r.roles, ", "))
		}
	}
	return out.String()
}
