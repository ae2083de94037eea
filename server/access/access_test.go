package access_test

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/access"
	"github.com/esteira/esteira/server/tenant"
)

type book struct {
	version  map[string]int64
	policies map[string][]tenant.Policy
	fail     error
	reads    int
}

func (b *book) Policies(_ context.Context, t string) ([]tenant.Role, []tenant.Policy, int64, error) {
	b.reads++
	return nil, b.policies[t], b.version[t], b.fail
}

func (b *book) PolicyVersion(_ context.Context, t string) (int64, error) {
	return b.version[t], b.fail
}

func allow(role, object, verb string) tenant.Policy {
	return tenant.Policy{Role: role, Object: object, Verb: verb, Effect: "allow"}
}

func deny(role, object, verb string) tenant.Policy {
	return tenant.Policy{Role: role, Object: object, Verb: verb, Effect: "deny"}
}

func TestDecide(t *testing.T) {
	t.Parallel()
	policies := []tenant.Policy{
		allow("registration", "pipeline/onboarding/stage/approval", "approve"),
		allow("registration", "pipeline/onboarding/stage/*", "read"),
		allow("compliance", "pipeline/*/compliance", "approve"),
		allow("administrator", "*", "*"),
		deny("trainee", "pipeline/onboarding/stage/approval", "approve"),
	}
	cases := []struct {
		name   string
		roles  []string
		object string
		verb   string
		want   bool
		rule   string
	}{
		{"nothing speaks of it", []string{"registration"}, "definition", "publish", false, ""},
		{"no role", nil, "pipeline/onboarding/stage/approval", "approve", false, ""},
		{"allowed", []string{"registration"}, "pipeline/onboarding/stage/approval", "approve", true, "registration pipeline/onboarding/stage/approval approve allow"},
		{"another verb", []string{"registration"}, "pipeline/onboarding/stage/approval", "reject", false, ""},
		{"star at the end", []string{"registration"}, "pipeline/onboarding/stage/draft", "read", true, "registration pipeline/onboarding/stage/* read allow"},
		{"star needs the slash", []string{"registration"}, "pipeline/onboarding/stagecraft", "read", false, ""},
		{"star in the middle", []string{"compliance"}, "pipeline/onboarding/compliance", "approve", true, "compliance pipeline/*/compliance approve allow"},
		{"star in the middle is one segment", []string{"compliance"}, "pipeline/a/b/compliance", "approve", false, ""},
		{"everything", []string{"administrator"}, "member", "manage", true, "administrator * * allow"},
		{"deny beats allow", []string{"registration", "trainee"}, "pipeline/onboarding/stage/approval", "approve", false, "trainee pipeline/onboarding/stage/approval approve deny"},
		{"a role is a whole word", []string{"regis"}, "pipeline/onboarding/stage/approval", "approve", false, ""},
		{"a role cannot smuggle another", []string{"x|administrator"}, "member", "manage", false, ""},
	}
	d, err := access.New(&book{version: map[string]int64{"a": 1}, policies: map[string][]tenant.Policy{"a": policies}}, access.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := d.Decide(t.Context(), actor.Actor{Tenant: "a", Roles: c.roles}, c.object, c.verb)
			if err != nil {
				t.Fatal(err)
			}
			if got.Allowed != c.want || got.Rule != c.rule {
				t.Errorf("got %+v, want %v by %q", got, c.want, c.rule)
			}
			elsewhere, err := d.Decide(t.Context(), actor.Actor{Tenant: "b", Roles: c.roles}, c.object, c.verb)
			if err != nil || elsewhere.Allowed {
				t.Errorf("another tenant: got %+v, %v; want denied", elsewhere, err)
			}
		})
	}
}

func TestDecideFollowsThePolicyVersion(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	b := &book{version: map[string]int64{"a": 1}, policies: map[string][]tenant.Policy{"a": {allow("r", "case", "read")}}}
	d, err := access.New(b, access.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	who := actor.Actor{Tenant: "a", Roles: []string{"r"}}
	ask := func() bool {
		got, err := d.Decide(t.Context(), who, "case", "read")
		if err != nil {
			t.Fatal(err)
		}
		return got.Allowed
	}
	if !ask() {
		t.Fatal("denied before the change")
	}
	b.policies["a"], b.version["a"] = nil, 2
	now = now.Add(2 * time.Second)
	if ask() {
		t.Error("still allowed after the policy was taken away")
	}
	if b.reads != 2 {
		t.Errorf("policies were read %d times, want 2", b.reads)
	}
}

func TestDecideFailsClosed(t *testing.T) {
	t.Parallel()
	d, err := access.New(&book{fail: errors.New("store is away")}, access.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Decide(t.Context(), actor.Actor{Tenant: "a", Roles: []string{"r"}}, "case", "read")
	if err == nil || got.Allowed {
		t.Errorf("got %+v, %v; want an error and no", got, err)
	}
}

func BenchmarkDecide(b *testing.B) {
	const tenants = 10_000
	rules := make([]tenant.Policy, 0, 100)
	for i := range 100 {
		rules = append(rules, allow("role"+strconv.Itoa(i), "pipeline/p"+strconv.Itoa(i)+"/stage/*", "approve"))
	}
	source := &book{version: map[string]int64{}, policies: map[string][]tenant.Policy{}}
	for i := range tenants {
		id := "t" + strconv.Itoa(i)
		source.version[id], source.policies[id] = 1, rules
	}
	d, err := access.New(source, access.Options{Recheck: time.Hour})
	if err != nil {
		b.Fatal(err)
	}
	ask := func(i int, object string) {
		who := actor.Actor{Tenant: "t" + strconv.Itoa(i%tenants), Roles: []string{"role99"}}
		if _, err := d.Decide(b.Context(), who, object, "approve"); err != nil {
			b.Fatal(err)
		}
	}
	for i := range tenants {
		ask(i, "pipeline/p99/stage/approval")
	}
	b.Run("warm", func(b *testing.B) {
		for i := range b.N {
			ask(i, "pipeline/p99/stage/approval")
		}
	})
	b.Run("cold", func(b *testing.B) {
		for i := range b.N {
			ask(i, "pipeline/p99/stage/s"+strconv.Itoa(i))
		}
	})
}
