package app

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/builder/pipeline"
)

// TestWhatIsRecordedIsPlayedAlike: whatever people do in a sandbox, in whatever order, becomes a scenario that passes.
func TestWhatIsRecordedIsPlayedAlike(t *testing.T) {
	t.Parallel()
	h := still(t)
	walks, stages, refused := 6, map[string]bool{}, 0
	for seed := range walks {
		w := &randomWalk{trier: h.tries("aurora", "pipeline/onboarding-pf", map[string]any{}), Rand: rand.New(rand.NewPCG(uint64(seed), 7))}
		w.goes()
		for _, step := range w.playsAlike(seed) {
			stages[step.Expect.Stage] = true
			if step.Expect.Refused != "" {
				refused++
			}
		}
	}
	if len(stages) < 4 || refused < 5 {
		t.Errorf("the walks saw %v and %d refusals: too little to prove anything", stages, refused)
	}
}

// randomWalk is somebody who tries a draft without a plan.
type randomWalk struct {
	*trier
	*rand.Rand
	caseID string
	pages  map[string][]string
}

func (w *randomWalk) goes() {
	w.t.Helper()
	who := []person{elisa, diego, igor, karen}[w.IntN(4)]
	if w.IntN(3) == 0 { // somebody who comes in at the middle of the form
		got := w.asks("POST", "/portal/onboarding-pf/cases", map[string]any{"locale": "es"}, http.StatusCreated)
		w.caseID, w.pages = got.text("/id"), pagesOf(got)
	} else {
		w.caseID = w.fills(personal(who))
		w.pages = pagesOf(w.asks("GET", "/portal/case", nil, http.StatusOK))
		w.in.send("POST", "/portal/case/submit", map[string]any{"locale": "es"})
	}
	for range 25 {
		switch w.IntN(8) {
		case 0:
			w.waits()
		case 1:
			w.saves(personal(who))
		case 2:
			w.in.send("POST", "/portal/case/"+[]string{"submit", "answer"}[w.IntN(2)], map[string]any{"locale": "es"})
		case 3:
			w.in.send("POST", "/portal/case/documents", file{"/doc_front", "front.pdf", sheet("front")})
		case 4:
			w.in.send("POST", "/portal/case/edit", nil)
		case 5:
			w.does("POST", "/check-result", map[string]any{
				"check": []string{"pep", "identity"}[0], "result": []string{"own", "fail", "unavailable"}[w.IntN(3)],
			})
		default:
			w.works()
		}
	}
}

func (w *randomWalk) waits() {
	if w.IntN(2) == 0 {
		w.admin.send("POST", "/tryouts/"+w.id+"/advance", map[string]any{"next": true}) // nothing may lie ahead
		return
	}
	w.does("POST", "/advance", map[string]any{"by": []string{"PT1H", "P1D", "P1W", "P1M"}[w.IntN(4)]})
}

func (w *randomWalk) saves(answers map[string]any) {
	page := []string{"start", "who", "work", "pep", "wealth"}[w.IntN(5)]
	values := map[string]any{}
	for _, key := range w.pages[page] {
		if value, ok := answers[key]; ok && w.IntN(4) > 0 {
			values[key] = value
		}
	}
	w.in.send("PUT", "/portal/case/pages/"+page, map[string]any{"values": values, "proceed": w.IntN(2) == 0, "locale": "es"})
}

// works does something at the desk, allowed or not.
func (w *randomWalk) works() {
	w.t.Helper()
	w.is([]string{"registration", "compliance", "supervisor"}[w.IntN(3)], float64(1+w.IntN(2)))
	at := "/cases/" + w.caseID
	switch w.IntN(7) {
	case 0:
		w.in.send("POST", at+"/requests", map[string]any{"items": []any{map[string]any{"path": "/doc_front"}, map[string]any{"path": "/cpf"}}})
	case 1:
		w.in.send("POST", at+"/claim", nil)
	case 2:
		w.in.send("POST", at+"/notes", map[string]any{"note": "Noted " + strconv.Itoa(w.IntN(9))})
	case 3:
		list, _ := w.in.send("GET", at, nil).at("/documents").([]any)
		if len(list) > 0 {
			w.in.send("POST", at+"/documents/"+answer{json: list[0]}.text("/id")+"/verdict", map[string]any{"verdict": "accepted"})
		}
	case 4:
		w.in.send("PUT", at+"/pages/compliance", map[string]any{"values": map[string]any{"risk_override": "low", "risk_override_note": "Seen"}})
	default:
		verb := []string{"approve", "reject", "escalate", "resend", "reopen", "override"}[w.IntN(6)]
		body := map[string]any{"verb": verb, "note": "Because"}
		if verb == "reject" {
			body["reason"] = "documents_unreadable"
		}
		w.in.send("POST", at+"/actions", body)
	}
}

// playsAlike plays what was recorded, as publishing would, and returns it.
func (w *randomWalk) playsAlike(seed int) []pipeline.ScenarioStep {
	w.t.Helper()
	var recorded pipeline.Scenario
	run := w.does("GET", "/scenario", nil)
	if err := json.Unmarshal(run.raw, &recorded); err != nil {
		w.t.Fatal(err)
	}
	tenantID := w.tenantID("aurora")
	live := func(kind definition.Kind, key string) json.RawMessage {
		v, err := w.Store.Live(w.t.Context(), tenantID, kind, key)
		if err != nil {
			w.t.Fatal(err)
		}
		return v.Body
	}
	var p pipeline.Pipeline
	if err := json.Unmarshal(live(definition.Pipeline, onboarding), &p); err != nil {
		w.t.Fatal(err)
	}
	p.Scenarios = []pipeline.Scenario{recorded}
	body, err := json.Marshal(p)
	if err != nil {
		w.t.Fatal(err)
	}
	play := library.Play{Tenant: tenantID, Pipeline: body, Form: live(definition.Form, p.Form)}
	if p.Checklist != "" {
		play.Checklist = live(definition.Checklist, p.Checklist)
	}
	began := time.Now()
	report, err := w.Library.Rehearsal.Rehearse(w.t.Context(), play)
	if err != nil {
		w.t.Fatal(err)
	}
	if bad := report.Findings(); len(bad) > 0 {
		w.t.Errorf("walk %d: %+v\n%s", seed, bad[0], run.raw)
	}
	w.t.Logf("walk %d: %d steps in %v, with the sandbox %v", seed, len(recorded.Steps), report.Results[0].Took.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	return slices.DeleteFunc(recorded.Steps, func(step pipeline.ScenarioStep) bool { return step.Expect == nil })
}

// TestScenariosKnowNothingOfEachOther: one in which the same person applies twice goes as it was recorded, also when it
// is played a second time.
func TestScenariosKnowNothingOfEachOther(t *testing.T) {
	t.Parallel()
	r := still(t).tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	for _, stage := range []string{"signature", "approval"} { // the second is a duplicate, which a person looks at
		r.fills(personal(igor))
		r.asks("POST", "/portal/case/submit", map[string]any{"locale": "pt-BR"}, http.StatusOK)
		if got := r.stage(); got != stage {
			t.Fatalf("stands in %s, not in %s", got, stage)
		}
	}
	run, again := r.does("GET", "/scenario", nil).json, r.does("GET", "/scenario", nil).json
	again.(map[string]any)["key"] = "again"
	published := r.publishes(func(body map[string]any) { body["scenarios"] = []any{run, again} })
	if published.status != http.StatusCreated {
		t.Fatalf("%d %s", published.status, published.raw)
	}
	if last := published.text("/body/scenarios/1/key"); last != "again" {
		t.Errorf("the version holds %q", last)
	}
}

// TestSavesOfAPageAreOneStepUnlessTheyLedToSomething: as one types, a page is saved again and again. An address that is
// mended is written to twice, so those saves stay apart.
func TestSavesOfAPageAreOneStepUnlessTheyLedToSomething(t *testing.T) {
	t.Parallel()
	r := still(t).tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	r.asks("POST", "/portal/onboarding-pf/cases", map[string]any{"locale": "pt-BR"}, http.StatusCreated)
	for _, values := range []map[string]any{{"mobile": "+551196"}, {"mobile": "+5511960000101"}, {"email": "ana@demo.example"}, {"email": "ana@sample.example"}} {
		r.asks("PUT", "/portal/case/pages/start", map[string]any{"values": values}, http.StatusOK)
	}
	run := r.does("GET", "/scenario", nil)
	if run.at("/steps/#") != 3.0 || run.text("/steps/1/answers/email") != "ana@demo.example" || run.text("/steps/1/answers/mobile") != "+5511960000101" ||
		run.text("/steps/1/expect/messages/0") != "resume_link" || run.text("/steps/2/answers/email") != "ana@sample.example" {
		t.Errorf("%s", run.raw)
	}
	if got := r.publishes(func(body map[string]any) { body["scenarios"] = []any{run.json} }); got.status != http.StatusCreated {
		t.Errorf("%d %s", got.status, got.raw)
	}
	broken := r.publishes(func(body map[string]any) {
		steps := answer{json: body}.at("/scenarios/0/steps").([]any)
		steps[1].(map[string]any)["page"] = "cellar"
	})
	if broken.status != http.StatusUnprocessableEntity || broken.text("/violations/0/path") != "/scenarios/0/steps/1" {
		t.Errorf("%d %s", broken.status, broken.raw)
	}
	r.opened(r.admin.send("POST", "/tryouts/"+r.id+"/restart", nil)) // it can be recorded anew all the same
}

// TestNoIDOfARunIsRecorded: files in rows are left out of the answers, and are those of the new run when it is played.
func TestNoIDOfARunIsRecorded(t *testing.T) {
	t.Parallel()
	r := still(t).tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	at := map[string]string{"/docs": "file", "/rows": "repeat", "/rows/0/proof": "file", "/rows/0/name": "text", "/home": "group", "/home/photo": "image"}
	fieldAt := func(pointer string) (field.Field, bool) { return field.Field{Type: at[pointer]}, at[pointer] != "" }
	given := map[string]any{"rows": []any{map[string]any{"name": "Ana", "proof": []any{"id-1"}}}, "home": map[string]any{"photo": []any{"id-2"}}}
	held := map[string]any{"rows": []any{map[string]any{"name": "Bia", "proof": []any{"id-8"}}}, "home": map[string]any{"photo": []any{"id-9"}}}
	for key := range given {
		recorded, _ := json.Marshal(withFiles(fieldAt, "/"+key, given[key], nil))
		played, _ := json.Marshal(withFiles(fieldAt, "/"+key, withFiles(fieldAt, "/"+key, given[key], nil), held[key]))
		want := map[string][2]string{
			"rows": {`[{"name":"Ana","proof":null}]`, `[{"name":"Ana","proof":["id-8"]}]`}, "home": {`{"photo":null}`, `{"photo":["id-9"]}`},
		}[key]
		if string(recorded) != want[0] || string(played) != want[1] {
			t.Errorf("%s: recorded %s, played %s", key, recorded, played)
		}
	}
	r.asks("POST", "/portal/onboarding-pf/cases", map[string]any{"locale": "ar"}, http.StatusCreated)
	r.asks("PUT", "/portal/case/pages/photos", map[string]any{"values": map[string]any{"doc_front": []any{"id-3"}}}, http.StatusOK)
	run := r.does("GET", "/scenario", nil)
	if strings.Contains(string(run.raw), "id-3") || run.text("/locale") != "ar" {
		t.Errorf("%s", run.raw)
	}
}
