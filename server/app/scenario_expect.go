package app

import (
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// standing is how a case stands.
type standing struct {
	stage string
	sent  []string // keys of all messages, in order
	owed  []string
}

// standing looks at a case; one that was not started stands nowhere.
func (s *sandbox) standing(at int) (standing, error) {
	var out standing
	if at >= len(s.cases) {
		return out, nil
	}
	err := s.Store.View(s.ctx, s.tenant.ID, func(tx conveyor.Tx) error {
		rec, err := tx.Case(s.cases[at])
		if err != nil {
			return err
		}
		out.stage = rec.State.Stage
		messages, err := tx.Messages(rec.ID)
		if err != nil {
			return err
		}
		for _, m := range messages {
			out.sent = append(out.sent, m.Template)
		}
		items, err := tx.Items(rec.ID)
		for _, item := range items {
			if item.State == "open" {
				out.owed = append(out.owed, item.Path)
			}
		}
		return err
	})
	return out, err
}

// since leaves the messages that were sent after an earlier look.
func (s standing) since(before standing) standing {
	s.sent = s.sent[min(len(before.sent), len(s.sent)):]
	return s
}

// judge says what came otherwise than expected; nil when nothing did.
func (p *player) judge(step pipeline.ScenarioStep, refused *fault.Fault, got standing) *fault.Violation {
	want := pipeline.Expectation{}
	if step.Expect != nil {
		want = *step.Expect
	}
	switch {
	case refused != nil && want.Refused == "":
		return &fault.Violation{Key: "scenario.refused", Params: map[string]any{"why": refused}}
	case refused != nil && refused.Key != want.Refused:
		return &fault.Violation{Key: "scenario.otherwise", Params: map[string]any{"want": p.meant(step), "why": refused}}
	case refused == nil && want.Refused != "":
		return &fault.Violation{Key: "scenario.done", Params: map[string]any{"want": p.meant(step)}}
	case want.Stage != "" && want.Stage != got.stage:
		return &fault.Violation{Key: "scenario.stage", Params: map[string]any{"want": p.stageName(want.Stage), "got": p.stageName(got.stage)}}
	case want.Messages != nil && !slices.Equal(want.Messages, got.sent):
		return &fault.Violation{Key: "scenario.messages", Params: map[string]any{"want": listed(want.Messages), "got": listed(got.sent)}}
	case want.Owed != nil && !slices.Equal(slices.Sorted(slices.Values(want.Owed)), slices.Sorted(slices.Values(got.owed))):
		return &fault.Violation{Key: "scenario.owed", Params: map[string]any{"want": listed(want.Owed), "got": listed(got.owed)}}
	}
	return nil
}

// meant is the fault that somebody wrote down by its key, with what can be told of it beforehand.
func (p *player) meant(step pipeline.ScenarioStep) *fault.Fault {
	var title any = step.Do
	for _, t := range p.line.Pipeline.Pipeline.Transitions {
		if t.Trigger.Verb == step.Do && len(t.Title) > 0 {
			title = t.Title
		}
	}
	f := &fault.Fault{Code: fault.Denied, Key: step.Expect.Refused}
	return f.With("verb", title).With("title", title).With("did", "…").With("count", "…").With("n", "…")
}

func (p *player) stageName(key string) schemas.Text {
	if stage, ok := p.line.Pipeline.Stage(key); ok {
		return stage.Name
	}
	return schemas.Text{"und": "–"}
}

func listed(keys []string) string {
	if len(keys) == 0 {
		return "–"
	}
	return strings.Join(keys, ", ")
}
