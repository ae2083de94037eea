package check

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
)

// consistency asks whether answers fit together, by rules of the pipeline's author. A rule that holds is a finding.
type consistency struct {
	mu       sync.Mutex
	compiled map[compiledKey][]finding
}

// compiledKey finds rules again: a compiled form never changes, nor do the settings of a published check.
type compiledKey struct {
	form   *form.Compiled
	config string
}

// maxCompiled bounds what is kept; a compiled check is cheap to make again.
const maxCompiled = 256

type consistencySettings struct {
	Rules []struct {
		Key     string       `json:"key"`
		Rule    rule.Rule    `json:"rule"`
		Result  string       `json:"result"` // fail or unclear
		Message schemas.Text `json:"message"`
	} `json:"rules"`
}

// finding is one rule made ready.
type finding struct {
	key     string
	result  string
	message schemas.Text
	program *rule.Program
}

func newConsistency() *consistency { return &consistency{compiled: map[compiledKey][]finding{}} }

// Type is "consistency".
func (*consistency) Type() string { return "consistency" }

// Settings describes the rules.
func (*consistency) Settings() []byte { return consistencySchema }

// Check gives the worst result of the rules that hold, with their messages, worst first. A rule that cannot be
// evaluated is unclear: a person has to look.
func (c *consistency) Check(ctx context.Context, q Question) (Answer, error) {
	rules, err := c.rules(q)
	if err != nil {
		return Answer{}, err
	}
	data := rule.Data{Root: merged(look(ctx, q).Answers(), q.Facts), Today: q.Today}
	var found []finding
	for _, r := range rules {
		holds, err := r.program.Bool(ctx, data)
		switch {
		case ctx.Err() != nil:
			return Answer{}, ctx.Err()
		case err != nil:
			found = append(found, finding{key: r.key, result: Unclear, message: unreadable().fill("{key}", r.key)})
		case holds:
			found = append(found, r)
		}
	}
	return conclude(found), nil
}

func conclude(found []finding) Answer {
	if len(found) == 0 {
		return Answer{Result: Pass, Explanation: consistent().fill()}
	}
	slices.SortStableFunc(found, func(a, b finding) int { return cmp.Compare(gravity(a), gravity(b)) })
	answer := Answer{Result: found[0].result, Explanation: schemas.Text{}}
	keys := make([]any, len(found))
	for i, f := range found {
		keys[i] = f.key
		for locale := range consistent() {
			answer.Explanation[locale] += separator(i) + f.message.In(locale)
		}
	}
	answer.Evidence = map[string]any{"rules": keys}
	return answer
}

func separator(i int) string {
	if i == 0 {
		return ""
	}
	return "\n"
}

func gravity(f finding) int {
	if f.result == Fail {
		return 0
	}
	return 1
}

func (c *consistency) rules(q Question) ([]finding, error) {
	key := compiledKey{q.Form, string(q.Config)}
	c.mu.Lock()
	rules, ok := c.compiled[key]
	c.mu.Unlock()
	if ok {
		return rules, nil
	}
	rules, err := compileRules(q)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.compiled) >= maxCompiled {
		clear(c.compiled)
	}
	c.compiled[key] = rules
	return rules, nil
}

func compileRules(q Question) ([]finding, error) {
	var s consistencySettings
	if err := decode(q.Config, &s); err != nil {
		return nil, err
	}
	scope := scopeOf(q.Form)
	rules := make([]finding, 0, len(s.Rules))
	for _, r := range s.Rules {
		if r.Result != Fail && r.Result != Unclear {
			return nil, fmt.Errorf("check consistency: rule %s: %q is no result of a rule", r.Key, r.Result)
		}
		program, err := rule.Compile(r.Rule, scope)
		if err != nil {
			return nil, fmt.Errorf("check consistency: rule %s: %w", r.Key, err)
		}
		rules = append(rules, finding{r.Key, r.Result, r.Message, program})
	}
	return rules, nil
}

func scopeOf(f *form.Compiled) rule.Scope {
	names := f.Scope().Names
	return rule.Scope{Names: append(slices.Clip(names),
		rule.Name{Key: "previous", Type: rule.Group, Members: names},
		rule.Name{Key: "checks", Type: rule.Any},
		rule.Name{Key: "case", Type: rule.Any},
	)}
}

func consistent() sentence {
	return sentence{
		"pt-BR": "Nada a apontar.",
		"es":    "Nada que señalar.",
		"en":    "Nothing to report.",
		"ar":    "لا ملاحظات.",
	}
}

func unreadable() sentence {
	return sentence{
		"pt-BR": "A regra {key} não pôde ser avaliada com estas respostas.",
		"es":    "La regla {key} no se pudo evaluar con estas respuestas.",
		"en":    "The rule {key} could not be evaluated on these answers.",
		"ar":    "تعذّر تقييم القاعدة {key} بهذه الإجابات.",
	}
}
