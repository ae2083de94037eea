package tenant

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/event"
)

// scribe is an office that tells the chain of the tenant what somebody changes through it, in the same transaction.
type scribe struct {
	Office
	who   actor.Actor
	newID func() string
}

// Difference is one thing that somebody changed. Secrets, passwords, and what names people or says how to reach them are told
// of without what they are: the chain is never erased.
type Difference struct {
	What   string `json:"what"`             // policy, role, roles, active, name, locale, password, accent, contact, logo, setting, secret, retention
	Name   string `json:"name,omitempty"`   // of what: "role object verb", the key of a role (with the language of a text of it that is another) or of a setting, the id of a member
	Before string `json:"before,omitempty"` // "" when there was none, or when it is not told
	After  string `json:"after,omitempty"`
}

// untold are differences without what was there before and after.
func untold(changes []Difference) []Difference {
	for i := range changes {
		changes[i].Before, changes[i].After = "", ""
	}
	return changes
}

// note tells what was done; nothing when nothing is another.
func (d *scribe) note(name, subject string, changes []Difference) error {
	if len(changes) == 0 {
		return nil
	}
	return d.tell(name, subject, changes)
}

// tell says what was done, also where nothing is another by it.
func (d *scribe) tell(name, subject string, changes []Difference) error {
	list := make([]any, len(changes))
	for i, c := range changes {
		list[i] = map[string]any{"what": c.What, "name": c.Name, "before": c.Before, "after": c.After}
	}
	return d.Append(event.Event{
		ID: d.newID(), Name: name, Actor: actor.Actor{Kind: d.who.Kind, Tenant: d.who.Tenant, ID: d.who.ID, Name: d.who.Name},
		Data: map[string]any{"subject": subject, "changes": list},
	})
}

// Differences are what an event of the administration tells, and the member or the plugin that it is about.
func Differences(e event.Event) (subject string, changes []Difference) {
	subject, _ = e.Data["subject"].(string)
	list, _ := e.Data["changes"].([]any)
	for _, one := range list {
		said, _ := one.(map[string]any)
		text := func(name string) string { s, _ := said[name].(string); return s }
		changes = append(changes, Difference{What: text("what"), Name: text("name"), Before: text("before"), After: text("after")})
	}
	return subject, changes
}

// CreateMember adds a member.
func (d *scribe) CreateMember(m Member) error {
	if err := d.Office.CreateMember(m); err != nil {
		return err
	}
	return d.note("member.added", m.ID, []Difference{{What: "roles", After: strings.Join(m.Roles, ", ")}})
}

// change writes a member who was another.
func (d *scribe) change(before, m Member) error {
	if err := d.ChangeMember(m); err != nil {
		return err
	}
	return d.note("member.changed", m.ID, memberDifferences(before, m))
}

func memberDifferences(before, after Member) []Difference {
	var out []Difference
	note := func(is bool, c Difference) {
		if is {
			out = append(out, c)
		}
	}
	roles := func(m Member) string { return strings.Join(slices.Sorted(slices.Values(m.Roles)), ", ") }
	note(roles(before) != roles(after), Difference{What: "roles", Before: roles(before), After: roles(after)})
	note(before.Active != after.Active, Difference{What: "active", Before: strconv.FormatBool(before.Active), After: strconv.FormatBool(after.Active)})
	note(before.Name != after.Name, Difference{What: "name"})
	note(before.Locale != after.Locale, Difference{What: "locale", Before: before.Locale, After: after.Locale})
	note(before.PasswordHash != after.PasswordHash, Difference{What: "password"})
	return out
}

// SetPolicies swaps roles and policies.
func (d *scribe) SetPolicies(roles []Role, policies []Policy) error {
	wereRoles, were, _, err := d.Policies()
	if err != nil {
		return err
	}
	changes := append(roleDifferences(wereRoles, roles), policyDifferences(were, policies)...)
	lost, err := d.released(roles)
	if err != nil {
		return err
	}
	if err := d.Office.SetPolicies(roles, policies); err != nil {
		return err
	}
	return d.note("policy.changed", "", append(changes, lost...))
}

// released are the members who lose a role because it is gone.
func (d *scribe) released(roles []Role) ([]Difference, error) {
	members, err := d.Members()
	var out []Difference
	for _, m := range members {
		kept := slices.DeleteFunc(slices.Clone(m.Roles), func(key string) bool {
			return !slices.ContainsFunc(roles, func(r Role) bool { return r.Key == key })
		})
		if len(kept) < len(m.Roles) {
			out = append(out, Difference{What: "roles", Name: m.ID, Before: strings.Join(m.Roles, ", "), After: strings.Join(kept, ", ")})
		}
	}
	return out, err
}

// roleDifferences are the roles that come and go, and of those that stay the texts that are others, by language.
func roleDifferences(before, after []Role) []Difference {
	were, are := map[string]string{}, map[string]string{}
	tell := func(told map[string]string, roles, others []Role) {
		for _, r := range roles {
			if !slices.ContainsFunc(others, func(o Role) bool { return o.Key == r.Key }) {
				told[r.Key] = described(r.Name.In("en"), r.Description.In("en"))
				continue
			}
			for _, texts := range []schemas.Text{r.Name, r.Description} {
				for locale := range texts {
					told[r.Key+" "+locale] = described(r.Name[locale], r.Description[locale])
				}
			}
		}
	}
	tell(were, before, after)
	tell(are, after, before)
	return mapDifferences("role", were, are)
}

func described(name, description string) string { return strings.Trim(name+": "+description, ": ") }

func policyDifferences(before, after []Policy) []Difference {
	by := func(policies []Policy) map[string]string {
		out := map[string]string{}
		for _, p := range policies {
			name := p.Role + " " + p.Object + " " + p.Verb
			if !slices.Contains(strings.Split(out[name], ", "), p.Effect) { // the same may be allowed and forbidden
				out[name] = strings.TrimPrefix(out[name]+", "+p.Effect, ", ")
			}
		}
		return out
	}
	return mapDifferences("policy", by(before), by(after))
}

// mapDifferences are those of texts by name, in the order of the names.
func mapDifferences(what string, before, after map[string]string) []Difference {
	var names []string
	for name := range before {
		names = append(names, name)
	}
	for name := range after {
		if _, known := before[name]; !known {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out []Difference
	for _, name := range names {
		was, had := before[name]
		is, has := after[name]
		if was != is || had != has {
			out = append(out, Difference{What: what, Name: name, Before: was, After: is})
		}
	}
	return out
}

// AuditEvents returns what the administration of the actor's tenant did, newest first, before a place in its chain (0 for the
// end), and the place from which the next page goes on, 0 at the end. Returns fault.Denied without the policy to read the
// audit.
func (a *Administration) AuditEvents(ctx context.Context, who actor.Actor, p Page) (events []event.Event, next int64, err error) {
	if err := a.demand(ctx, who, Right{"audit", "read"}); err != nil {
		return nil, 0, err
	}
	events, err = a.Store.AuditEvents(ctx, who.Tenant, p.Before, p.Limit+1)
	if len(events) > p.Limit {
		events = events[:p.Limit]
		next = events[p.Limit-1].Seq
	}
	return events, next, err
}

// Page is a part of a chain.
type Page struct {
	Before int64
	Limit  int
}
