package app

import (
	"net/http"
	"strings"
	"testing"
)

// TestTemplatesRunFromTheirFiles leads every shipped template from the first page to the end by what the API says of
// it: nothing here knows a page, a field or a stage of any of them but the answers of a person.
func TestTemplatesRunFromTheirFiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pipeline string
		answers  map[string]any
		email    string
	}{
		"pf-account":     {onboarding, personal(igor), igor.address()},
		"pj-account":     {corporate, company(person{name: "Cadeia Exemplo S.A.", pep: "related", number: 220, city: "Recife", uf: "PE", cep: "50030230"}), "pessoa220@demo.example"},
		"address-change": {relocation, moving(rafael), rafael.address()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &walker{scenario: &scenario{house: still(t), tenant: "aurora"}, answers: c.answers, email: c.email}
			w.applicant = w.visitor("aurora")
			w.fills(c.pipeline)
			w.submits()
			w.signs()
		})
	}
}

type walker struct {
	*scenario
	applicant *client
	answers   map[string]any
	email     string
}

// fills follows "next" and uploads whatever file a page says is missing.
func (w *walker) fills(pipeline string) {
	w.t.Helper()
	got := w.run(step{
		name: "start", by: w.applicant, do: "POST /portal/" + pipeline + "/cases", body: map[string]any{"locale": "en"},
		status: http.StatusCreated, has: map[string]any{"/stage/key": "draft"},
	})
	w.caseID = got.text("/id")
	kinds := typesIn(got.at("/form"), map[string]string{})
	page := got.text("/next")
	for range 60 {
		if page == "check" {
			return
		}
		save := step{
			name: "page " + page, by: w.applicant, do: "PUT /portal/case/pages/" + page,
			body: map[string]any{"values": w.answers, "proceed": true, "locale": "en"},
		}
		saved := w.run(save)
		if w.uploads(saved, kinds) {
			saved = w.run(save)
		}
		if saved.text("/next") == "" {
			w.t.Fatalf("page %s does not lead on: %s", page, saved.raw)
		}
		page = saved.text("/next")
	}
	w.t.Fatal("the pages do not end")
}

// typesIn maps the keys of fields to their types.
func typesIn(value any, into map[string]string) map[string]string {
	switch v := value.(type) {
	case map[string]any:
		key, _ := v["key"].(string)
		if kind, ok := v["type"].(string); ok && key != "" {
			into[key] = kind
		}
		for _, inner := range v {
			typesIn(inner, into)
		}
	case []any:
		for _, inner := range v {
			typesIn(inner, into)
		}
	}
	return into
}

func (w *walker) uploads(saved answer, kinds map[string]string) bool {
	w.t.Helper()
	list, _ := saved.at("/violations").([]any)
	some := false
	for _, v := range list {
		path := answer{json: v}.text("/path")
		f := file{path, "paper.pdf", sheet("Paper")}
		switch kinds[strings.TrimPrefix(path, "/")] {
		case "image":
			content, err := card("Paper", "Somebody")
			if err != nil {
				w.t.Fatal(err)
			}
			f.name, f.content = "paper.jpg", content
		case "file":
		default:
			continue
		}
		some = true
		w.run(step{name: "upload " + path, by: w.applicant, do: "POST /portal/case/documents", body: f, status: http.StatusCreated})
	}
	return some
}

// submits hands in, and lets staff approve when the checks ask for it.
func (w *walker) submits() {
	w.t.Helper()
	w.seen = len(w.chain())
	w.run(step{
		name: "submit", by: w.applicant, do: "POST /portal/case/submit", body: map[string]any{"locale": "en"},
		events: []string{"submission.submitted", "case.moved auto_check", "check.completed", "case.moved"},
	})
	got := w.run(step{name: "after the checks", by: w.applicant, do: "GET /portal/case", has: map[string]any{"/stage/key": one{"approval", "signature"}}})
	if got.text("/stage/key") == "approval" {
		w.run(step{
			name: "approve", by: w.staff("aurora", "compliance"), do: "POST /cases/" + w.caseID + "/actions",
			body: map[string]any{"verb": "approve", "note": "Looked at by hand."}, has: map[string]any{"/row/stage": "signature"},
			events: []string{"case.moved signature", "token.issued"},
		})
	}
}

func (w *walker) signs() {
	w.t.Helper()
	w.forward(0)
	token := linked(w.t, w.letter("aurora", w.email, "/sign#token="), "sign")
	reader := w.visitor("aurora")
	offer := w.run(step{name: "open", by: reader, do: "POST /portal/signature/open", body: map[string]any{"token": token}})
	w.run(step{
		name: "sign", by: reader, do: "POST /portal/signature/sign",
		body:   map[string]any{"token": token, "accept": true, "answersSha256": offer.text("/answersSha256"), "papersSha256": offer.hashes()},
		events: []string{"signature.given", "case.moved complete"},
	})
	w.run(step{name: "the end", by: w.applicant, do: "GET /portal/case", has: map[string]any{"/stage/key": "complete"}})
}

// TestOwnersAreCheckedAtTheThirdLevel says that what is wrong deep inside is found there, and worded.
func TestOwnersAreCheckedAtTheThirdLevel(t *testing.T) {
	t.Parallel()
	w := &walker{scenario: &scenario{house: still(t), tenant: "aurora"}, answers: company(padaria)}
	w.applicant = w.visitor("aurora")
	w.fills(corporate)
	owners, _ := company(padaria)["owners"].([]any)
	deep := answer{json: owners}.at("/1/owners/0/owners/0").(map[string]any)
	deep["cpf"] = "00000015400"
	got := w.run(step{
		name: "a wrong number at the third level", by: w.applicant, do: "PUT /portal/case/pages/owners",
		body: map[string]any{"values": map[string]any{"owners": owners}, "proceed": true},
		has:  map[string]any{"/violations/#": 1, "/violations/0/path": "/owners/1/owners/0/owners/0/cpf", "/next": missing{}},
	})
	sentence(t, "third level", got.text("/violations/0/key"), got.text("/violations/0/message"))
	owners[0].(map[string]any)["owner_share"] = 90.0
	w.run(step{
		name: "more than the whole", by: w.applicant, do: "PUT /portal/case/pages/owners",
		body: map[string]any{"values": map[string]any{"owners": owners}, "proceed": true},
		has:  map[string]any{"/violations/#": 2, "/next": missing{}},
	})
	w.run(step{
		name: "and nothing of it is submitted", by: w.applicant, do: "POST /portal/case/submit", body: map[string]any{"locale": "en"},
		status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "submission.invalid"}, quiet: true,
	})
}
