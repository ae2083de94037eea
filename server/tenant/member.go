package tenant

import (
	"context"
	"net/mail"
	"slices"
	"strings"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Members returns the members of the actor's tenant by name. Returns fault.Denied without the policy.
func (a *Administration) Members(ctx context.Context, who actor.Actor) ([]Member, error) {
	if err := a.demand(ctx, who, Right{"member", "read"}); err != nil {
		return nil, err
	}
	return a.Store.Members(ctx, who.Tenant)
}

// NewMember is somebody who is to work for the tenant.
type NewMember struct {
	Email, Name, Password, Locale string
	Roles                         []string
}

// AddMember adds a member; the same request a second time, by its key, gives the one that it added before. Returns
// fault.Denied without the policy, fault.Invalid for an address or a role that is none, fault.Conflict when the address is
// taken.
func (a *Administration) AddMember(ctx context.Context, r Request[NewMember]) (Member, error) {
	if err := a.demand(ctx, r.Who, Right{"member", "manage"}); err != nil {
		return Member{}, err
	}
	address, err := mail.ParseAddress(r.What.Email)
	if err != nil || address.Address != r.What.Email {
		return Member{}, fault.New(fault.Invalid, "member.invalid").At(fault.Violation{Path: "/email", Key: "email"})
	}
	id, err := a.once(ctx, asked{r.Who, r.Key}, func() (func(*scribe) (string, error), error) {
		m := Member{
			ID: a.Library.NewID(), Tenant: r.Who.Tenant, Email: strings.ToLower(r.What.Email), Name: r.What.Name, Roles: r.What.Roles,
			Active: true, Locale: r.What.Locale, CreatedAt: a.Library.Now(), PasswordHash: a.Hash(r.What.Password),
		}
		return func(d *scribe) (string, error) {
			if err := d.knows(m.Roles); err != nil {
				return "", err
			}
			return m.ID, d.CreateMember(m)
		}, nil
	})
	if err != nil {
		return Member{}, err
	}
	return a.Store.Member(ctx, r.Who.Tenant, id)
}

// MemberChange is what becomes of a member; nil leaves it as it is.
type MemberChange struct {
	Member                 string // id
	Name, Locale, Password *string
	Roles                  *[]string
	Active                 *bool
}

// ChangeMember changes a member, and signs them out where they may do less by it. Nobody takes away their own right to
// manage members, and somebody who manages policies and somebody who manages members always stay. Returns fault.Denied
// without the policy, fault.NotFound, fault.Conflict "member.oneself", "policy.last_key" or "member.last_key",
// fault.Invalid for a role that there is not.
func (a *Administration) ChangeMember(ctx context.Context, who actor.Actor, c MemberChange) (Member, error) {
	if err := a.demand(ctx, who, Right{"member", "manage"}); err != nil {
		return Member{}, err
	}
	hash := ""
	if c.Password != nil {
		hash = a.Hash(*c.Password) // takes long: not while the tenant is locked
	}
	var changed Member
	err := a.administer(ctx, who, func(d *scribe) (err error) {
		changed, err = a.changed(d, c, hash)
		return err
	})
	if err == nil && (!changed.Active || c.Password != nil) {
		err = a.Store.DeleteSessionsOf(ctx, who.Tenant, changed.ID)
	}
	return changed, err
}

func (a *Administration) changed(d *scribe, c MemberChange, hash string) (Member, error) {
	_, policies, _, err := d.Policies()
	if err != nil {
		return Member{}, err
	}
	members, err := d.Members()
	if err != nil {
		return Member{}, err
	}
	at := slices.IndexFunc(members, func(m Member) bool { return m.ID == c.Member })
	if at < 0 {
		return Member{}, fault.New(fault.NotFound, "store.not_found")
	}
	before := members[at]
	if c.isOfOneself(d.who, before) {
		return before, fault.New(fault.Conflict, "member.oneself")
	}
	if c.Roles != nil {
		if err := d.knows(*c.Roles); err != nil {
			return before, err
		}
	}
	m := c.on(before)
	if hash != "" {
		m.PasswordHash = hash
	}
	members[at] = m
	if err := a.Judge.Keeps(policies, members); err != nil {
		return m, err
	}
	return m, d.change(before, m)
}

// isOfOneself tells whether somebody changes what they themselves may do.
func (c MemberChange) isOfOneself(who actor.Actor, m Member) bool {
	if who.Kind != actor.Member || m.ID != who.ID {
		return false
	}
	same := func(roles []string) bool {
		return slices.Equal(slices.Sorted(slices.Values(roles)), slices.Sorted(slices.Values(m.Roles)))
	}
	return c.Active != nil && !*c.Active || c.Roles != nil && !same(*c.Roles)
}

func (c MemberChange) on(m Member) Member {
	set(&m.Name, c.Name)
	set(&m.Locale, c.Locale)
	set(&m.Active, c.Active)
	set(&m.Roles, c.Roles)
	return m
}

func set[T any](to *T, value *T) {
	if value != nil {
		*to = *value
	}
}

// knows returns fault.Invalid for roles that there are not.
func (d *scribe) knows(roles []string) error {
	known, _, _, err := d.Policies()
	if err != nil {
		return err
	}
	for _, role := range roles {
		if !slices.ContainsFunc(known, func(r Role) bool { return r.Key == role }) {
			return fault.New(fault.Invalid, "member.invalid").At(fault.Violation{
				Path: "/roles", Key: "member.unknown_role", Params: map[string]any{"role": role},
			})
		}
	}
	return nil
}
