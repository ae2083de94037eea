package app

import (
	"net/http"
	"slices"
	"testing"
)

// TestRenewalIsSignedOrLookedAt leads the renewal that ships through both of its ways: nothing new is signed at once,
// and what compliance must see waits for compliance.
func TestRenewalIsSignedOrLookedAt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers map[string]any
		needs   string
	}{
		"nothing changed": {map[string]any{"confirm_unchanged": "yes", "is_pep": "no"}, "signature"},
		"a new address and office": {map[string]any{
			"confirm_unchanged": "no", "change_fields": []any{"contact", "address", "document", "profile"}, "mobile": "+5511987654321",
			"cep": "01001000", "street": "Rua Nova", "number": "10", "city": "São Paulo", "uf": "SP", "doc_expiry": "2099-01-31",
			"horizon": "long", "loss": "wait", "knowledge": "some", "suitability": map[string]any{"horizon": "long", "loss": "wait", "knowledge": "some"},
			"is_pep": "yes", "pep_role": "Vereadora",
		}, "approval"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &walker{scenario: &scenario{house: still(t), tenant: "aurora"}, answers: c.answers, email: rafael.address()}
			w.installs("kyc-renewal")
			for key, value := range map[string]any{
				"full_name": rafael.name, "cpf": demoCPF(rafael.number), "email": rafael.address(), "occupation": "Analista",
				"income": 850000, "net_worth": 9000000, "us_person": "no", "declare_true": true,
			} {
				w.answers[key] = value
			}
			w.applicant = w.visitor("aurora")
			w.fills("kyc-renewal")
			w.submits()
			w.signs()
			if way := w.chain(); !slices.Contains(way, "case.moved "+c.needs) {
				t.Errorf("the case never stood at %s: %v", c.needs, way)
			}
		})
	}
}

// TestDebtIsWorkedToItsEnd registers a debt, keeps a promise from somebody who made none, and settles what was promised.
func TestDebtIsWorkedToItsEnd(t *testing.T) {
	t.Parallel()
	w := &walker{scenario: &scenario{house: still(t), tenant: "aurora"}, email: rafael.address()}
	w.installs("debtor-file")
	w.applicant = w.visitor("aurora")
	w.answers = map[string]any{
		"person_kind": "pf", "full_name": rafael.name, "cpf": demoCPF(rafael.number), "creditor": "own", "portfolio": "early",
		"debt_contract": "C-1", "due_date": "2025-01-10", "principal": 100000, "dispute": "no", "email": rafael.address(),
		"debt_items": []any{map[string]any{"item_number": "1", "item_due": "2025-01-10", "item_principal": 100000, "item_status": "open"}},
	}
	w.fills("debt-collection")
	w.seen = len(w.chain())
	w.run(step{name: "hand over", by: w.applicant, do: "POST /portal/case/submit", body: map[string]any{"locale": "en"}, events: []string{"submission.submitted", "case.moved collection"}})
	operator := w.staff("aurora", "cadastro")
	at := "/cases/" + w.caseID
	promise := step{name: "a promise that nobody made", by: operator, do: "POST " + at + "/actions", body: map[string]any{"verb": "promise"}, status: http.StatusConflict, has: map[string]any{"/key": "case.guard"}, quiet: true}
	w.run(promise)
	w.run(step{name: "the call", by: operator, do: "PUT " + at + "/pages/contact_made", body: map[string]any{"values": map[string]any{
		"outcome": "PTP", "promise_date": "2099-01-15", "promise_value": 100000,
	}}, has: map[string]any{"/violations/#": 0}, events: []string{"submission.saved"}})
	promise.name, promise.status, promise.has, promise.quiet = "the promise", 0, map[string]any{"/row/stage": "promise"}, false
	w.run(promise)
	w.run(step{name: "paid", by: operator, do: "POST " + at + "/actions", body: map[string]any{"verb": "settle", "note": "Pix of today."}, has: map[string]any{"/row/stage": "paid"}, events: []string{"case.moved paid", "message.queued settled"}})
	w.forward(0)
	w.letter("aurora", rafael.address(), "Nothing is owed")
	w.run(step{name: "the file", by: operator, do: "GET " + at, has: map[string]any{"/answers/aging": ">360", "/row/stage": "paid"}})
	w.run(step{name: "the end", by: w.applicant, do: "GET /portal/case", has: map[string]any{"/stage/key": "paid"}})
}

func (w *walker) installs(template string) {
	w.t.Helper()
	w.run(step{
		name: "install", by: w.staff("aurora", "admin"), do: "POST /templates/install", body: map[string]any{"template": template},
		status: http.StatusCreated, quiet: true,
	})
}
