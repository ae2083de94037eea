package app

import (
	"net/http"
	"testing"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/session"
)

// TestRiskThatOnlySomeMayRead: what a check raised the risk to is told, and sorted by, where the policies let its group be
// read, and nowhere else.
func TestRiskThatOnlySomeMayRead(t *testing.T) {
	t.Parallel()
	w := newMoving(t, still(t))
	pages, _ := w.form["pages"].([]any)
	person, _ := pages[0].(object)
	fields, _ := person["fields"].([]any)
	person["fields"] = append(fields, asked("verdict", "text", object{"group": "compliance"}))
	w.line["attributes"] = []any{object{"key": "risk", "type": "choice", "options": []any{"low", "high"}, "group": "compliance"}}
	ways, _ := w.line["transitions"].([]any)
	for _, one := range ways {
		if way, _ := one.(object); way["key"] == "submit" {
			way["effects"] = []any{object{"kind": "set", "set": object{"risk": "high"}}}
		}
	}
	if !w.publish(definition.Form, w.form) || !w.publish(definition.Pipeline, w.line) {
		t.Fatal("the definitions are wrong")
	}
	rec, err := w.Conveyor.Start(t.Context(), actor.Actor{Kind: actor.Applicant, Tenant: w.admin.Tenant, Roles: []string{"applicant"}},
		conveyor.Start{Pipeline: "moving", Locale: "en", Values: object{"name": "Ana", "email": "ana@example.org", "kind": "near"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Conveyor.Submit(t.Context(), session.Applicant(w.admin.Tenant, rec.ID), conveyor.HandIn{Case: rec.ID, Locale: "en"}); err != nil {
		t.Fatal(err)
	}
	s := &scenario{house: w.house, tenant: "aurora"}
	desk, admin := w.staff("aurora", "supervisao"), w.staff("aurora", "admin")
	s.addPolicies(admin, policyOf("supervisor", "form/moving/group/general", "read", "allow"),
		policyOf("supervisor", "pipeline/moving/stage/review", "read", "allow"), policyOf("supervisor", "form/moving/group/compliance", "read", "allow"))
	for _, told := range []any{"high", nil} {
		if got := desk.must(http.StatusOK, "GET", "/queues/moving_review/cases", nil)["cases"].([]any)[0].(object)["risk"]; got != told {
			t.Errorf("in the queue: %v, not %v", got, told)
		}
		if got := desk.send("GET", "/cases/"+rec.ID, nil).at("/row/risk"); got != told {
			t.Errorf("of the case: %v, not %v", got, told)
		}
		sorted := http.StatusOK
		if told == nil {
			sorted = http.StatusUnprocessableEntity
		}
		if got := desk.send("GET", "/queues/moving_review/cases?sort=risk", nil); got.status != sorted {
			t.Errorf("sorted by it: %d, not %d", got.status, sorted)
		}
		if told != nil {
			s.addPolicies(admin, policyOf("supervisor", "form/moving/group/compliance", "read", "deny"))
		}
	}
}
