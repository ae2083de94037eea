package access

import (
	"slices"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

// Judge answers by policies that it is given, kept or not, exactly as a Decider answers by those that are kept. It serves
// one goroutine.
type Judge struct {
	policies []tenant.Policy
	wards    map[string]*enforcer // by subject
	known    map[question]Decision
}

// NewJudge returns a Judge of policies, in the order in which they stand.
func NewJudge(policies []tenant.Policy) *Judge {
	return &Judge{policies: policies, wards: map[string]*enforcer{}, known: map[question]Decision{}}
}

// Decide says whether somebody with these roles may do the verb on the object.
func (j *Judge) Decide(roles []string, object, verb string) (Decision, error) {
	q := question{roles: subject(roles), object: object, verb: verb}
	if d, ok := j.known[q]; ok {
		return d, nil
	}
	e, err := j.enforcer(q.roles)
	if err != nil {
		return Decision{}, err
	}
	d, err := e.decide(q)
	if err == nil {
		j.known[q] = d
	}
	return d, err
}

// enforcer holds the policies of a subject's roles alone: no other can decide for it.
func (j *Judge) enforcer(subject string) (*enforcer, error) {
	if e, ok := j.wards[subject]; ok {
		return e, nil
	}
	var own []tenant.Policy
	for _, p := range j.policies {
		if hasRole(subject, p.Role) {
			own = append(own, p)
		}
	}
	e, err := newEnforcer(own)
	if err == nil {
		j.wards[subject] = e
	}
	return e, err
}

// Change is a right that a member gains or loses.
type Change struct {
	Member string // id
	Right  tenant.Right
	Gains  bool
	// Rule is the policy that decides afterwards; where none speaks of it any more, the one that decided before.
	Rule string
}

// Compare returns what active members gain and lose between two sets of policies, by member in the given order, and by
// right in the given order.
func Compare(before, after *Judge, members []tenant.Member, rights []tenant.Right) ([]Change, error) {
	differing := differences(before.policies, after.policies)
	var out []Change
	for _, m := range members {
		if !m.Active {
			continue
		}
		subject := subject(m.Roles)
		for _, r := range rights {
			if !slices.ContainsFunc(differing, func(p tenant.Policy) bool { return speaks(p, question{subject, r.Object, r.Verb}) }) {
				continue // whatever decided it decides it still
			}
			was, err := before.Decide(m.Roles, r.Object, r.Verb)
			if err != nil {
				return nil, err
			}
			is, err := after.Decide(m.Roles, r.Object, r.Verb)
			if err != nil {
				return nil, err
			}
			if was.Allowed == is.Allowed {
				continue
			}
			c := Change{Member: m.ID, Right: r, Gains: is.Allowed, Rule: is.Rule}
			if c.Rule == "" {
				c.Rule = was.Rule
			}
			out = append(out, c)
		}
	}
	return out, nil
}

// differences are the policies that only one of two sets has.
func differences(a, b []tenant.Policy) []tenant.Policy {
	in := map[tenant.Policy]int{}
	for _, p := range a {
		in[p] |= 1
	}
	for _, p := range b {
		in[p] |= 2
	}
	var out []tenant.Policy
	for p, where := range in {
		if where != 3 {
			out = append(out, p)
		}
	}
	return out
}

// speaks tells whether a policy has a say in a question: what the matcher of the enforcer asks.
func speaks(p tenant.Policy, q question) bool {
	return (p.Verb == "*" || p.Verb == q.verb) && hasRole(q.roles, p.Role) && matches(q.object, p.Object)
}

// Granting returns those of the roles that would let somebody who has these roles already do the verb, each by itself.
func (j *Judge) Granting(has, roles []string, object, verb string) ([]string, error) {
	var out []string
	for _, role := range roles {
		if slices.Contains(has, role) {
			continue
		}
		d, err := j.Decide(append(slices.Clone(has), role), object, verb)
		if err != nil {
			return nil, err
		}
		if d.Allowed {
			out = append(out, role)
		}
	}
	return out, nil
}

// Judgement answers what the administration of a tenant asks of policies that may not be kept.
type Judgement struct{}

// Allows tells whether somebody with these roles has a right, and the policy that decides.
func (Judgement) Allows(policies []tenant.Policy, roles []string, r tenant.Right) (allowed bool, rule string, err error) {
	d, err := NewJudge(policies).Decide(roles, r.Object, r.Verb)
	return d.Allowed, d.Rule, err
}

// Keeps does what Judge.Keeps does.
func (Judgement) Keeps(policies []tenant.Policy, members []tenant.Member) error {
	return NewJudge(policies).Keeps(members)
}

var _ tenant.Judge = Judgement{}

// Keeps refuses policies with which nobody could manage policies, or members, any more. Returns fault.Conflict
// "policy.last_key" or "member.last_key".
func (j *Judge) Keeps(members []tenant.Member) error {
	lost, err := j.Keys(members)
	if err != nil || len(lost) == 0 {
		return err
	}
	return fault.New(fault.Conflict, lost[0].Object+".last_key")
}

// Keys returns the rights without which a tenant could never be administered again, and which no active member would
// have: none, as it should be.
func (j *Judge) Keys(members []tenant.Member) ([]tenant.Right, error) {
	var lost []tenant.Right
	for _, r := range []tenant.Right{{Object: "policy", Verb: "manage"}, {Object: "member", Verb: "manage"}} {
		held := false
		for _, m := range members {
			if held || !m.Active {
				continue
			}
			d, err := j.Decide(m.Roles, r.Object, r.Verb)
			if err != nil {
				return nil, err
			}
			held = d.Allowed
		}
		if !held {
			lost = append(lost, r)
		}
	}
	return lost, nil
}
