package access_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/access"
	"github.com/esteira/esteira/server/tenant"
)

var (
	someRoles = []string{"a", "b", "c", "d"}
	patterns  = []string{
		"*", "policy", "member", "pipeline/p/stage/s", "pipeline/p/stage/t", "pipeline/p/stage/*", "pipeline/*/stage/s", "pipeline/p/*",
		"form/f/group/g", "form/f/group/*", "form/*/group/g", "*/p/stage/s", "pipeline/p/special",
	}
	objects = []string{"policy", "member", "pipeline/p/stage/s", "pipeline/p/stage/t", "pipeline/q/stage/s", "pipeline/p/special", "form/f/group/g"}
	verbs   = []string{"read", "approve", "manage"}
)

func randomPolicies(r *rand.Rand) []tenant.Policy {
	out := make([]tenant.Policy, r.IntN(14))
	for i := range out {
		out[i] = tenant.Policy{
			Role: someRoles[r.IntN(len(someRoles))], Object: patterns[r.IntN(len(patterns))],
			Verb: append(verbs, "*")[r.IntN(len(verbs)+1)], Effect: []string{"allow", "allow", "deny"}[r.IntN(3)],
		}
	}
	return out
}

// edited is a set with a few policies taken away, added and moved.
func edited(r *rand.Rand, policies []tenant.Policy) []tenant.Policy {
	out := slices.Clone(policies)
	for range r.IntN(4) {
		if len(out) > 0 && r.IntN(2) == 0 {
			i := r.IntN(len(out))
			out = slices.Delete(out, i, i+1)
		}
	}
	out = append(out, randomPolicies(r)...)
	if r.IntN(3) == 0 {
		r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	}
	return out
}

func randomMembers(r *rand.Rand) []tenant.Member {
	out := make([]tenant.Member, 1+r.IntN(5))
	for i := range out {
		out[i] = tenant.Member{ID: strconv.Itoa(i), Active: r.IntN(5) > 0}
		for _, role := range someRoles {
			if r.IntN(3) == 0 {
				out[i].Roles = append(out[i].Roles, role)
			}
		}
	}
	return out
}

func allRights() []tenant.Right {
	var out []tenant.Right
	for _, o := range objects {
		for _, v := range verbs {
			out = append(out, tenant.Right{Object: o, Verb: v})
		}
	}
	return out
}

// decider keeps policies, as the product does.
func decider(t *testing.T, policies []tenant.Policy) *access.Decider {
	t.Helper()
	d, err := access.New(&book{version: map[string]int64{"t": 1}, policies: map[string][]tenant.Policy{"t": policies}}, access.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func decided(t *testing.T, d *access.Decider, m tenant.Member, r tenant.Right) access.Decision {
	t.Helper()
	got, err := d.Decide(t.Context(), actor.Actor{Tenant: "t", Roles: m.Roles}, r.Object, r.Verb)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestCompareIsTheDifferenceOfAllDecisions asks the decision point of the product everything before and after a change
// of random policies: what differs is what Compare says, with the rule that decided.
func TestCompareIsTheDifferenceOfAllDecisions(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	rounds, found := 1500, 0
	if testing.Short() {
		rounds = 150
	}
	for range rounds {
		policies, members := randomPolicies(r), randomMembers(r)
		wanted := edited(r, policies)
		before, after := decider(t, policies), decider(t, wanted)
		var want []access.Change
		for _, m := range members {
			for _, right := range allRights() {
				was, is := decided(t, before, m, right), decided(t, after, m, right)
				if !m.Active || was.Allowed == is.Allowed {
					continue
				}
				c := access.Change{Member: m.ID, Right: right, Gains: is.Allowed, Rule: is.Rule}
				if c.Rule == "" {
					c.Rule = was.Rule
				}
				want = append(want, c)
			}
		}
		got, err := access.Compare(access.NewJudge(policies), access.NewJudge(wanted), members, allRights())
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("from %v\nto %v\nof %v\ngot  %v\nwant %v", policies, wanted, members, got, want)
		}
		found += len(got)
	}
	if found < rounds {
		t.Errorf("only %d changes in %d rounds", found, rounds)
	}
}

// TestKeysAndGranting holds both against asking everybody, for random policies.
func TestKeysAndGranting(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(9, 10))
	for range 400 {
		policies, members := randomPolicies(r), randomMembers(r)
		d, j := decider(t, policies), access.NewJudge(policies)
		lost, err := j.Keys(members)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []tenant.Right{{Object: "policy", Verb: "manage"}, {Object: "member", Verb: "manage"}} {
			held := slices.ContainsFunc(members, func(m tenant.Member) bool { return m.Active && decided(t, d, m, key).Allowed })
			if slices.Contains(lost, key) == held {
				t.Fatalf("%v held %v, but lost are %v", key, held, lost)
			}
		}
		m, right := members[0], allRights()[r.IntN(len(objects)*len(verbs))]
		granting, err := j.Granting(m.Roles, someRoles, right.Object, right.Verb)
		if err != nil {
			t.Fatal(err)
		}
		for _, role := range someRoles {
			more := m
			more.Roles = append(slices.Clone(m.Roles), role)
			want := !slices.Contains(m.Roles, role) && decided(t, d, more, right).Allowed
			if slices.Contains(granting, role) != want {
				t.Fatalf("%s for %v of %v: %v, of %v", role, right, m.Roles, granting, policies)
			}
		}
	}
}
