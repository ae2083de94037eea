package app

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/conveyor"
)

// policySets is how many sets of policies the desk is looked at under.
const policySets = 200

// The desk draws what the API says that a member may do. Under any policies, what it offers works, and what it does not
// offer is refused and changes nothing: otherwise a button lies, or a right is missing from the screen.
func TestTheDeskOffersWhatThePoliciesAllow(t *testing.T) {
	t.Parallel()
	r := newOffice(t)
	for seed := range uint64(policySets) {
		r.dice = rand.New(rand.NewPCG(seed, 4)) //nolint:gosec // a test that can be run again
		r.decree()
		word := pick(r.dice, officeWords)
		switch seed % 8 {
		case 0:
			r.theRail(word)
		case 4:
			r.theRights(word)
		case 2, 6:
			r.theQueue(word)
		case 7:
			r.forward(time.Second) // checks that were asked anew are made, and calls
		}
		r.looksAt(pick(r.dice, r.cases))
		if t.Failed() {
			t.Fatalf("under the policies of seed %d", seed)
		}
	}
	for _, o := range offers {
		t.Logf("%-22s offered %3d, withheld %3d times", o.name, r.offered[o.name], r.withheld[o.name])
		if r.offered[o.name] == 0 && !o.rare || r.withheld[o.name] == 0 {
			t.Errorf("%s: offered %d times, withheld %d times", o.name, r.offered[o.name], r.withheld[o.name])
		}
	}
	for _, name := range []string{"next", "export", "reveal in an export", "share a view", "run"} {
		if r.offered[name] == 0 || r.withheld[name] == 0 {
			t.Errorf("%s: offered %d times, withheld %d times", name, r.offered[name], r.withheld[name])
		}
	}
	if r.acted < policySets/8 {
		t.Errorf("only %d verbs of the pipeline were offered", r.acted)
	}
}

// office is a house with cases in many stages, and members whose rights change all the time.
type office struct {
	*scenario
	dice     *rand.Rand
	admin    *client
	staff    map[string]*client // by word of the role
	ids      map[string]string
	roles    any
	revision any
	whole    []any    // the policies as they are shipped
	verbs    []string // of all pipelines
	queues   []string
	cases    []string
	known    map[string]facts
	offered  map[string]int
	withheld map[string]int
	acted    int
}

var officeWords = []string{"cadastro", "compliance", "supervisao", "auditoria"}

// facts are what an outsider who guesses well knows of a case: where to knock.
type facts struct {
	file, masked, group, check, message, item, page, paper string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	h := stillOn(t, built{settings: map[string]string{"ESTEIRA_PRIVATE_CALLS": "true"}})
	core := httptest.NewServer(http.HandlerFunc(demoCore))
	t.Cleanup(core.Close)
	if err := h.callsCore(t.Context(), h.tenantID("aurora"), "admin@aurora.example", core.URL); err != nil {
		t.Fatal(err)
	}
	h.forward(10 * time.Second) // what is known of a tenant is some seconds old
	r := &office{
		scenario: &scenario{house: h, tenant: "aurora"}, staff: map[string]*client{}, ids: map[string]string{},
		known: map[string]facts{}, offered: map[string]int{}, withheld: map[string]int{},
	}
	submits := func(s *scene) { s.submits() }
	sister := ursula
	sister.number += 50
	for i := range 3 {
		for _, told := range []story{
			{onboarding, ana, personal, time.Hour, func(s *scene) { s.fills("address") }},
			{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits(); s.claims("compliance", "Consultar.") }},
			{onboarding, diego, personal, time.Hour, submits},
			{onboarding, gustavo, personal, time.Hour, playGustavo},
			{onboarding, leandro, personal, time.Hour, playLeandro},
			{onboarding, julia, personal, time.Hour, func(s *scene) { s.submits(); s.signs() }},
			{corporate, padaria, company, time.Hour, submits},
			{lifelong, renato, personal, time.Hour, submits},
			{lifelong, ursula, personal, time.Hour, func(s *scene) { s.submits(); s.signs() }}, // her account cannot be opened,
			{lifelong, sister, personal, time.Hour, func(s *scene) { s.submits(); s.signs() }}, // nor can that of her sister
			{lifelong, alice, personal, time.Hour, submits},
		} {
			told.person.number += 100 + 100*i
			r.cases = append(r.cases, h.stages("aurora", told).who.Case)
		}
	}
	r.admin = h.staff("aurora", "admin")
	for _, word := range officeWords {
		r.staff[word], r.ids[word] = h.staff("aurora", word), h.member("aurora", word).ID
	}
	for _, id := range r.cases {
		r.known[id] = r.factsOf(id)
	}
	set := r.policySet(r.admin)
	r.whole, _ = set["policies"].([]any)
	r.roles, r.revision = set["roles"], set["revision"]
	for _, q := range list(r.staff["supervisao"].send("GET", "/queues", nil), "/queues") {
		r.queues = append(r.queues, q.text("/key"))
	}
	r.verbs = append(r.pipelineVerbs(), "nonsense")
	return r
}

// list are the members of a list in an answer.
func list(a answer, pointer string) []answer {
	values, _ := a.at(pointer).([]any)
	out := make([]answer, len(values))
	for i, v := range values {
		out[i] = answer{json: v}
	}
	return out
}

// factsOf looks at a case as those do who see most of it.
func (r *office) factsOf(id string) facts {
	r.t.Helper()
	r.dice = rand.New(rand.NewPCG(1, 4)) //nolint:gosec // a test that can be run again
	var f facts
	for _, word := range []string{"supervisao", "compliance"} {
		d := r.desk(word, id)
		f.file = cmp.Or(f.file, d.document().text("/id"))
		if m := d.masked(); m.text("/path") != "" {
			f.masked, f.group = m.text("/path"), m.text("/group")
		}
		f.check = cmp.Or(f.check, d.check())
		for _, m := range list(d.by.send("GET", d.at+"/messages", nil), "/messages") {
			f.message = cmp.Or(f.message, m.text("/id"))
		}
		for _, i := range list(d.by.send("GET", d.at+"/checklist", nil), "/checklist/items") {
			f.item = cmp.Or(f.item, i.text("/key"))
		}
		for _, p := range list(d.by.send("GET", d.at+"/papers", nil), "/papers") {
			f.paper = cmp.Or(f.paper, p.text("/id"))
		}
		for _, p := range list(d.seen, "/form/pages") {
			if p.at("/staffOnly") == true {
				f.page = p.text("/key")
			}
		}
	}
	return f
}

// decree puts random policies in force: some of the shipped ones, and some that nobody would think of.
func (r *office) decree() {
	r.t.Helper()
	keep := 0.5 + 0.48*r.dice.Float64()
	var policies []any
	for _, p := range r.whole {
		if (answer{json: p}).text("/role") == "administrator" || r.dice.Float64() < keep {
			policies = append(policies, p)
		}
	}
	for range r.dice.IntN(12) {
		like := answer{json: pick(r.dice, r.whole)}
		policies = append(policies, map[string]any{
			"role": pick(r.dice, []string{"registration", "compliance", "supervisor", "auditor"}), "object": like.text("/object"),
			"verb": pick(r.dice, []string{like.text("/verb"), "*", "read"}), "effect": pick(r.dice, []string{"allow", "allow", "deny"}),
		})
	}
	policies = slices.CompactFunc(slices.SortedFunc(slices.Values(policies), byWords), func(a, b any) bool { return byWords(a, b) == 0 })
	got := r.admin.send("PUT", "/policies", map[string]any{"revision": r.revision, "roles": r.roles, "policies": policies})
	if got.status != http.StatusOK {
		r.t.Fatalf("policies: %d %.300s", got.status, got.raw)
	}
	r.revision = got.at("/revision")
}

func pick[T any](dice *rand.Rand, from []T) T { return from[dice.IntN(len(from))] }

// byWords orders policies; one role may not have two for the same verb on the same object.
func byWords(a, b any) int {
	for _, key := range []string{"role", "object", "verb"} {
		one, _ := member(a, key).(string)
		other, _ := member(b, key).(string)
		if by := cmp.Compare(one, other); by != 0 {
			return by
		}
	}
	return 0
}

// looksAt is a day at one case: somebody tries all that is not offered, somebody does some of what is, somebody decides.
func (r *office) looksAt(id string) {
	r.t.Helper()
	two := r.dice.Perm(len(officeWords))
	r.triesAll(r.desk(officeWords[two[0]], id))
	for range pressed {
		d := r.desk(officeWords[two[1]], id)
		r.knows(d)
		if !r.presses(d) {
			break
		}
	}
	r.acts(id)
}

// pressed is how much of what is offered a member does in one visit.
const pressed = 3

// desk is what a member sees of a case; a case that they may not see offers nothing.
type desk struct {
	by       *client
	word, me string
	at       string // path of the case
	id       string
	known    facts
	seen     answer
	beside   map[string]answer // what else was read, by path
	dice     *rand.Rand
}

func (r *office) desk(word, id string) desk {
	r.t.Helper()
	d := desk{by: r.staff[word], word: word, me: r.ids[word], id: id, at: "/cases/" + id, known: r.known[id], dice: r.dice, beside: map[string]answer{}}
	d.seen = d.by.send("GET", d.at, nil)
	if d.seen.status != http.StatusOK && d.seen.status != http.StatusForbidden {
		r.t.Fatalf("%s sees the case: %d %s", word, d.seen.status, d.seen.raw)
	}
	return d
}

// triesAll does everything that is not offered, and at the end the case is as it was.
func (r *office) triesAll(d desk) {
	r.t.Helper()
	before, some := r.standing(d.id), r.dice.Perm(len(offers))
	if !sees(d) { // all of it is refused for one reason
		some = some[:len(some)/3]
	}
	for _, i := range some {
		o := offers[i]
		if o.shown(d) {
			continue
		}
		if got := o.press(d); got.status != 0 {
			r.withheld[o.name]++
			r.refused(o.name+" by "+d.word, got)
		}
	}
	open := d.verbs()
	for _, i := range r.dice.Perm(len(r.verbs))[:len(r.verbs)/2] {
		if verb := r.verbs[i]; !slices.Contains(open, verb) {
			r.refused(verb+" by "+d.word, d.does(verb))
		}
	}
	if after := r.standing(d.id); after != before {
		r.t.Errorf("what %s was refused changed the case: %s, then %s", d.word, before, after)
	}
}

// presses does that of what is offered which was done least so far. It reports false when there is nothing.
func (r *office) presses(d desk) bool {
	r.t.Helper()
	least := slices.SortedFunc(slices.Values(offers), func(a, b offer) int { return cmp.Compare(r.offered[a.name], r.offered[b.name]) })
	i := slices.IndexFunc(least, func(o offer) bool { return o.shown(d) && !(o.dear && r.offered[o.name] > 3) })
	if i < 0 {
		return false
	}
	o := least[i]
	got := o.press(d)
	if r.offered[o.name]++; got.status >= http.StatusMultipleChoices || got.status == 0 {
		r.t.Errorf("%s is offered to %s and does not work: %d %.300s", o.name, d.word, got.status, got.raw)
	}
	return true
}

// refused wants an honest no: never a success, never an accident.
func (r *office) refused(what string, got answer) {
	r.t.Helper()
	switch got.status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity:
	default:
		r.t.Errorf("%s is not offered, and answered: %d %.300s", what, got.status, got.raw)
	}
}

// standing is that of the case in the store: what a member may not see cannot be compared through the API.
func (r *office) standing(id string) string {
	r.t.Helper()
	rec := r.record(id)
	return fmt.Sprintf("revision %d, event %d", rec.Revision, rec.LastSeq)
}

func (r *office) record(id string) cases.Record {
	r.t.Helper()
	var rec cases.Record
	err := r.Store.View(r.t.Context(), r.tenantID("aurora"), func(tx conveyor.Tx) (err error) {
		rec, err = tx.Case(id)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return rec
}

// verbs are those that the action bar lets a member press; mending has a place of its own.
func (d desk) verbs() []string {
	var out []string
	for _, one := range list(d.seen, "/actions") {
		if verb := one.text("/verb"); one.at("/allowed") == true && verb != "mend" {
			out = append(out, verb)
		}
	}
	return out
}

// acts does one of the verbs that are offered to somebody; it may move the case, so the others are gone after it.
func (r *office) acts(id string) {
	r.t.Helper()
	for _, i := range r.dice.Perm(len(officeWords)) {
		d := r.desk(officeWords[i], id)
		open := d.verbs()
		if len(open) == 0 {
			continue
		}
		verb := pick(r.dice, open)
		got := d.does(verb)
		if got.status >= http.StatusMultipleChoices {
			r.t.Errorf("%s is offered to %s and does not work: %d %.300s", verb, officeWords[i], got.status, got.raw)
		}
		if got.at("/gone") == true { // done, and now where they may not see it
			if d = r.desk(officeWords[i], id); d.seen.status != http.StatusForbidden {
				r.t.Errorf("%s by %s: the case is said to be gone, and is there", verb, officeWords[i])
			}
		}
		r.acted++
		return
	}
}

func (d desk) does(verb string) answer {
	if verb == "request" {
		path := cmp.Or(d.seen.text("/requestable/0/path"), "/full_name")
		return d.post("/requests", map[string]any{"items": []any{map[string]any{"path": path}}, "note": "One more."})
	}
	body := map[string]any{"verb": verb, "note": "In order.", "reason": "documents_unreadable"}
	for _, reason := range list(d.seen, "/reasons") {
		if verbs, _ := reason.at("/for").([]any); slices.Contains(verbs, any(verb)) {
			body["reason"] = reason.text("/key")
		}
	}
	for _, a := range list(d.seen, "/actions") {
		if a.text("/verb") == verb && a.at("/needsReason") != true && a.at("/allowed") == true {
			delete(body, "reason")
		}
	}
	return d.post("/actions", body)
}

// reads reads something once.
func (d desk) reads(path string) answer {
	if _, known := d.beside[path]; !known {
		d.beside[path] = d.by.send("GET", d.at+path, nil)
	}
	return d.beside[path]
}

func (d desk) post(path string, body any) answer { return d.send("POST", d.at+path, body) }

func (d desk) send(method, path string, body any) answer {
	return d.by.send(method, path, body, "Idempotency-Key: "+strconv.FormatUint(d.dice.Uint64(), 16)+"-button")
}
