package cases

import (
	"maps"
	"time"

	"github.com/esteira/esteira/builder/rule"
)

// view is what a rule sees of the case. It is built once and thrown away whenever the state changes.
func (r *run) view(of string) rule.Data {
	if r.data == nil {
		root := make(map[string]any, len(r.f.Answers)+3)
		maps.Copy(root, r.f.Answers)
		root["previous"] = previous(r.f.Previous)
		root["checks"] = r.checkView()
		root["case"] = r.caseView()
		r.data = &rule.Data{Root: root, Today: r.now.In(r.f.Location).Format(time.DateOnly)}
	}
	facts, _ := r.data.Root["case"].(map[string]any)
	facts["attempts"] = float64(r.s.Here[of])
	return *r.data
}

func previous(answers map[string]any) map[string]any {
	if answers == nil {
		return map[string]any{}
	}
	return answers
}

func (r *run) checkView() map[string]any {
	out := make(map[string]any, len(r.s.Checks)+1)
	for key, m := range r.s.Checks {
		out[key] = map[string]any{"result": m.Result}
	}
	out["all"] = worst(r.s.Checks)
	return out
}

func (r *run) caseView() map[string]any {
	out := make(map[string]any, len(r.s.Attributes)+12)
	maps.Copy(out, r.s.Attributes)
	reason, _ := r.v.Reason(r.s.Reason)
	out["stage"] = r.s.Stage
	out["reason"] = r.s.Reason
	out["reopenable"] = reason.Reopenable
	out["openItems"] = float64(r.s.OpenItems)
	out["round"] = float64(r.s.Round)
	out["daysSinceStart"] = r.days(r.s.StartedAt)
	out["daysInStage"] = r.days(r.s.EnteredAt)
	out["tokens24h"] = float64(len(r.s.Tokens))
	out["frozen"] = r.f.Frozen
	out["integrated"] = r.f.Integrated
	changed := make([]any, len(r.f.Changed))
	for i, key := range r.f.Changed {
		changed[i] = key
	}
	out["changed"] = changed
	return out
}

// days counts midnights of the tenant's zone, as people do.
func (r *run) days(since time.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return float64(day(r.now.In(r.f.Location)).Sub(day(since.In(r.f.Location))) / (24 * time.Hour))
}

func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
