package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/migration"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/server/httpapi/api"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

// TestNobodySeesAnotherTenant walks every operation of the contract with the ids of one tenant as everybody of
// another, and as nobody. What belongs to somebody else is answered exactly as what does not exist, and nothing of it
// changes. An operation without an entry in walks fails the test.
func TestNobodySeesAnotherTenant(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.heads()
	contract, err := api.GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for path, item := range contract.Paths.Map() {
		for method, op := range item.Operations() {
			id := strings.ToLower(op.OperationID[:1]) + op.OperationID[1:]
			known[id] = true
			how, ok := walks[id]
			if !ok {
				t.Errorf("%s %s (%s) is not walked: add it to walks", method, path, id)
				continue
			}
			security := "member"
			if op.Security != nil {
				security = ""
				for _, requirement := range *op.Security {
					for name := range requirement {
						security = name
					}
				}
			}
			w.walk(operation{id: id, method: method, path: path, security: security, walk: how})
		}
	}
	for id := range walks {
		if !known[id] {
			t.Errorf("%s is walked but not in the contract", id)
		}
	}
	if after := w.heads(); !slices.Equal(before, after) {
		t.Errorf("the walk changed the other tenant:\n%v\n%v", before, after)
	}
	if w.asked < 500 {
		t.Errorf("only %d requests", w.asked)
	}
}

// walk says how an operation is asked. Its path parameters are filled by their names.
type walk struct {
	body  func(foreign) any
	query string
	// shared means that the operation has no resource of its own tenant's in it: it may succeed, and only must not tell
	// anything of another.
	shared bool
}

// foreign are the ids of things of one tenant, or of none.
type foreign struct {
	params       map[string]string
	resume, sign string // tokens
	email        string
}

func sends(body any) func(foreign) any { return func(foreign) any { return body } }

func nothing(foreign) any { return nil }

// walks has an entry for every operation of the contract.
var walks = map[string]walk{
	"getBrand":          {body: nothing, shared: true},
	"saveBrand":         {body: sends(map[string]any{"accent": "#123456", "revision": 99}), shared: true},
	"getEntrance":       {body: nothing},
	"startCase":         {body: sends(map[string]any{"locale": "en"})},
	"requestResumeLink": {body: func(f foreign) any { return map[string]any{"email": f.email} }, shared: true},
	"resumeCase":        {body: func(f foreign) any { return map[string]any{"token": f.resume} }},
	"getApplicantCase":  {body: nothing, shared: true},
	"savePage":          {body: sends(map[string]any{"values": map[string]any{"social_name": "Walker"}}), shared: true},
	"submitCase":        {body: sends(map[string]any{"locale": "en"}), shared: true},
	"answerRequest":     {body: sends(map[string]any{"locale": "en"}), shared: true},
	"editCase":          {body: nothing, shared: true},
	"actOnMyCase":       {body: sends(map[string]any{"verb": "close"}), shared: true},
	"sendMyResumeLink":  {body: nothing, shared: true},
	"leaveCase":         {body: nothing, shared: true},
	"uploadDocument":    {body: sends(file{"/doc_front", "x.jpg", []byte("no picture")}), shared: true},
	"linkMyDocument":    {body: nothing},
	"removeDocument":    {body: nothing},
	"getStory":          {body: nothing, shared: true},
	"getMyThread":       {body: nothing, shared: true},
	"writeToStaff":      {body: sends(map[string]any{"body": "Walker was here"}), shared: true},
	"readMyThread":      {body: nothing, shared: true},
	"confirmItem":       {body: nothing, shared: true},
	"handOverCase":      {body: sends(map[string]any{"to": "page/who"}), shared: true},
	"discardDraft":      {body: nothing, shared: true},
	"setReminders":      {body: sends(map[string]any{"stopped": true}), shared: true},
	"giveFeedback":      {body: sends(map[string]any{"score": 1, "moment": "exit"}), shared: true},
	"openStop":          {body: func(f foreign) any { return map[string]any{"token": f.resume} }},
	"stop":              {body: func(f foreign) any { return map[string]any{"token": f.resume, "what": "discard"} }},
	"getChecklist":      {body: nothing},
	"tickItem":          {body: sends(map[string]any{"done": true})},
	"getThread":         {body: nothing},
	"writeToApplicant":  {body: sends(map[string]any{"body": "Walker was here"})},
	"readThread":        {body: nothing},
	"assistCase":        {body: nothing},
	"receiveCase":       {body: sends(map[string]any{"locale": "en"})},
	"getSharing":        {body: nothing},
	"saveSharing":       {body: sends(map[string]any{"origins": []string{}, "revision": 0})},
	"invite":            {body: sends(map[string]any{"people": []any{map[string]any{"email": "walker@demo.example"}}, "dry": true})},
	"listInvitations":   {body: nothing},
	"inviteAgain":       {body: nothing},
	"uninvite":          {body: nothing},
	"listFeedback":      {body: nothing, shared: true},
	"openSignature":     {body: func(f foreign) any { return map[string]any{"token": f.sign} }},
	"sign": {body: func(f foreign) any {
		return map[string]any{"token": f.sign, "accept": true, "answersSha256": strings.Repeat("0", 64)}
	}},
	"listQueueColumns": {body: nothing, shared: true},
	"countQueueCases":  {body: nothing, shared: true},
	"listQueueValues":  {body: nothing, shared: true, query: "?column=answers.city"},
	"listViews":        {body: nothing, shared: true},
	"saveView":         {body: sends(map[string]any{"name": "Walked", "look": map[string]any{}}), shared: true},
	"setDefaultView":   {body: func(f foreign) any { return map[string]any{"view": f.params["view"]} }},
	"changeView":       {body: sends(map[string]any{"name": "Walked", "look": map[string]any{}, "revision": 1})},
	"deleteView":       {body: nothing},
	"startRun": {body: func(f foreign) any {
		return map[string]any{"verb": "claim", "cases": []any{map[string]any{"id": f.params["case"], "revision": 1}}}
	}, shared: true},
	"getRun":             {body: nothing},
	"cancelRun":          {body: nothing},
	"undoRun":            {body: nothing},
	"listRuns":           {body: nothing, shared: true},
	"exportQueue":        {body: sends(map[string]any{"format": "csv"}), shared: true},
	"searchCases":        {body: nothing, shared: true, query: "?search=exemplo"},
	"logIn":              {body: sends(map[string]any{"email": "cadastro@aurora.example", "password": demoPassword})},
	"getSession":         {body: nothing, shared: true},
	"logOut":             {body: nil, shared: true}, // asked with sessions of its own, see walk
	"listQueues":         {body: nothing, shared: true},
	"listQueueCases":     {body: nothing, shared: true},
	"getCockpit":         {body: nothing, shared: true},
	"getFigures":         {body: nothing, query: "?pipeline={pipeline}&from=2026-01-01&to=2030-12-31"},
	"listCockpitCases":   {body: nothing, query: "?pipeline={pipeline}&from=2026-01-01&to=2030-12-31&kind=stage&step=approval"},
	"getCase":            {body: nothing},
	"listEvents":         {body: nothing},
	"listCaseMessages":   {body: nothing},
	"actOnCase":          {body: sends(map[string]any{"verb": "approve"})},
	"requestItems":       {body: sends(map[string]any{"items": []any{map[string]any{"path": "/doc_front"}}})},
	"withdrawRequest":    {body: nothing},
	"claimCase":          {body: nothing},
	"releaseCase":        {body: nothing},
	"countUnread":        {body: nothing, shared: true},
	"nextCase":           {body: sends(map[string]any{}), shared: true},
	"takeOverCase":       {body: nothing},
	"listAssignees":      {body: nothing},
	"assignCase":         {body: func(f foreign) any { return map[string]any{"member": f.params["member"]} }},
	"listMentions":       {body: nothing, shared: true},
	"listMentionable":    {body: nothing},
	"markCase":           {body: sends(map[string]any{"read": true})},
	"getQueueSettings":   {body: nothing, shared: true},
	"listQueueSettings":  {body: nothing, shared: true},
	"listQueueAssignees": {body: nothing, shared: true},
	"saveQueueSettings":  {body: sends(map[string]any{"assignment": "off", "revision": 99}), shared: true},
	"listAbsences":       {body: nothing, shared: true},
	"addAbsence": {body: func(f foreign) any {
		return map[string]any{"member": f.params["member"], "from": "2031-01-01T00:00:00Z", "until": "2031-01-02T00:00:00Z"}
	}},
	"endAbsence":        {body: nothing},
	"listenEvents":      {body: nothing}, // asked with streams of their own, see events_test.go
	"addNote":           {body: sends(map[string]any{"note": "I was here"})},
	"saveStaffPage":     {body: sends(map[string]any{"values": map[string]any{"risk_override": "low"}})},
	"revealAnswer":      {body: sends(map[string]any{"path": "/cpf", "reason": "curious"})},
	"getCheck":          {body: nothing},
	"askCheck":          {body: sends(map[string]any{"reason": "to see"})},
	"clearHit":          {body: sends(map[string]any{"list": "sdn", "entry": "1", "person": "p", "reason": "to see"})},
	"overruleCheck":     {body: sends(map[string]any{"result": "pass", "reason": "to see"})},
	"linkDocument":      {body: nothing},
	"judgeDocument":     {body: sends(map[string]any{"verdict": "refused"})},
	"getEvidence":       {body: nothing},
	"listDefinitions":   {body: nothing, shared: true},
	"listCheckTypes":    {body: nothing, shared: true},
	"getDefinition":     {body: nothing},
	"reportEvent":       {body: sends(map[string]any{"event": "account.moved", "facts": map[string]any{}})},
	"listCalls":         {body: nothing},
	"mendAnswer":        {body: sends(map[string]any{"path": "/cep", "value": "01001000"})},
	"linkThumbnail":     {body: nothing},
	"readDocument":      {body: nothing},
	"setDocumentExpiry": {body: sends(map[string]any{"day": "2099-01-31"})},
	"saveDraft": {body: func(f foreign) any {
		title := map[string]any{"en": "Walked"}
		page := map[string]any{"id": "p", "key": "p", "title": title, "fields": []any{}}
		return map[string]any{"revision": 1, "body": map[string]any{
			"key": f.params["key"], "title": title, "locales": []string{"en"}, "defaultLocale": "en", "pages": []any{page},
		}}
	}},
	"checkDraft":        {body: nothing},
	"meetDraft":         {body: sends(map[string]any{"client": "walker", "selection": []string{"f_name"}})},
	"publishDraft":      {body: sends(map[string]any{"revision": 1})},
	"openTryout":        {body: sends(map[string]any{})},
	"runScenarios":      {body: nothing},
	"getTryout":         {body: nothing},
	"closeTryout":       {body: nothing},
	"actAs":             {body: sends(map[string]any{"person": "applicant"})},
	"advanceClock":      {body: sends(map[string]any{"by": "P1D"})},
	"chooseCheckResult": {body: sends(map[string]any{"check": "pep", "result": "fail"})},
	"restartTryout":     {body: nothing},
	"getTryoutScenario": {body: nothing},
	"getVersion":        {body: nothing},
	"getVersionSchema":  {body: nothing},
	"listTemplates":     {body: nothing, shared: true},
	"installTemplate":   {body: sends(map[string]any{"template": "no-such-template"}), shared: true},
	"listMembers":       {body: nothing, shared: true},
	"previewImpact":     {body: sends(map[string]any{"pipeline": corporate})},
	"listMigrations":    {body: nothing},
	"startMigration": {body: func(f foreign) any {
		return map[string]any{"version": f.params["version"], "choices": map[string]any{"untouched": "forward"}}
	}},
	"getMigration":    {body: nothing},
	"cancelMigration": {body: nothing},
	"getOpening":      {body: nothing},
	"setOpening":      {body: sends(map[string]any{"paused": true, "stops": false, "revision": 0})},
	"nameVersion":     {body: sends(map[string]any{"name": "Walked"})},
	"getDraftSchema":  {body: nothing},
	"refactorDefinition": {body: sends(map[string]any{
		"dry": true, "change": map[string]any{"part": "field", "do": "rename", "from": []string{"name"}, "to": "walked"},
	})},
	"listSectionLinks": {body: nothing},
	"updateSectionLinks": {body: func(f foreign) any {
		return map[string]any{"forms": []any{map[string]any{"key": f.params["key"], "revision": 1}}}
	}},
	"duplicateDefinition": {body: func(f foreign) any {
		return map[string]any{"keys": map[string]string{"form/" + f.params["key"]: "walked"}}
	}},
	"getTemplate":   {body: nothing, shared: true},
	"resendMessage": {body: nothing},
	"getLadder":     {body: nothing, shared: true},
	"saveLadder":    {body: sends(map[string]any{"perDay": 1, "revision": 99}), shared: true},
	"getCalendar":   {body: nothing, shared: true},
	"saveCalendar":  {body: sends(map[string]any{"timeZone": "UTC", "hours": map[string]string{"mon": "09:00-18:00"}, "holidays": []any{}, "revision": 99}), shared: true},
	"previewCalendar": {body: sends(map[string]any{
		"timeZone": "UTC", "hours": map[string]string{"mon": "09:00-18:00"}, "holidays": []any{}, "at": "2026-11-27T17:30", "level": "PT4H",
	}), shared: true},
	"testMessage":     {body: sends(map[string]any{"subject": "s", "body": "b", "locale": "en", "channel": "email"}), shared: true},
	"reportSms":       {body: sends(map[string]any{"message": "x", "state": "bounced"}), shared: true},
	"reportBounce":    {body: sends(map[string]any{"message": "<x@y>", "state": "bounced"}), shared: true},
	"previewPaper":    {body: sends(map[string]any{"title": "t", "locale": "en", "sections": []any{}}), shared: true},
	"verifyPaper":     {body: sends(map[string]any{"sha256": strings.Repeat("0", 64)})},
	"listCasePapers":  {body: nothing},
	"openCasePaper":   {body: nothing},
	"openCaseReceipt": {body: nothing},
	"openDossier":     {body: nothing},
	"listMyPapers":    {body: nothing, shared: true},
	"openMyPaper":     {body: nothing},
	"openMyReceipt":   {body: nothing, shared: true},
	"addMember": {body: sends(map[string]any{
		"email": "cadastro@aurora.example", "name": "Walker", "roles": []string{"registration"}, "password": "walker-walker-walker",
	}), shared: true},
	"changeMember":     {body: sends(map[string]any{"name": "Walker"})},
	"getPolicies":      {body: nothing, shared: true},
	"replacePolicies":  {body: sends(map[string]any{"revision": 0, "roles": []any{}, "policies": []any{}}), shared: true},
	"listPolicyAreas":  {body: nothing, shared: true},
	"previewPolicies":  {body: sends(map[string]any{"revision": 0, "roles": []any{}, "policies": []any{}}), shared: true},
	"whoCan":           {body: nothing, shared: true, query: "?object=member&verb=manage"},
	"whyNot":           {body: nothing, query: "?object=member&verb=manage&member={member}"},
	"listPlugins":      {body: nothing, shared: true},
	"savePlugin":       {body: sends(map[string]any{"settings": map[string]any{}, "revision": 99}), shared: true},
	"getSystem":        {body: nothing, shared: true},
	"getStorage":       {body: nothing, shared: true},
	"saveRetention":    {body: sends(map[string]any{"rules": []any{}, "revision": 99}), shared: true},
	"previewRetention": {body: sends(map[string]any{"rules": []any{}, "revision": 0}), shared: true},
	"testStorage":      {body: nothing, shared: true},
	"inspectStorage":   {body: nothing, shared: true},
	"holdCase":         {body: sends(map[string]any{"reference": "NO-SUCH", "reason": "walked"}), shared: true},
	"unholdCase":       {body: nothing},
	"listLists":        {body: nothing, shared: true},
	"saveList":         {body: sends(map[string]any{"name": "Walked", "revision": 99}), shared: true},
	"loadList":         {body: sends(file{"/list", "list.csv", []byte("name\nWalker")})},
	"listOutbox":       {body: nothing, shared: true},
	"verifyAudit":      {body: nothing, shared: true},
	"listAuditEvents":  {body: nothing, shared: true},
}

// messageOf is one that was sent about a case of aurora.
func (w *world) messageOf(caseID string) string {
	w.t.Helper()
	messages, _, err := w.Store.Outbox(w.t.Context(), w.tenantID("aurora"), message.Query{Case: caseID, Limit: 1})
	if err != nil || len(messages) == 0 {
		w.t.Fatalf("no message of case %s: %v", caseID, err)
	}
	return messages[0].ID
}

type operation struct {
	id, method, path, security string
	walk
}

// world is two tenants with cases in both.
type world struct {
	*house
	theirs, none []foreign
	walkers      []walker2
	secrets      []string
	asked        int
}

// walker2 is somebody with a cookie, where they do not belong.
type walker2 struct {
	name, base, cookie string
	kind               string // what the cookie is good for at base: "member", "applicant" or ""
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{house: still(t)}
	asking := w.stages("aurora", story{onboarding, elisa, personal, 0, func(s *scene) { s.submits() }})
	signing := w.stages("aurora", story{onboarding, heloisa, personal, 0, func(s *scene) { s.submits() }})
	done := w.stages("aurora", story{onboarding, igor, personal, 0, func(s *scene) { s.submits(); s.signs() }})
	own := w.stages("horizonte", story{onboarding, otto, personal, 0, func(s *scene) { s.submits() }})
	sign, err := signing.token()
	if err != nil {
		t.Fatal(err)
	}
	resume := linked(t, w.letter("aurora", heloisa.address(), "/resume#token="), "resume")
	tried := w.tries("aurora", "pipeline/onboarding-pf", map[string]any{})
	none := foreign{params: map[string]string{
		"case": store.NewID(), "message": store.NewID(), "paper": store.NewID(), "document": store.NewID(), "version": store.NewID(), "migration": store.NewID(), "member": store.NewID(), "queue": "no-queue",
		"key": "no-such-key", "template": "pf-account", "plugin": "email", "list": "no-such-list", "check": "identifier", "kind": "form", "pipeline": "no-such-line", "page": "who", "report": "stages",
		"tryout": store.NewID(), "view": store.NewID(), "run": store.NewID(), "absence": store.NewID(), "item": "no_item",
	}, resume: strings.Repeat("r", 43), sign: strings.Repeat("s", 43), email: "nobody@demo.example"}
	for _, s := range []*scene{asking, done} {
		theirs := w.idsOf(s, foreign{resume: resume, sign: sign, email: heloisa.address()})
		theirs.params["tryout"] = tried.id
		w.theirs = append(w.theirs, theirs)
		w.none = append(w.none, none)
	}
	// Their document under one's own case.
	mixed, unmixed := w.theirs[0], none
	mixed.params, unmixed.params = clone(mixed.params), clone(none.params)
	mixed.params["case"], unmixed.params["case"] = own.who.Case, own.who.Case
	w.theirs, w.none = append(w.theirs, mixed), append(w.none, unmixed)
	w.secrets = []string{
		asking.who.Case, done.who.Case, elisa.name, heloisa.name, igor.name, elisa.address(), demoCPF(elisa.number), sign, resume,
		w.theirs[0].params["document"], w.theirs[0].params["version"], w.theirs[0].params["member"], w.tenantID("aurora"), "Banco Aurora", tried.id, tried.slug(),
	}
	w.gather(own.who.Case, asking.who.Case)
	tried.is("administrator", 1)
	w.walkers = append(w.walkers,
		walker2{"a made person at horizonte", w.base + "/t/horizonte/api/v1", cookieOf(t, tried.in), ""},
		walker2{"a made person at aurora", w.base + "/t/aurora/api/v1", cookieOf(t, tried.in), "stranger"},
	)
	return w
}

func clone(m map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		out[k] = v
	}
	return out
}

// idsOf fills the parameters with things of a case of aurora.
func (w *world) idsOf(s *scene, f foreign) foreign {
	w.t.Helper()
	view, err := w.Conveyor.StaffView(w.t.Context(), w.member("aurora", "compliance"), s.who.Case)
	if err != nil {
		w.t.Fatal(err)
	}
	f.params = map[string]string{
		"migration": w.migration("aurora", corporate), "case": s.who.Case, "message": w.messageOf(s.who.Case), "paper": store.NewID(), "document": view.Documents[0].ID, "version": view.Record.Version, "member": w.member("aurora", "admin").ID,
		"queue": "approval", "kind": "form", "key": "pj-account", "template": "pf-account", "plugin": "email", "list": "sdn", "check": "identifier", "pipeline": corporate, "page": "compliance", "report": "stages",
		"absence": w.absence("aurora"), "item": "terms",
	}
	f.params["view"], f.params["run"] = w.kept("aurora", s.who.Case)
	return f
}

// kept makes a view that is shared with everybody and a run over a case, and returns their ids.
func (w *world) kept(slug, caseID string) (view, run string) {
	w.t.Helper()
	admin := w.member(slug, "compliance")
	view, run = store.NewID(), store.NewID()
	err := w.Store.Begin(w.t.Context(), w.tenantID(slug), func(tx conveyor.Tx) error {
		if err := tx.InsertView(queue.View{ID: view, Queue: "approval", Name: view, Owner: admin.ID, Roles: []string{queue.Everybody}, Revision: 1, UpdatedAt: tx.Now()}); err != nil {
			return err
		}
		return tx.InsertRun(queue.Run{ID: run, Queue: "approval", Act: queue.Act{Verb: "claim"}, State: queue.Done, Total: 1, By: admin.ID, BeganAt: tx.Now(), Revision: 1},
			[]queue.Item{{Case: caseID, State: queue.Acted}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return view, run
}

// migration begins to move the cases of a pipeline, unless somebody does, and returns the id.
func (w *world) migration(slug, pipeline string) string {
	w.t.Helper()
	admin := w.member(slug, "admin")
	runs, _, err := w.Conveyor.Migrations(w.t.Context(), admin, pipeline)
	if err != nil {
		w.t.Fatal(err)
	}
	if len(runs) > 0 {
		return runs[0].ID
	}
	live, err := w.Store.Live(w.t.Context(), w.tenantID(slug), definition.Pipeline, pipeline)
	if err != nil {
		w.t.Fatal(err)
	}
	m, err := w.Conveyor.StartMigration(w.t.Context(), admin, migration.Migration{
		Pipeline: pipeline, Version: live.ID, Choices: migration.Choices{migration.Untouched: migration.Forward},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return m.ID
}

// absence lets a member be away, and returns the id.
func (w *world) absence(slug string) string {
	w.t.Helper()
	admin := w.member(slug, "admin")
	now := w.now()
	id, err := w.Administration.AddAbsence(w.t.Context(), tenant.Request[tenant.Absence]{
		Who: admin, Key: "away", What: tenant.Absence{From: now, Until: now.Add(time.Hour)},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// gather are all who walk: each role and the applicant of the other tenant, nobody, and those of the first tenant who
// go to the other's address.
func (w *world) gather(own, theirs string) {
	w.t.Helper()
	horizonte, aurora := w.base+"/t/horizonte/api/v1", w.base+"/t/aurora/api/v1"
	for _, r := range demoRoles {
		w.walkers = append(w.walkers, walker2{r.word + " of horizonte", horizonte, cookieOf(w.t, w.staff("horizonte", r.word)), "member"})
	}
	applicant, lost := cookieOf(w.t, w.applies("horizonte", own)), cookieOf(w.t, w.applies("aurora", theirs))
	w.walkers = append(w.walkers,
		walker2{"the applicant of horizonte", horizonte, applicant, "applicant"},
		walker2{"nobody", horizonte, "", ""},
		walker2{"an applicant of aurora at horizonte", horizonte, lost, ""},
		walker2{"an administrator of aurora at horizonte", horizonte, cookieOf(w.t, w.staff("aurora", "admin")), ""},
		walker2{"the applicant of horizonte at aurora", aurora, applicant, "stranger"},
		walker2{"an administrator of horizonte at aurora", aurora, cookieOf(w.t, w.staff("horizonte", "admin")), "stranger"},
	)
}

func cookieOf(t *testing.T, c *client) string {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, c.base+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	cookies := c.http.Jar.Cookies(r.URL)
	if len(cookies) != 1 {
		t.Fatalf("%d cookies", len(cookies))
	}
	return cookies[0].Name + "=" + cookies[0].Value
}

func (w *world) walk(o operation) {
	w.t.Helper()
	if o.id == "logOut" { // it would end the walks that come after it
		w.logsOut(o)
		return
	}
	if o.id == "listenEvents" { // it has no end: see TestNobodyHearsAnotherTenant
		return
	}
	for _, who := range w.walkers {
		w.play.clock.add(3 * time.Minute) // who asks too often is told so, which would hide everything else
		for i := range w.theirs {
			mixed := i == len(w.theirs)-1
			if i == 0 || strings.Contains(o.path, "{case}") && (!mixed || strings.Contains(o.path, "{document}")) {
				w.compare(o, who, i)
			}
		}
	}
}

// compare asks for what is theirs and for what is not there: the answers must be the same.
func (w *world) compare(o operation, who walker2, i int) {
	w.t.Helper()
	if who.kind == "stranger" && o.security == "" {
		return // public at the tenant that it belongs to
	}
	name := o.id + " by " + who.name
	got := w.ask(o, who, w.theirs[i])
	for _, secret := range w.secrets {
		if strings.Contains(string(got.raw), secret) {
			w.t.Errorf("%s: tells %q: %s", name, secret, got.raw)
		}
	}
	switch {
	case o.security != "" && who.kind != o.security:
		if got.status != http.StatusUnauthorized || got.text("/code") != "unsigned" {
			w.t.Errorf("%s: %d %s", name, got.status, got.raw)
		}
		return
	case o.shared:
		return
	}
	missing := w.ask(o, who, w.none[i])
	if got.status < 400 || got.status != missing.status || got.text("/key") != missing.text("/key") {
		w.t.Errorf("%s: theirs %d %s, but what does not exist %d %s", name, got.status, got.raw, missing.status, missing.raw)
	}
	if code := got.text("/code"); !slices.Contains([]string{"not_found", "unsigned", "gone", "denied", "stale"}, code) {
		w.t.Errorf("%s: %s", name, got.raw)
	}
}

func (w *world) ask(o operation, who walker2, f foreign) answer {
	w.t.Helper()
	w.asked++
	path := o.path + o.query
	for name, value := range f.params {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	if strings.Contains(path, "{") {
		w.t.Fatalf("%s: %s has a parameter that nobody fills", o.id, path)
	}
	c := &client{t: w.t, base: who.base, http: http.DefaultClient}
	var headers []string
	if who.cookie != "" {
		headers = append(headers, "Cookie: "+who.cookie)
	}
	var body any
	if o.body != nil {
		body = o.body(f)
	}
	return c.send(o.method, path, body, headers...)
}

// logsOut tries to end the session of a member of aurora from elsewhere.
func (w *world) logsOut(o operation) {
	w.t.Helper()
	member := w.staff("aurora", "supervisao")
	elsewhere := walker2{"the member at horizonte", w.base + "/t/horizonte/api/v1", cookieOf(w.t, member), ""}
	if got := w.ask(o, elsewhere, foreign{}); got.status != http.StatusUnauthorized {
		w.t.Errorf("logOut elsewhere: %d %s", got.status, got.raw)
	}
	if got := member.send("GET", "/session", nil); got.status != http.StatusOK {
		w.t.Errorf("the session is gone: %d %s", got.status, got.raw)
	}
}

// heads is all of aurora that must not change: the chains of its cases, its members, definitions and policies.
func (w *world) heads() []string {
	w.t.Helper()
	lines := w.rows(w.t, "aurora")
	members, err := w.Store.Members(w.t.Context(), w.tenantID("aurora"))
	if err != nil {
		w.t.Fatal(err)
	}
	drafts, versions, err := w.Store.Definitions(w.t.Context(), w.tenantID("aurora"))
	if err != nil {
		w.t.Fatal(err)
	}
	_, policies, _, err := w.Store.Policies(w.t.Context(), w.tenantID("aurora"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, part := range []any{members, len(drafts), versions, policies} {
		b, err := json.Marshal(part)
		if err != nil {
			w.t.Fatal(err)
		}
		lines = append(lines, string(b))
	}
	return lines
}

// TestAnApplicantSeesOneCase is isolation inside a tenant: another's document is not there, and the cookies of staff
// and of applicants open nothing of each other's.
func TestAnApplicantSeesOneCase(t *testing.T) {
	t.Parallel()
	h := still(t)
	one := h.stages("aurora", story{onboarding, diego, personal, 0, func(s *scene) { s.fills("residence") }})
	other := h.stages("aurora", story{onboarding, gustavo, personal, 0, func(s *scene) { s.fills("residence") }})
	view, err := h.Conveyor.ApplicantView(t.Context(), other.who, other.who.Case)
	if err != nil {
		t.Fatal(err)
	}
	s := &scenario{house: h, tenant: "aurora", caseID: other.who.Case}
	applicant := h.applies("aurora", one.who.Case)
	s.seen = len(s.chain())
	document := "/portal/case/documents/" + view.Documents[0].ID
	for _, do := range []string{"GET " + document + "/link", "DELETE " + document} {
		s.run(step{name: "another's document", by: applicant, do: do, status: http.StatusNotFound, has: map[string]any{"/code": "not_found"}, quiet: true})
	}
	s.run(step{
		name: "another's document as one's own answer", by: applicant, do: "PUT /portal/case/pages/photos",
		body: map[string]any{"values": map[string]any{"doc_front": []any{view.Documents[0].ID}}, "proceed": true}, quiet: true,
	})
	got := s.run(step{name: "what came of it", by: applicant, do: "GET /portal/case"})
	if strings.Contains(fmt.Sprint(got.at("/answers/doc_front"), got.at("/documents")), view.Documents[0].ID) {
		t.Error("the applicant holds another's document")
	}
}
