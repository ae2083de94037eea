package app

import (
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/server/httpapi/api"
)

// theRail looks at the queues and places that a member is shown: those open, and no other does.
func (r *office) theRail(word string) {
	r.t.Helper()
	by := r.staff[word]
	mine := list(by.send("GET", "/queues", nil), "/queues")
	for _, key := range r.queues {
		shown := slices.ContainsFunc(mine, func(q answer) bool { return q.text("/key") == key })
		got := by.send("GET", "/queues/"+url.PathEscape(key)+"/cases?limit=1", nil)
		if shown != (got.status == http.StatusOK) {
			r.t.Errorf("%s is shown the queue %s: %v, and it answers %d", word, key, shown, got.status)
		}
	}
	rights := r.rights(word)
	for _, p := range railPlaces(r.t) {
		shown := slices.ContainsFunc(p.needs, func(need string) bool { return slices.Contains(rights, need) })
		got := by.send("GET", placeReads[p.to], nil)
		if p.to == "/brand" || p.to == "/share" { // everybody reads the brand; what is drawn there is asked in theRights
			continue
		}
		if shown != (got.status == http.StatusOK) {
			r.t.Errorf("%s is shown the place %s: %v, and it answers %d %.300s", word, p.to, shown, got.status, got.raw)
		}
	}
}

// placeReads is what each place of the rail reads first; for the templates something that is smaller and asks the same.
var placeReads = map[string]string{
	"/cockpit": "/cockpit", "/outbox": "/outbox", "/definitions": "/definitions", "/templates": "/check-types", "/members": "/members",
	"/policies": "/policies", "/brand": "/brand", "/ladder": "/ladder", "/calendar": "/calendar", "/plugins": "/plugins", "/storage": "/storage", "/system": "/system",
	"/share": "/brand", "/feedback": "/feedback", "/lists": "/lists", "/audit": "/audit", "/teams": "/queues/settings",
}

type railLink struct {
	to    string
	needs []string
}

var (
	railPlace = regexp.MustCompile(`\{ to: '([^']+)'.* needs: (\[\[.*\]\])`)
	railNeed  = regexp.MustCompile(`\['([^']+)', '([^']+)'\]`)
)

// railPlaces are the places as the rail has them, with what it asks before it shows one.
func railPlaces(t *testing.T) []railLink {
	t.Helper()
	source, err := os.ReadFile("../../ui/src/desk/shell/Rail.tsx")
	if err != nil {
		t.Fatal(err)
	}
	var out []railLink
	for _, line := range railPlace.FindAllStringSubmatch(string(source), -1) {
		p := railLink{to: line[1]}
		for _, need := range railNeed.FindAllStringSubmatch(line[2], -1) {
			p.needs = append(p.needs, need[1]+" "+need[2])
		}
		if placeReads[p.to] == "" {
			t.Errorf("the rail shows %s: say in placeReads what it reads", p.to)
		}
		out = append(out, p)
	}
	if len(out) < 10 {
		t.Fatalf("only %d places found in the rail", len(out))
	}
	return out
}

func (r *office) rights(word string) []string {
	r.t.Helper()
	var out []string
	words, _ := r.staff[word].send("GET", "/session", nil).at("/permissions").([]any)
	for _, w := range words {
		out = append(out, w.(string)) //nolint:forcetypeassert // the contract says so
	}
	return out
}

// right is what the screens outside of cases ask of the session before they draw something, and a request for which the API
// asks the same. With the right the request may be wrong, but is not denied.
type right struct {
	ops, method, path string
	body              any
}

var rights = map[string]right{
	"cockpit read":       {"getCockpit getFigures listCockpitCases", "GET", "/cockpit", nil},
	"definition read":    {"listDefinitions getDefinition listTemplates getTemplate listCheckTypes getVersion getVersionSchema", "GET", "/check-types", nil},
	"definition write":   {"saveDraft previewPaper duplicateDefinition testMessage", "PUT", "/definitions/form/nothing-such", map[string]any{"body": map[string]any{}, "revision": 99}},
	"definition publish": {"publishDraft setOpening saveSharing nameVersion startMigration", "PUT", "/pipelines/" + onboarding + "/share", map[string]any{"origins": []string{"http://x.example"}, "revision": 99}},
	"member read":        {"listMembers", "GET", "/members", nil},
	"member manage":      {"addMember changeMember", "POST", "/members", map[string]any{"email": "nobody", "name": "N", "roles": []string{"none"}, "password": "long enough for anybody"}},
	"policy read":        {"getPolicies listPolicyAreas whoCan previewPolicies whyNot", "GET", "/policies/who?object=x&verb=y", nil},
	"policy manage":      {"replacePolicies", "PUT", "/policies", map[string]any{"revision": 0, "roles": []any{}, "policies": []any{}}},
	"outbox read":        {"listOutbox", "GET", "/outbox?limit=1", nil},
	"ladder manage":      {"getLadder saveLadder", "GET", "/ladder", nil},
	"calendar manage":    {"getCalendar saveCalendar previewCalendar", "GET", "/calendar", nil},
	"audit read":         {"verifyAudit listAuditEvents", "GET", "/audit/events?limit=1", nil},
	"brand manage":       {"saveBrand", "PUT", "/brand", map[string]any{"accent": "#123456", "revision": 99}},
	"plugin manage":      {"listPlugins savePlugin getSystem", "GET", "/plugins", nil},
	"list read":          {"listLists", "GET", "/lists", nil},
	"list manage":        {"saveList loadList", "PUT", "/lists/x", map[string]any{"name": "X", "revision": 99}},
	"feedback read":      {"listFeedback", "GET", "/feedback", nil},
	"queue manage":       {"getQueueSettings saveQueueSettings listQueueSettings", "GET", "/queues/approval/settings", nil},
	"storage read":       {"getStorage previewRetention", "GET", "/storage", nil},
	"storage manage":     {"saveRetention testStorage inspectStorage holdCase unholdCase", "POST", "/storage/holds", map[string]any{"reference": "none", "reason": "A court."}},
	"pipeline start":     {"getSharing invite receiveCase listInvitations inviteAgain uninvite", "", "", nil}, // by theStart
}

// elsewhere are the rights of the menu that other steps and tests ask about.
var elsewhere = []string{"outbox resend", "queue share", "queue export", "cockpit people"}

// theRights asks for everything that the menu speaks of: it is denied to exactly those whose session has it not.
func (r *office) theRights(word string) {
	r.t.Helper()
	has, by := r.rights(word), r.staff[word]
	for name, ask := range rights {
		if ask.path == "" {
			continue
		}
		got := by.send(ask.method, ask.path, ask.body, "Idempotency-Key: "+r.t.Name()+name)
		if denied := got.status == http.StatusForbidden; denied == slices.Contains(has, name) {
			r.t.Errorf("%s has the right %q: %v, and %s answers %d %.300s", word, name, slices.Contains(has, name), ask.path, got.status, got.raw)
		}
	}
	r.theStart(word, slices.Contains(has, "pipeline start"))
}

// theStart looks at what the page that hands out links draws for each pipeline.
func (r *office) theStart(word string, begins bool) {
	r.t.Helper()
	by, can := r.staff[word], false
	for _, pipeline := range []string{onboarding, corporate, lifelong, relocation} {
		at := "/pipelines/" + pipeline
		invites := by.send("GET", at+"/share", nil).at("/mayInvite") == true
		can = can || invites
		got := by.send("POST", at+"/invitations", map[string]any{"people": []any{map[string]any{"email": "guest@demo.example"}}, "dry": true})
		if invites != (got.status < http.StatusMultipleChoices) {
			r.t.Errorf("%s may invite to %s: %v, and it answers %d %.300s", word, pipeline, invites, got.status, got.raw)
		}
	}
	if begins && !can { // drafts and pipelines of other tests have no place here
		r.t.Errorf("%s is shown the page that starts cases, and can start none", word)
	}
}

// theQueue looks at one queue: what is drawn above it and in its rows works, the rest is refused.
func (r *office) theQueue(word string) {
	r.t.Helper()
	by, key := r.staff[word], pick(r.dice, r.queues)
	d := desk{by: by, dice: r.dice, at: "/queues/" + url.PathEscape(key)}
	shown := answer{}
	for _, q := range list(by.send("GET", "/queues", nil), "/queues") {
		if q.text("/key") == key {
			shown = q
		}
	}
	views := by.send("GET", d.at+"/views", nil)
	words, _ := shown.at("/may").([]any)
	r.either("next", slices.Contains(words, any("claim")), d.post("/next", map[string]any{}))
	export := map[string]any{"format": "csv", "locale": "en"}
	mayExport := views.at("/mayExport") == true
	r.either("export", mayExport, d.post("/exports", export))
	export["reveal"] = "A court asks."
	r.either("reveal in an export", mayExport && views.at("/mayReveal") == true, d.post("/exports", export))
	look := map[string]any{"name": "Mine", "look": map[string]any{}}
	kept := d.post("/views", look)
	r.either("keep a view", shown.json != nil, kept)
	look["name"], look["roles"] = "Ours", []string{"*"}
	shared := d.post("/views", look)
	r.either("share a view", views.at("/mayShare") == true, shared)
	for _, view := range []answer{kept, shared} {
		if id := view.text("/id"); id != "" {
			r.either("delete a view", true, by.send("DELETE", "/views/"+id, nil))
		}
	}
	if shown.json != nil {
		r.theRows(d, word)
	}
}

// theRows does one act to a row by a run: where the row offers it the run does it, and where the queue does not, it is refused.
func (r *office) theRows(d desk, word string) {
	r.t.Helper()
	r.forward(0) // a call that is due would move a row between the look and the act
	rows := list(d.by.send("GET", d.at+"/cases?limit=20", nil), "/cases")
	if len(rows) == 0 {
		return
	}
	row := pick(r.dice, rows)
	verbs, _ := row.at("/may").([]any)
	r.likeItsPage(d, row.text("/id"), verbs)
	for _, verb := range []string{"claim", "release", "nonsense"} {
		before := r.record(row.text("/id")).Assignee
		run := d.post("/runs", map[string]any{"verb": verb, "cases": []any{map[string]any{"id": row.text("/id"), "revision": 0}}})
		r.forward(0)
		outcome := d.by.send("GET", "/runs/"+run.text("/id"), nil)
		did := r.record(row.text("/id")).Assignee != before // to take what one has is no act
		offered := slices.Contains(verbs, any(verb))
		r.count("run", offered)
		if offered != did {
			r.t.Errorf("%s: the row %s offers %s: %v, and the run: %.300s", word, row.text("/id"), verb, offered, outcome.raw)
		}
		if offered { // what comes after stands on another row than was seen
			return
		}
	}
}

// likeItsPage wants that a row offers of the pipeline what the page of the case does, no more and no less.
func (r *office) likeItsPage(d desk, id string, row []any) {
	r.t.Helper()
	page := d.by.send("GET", "/cases/"+id, nil)
	for _, action := range list(page, "/actions") {
		verb := action.text("/verb")
		if verb == "request" || verb == "mend" { // they need more than a list has
			continue
		}
		if offered := slices.Contains(row, any(verb)); offered != (action.at("/allowed") == true) {
			r.t.Errorf("the row of %s at %s offers %s: %v, and its page: %s", id, page.text("/row/stage"), verb, offered, action.text("/why"))
		}
	}
}

// either wants that what is offered works, and what is not is refused.
func (r *office) either(what string, offered bool, got answer) {
	r.t.Helper()
	r.count(what, offered)
	if !offered {
		r.refused(what, got)
	} else if got.status >= http.StatusMultipleChoices {
		r.t.Errorf("%s is offered and does not work: %d %.300s", what, got.status, got.raw)
	}
}

func (r *office) count(what string, offered bool) {
	if offered {
		r.offered[what]++
	} else {
		r.withheld[what]++
	}
}

// pipelineVerbs are the verbs of all pipelines. Whatever else policies can speak of, an offer or a right stands for it.
func (r *office) pipelineVerbs() []string {
	r.t.Helper()
	known := map[string]bool{"read": true, "report": true} // other systems report, nobody does at the desk
	for _, o := range offers {
		known[o.verb] = true
	}
	verbs := map[string]bool{"request": true}
	for _, area := range list(r.admin.send("GET", "/policies/areas", nil), "/areas") {
		for _, one := range list(area, "/rights") {
			name := one.text("/object") + " " + one.text("/verb")
			switch {
			case area.text("/kind") == administration:
				if _, asked := rights[name]; !asked && !slices.Contains(elsewhere, name) {
					r.t.Errorf("policies speak of %q, and no request asks for it: add it to rights", name)
				}
			case one.at("/title") != nil:
				verbs[one.text("/verb")] = true
			case !known[one.text("/verb")]:
				r.t.Errorf("policies speak of %q, and no offer stands for it: add it to offers", name)
			}
		}
	}
	delete(verbs, "mend") // an offer of its own
	return slices.Sorted(maps.Keys(verbs))
}

const administration = "administration"

// drawnElsewhere are the operations of members that no policy but that of the page they stand on decides about, or that other
// tests ask for: the builder, one's own session and runs, and what opens with a queue.
var drawnElsewhere = `logIn getSession logOut listenEvents getCase listQueues listQueueCases countUnread nextCase listAbsences addAbsence
	endAbsence listQueueColumns countQueueCases listQueueValues listViews saveView setDefaultView changeView deleteView startRun getRun
	cancelRun listRuns undoRun listQueueAssignees listMentions exportQueue searchCases reportEvent actOnCase requestItems getEvidence checkDraft getDraftSchema meetDraft refactorDefinition
	listSectionLinks updateSectionLinks previewImpact listMigrations getMigration cancelMigration getOpening openTryout runScenarios
	getTryout closeTryout actAs advanceClock chooseCheckResult restartTryout getTryoutScenario installTemplate reportBounce reportSms getBrand`

// Everything that a member can ask for is drawn from what the tests above look at. A new operation says here what draws it.
func TestEveryOperationHasItsButton(t *testing.T) {
	t.Parallel()
	contract, err := api.GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	drawn := strings.Fields(drawnElsewhere)
	for _, o := range offers {
		drawn = append(drawn, strings.Fields(o.ops)...)
	}
	for _, ask := range rights {
		drawn = append(drawn, strings.Fields(ask.ops)...)
	}
	for path, item := range contract.Paths.Map() {
		for method, op := range item.Operations() {
			id := strings.ToLower(op.OperationID[:1]) + op.OperationID[1:]
			forApplicants := slices.Contains(op.Tags, "portal")
			if !forApplicants && !slices.Contains(drawn, id) {
				t.Errorf("%s %s (%s): no offer and no right stands for it", method, path, id)
			}
			drawn = slices.DeleteFunc(drawn, func(known string) bool { return known == id })
		}
	}
	if len(drawn) > 0 {
		t.Errorf("not in the contract: %v", drawn)
	}
}
