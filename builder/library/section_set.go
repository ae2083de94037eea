package library

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/refactor"
)

// exported are the newest versions of all forms, each after the older ones of it that something exported links to.
func (l *Library) exported(ctx context.Context, tenant string, versions []definition.Version) ([]json.RawMessage, error) {
	needed := needs{library: l, tenant: tenant, sections: map[string]section{}, older: map[string][]definition.Version{}}
	var out []json.RawMessage
	for _, v := range versions {
		if v.Kind == definition.Form {
			if err := needed.by(ctx, v.Body); err != nil {
				return nil, err
			}
		}
	}
	for _, v := range versions {
		if v.Kind != definition.Form {
			continue
		}
		older := needed.older[v.Key]
		slices.SortFunc(older, func(a, b definition.Version) int { return a.Number - b.Number })
		for _, o := range older {
			out = append(out, o.Body)
		}
		out = append(out, v.Body)
	}
	return out, nil
}

// needs gathers the older versions of sections that forms link to.
type needs struct {
	library  *Library
	tenant   string
	sections map[string]section
	older    map[string][]definition.Version // by key
}

// by adds what one form needs.
func (n needs) by(ctx context.Context, form json.RawMessage) error {
	links, err := refactor.Links(form)
	if err != nil {
		return err
	}
	for _, link := range links {
		s, ok := n.sections[link.Section]
		if !ok {
			s = section{key: link.Section}
			if s.versions, err = n.library.Store.VersionsOf(ctx, n.tenant, definition.Form, s.key); err != nil {
				return err
			}
			n.sections[s.key] = s
		}
		at, err := s.standing(link)
		if err != nil {
			return err
		}
		if at <= 0 || slices.ContainsFunc(n.older[s.key], func(v definition.Version) bool { return v.ID == s.versions[at].ID }) {
			continue
		}
		n.older[s.key] = append(n.older[s.key], s.versions[at])
		if err := n.by(ctx, s.versions[at].Body); err != nil {
			return err
		}
	}
	return nil
}

// orderOf is the order in which definitions can be published: sections before what links to them, and an older version
// before a newer one. Where that cannot be, it is the order in which they come.
func orderOf(kind definition.Kind, bodies []json.RawMessage) []turn {
	o := ordering{kind: kind, bodies: bodies, keys: make([]string, len(bodies)), seen: make([]bool, len(bodies))}
	for i, body := range bodies {
		o.keys[i], _ = keyOf(body) // what cannot be read is told of when it is published
	}
	for i := range bodies {
		o.visit(i)
	}
	return o.order
}

// turn is the place of a definition whose turn it is.
type turn struct {
	at      int
	isOlder bool // a newer version of it comes later
}

type ordering struct {
	kind   definition.Kind
	bodies []json.RawMessage
	keys   []string
	seen   []bool
	order  []turn
}

func (o *ordering) visit(i int) {
	if o.seen[i] {
		return
	}
	o.seen[i] = true
	if o.kind == definition.Form {
		for _, before := range o.before(i) {
			o.visit(before)
		}
	}
	o.order = append(o.order, turn{i, slices.Contains(o.keys[i+1:], o.keys[i])})
}

// before are the places of what has to be published before a form: the older version of it, and the version of each section
// that it stands at, else the newest.
func (o *ordering) before(i int) []int {
	var out []int
	if older := o.placesOf(o.keys[i], i); len(older) > 0 {
		out = append(out, older[len(older)-1])
	}
	links, _ := refactor.Links(o.bodies[i])
	for _, link := range links {
		places := o.placesOf(link.Section, len(o.bodies))
		if len(places) == 0 {
			continue
		}
		at := places[len(places)-1]
		for _, place := range slices.Backward(places) {
			if stands, err := link.Stands(o.bodies[place]); stands && err == nil {
				at = place
				break
			}
		}
		out = append(out, at)
	}
	return out
}

// placesOf are the places of the versions of a form among the first so many definitions.
func (o *ordering) placesOf(key string, among int) []int {
	var out []int
	for i, k := range o.keys[:among] {
		if k == key {
			out = append(out, i)
		}
	}
	return out
}

// knows tells whether a tenant had a version of just these words.
func (l *Library) knows(ctx context.Context, d definition.Draft) (bool, error) {
	sum, err := checksumOf(d.Body)
	if err != nil {
		return false, err
	}
	key, err := keyOf(d.Body)
	if err != nil {
		return false, err
	}
	versions, err := l.Store.VersionsOf(ctx, d.Tenant, d.Kind, key)
	return slices.ContainsFunc(versions, func(v definition.Version) bool { return v.Checksum == sum }), err
}
