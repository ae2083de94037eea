package app

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
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
	queues, _ := r.staff["supervisao"].send("GET", "/queues", nil).at("/queues").([]any)
	for seed := range uint64(policySets) {
		r.dice = rand.New(rand.NewPCG(seed, 4)) //nolint:gosec // a test that can be run again
		r.decree()
		if seed%8 == 0 {
			r.theRail(queues)
		}
		r.looksAt(r.cases[r.dice.IntN(len(r.cases))])
		if t.Failed() {
			t.Fatalf("under the policies of seed %d", seed)
		}
	}
	for _, o := range offers {
		if r.offered[o.name] == 0 || r.withheld[o.name] == 0 {
			t.Errorf("%s: offered %d times, withheld %d times", o.name, r.offered[o.name], r.withheld[o.name])
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
	whole    []any // the policies as they are shipped
	cases    []string
	files    map[string]string // a document of each case that has one
	offered  map[string]int
	withheld map[string]int
	acted    int
}

var officeWords = []string{"cadastro", "compliance", "supervisao", "auditoria"}

func newOffice(t *testing.T) *office {
	t.Helper()
	h := still(t)
	r := &office{
		scenario: &scenario{house: h, tenant: "aurora"}, staff: map[string]*client{}, ids: map[string]string{},
		files: map[string]string{}, offered: map[string]int{}, withheld: map[string]int{},
	}
	for i := range 3 {
		for _, told := range []story{
			{onboarding, ana, personal, time.Hour, func(s *scene) { s.fills("address") }},
			{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }},
			{onboarding, diego, personal, time.Hour, func(s *scene) { s.submits() }},
			{onboarding, gustavo, personal, time.Hour, playGustavo},
			{onboarding, leandro, personal, time.Hour, playLeandro},
			{corporate, padaria, company, time.Hour, func(s *scene) { s.submits() }},
			{onboarding, julia, personal, time.Hour, func(s *scene) { s.submits() }},
		} {
			told.person.number += 100 + 100*i
			id := h.stages("aurora", told).who.Case
			r.cases, r.files[id] = append(r.cases, id), r.fileOf(id)
		}
	}
	r.admin = h.staff("aurora", "admin")
	for _, word := range officeWords {
		r.staff[word], r.ids[word] = h.staff("aurora", word), h.member("aurora", word).ID
	}
	r.whole, _ = r.policySet(r.admin)["policies"].([]any)
	return r
}

// decree puts random policies in force: some of the shipped ones, and some that nobody would think of.
func (r *office) decree() {
	set := r.policySet(r.admin)
	keep := 0.5 + 0.48*r.dice.Float64()
	var policies []any
	for _, p := range r.whole {
		if (answer{json: p}).text("/role") == "administrator" || r.dice.Float64() < keep {
			policies = append(policies, p)
		}
	}
	for range r.dice.IntN(12) {
		like := answer{json: r.whole[r.dice.IntN(len(r.whole))]}
		policies = append(policies, map[string]any{
			"role": pick(r.dice, []string{"registration", "compliance", "supervisor", "auditor"}), "object": like.text("/object"),
			"verb": pick(r.dice, []string{like.text("/verb"), "*", "read"}), "effect": pick(r.dice, []string{"allow", "allow", "deny"}),
		})
	}
	policies = slices.CompactFunc(slices.SortedFunc(slices.Values(policies), byWords), func(a, b any) bool { return byWords(a, b) == 0 })
	got := r.admin.send("PUT", "/policies", map[string]any{"revision": set["revision"], "roles": set["roles"], "policies": policies})
	if got.status != http.StatusOK {
		r.t.Fatalf("policies: %d %s", got.status, got.raw)
	}
}

func pick[T any](dice *rand.Rand, from []T) T { return from[dice.IntN(len(from))] }

// byWords orders policies; one role may not have two for the same verb on the same object.
func byWords(a, b any) int {
	key := func(v any) string {
		p := answer{json: v}
		return p.text("/role") + " " + p.text("/object") + " " + p.text("/verb")
	}
	return cmp.Compare(key(a), key(b))
}

// looksAt is a day at one case: everybody sees what is offered, tries what is not, and then does what is.
func (r *office) looksAt(id string) {
	for _, i := range r.dice.Perm(len(officeWords))[:2] {
		for _, o := range offers {
			r.tries(o, officeWords[i], id)
		}
		r.triesVerbs(officeWords[i], id)
	}
	r.acts(id)
}

// desk is what a member sees of a case; a case that they may not see offers nothing.
type desk struct {
	by   *client
	me   string
	at   string // path of the case
	file string // a document of the case, seen or not
	seen answer
	dice *rand.Rand
}

func (r *office) desk(word, id string) desk {
	d := desk{by: r.staff[word], me: r.ids[word], at: "/cases/" + id, file: r.files[id], dice: r.dice}
	d.seen = d.by.send("GET", d.at, nil)
	if d.seen.status != http.StatusOK && d.seen.status != http.StatusForbidden && d.seen.status != http.StatusNotFound {
		r.t.Fatalf("%s sees the case: %d %s", word, d.seen.status, d.seen.raw)
	}
	return d
}

func (d desk) may(verb string) bool {
	may, _ := d.seen.at("/may").([]any)
	return slices.Contains(may, any(verb))
}

func (d desk) post(path string, body any) answer {
	return d.by.send("POST", d.at+path, body, "Idempotency-Key: "+strconv.FormatUint(d.dice.Uint64(), 16)+"-button")
}

// offer is one thing that the desk offers beside the verbs of the pipeline.
type offer struct {
	name  string
	shown func(desk) bool
	press func(desk) answer // status 0 where the case gives no occasion
}

var offers = []offer{
	{"claim", func(d desk) bool { return d.may("claim") && d.seen.text("/row/assignee") == "" }, func(d desk) answer {
		if d.seen.text("/row/assignee") != "" {
			return answer{}
		}
		return d.post("/claim", nil)
	}},
	{"release", func(d desk) bool { return d.may("claim") && d.seen.text("/row/assignee") == d.me }, func(d desk) answer {
		return d.by.send("DELETE", d.at+"/claim", nil, "Idempotency-Key: "+strconv.FormatUint(d.dice.Uint64(), 16)+"-release")
	}},
	{"note", func(d desk) bool { return d.may("note/general") }, func(d desk) answer {
		return d.post("/notes", map[string]any{"note": "Looked at."})
	}},
	{"judge", func(d desk) bool { return d.may("judge") && d.document() != "" }, func(d desk) answer {
		if d.document() == "" {
			return answer{}
		}
		return d.post("/documents/"+d.document()+"/verdict", map[string]any{"verdict": "accepted"})
	}},
	{"open a document", func(d desk) bool { return d.document() != "" }, func(d desk) answer {
		if d.document() == "" && (d.seen.status == http.StatusOK || d.file == "") {
			return answer{}
		}
		return d.by.send("GET", d.at+"/documents/"+cmp.Or(d.document(), d.file)+"/link", nil)
	}},
	{"reveal", func(d desk) bool { return d.masked() != "" && d.may("reveal/"+d.group(d.masked())) }, func(d desk) answer {
		if d.masked() == "" {
			return answer{}
		}
		return d.post("/reveal", map[string]any{"path": d.masked(), "reason": "To compare."})
	}},
	{"timeline", func(d desk) bool { return d.seen.status == http.StatusOK }, func(d desk) answer { return d.by.send("GET", d.at+"/events", nil) }},
	{"messages", func(d desk) bool { return d.seen.status == http.StatusOK }, func(d desk) answer { return d.by.send("GET", d.at+"/messages", nil) }},
}

// fileOf is a document of a case.
func (r *office) fileOf(id string) string {
	r.t.Helper()
	file := ""
	err := r.Store.View(r.t.Context(), r.tenantID("aurora"), func(tx conveyor.Tx) error {
		all, err := tx.Documents(id)
		if len(all) > 0 {
			file = all[0].ID
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return file
}

// document is the first that can be judged, of those that the member sees.
func (d desk) document() string {
	list, _ := d.seen.at("/documents").([]any)
	for _, v := range list {
		if one := (answer{json: v}); one.text("/state") != "replaced" {
			return one.text("/id")
		}
	}
	return ""
}

// masked is the path of the first masked answer.
func (d desk) masked() string {
	list, _ := d.seen.at("/dossier").([]any)
	for _, v := range list {
		if one := (answer{json: v}); one.at("/masked") == true {
			return one.text("/path")
		}
	}
	return ""
}

func (d desk) group(path string) string {
	list, _ := d.seen.at("/dossier").([]any)
	for _, v := range list {
		if one := (answer{json: v}); one.text("/path") == path {
			return one.text("/group")
		}
	}
	return ""
}

func (r *office) tries(o offer, word, id string) {
	r.t.Helper()
	d := r.desk(word, id)
	shown, before := o.shown(d), r.revision(id)
	got := o.press(d)
	switch {
	case got.status == 0:
	case shown:
		r.offered[o.name]++
		if got.status >= 300 {
			r.t.Errorf("%s is offered to %s and does not work: %d %s", o.name, word, got.status, got.raw)
		}
	default:
		r.withheld[o.name]++
		r.refused(o.name+" by "+word, got)
		if after := r.revision(id); after != before {
			r.t.Errorf("%s by %s was refused and changed the case: %s, %s: %d %s", o.name, word, before, after, got.status, got.raw)
		}
	}
}

// refused wants an honest no: never a success, never an accident.
func (r *office) refused(what string, got answer) {
	r.t.Helper()
	switch got.status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity:
	default:
		r.t.Errorf("%s is not offered, and answered: %d %s", what, got.status, got.raw)
	}
}

// revision is that of the case in the store: what a member may not see cannot be compared through the API.
func (r *office) revision(id string) string {
	r.t.Helper()
	tenant := r.tenantID("aurora")
	var rec cases.Record
	err := r.Store.View(r.t.Context(), tenant, func(tx conveyor.Tx) (err error) {
		rec, err = tx.Case(id)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	events, err := r.Store.Events(r.t.Context(), tenant, id)
	if err != nil {
		r.t.Fatal(err)
	}
	return fmt.Sprint(rec.Revision, " ", len(events))
}

var officeVerbs = []string{"approve", "reject", "escalate", "resend", "reopen", "discard", "cancel", "nonsense"}

// triesVerbs does every verb of a pipeline that is not offered.
func (r *office) triesVerbs(word, id string) {
	r.t.Helper()
	d := r.desk(word, id)
	open := d.verbs()
	for _, verb := range officeVerbs {
		if slices.Contains(open, verb) {
			continue
		}
		before := r.revision(id)
		r.refused(verb+" by "+word, d.post("/actions", map[string]any{"verb": verb, "note": "All the same.", "reason": "documents_unreadable"}))
		if r.revision(id) != before {
			r.t.Errorf("%s by %s was refused and changed the case", verb, word)
		}
	}
	if !slices.Contains(open, "request") {
		r.refused("request by "+word, d.post("/requests", map[string]any{"items": []any{map[string]any{"path": "/income"}}, "note": "All the same."}))
	}
}

// verbs are those that the action bar lets a member press.
func (d desk) verbs() []string {
	var out []string
	actions, _ := d.seen.at("/actions").([]any)
	for _, v := range actions {
		if one := (answer{json: v}); one.at("/allowed") == true {
			out = append(out, one.text("/verb"))
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
		if got := d.does(verb); got.status >= 300 {
			r.t.Errorf("%s is offered to %s and does not work: %d %s", verb, officeWords[i], got.status, got.raw)
		}
		r.acted++
		return
	}
}

func (d desk) does(verb string) answer {
	if verb == "request" {
		return d.post("/requests", map[string]any{"items": []any{map[string]any{"path": d.seen.text("/requestable/0/path")}}, "note": "One more."})
	}
	body := map[string]any{"verb": verb, "note": "In order."}
	reasons, _ := d.seen.at("/reasons").([]any)
	for _, v := range reasons {
		if verbs, _ := member(v, "for").([]any); slices.Contains(verbs, any(verb)) {
			body["reason"] = member(v, "key")
		}
	}
	return d.post("/actions", body)
}

// theRail looks at the queues that everybody is shown: those open, and no other does.
func (r *office) theRail(all []any) {
	r.t.Helper()
	for _, word := range officeWords {
		mine, _ := r.staff[word].send("GET", "/queues", nil).at("/queues").([]any)
		for _, q := range all {
			key := (answer{json: q}).text("/key")
			shown := slices.ContainsFunc(mine, func(v any) bool { return answer{json: v}.text("/key") == key })
			got := r.staff[word].send("GET", "/queues/"+url.PathEscape(key)+"/cases", nil)
			if shown != (got.status == http.StatusOK) {
				r.t.Errorf("%s is shown the queue %s: %v, and it answers %d", word, key, shown, got.status)
			}
		}
	}
}
