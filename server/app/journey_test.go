package app

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/event"
	"github.com/esteira/esteira/schemas/fault"
)

// rita goes through the whole line: married at first, exposed politically, with a document to be sent again.
var rita = person{
	name: "Rita Exemplo Valente", email: "rita@applicant.example", number: 201, birth: "1985-02-03", city: "São Paulo", uf: "SP",
	cep: "01310100", income: 990000, other: map[string]any{
		"marital": "married", "spouse_name": "Saulo Exemplo", "is_pep": "yes", "pep_role": "Vereadora", "pep_org": "Câmara de Exemplo",
		"pep_start": "2021-01-01", "third_party": "yes",
	},
}

// TestTheIssueLine walks one account from the first page to the evidence, as the people of the story do: over HTTP,
// with jobs that run by themselves and letters that come by SMTP.
func TestTheIssueLine(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		j := newJourney(alive(t, b))
		j.starts()
		j.fillsConditionalPages()
		j.leavesAndComesBack()
		j.submits()
		j.isAskedForTwoItems()
		j.answersExactlyThese()
		j.isDecidedByCompliance()
		j.signsOnce()
		j.leavesEvidence()
	})
}

type journey struct {
	*scenario
	applicant *client
	answers   map[string]any
	token     string
}

func newJourney(h *house) *journey {
	j := &journey{scenario: &scenario{house: h, tenant: "aurora"}, applicant: h.visitor("aurora"), answers: personal(rita)}
	return j
}

// page saves answers of a page and goes on.
func (j *journey) page(page string, values map[string]any) step {
	return step{
		name: "page " + page, by: j.applicant, do: "PUT /portal/case/pages/" + page, has: map[string]any{"/violations/#": 0},
		body: map[string]any{"values": values, "proceed": true, "locale": "en"},
	}
}

// only are the answers of some keys.
func (j *journey) only(keys ...string) map[string]any {
	out := map[string]any{}
	for _, key := range keys {
		out[key] = j.answers[key]
	}
	return out
}

func (j *journey) uploads(field string) answer {
	j.t.Helper()
	content, err := card(paperTitles[field], rita.name)
	if err != nil {
		j.t.Fatal(err)
	}
	return j.run(step{
		name: "upload " + field, by: j.applicant, do: "POST /portal/case/documents", body: file{"/" + field, field + ".jpg", content},
		status: http.StatusCreated, has: map[string]any{"/mime": "image/jpeg", "/state": "stored"}, events: []string{"document.uploaded"},
	})
}

func (j *journey) starts() {
	j.run(step{
		name: "the tenant shows itself", by: j.applicant, do: "GET /brand",
		has: map[string]any{"/name": "Banco Aurora", "/accent": "#1f5fa8"},
	})
	j.run(step{
		name: "what to know before", by: j.applicant, do: "GET /portal/onboarding-pf",
		has: map[string]any{"/minutes": given{}, "/pages": given{}, "/needs/0/en": given{}},
	})
	got := j.run(step{
		name: "start", by: j.applicant, do: "POST /portal/onboarding-pf/cases", body: map[string]any{"locale": "en", "channel": "web"},
		status: http.StatusCreated, has: map[string]any{"/stage/key": "draft", "/next": "start", "/progress/percent": 0},
	})
	j.caseID = got.text("/id")
	j.run(step{
		name: "an address that is none is kept and told of", by: j.applicant, do: "PUT /portal/case/pages/start",
		body: map[string]any{"values": map[string]any{"email": "rita at home"}, "proceed": true},
		has: map[string]any{
			"/violations/0/path": "/email", "/violations/0/message": given{}, "/violations/1/path": "/mobile", "/next": missing{},
			"/answers/email": "rita at home",
		},
		events: []string{"submission.saved"},
	})
	first := j.page("start", j.only("email", "mobile"))
	first.has["/next"] = "who"
	first.events = []string{"submission.saved", "message.queued resume_link", "message.sent resume_link"}
	j.run(first)
}

func (j *journey) fillsConditionalPages() {
	j.run(j.page("who", j.only("full_name", "cpf", "birth_date", "mother_name")))
	married := j.page("origin", j.only("nationality", "birth_place", "marital"))
	married.has["/next"] = "spouse"
	j.run(married)
	j.run(step{
		name: "the spouse has a number of their own", by: j.applicant, do: "PUT /portal/case/pages/spouse",
		body: map[string]any{"values": map[string]any{"spouse_name": "Saulo Exemplo", "spouse_cpf": demoCPF(rita.number)}, "proceed": true},
		has:  map[string]any{"/violations/0/path": "/spouse_cpf", "/violations/0/message": given{}, "/next": missing{}},
	})
	divorced := j.page("origin", map[string]any{"marital": "divorced"})
	divorced.has["/next"] = "document" // the page of the spouse is gone
	j.run(divorced)
	j.run(j.page("document", j.only("doc_type", "doc_number", "doc_issuer", "doc_issuer_uf", "doc_issue_date")))
	j.uploads("doc_front")
	j.uploads("doc_back")
	j.run(j.page("photos", map[string]any{}))
	j.run(step{
		name: "too soon to submit", by: j.applicant, do: "POST /portal/case/submit", body: map[string]any{"locale": "en"},
		status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "submission.invalid", "/violations/0/path": "/addr_country"}, quiet: true,
	})
}

func (j *journey) leavesAndComesBack() {
	j.run(step{name: "leave", by: j.applicant, do: "DELETE /portal/session", status: http.StatusNoContent})
	j.run(step{
		name: "this device has forgotten", by: j.applicant, do: "GET /portal/case", status: http.StatusUnauthorized,
		has: map[string]any{"/key": "portal.session_over"},
	})
	before := len(j.letters("aurora"))
	j.run(step{
		name: "ask for a link", by: j.visitor("aurora"), do: "POST /portal/resume-links", status: http.StatusAccepted,
		body: map[string]any{"email": strings.ToUpper(rita.email)}, events: []string{"message.sent resume_link"},
	})
	j.poll("the letter", func() bool { return len(j.letters("aurora")) > before })
	token := linked(j.t, j.letter("aurora", rita.email, "/resume#token="), "resume")
	j.run(step{
		name: "nobody learns who has a case", by: j.visitor("aurora"), do: "POST /portal/resume-links", status: http.StatusAccepted,
		body: map[string]any{"email": "nobody@applicant.example"}, quiet: true,
	})
	asked := 0 // alike for both: who measures how long the answer takes learns nothing either
	if err := j.Store.Pool().QueryRow("SELECT count(*) FROM river_job WHERE kind = 'resume'").Scan(&asked); err != nil || asked != 2 {
		j.t.Errorf("two requests left %d jobs: %v", asked, err)
	}
	phone := j.visitor("aurora")
	j.run(step{
		name: "go on on the phone", by: phone, do: "POST /portal/resume", body: map[string]any{"token": token},
		has: map[string]any{"/id": j.caseID, "/next": "residence", "/answers/full_name": rita.name, "/documents/#": 2, "/pages/0/done": true},
	})
	j.run(step{
		name: "a link works once", by: j.visitor("aurora"), do: "POST /portal/resume", body: map[string]any{"token": token},
		status: http.StatusGone, has: map[string]any{"/key": "resume.gone"}, quiet: true,
	})
	j.applicant = phone
}

func (j *journey) submits() {
	j.run(j.page("residence", j.only("addr_country", "cep")))
	j.run(j.page("address", j.only("street", "number", "district", "city", "uf")))
	j.uploads("addr_proof")
	j.run(j.page("proof", map[string]any{}))
	j.run(j.page("work", j.only("occupation", "job_title", "employer", "income")))
	j.run(j.page("wealth", j.only("net_worth", "assets_fin", "funds_origin", "purpose")))
	exposed := j.page("pep", j.only("is_pep"))
	exposed.has["/next"] = "pep_details"
	j.run(exposed)
	j.run(j.page("pep_details", j.only("pep_role", "pep_org", "pep_start")))
	j.run(j.page("tax", j.only("us_person")))
	j.run(j.page("operations", j.only("third_party", "related_person", "proxy_orders")))
	j.run(j.page("bank", j.only("bank_account")))
	j.run(j.page("profile", map[string]any{}))
	last := j.page("review", j.only("declare_true", "declare_update", "consent_terms"))
	last.has["/next"], last.has["/progress/percent"] = "check", 100
	j.run(last)
	j.run(step{
		name: "check the answers", by: j.applicant, do: "GET /portal/case",
		has:   map[string]any{"/next": "check", "/answers/pep_role": "Vereadora", "/answers/spouse_name": given{}, "/documents/#": 3},
		never: []string{"adverse_media", "risk_override", "compliance_note"},
	})
	submit := step{
		name: "submit", by: j.applicant, do: "POST /portal/case/submit", body: map[string]any{"locale": "en"},
		header: []string{"Idempotency-Key: rita-submits-1"}, has: map[string]any{"/stage/key": one{"auto_check", "approval"}, "/stage/answers": "closed"},
		events: []string{"submission.submitted", "case.moved auto_check", "check.completed", "case.moved approval"},
	}
	j.run(submit)
	j.poll("the letter that it was received, which goes its own way", func() bool { return slices.Contains(j.chain(), "message.sent received") })
	j.seen = len(j.chain())
	submit.name, submit.events, submit.quiet = "the same request again", nil, true
	j.run(submit)
}

func (j *journey) isAskedForTwoItems() {
	analyst := j.staff("aurora", "cadastro")
	j.run(step{
		name: "the queue of approval", by: analyst, do: "GET /queues/approval/cases",
		has: map[string]any{"/cases/#": 1, "/cases/0/id": j.caseID, "/cases/0/name": rita.name, "/cases/0/percent": 100},
	})
	got := j.run(step{
		name: "the dossier, without what is for compliance", by: analyst, do: "GET /cases/" + j.caseID,
		has:   map[string]any{"/hiddenGroups/0": "compliance", "/row/stage": "approval", "/documents/#": 3},
		never: []string{"Vereadora", "Câmara de Exemplo", demoCPF(rita.number), "declared to be a PEP"},
	})
	results := map[string]any{}
	for _, c := range got.at("/checks").([]any) {
		results[answer{json: c}.text("/key")] = answer{json: c}.at("/result")
	}
	if results["pep"] != "hidden" || results["consistency"] != "unclear" || results["identifier"] != "pass" {
		j.t.Errorf("checks %v", results)
	}
	for _, path := range []string{"/spouse_name", "/nothing", "/adverse_media"} {
		j.run(step{
			name: "an item that the applicant does not see", by: analyst, do: "POST /cases/" + j.caseID + "/requests",
			body: map[string]any{"items": []any{map[string]any{"path": path}}}, status: http.StatusUnprocessableEntity,
			has: map[string]any{"/key": "request.unknown_field", "/violations/0/path": path}, quiet: true,
		})
	}
	j.run(step{
		name: "ask for two items", by: analyst, do: "POST /cases/" + j.caseID + "/requests",
		body: map[string]any{"note": "Two items.", "days": 3, "items": []any{
			map[string]any{"path": "/doc_front", "note": "The photo is cut."},
			map[string]any{"path": "/street", "note": "As on the bill."},
			map[string]any{"path": "/number", "note": "Asked by mistake."},
		}},
		has:    map[string]any{"/row/stage": "info_req", "/requests/#": 3},
		events: []string{"request.made", "case.moved info_req", "message.sent info_request"},
	})
	j.takesOneItemBack(analyst)
	j.run(step{
		name: "reveal keeps who and why", by: analyst, do: "POST /cases/" + j.caseID + "/reveal",
		body: map[string]any{"path": "/cpf", "reason": "Compare with the document"}, has: map[string]any{"/value": demoCPF(rita.number)},
		events: []string{"answer.revealed"},
	})
}

// takesOneItemBack leaves two of three items; the rest of the journey shows that nobody waits for the third.
func (j *journey) takesOneItemBack(analyst *client) {
	seen := analyst.send("GET", "/cases/"+j.caseID, nil)
	at := map[string]string{}
	for _, item := range list(seen, "/requests") {
		at[item.text("/path")] = "DELETE /cases/" + j.caseID + "/requests/" + item.text("/id")
		asked, _ := time.Parse(time.RFC3339, item.text("/createdAt"))
		due, _ := time.Parse(time.RFC3339, item.text("/dueAt"))
		if left := due.Sub(asked); left != 3*24*time.Hour {
			j.t.Errorf("%s is due after %s, want the three days that were said", item.text("/path"), left)
		}
	}
	j.run(step{name: "an auditor asks for nothing, and takes nothing back", by: j.staff("aurora", "auditoria"), do: at["/number"], status: http.StatusForbidden, quiet: true})
	j.run(step{name: "take one back", by: analyst, do: at["/number"], has: map[string]any{"/row/stage": "info_req"}, events: []string{"request.withdrawn"}})
	j.run(step{name: "take it back twice", by: analyst, do: at["/number"], status: http.StatusConflict, has: map[string]any{"/key": "request.not_open"}, quiet: true})
}

func (j *journey) answersExactlyThese() {
	j.run(step{
		name: "what is owed", by: j.applicant, do: "GET /portal/case",
		has: map[string]any{"/stage/answers": "requested", "/requests/#": 2, "/requests/0/state": "open", "/requests/0/page": given{}},
	})
	j.run(step{
		name: "other answers stay as they are", by: j.applicant, do: "PUT /portal/case/pages/who",
		body: map[string]any{"values": map[string]any{"full_name": "Somebody Else", "cpf": demoCPF(202)}, "proceed": true},
		has:  map[string]any{"/answers/full_name": rita.name, "/answers/cpf": demoCPF(rita.number)},
	})
	content, err := card("Verso", rita.name)
	if err != nil {
		j.t.Fatal(err)
	}
	j.run(step{
		name: "another file is refused", by: j.applicant, do: "POST /portal/case/documents", body: file{"/doc_back", "b.jpg", content},
		status: http.StatusConflict, has: map[string]any{"/key": "submission.closed"}, quiet: true,
	})
	j.run(step{
		name: "the street may change, its city may not", by: j.applicant, do: "PUT /portal/case/pages/address",
		body: map[string]any{"values": map[string]any{"street": "Avenida do Exemplo", "city": "Elsewhere"}, "proceed": true},
		has:  map[string]any{"/answers/street": "Avenida do Exemplo", "/answers/city": "São Paulo"}, events: []string{"submission.saved"},
	})
	j.uploads("doc_front")
	j.run(step{
		name: "submit is not answer", by: j.applicant, do: "POST /portal/case/edit",
		status: http.StatusConflict, has: map[string]any{"/code": "conflict"}, quiet: true,
	})
	j.run(step{
		name: "answer", by: j.applicant, do: "POST /portal/case/answer", body: map[string]any{"locale": "en"},
		has:    map[string]any{"/stage/key": "approval", "/requests/0/state": "answered", "/requests/1/state": "answered"},
		events: []string{"request.answered", "case.moved approval", "check.completed"},
	})
	j.poll("all checks of the second round", func() bool {
		rounds := map[bool]int{}
		answered := false
		for _, name := range j.chain() {
			answered = answered || name == "request.answered"
			if strings.HasPrefix(name, "check.completed") {
				rounds[answered]++
			}
		}
		return rounds[true] >= rounds[false]
	})
	j.seen = len(j.chain())
}

func (j *journey) isDecidedByCompliance() {
	analyst, compliance := j.staff("aurora", "cadastro"), j.staff("aurora", "compliance")
	approve := step{
		name: "registration may not approve this", by: analyst, do: "POST /cases/" + j.caseID + "/actions",
		body: map[string]any{"verb": "approve", "note": "Looks fine"}, status: http.StatusForbidden, quiet: true,
		has: map[string]any{"/key": "case.denied", "/params/object": "pipeline/onboarding-pf/compliance"},
	}
	j.run(approve)
	j.forbids("pipeline/onboarding-pf/compliance", "approve")
	approve.name = "and the policy that says so is named"
	approve.has["/params/rule"] = "registration pipeline/onboarding-pf/compliance approve deny"
	if got := j.run(approve); !strings.Contains(got.text("/message"), "registration pipeline/onboarding-pf/compliance approve deny") {
		j.t.Errorf("the reason does not name the rule: %s", got.text("/message"))
	}
	seen := j.run(step{
		name: "compliance sees all", by: compliance, do: "GET /cases/" + j.caseID,
		has: map[string]any{"/answers/pep_role": "Vereadora", "/hiddenGroups": missing{}, "/row/risk": "high"},
	})
	for _, d := range list(seen, "/dossier") {
		_, changed := d.at("/earlier").([]any)
		if changed != (d.text("/path") == "/street") || changed && (d.text("/earlier/0/value") != "Rua do Exemplo" || d.text("/earlier/0/source") != "applicant") {
			j.t.Errorf("what %s was before: %v", d.text("/path"), d.at("/earlier"))
		}
	}
	j.run(step{
		name: "made from an old look at the case", by: compliance, do: "POST /cases/" + j.caseID + "/actions",
		body: map[string]any{"verb": "approve", "revision": 1}, status: http.StatusConflict, has: map[string]any{"/code": "stale"}, quiet: true,
	})
	j.run(step{
		name: "compliance approves", by: compliance, do: "POST /cases/" + j.caseID + "/actions",
		body: map[string]any{"verb": "approve", "note": "Role confirmed in a public source."}, header: []string{"Idempotency-Key: approve-1"},
		has:    map[string]any{"/row/stage": "signature"},
		events: []string{"case.moved signature", "token.issued", "message.sent signature_request"},
	})
	j.token = linked(j.t, j.letter("aurora", rita.email, "/sign#token="), "sign")
}

// forbids adds a policy by the API, as an administrator does.
func (j *journey) forbids(object, verb string) {
	j.t.Helper()
	admin := j.staff("aurora", "admin")
	got := admin.send("GET", "/policies", nil)
	set, _ := got.json.(map[string]any)
	list, _ := set["policies"].([]any)
	set["policies"] = append(list, map[string]any{"role": "registration", "object": object, "verb": verb, "effect": "deny"})
	if got := admin.send("PUT", "/policies", set); got.status != http.StatusOK {
		j.t.Fatalf("policies: %d %s", got.status, got.raw)
	}
}

// opens looks at what is to be signed, which signs nothing.
func (j *journey) opens(reader *client) answer {
	j.t.Helper()
	for _, do := range []string{"GET /portal/signature/sign", "GET /portal/signature/open"} {
		j.run(step{name: "a link that is only fetched", by: reader, do: do, status: http.StatusNotFound, quiet: true})
	}
	offer := j.run(step{
		name: "open", by: reader, do: "POST /portal/signature/open", body: map[string]any{"token": j.token},
		has:    map[string]any{"/signer": rita.name, "/answers/street": "Avenida do Exemplo", "/terms/pt-BR": given{}, "/terms/ar": given{}},
		events: []string{"token.opened"}, never: []string{"adverse_media"},
	})
	j.run(step{
		name: "opening signs nothing", by: j.applicant, do: "GET /portal/case", quiet: true,
		has: map[string]any{"/stage/key": "signature", "/signature/state": "opened"},
	})
	return offer
}

func (j *journey) signsOnce() {
	reader := j.visitor("aurora") // the link is opened wherever the mail is read
	offer := j.opens(reader)
	act := map[string]any{
		"token": j.token, "accept": true, "answersSha256": offer.text("/answersSha256"), "papersSha256": offer.hashes(), "locale": "en", "timeZone": "America/Sao_Paulo",
		"screen": "390x844", "viewedSeconds": 40, "scrolledToEnd": true,
	}
	but := func(name string, value any) map[string]any {
		out := maps.Clone(act)
		out[name] = value
		return out
	}
	j.run(step{
		name: "without acceptance", by: reader, do: "POST /portal/signature/sign", body: but("accept", false),
		status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "signature.accept"}, quiet: true,
	})
	j.run(step{
		name: "not what was shown", by: reader, do: "POST /portal/signature/sign", body: but("answersSha256", strings.Repeat("0", 64)),
		status: http.StatusConflict, has: map[string]any{"/key": "signature.changed"}, quiet: true,
	})
	j.run(step{
		name: "sign", by: reader, do: "POST /portal/signature/sign", body: act,
		has:    map[string]any{"/hash": given{}, "/signedAt": given{}, "/stage/en": given{}},
		events: []string{"signature.given", "case.moved complete", "message.sent welcome"},
	})
	for _, do := range []string{"POST /portal/signature/sign", "POST /portal/signature/open"} {
		body := any(act)
		if strings.HasSuffix(do, "open") {
			body = map[string]any{"token": j.token}
		}
		j.run(step{
			name: "a token works once: " + do, by: reader, do: do, body: body, status: http.StatusGone,
			has: map[string]any{"/key": "token.used"}, quiet: true,
		})
	}
}

func (j *journey) leavesEvidence() {
	j.run(step{
		name: "the applicant sees the end", by: j.applicant, do: "GET /portal/case",
		has: map[string]any{"/stage/key": "complete", "/stage/outcome": "completed", "/can/#": 0},
	})
	auditor := j.staff("aurora", "auditoria")
	j.run(step{
		name: "in the queue of complete cases", by: auditor, do: "GET /queues/complete/cases",
		has: map[string]any{"/cases/#": 1, "/cases/0/id": j.caseID, "/cases/0/outcome": "completed"},
	})
	got := j.run(step{
		name: "the evidence", by: auditor, do: "GET /cases/" + j.caseID + "/evidence",
		has: map[string]any{"/signer/name": rita.name, "/act/ip": "127.0.0.1", "/act/viewedSeconds": 40, "/token/used": given{}},
	})
	j.verifies(got)
	j.poll("the anchor", func() bool { // the job of the hour may be at it
		err := j.Auditor.Anchor(j.t.Context(), j.tenantID("aurora"))
		if err != nil && fault.CodeOf(err) != fault.Stale {
			j.t.Fatal(err)
		}
		return err == nil
	})
	ours, err := j.Conveyor.Chain(j.t.Context(), j.tenantID("aurora"), j.tenantID("aurora"))
	if err != nil || len(ours) == 0 {
		j.t.Fatal("the chain of the tenant: ", ours, err)
	}
	j.run(step{
		name: "the audit", by: auditor, do: "GET /audit",
		has: map[string]any{"/ok": true, "/cases": 1, "/anchors": given{}, "/events": len(j.chain()) + len(ours)},
	})
	events := j.run(step{name: "the timeline", by: auditor, do: "GET /cases/" + j.caseID + "/events", header: []string{"Accept-Language: pt-BR"}})
	list, _ := events.at("/events").([]any)
	for _, e := range list {
		one := answer{json: e}
		sentence(j.t, "event "+one.text("/name"), "event."+one.text("/name"), one.text("/text"))
	}
}

// verifies holds an evidence record against its own hash, the server's signature and the chain that it hangs on.
func (j *journey) verifies(got answer) {
	j.t.Helper()
	var record map[string]any
	if err := json.Unmarshal(got.raw, &record); err != nil {
		j.t.Fatal(err)
	}
	hash, seal := record["hash"], got.text("/serverSignature")
	delete(record, "hash")
	delete(record, "serverSignature")
	body := event.AppendCanonical(nil, record)
	sum := sha256.Sum256(body)
	if hash != hex.EncodeToString(sum[:]) {
		j.t.Error("the evidence does not have its own hash")
	}
	if !signature.NewSealer(j.Config.Secret).Verify(body, seal) || signature.NewSealer([]byte("another")).Verify(body, seal) {
		j.t.Error("the evidence is not signed by this server")
	}
	events, err := j.Conveyor.Chain(j.t.Context(), j.tenantID("aurora"), j.caseID)
	if err != nil {
		j.t.Fatal(err)
	}
	for i, e := range events {
		if e.Name == "signature.given" && (record["prev"] != events[i-1].Hash || e.Data["hash"] != hash) {
			j.t.Error("the evidence does not hang on the chain")
		}
	}
}

// TestARejectionTellsTheApplicantOnlyWhatIsSafe is journey B.
func TestARejectionTellsTheApplicantOnlyWhatIsSafe(t *testing.T) {
	t.Parallel()
	h := still(t)
	told := h.stages("aurora", story{onboarding, elisa, personal, 0, func(s *scene) { s.submits() }})
	s := &scenario{house: h, tenant: "aurora", caseID: told.who.Case}
	compliance, applicant := h.staff("aurora", "compliance"), h.applies("aurora", told.who.Case)
	s.seen = len(s.chain())
	reject := step{
		name: "a reason is needed", by: compliance, do: "POST /cases/" + s.caseID + "/actions", body: map[string]any{"verb": "reject"},
		status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "case.reason_required"}, quiet: true,
	}
	s.run(reject)
	reject.name, reject.body, reject.has = "a reason on the list", map[string]any{"verb": "reject", "reason": "dislike"}, map[string]any{"/key": "case.reason_unknown"}
	s.run(reject)
	s.run(step{
		name: "reject", by: compliance, do: "POST /cases/" + s.caseID + "/actions",
		body: map[string]any{"verb": "reject", "reason": "compliance", "note": "Hit on the INTERNAL-LIST-7."},
		has:  map[string]any{"/row/stage": "rejected", "/row/outcome": "rejected"}, events: []string{"case.moved rejected", "message.sent rejected"},
	})
	s.run(step{
		name: "the applicant", by: applicant, do: "GET /portal/case", header: []string{"Accept-Language: en"},
		has:   map[string]any{"/stage/key": "rejected", "/stage/outcome": "rejected", "/stage/reason/en": "We could not complete your application."},
		never: []string{"INTERNAL-LIST-7", "Compliance decision", "Decisão de compliance", "adverse_media"},
	})
	if letter := h.letter("aurora", elisa.address(), "Elisa"); strings.Contains(letter, "INTERNAL-LIST") || strings.Contains(strings.ToLower(letter), "compliance") {
		t.Errorf("the letter tells too much: %s", letter)
	}
	s.run(step{
		name: "registration does not learn the reason either", by: h.staff("aurora", "cadastro"), do: "GET /cases/" + s.caseID,
		has: map[string]any{"/row/stage": "rejected"}, never: []string{"Compliance decision", "INTERNAL-LIST-7"},
	})
	s.run(step{
		name: "nothing more can be done", by: applicant, do: "POST /portal/case/submit", body: map[string]any{"locale": "en"},
		status: http.StatusConflict, has: map[string]any{"/key": "submission.closed"}, quiet: true,
	})
}

// applies is the browser of the applicant of a case, who came by a link.
func (h *house) applies(slug, caseID string) *client {
	h.t.Helper()
	err := h.Conveyor.SendResumeLink(h.t.Context(), applicantOf(h.tenantID(slug), caseID), caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	h.forward(time.Second)
	letters := h.letters(slug)
	token := ""
	for _, l := range letters {
		if strings.Contains(l.text, "/resume#token=") {
			token = linked(h.t, l.text, "resume")
		}
	}
	c := h.visitor(slug)
	if got := c.send("POST", "/portal/resume", map[string]any{"token": token}); got.status != http.StatusOK || got.text("/id") != caseID {
		h.t.Fatalf("resume: %d %s", got.status, got.raw)
	}
	return c
}

// TestADraftExpires is journey C: nobody comes back for thirty days.
func TestADraftExpires(t *testing.T) {
	t.Parallel()
	h := still(t)
	told := h.stages("aurora", story{onboarding, marina, personal, 0, func(s *scene) { s.fills("residence") }})
	s := &scenario{house: h, tenant: "aurora", caseID: told.who.Case}
	applicant := h.applies("aurora", s.caseID)
	got := s.run(step{name: "before", by: applicant, do: "GET /portal/case", has: map[string]any{"/documents/#": 2, "/answers/full_name": marina.name}})
	link := applicant.send("GET", "/portal/case/documents/"+got.text("/documents/0/id")+"/link", nil)
	if file := h.fetch(link.text("/url")); file != http.StatusOK {
		t.Fatalf("the file before: %d", file)
	}
	h.forward(8 * day)
	s.follow(step{name: "reminders", events: []string{
		"message.sent draft_reminder", "message.sent draft_reminder", "message.sent draft_reminder", "message.sent draft_reminder",
	}})
	h.forward(21 * day)
	s.run(step{name: "still there on day 29", by: h.staff("aurora", "cadastro"), do: "GET /cases/" + s.caseID, has: map[string]any{"/row/stage": "draft", "/row/name": marina.name}})
	h.forward(2 * day)
	s.follow(step{name: "the end", events: []string{"case.moved expired", "case.erased"}})
	s.run(step{
		name: "answers and files are gone", by: h.staff("aurora", "cadastro"), do: "GET /cases/" + s.caseID,
		has: map[string]any{"/row/stage": "expired", "/row/name": "", "/documents/#": 0, "/answers": map[string]any{}}, never: []string{marina.name, marina.address(), "pessoa114"},
	})
	if link = h.staff("aurora", "cadastro").send("GET", "/cases/"+s.caseID+"/documents/"+got.text("/documents/0/id")+"/link", nil); link.status != http.StatusNotFound {
		t.Errorf("link to an erased file: %d %s", link.status, link.raw)
	}
	h.noBytes(s.caseID)
	if report, err := h.Auditor.Verify(t.Context(), h.tenantID("aurora"), nil); err != nil || !report.OK || report.Events < 10 {
		t.Errorf("audit %+v, %v", report, err)
	}
	if again := h.visitor("aurora").send("POST", "/portal/resume-links", map[string]any{"email": marina.address()}); again.status != http.StatusAccepted {
		t.Errorf("a link to what is gone: %d", again.status)
	}
}
