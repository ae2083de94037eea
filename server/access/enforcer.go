package access

import (
	"slices"
	"strings"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"github.com/esteira/esteira/server/tenant"
)

// The subject of a request is all roles of the actor at once, so that a policy that denies one of them beats what
// another allows.
const casbinModel = `
[request_definition]
r = sub, obj, act

[policy_definition]
p = sub, obj, act, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = (p.act == "*" || p.act == r.act) && hasRole(r.sub, p.sub) && matches(r.obj, p.obj)
`

type enforcer struct{ casbin *casbin.SyncedEnforcer }

func newEnforcer(policies []tenant.Policy) (*enforcer, error) {
	m, err := model.NewModelFromString(casbinModel)
	if err != nil {
		return nil, err
	}
	e, err := casbin.NewSyncedEnforcer(m)
	if err != nil {
		return nil, err
	}
	e.AddFunction("hasRole", func(args ...any) (any, error) { return hasRole(args[0], args[1]), nil })
	e.AddFunction("matches", func(args ...any) (any, error) { return matches(args[0], args[1]), nil })
	rules := make([][]string, 0, len(policies))
	for _, p := range policies {
		rules = append(rules, []string{p.Role, p.Object, p.Verb, p.Effect})
	}
	if len(rules) > 0 {
		if _, err := e.AddPoliciesEx(rules); err != nil {
			return nil, err
		}
	}
	return &enforcer{casbin: e}, nil
}

func (e *enforcer) decide(q question) (Decision, error) {
	allowed, rule, err := e.casbin.EnforceEx(q.roles, q.object, q.verb)
	if err != nil {
		return Decision{}, err
	}
	return Decision{Allowed: allowed, Rule: strings.Join(rule, " ")}, nil
}

// subject writes roles as "|a|b|", sorted, so that one cached decision serves all with the same roles.
//
// A key with a bar in it would read as two roles, so it counts as none.
func subject(roles []string) string {
	if slices.ContainsFunc(roles, smuggles) {
		roles = slices.DeleteFunc(slices.Clone(roles), smuggles)
	}
	if len(roles) == 0 {
		return "|"
	}
	if !slices.IsSorted(roles) {
		roles = slices.Clone(roles)
		slices.Sort(roles)
	}
	return "|" + strings.Join(roles, "|") + "|"
}

func smuggles(role string) bool { return strings.Contains(role, "|") }

func hasRole(subject, role any) bool {
	s, ok1 := subject.(string)
	r, ok2 := role.(string)
	return ok1 && ok2 && r != "" && !smuggles(r) && strings.Contains(s, "|"+r+"|")
}

// matches compares an object with a pattern: a star fills a segment, and as the last one all that follows.
func matches(object, pattern any) bool {
	o, ok1 := object.(string)
	p, ok2 := pattern.(string)
	if !ok1 || !ok2 {
		return false
	}
	if p == "*" || p == o {
		return true
	}
	for strings.Contains(p, "*") {
		segment, rest, more := strings.Cut(p, "/")
		if segment == "*" && !more {
			return true
		}
		own, left, goesOn := strings.Cut(o, "/")
		if more != goesOn || segment != own && (segment != "*" || own == "") {
			return false
		}
		p, o = rest, left
	}
	return p == o
}
