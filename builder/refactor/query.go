package refactor

import (
	"regexp"
	"slices"
	"strings"
)

// query mends the conditions of a rule.
type query struct {
	change  Change
	outcome string
}

func (q *query) found(outcome string) {
	if q.outcome != Left && (q.outcome == "" || outcome != Kept) {
		q.outcome = outcome
	}
}

// group mends a group; conditions that are dropped leave it, and groups that become empty by that too.
func (q *query) group(g *node) {
	rules := g.get("rules")
	if rules == nil {
		return
	}
	for i := len(rules.members) - 1; i >= 0; i-- {
		member := rules.members[i]
		if member.get("rules") != nil {
			had := len(member.get("rules").members)
			if q.group(member); had > 0 && q.isEmpty(member) {
				rules.remove(i)
			}
			continue
		}
		if q.condition(member) {
			rules.remove(i)
		}
	}
}

func (q *query) isEmpty(g *node) bool {
	return q.outcome == Dropped && g.get("rules") != nil && len(g.get("rules").members) == 0
}

// condition tells whether the condition is to be taken away.
func (q *query) condition(c *node) bool {
	q.values(c)
	for _, key := range []string{"field", "valueField"} {
		text, ok := c.get(key).text()
		if !ok {
			continue
		}
		now, hit := q.change.Target(text)
		switch {
		case !hit:
		case now != "":
			c.get(key).say(now)
			q.found(outcomeOf(text, now))
		case q.change.Drop:
			q.found(Dropped)
			return true
		default:
			q.found(Left)
		}
	}
	return false
}

// valued are the facts of a case whose values are keys of something.
var valued = map[string]string{"stage": "case.stage", "reason": "case.reason"}

// values mends conditions such as case.stage = "approval".
func (q *query) values(c *node) {
	if fact, ok := valued[q.change.Part]; !ok || c.says("field") != fact {
		return
	}
	value := c.get("value")
	list := []*node{value}
	if value != nil && value.isList {
		list = value.members
	}
	for _, v := range list {
		text, ok := v.text()
		if !ok || !slices.Contains(q.change.From, text) {
			continue
		}
		prefix := prefixes[q.change.Part]
		now, _ := q.change.Target(prefix + text)
		if now == "" {
			q.found(Left)
			continue
		}
		v.say(strings.TrimPrefix(now, prefix))
		q.found(Changed)
	}
}

// celValues does the same in CEL, where the fact stands before the value. Other ways to compare the fact with a key, such
// as case.stage in ["approval"], are left.
func (m *mender) celValues(text string) (mended string, found, isLeft bool) {
	fact, ok := valued[m.change.Part]
	if !ok || !strings.Contains(text, fact) {
		return text, false, false
	}
	for _, from := range m.change.From {
		now, _ := m.change.Target(prefixes[m.change.Part] + from)
		pattern := regexp.MustCompile(regexp.QuoteMeta(fact) + `\s*[!=]=\s*(["'])` + regexp.QuoteMeta(from) + `(["'])`)
		text = pattern.ReplaceAllStringFunc(text, func(s string) string {
			found = true
			if now == "" {
				isLeft = true
				return s
			}
			end := len(s) - 1 - len(from)
			return s[:end] + strings.TrimPrefix(now, prefixes[m.change.Part]) + s[len(s)-1:]
		})
		isOld := regexp.MustCompile(`["']` + regexp.QuoteMeta(from) + `["']`)
		isLeft = isLeft || now != prefixes[m.change.Part]+from && isOld.MatchString(text)
	}
	return text, found || isLeft, isLeft
}
