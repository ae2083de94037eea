package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/esteira/esteira/runtime/conveyor"
)

// twins are two applications alike in all that registration may know; only the name of one is like one on a list.
type twins struct {
	b             *bank
	listed, plain *life
}

func (b *bank) twins(n int, other map[string]any) *twins { return b.twinsOf(wholeLife, n, other) }

// opening is a template that opens an account: its pipeline, and what somebody answers there.
type opening struct {
	pipeline string
	answers  func(person) map[string]any
}

var wholeLife = opening{lifelong, personal}

func (b *bank) twinsOf(o opening, n int, other map[string]any) *twins {
	b.t.Helper()
	named := func(n int, name string) *life {
		p := person{name: name, number: n, birth: "1985-01-20", city: "Recife", uf: "PE", cep: "50030230", income: 800000, other: other}
		l := &life{scene: b.begins("aurora", story{o.pipeline, p, o.answers, 0, func(*scene) {}}), b: b}
		b.t.Cleanup(func() { l.ok("to the end") })
		return l
	}
	return &twins{b: b, listed: named(n, "Zulmira Exemplo Quintanilha"), plain: named(n+1, "Otaviano Amostra Brandão")}
}

// each does to both what the test does to one, one after the other at the same hour.
func (w *twins) each(do func(*life)) {
	w.b.t.Helper()
	do(w.listed)
	do(w.plain)
}

// alike wants registration to read the same of both.
func (w *twins) alike(when string) {
	w.b.t.Helper()
	desk := w.b.staff("aurora", "cadastro")
	for _, path := range []string{"", "/events", "/messages", "/dossier", "/documents", "/calls", "/checks/listed", "/checks/sanctioned", "/checks/duplicate"} {
		a, b := desk.send("GET", "/cases/"+w.listed.who.Case+path, nil), desk.send("GET", "/cases/"+w.plain.who.Case+path, nil)
		w.same(when+": "+path, a, b)
	}
	w.same(when+": the row", w.row(desk, w.listed), w.row(desk, w.plain))
	w.same(when+": the portal", w.portal(w.listed), w.portal(w.plain))
}

func (w *twins) portal(l *life) answer {
	return w.b.applies("aurora", l.who.Case).send("GET", "/portal/case", nil)
}

// row is what the queue shows of a case, without its neighbours.
func (w *twins) row(desk *client, l *life) answer {
	w.b.t.Helper()
	got := desk.send("GET", "/search?search="+strings.ReplaceAll(l.person.name, " ", "%20"), nil)
	rows, _ := got.at("/cases").([]any)
	i := slices.IndexFunc(rows, func(r any) bool { return member(r, "id") == l.who.Case })
	if i < 0 {
		return answer{status: http.StatusNotFound}
	}
	raw, err := json.Marshal(rows[i])
	if err != nil {
		w.b.t.Fatal(err)
	}
	return answer{status: got.status, raw: raw, json: rows[i]}
}

func (w *twins) same(what string, listed, plain answer) {
	w.b.t.Helper()
	if listed.status != plain.status {
		w.b.t.Errorf("%s: %d for who is listed, %d for the other", what, listed.status, plain.status)
	}
	var a, b any
	if json.Unmarshal(anonymous(listed.raw, w.listed), &a) != nil || json.Unmarshal(anonymous(plain.raw, w.plain), &b) != nil {
		return // nothing to read in either
	}
	for _, d := range differences("", a, b) {
		w.b.t.Errorf("%s: %s", what, d)
	}
}

// anonymous is a body that calls its case by no name.
func anonymous(raw []byte, l *life) []byte {
	return bytes.ReplaceAll(raw, []byte(l.who.Case), []byte("case"))
}

// own are the members in which every case differs from the next. A revision is one: what a client hands back to say what it saw.
var own = []string{
	"id", "reference", "name", "at", "hash", "startedAt", "enteredAt", "activityAt", "claimedAt", "dueAt", "decidedAt", "updatedAt", "savedAt",
	"answers", "value", "expiresAt", "sentAt", "subject", "body", "to", "text", "data", "checkedAt", "age", "since", "warnAt", "revision",
	"identity", "createdAt", "openedAt", "usedAt", "sha256", "size", "requestId",
	"activated_on", "last_movement", "valid_until",
}

// differences are the places at which two bodies differ in more than whose they are.
func differences(at string, a, b any) []string {
	var found []string
	switch a := a.(type) {
	case map[string]any:
		b, _ := b.(map[string]any)
		for key := range union(a, b) {
			if slices.Contains(own, key) {
				_, here := a[key]
				if _, there := b[key]; here == there {
					continue
				}
			}
			found = append(found, differences(at+"/"+key, a[key], b[key])...)
		}
	case []any:
		b, _ := b.([]any)
		if len(a) != len(b) {
			return []string{fmt.Sprintf("%s has %d of who is listed, %d of the other", at, len(a), len(b))}
		}
		for i := range a {
			found = append(found, differences(fmt.Sprintf("%s/%d", at, i), a[i], b[i])...)
		}
	default:
		if a != b {
			found = append(found, fmt.Sprintf("%s is %v of who is listed, %v of the other", at, a, b))
		}
	}
	return found
}

func union(a, b map[string]any) map[string]bool {
	keys := map[string]bool{}
	for key := range a {
		keys[key] = true
	}
	for key := range b {
		keys[key] = true
	}
	return keys
}

// likeness loads a list that has a name like that of the first twin.
func (w *twins) likeness() {
	w.b.t.Helper()
	w.b.sanctions("watch", "name", w.listed)
}

// openings are the three templates of an account, with that of which an analyst looks at an application there.
var openings = map[string]opening{"life": wholeLife, "person": {onboarding, personal}, "company": {corporate, company}}

// eachOpening leads twins of each template to registration's desk.
func eachOpening(t *testing.T, n int, lead func(*twins)) {
	t.Helper()
	for name, o := range openings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openBank(t).twinsOf(o, n, reviewed)
			w.likeness()
			w.each(func(l *life) { l.submitted().at("approval") })
			lead(w)
		})
	}
}

// TestRegistrationCannotTellWhoIsListed leads twins through an approval: registration approves and escalates both alike,
// reads the same of both, and only compliance knows of the entry that holds one of them.
func TestRegistrationCannotTellWhoIsListed(t *testing.T) {
	t.Parallel()
	eachOpening(t, 600, func(w *twins) {
		w.alike("to be approved")
		compliance := w.b.staff("aurora", "compliance")
		if got := compliance.send("GET", "/cases/"+w.listed.who.Case, nil); got.text("/facts/checks/listed/result") == "pass" {
			w.b.t.Fatalf("nobody is listed: %v", got.at("/facts/checks"))
		}
		w.each(func(l *life) {
			l.posts("cadastro", "/claim", nil, http.StatusOK)
			l.staff("cadastro", "approve").at("final_review")
		})
		w.alike("under final review")
		w.each(func(l *life) {
			l.posts("cadastro", "/actions", map[string]any{"verb": "approve", "note": "Again."}, http.StatusForbidden)
			l.posts("compliance", "/claim", nil, http.StatusOK) // registration lets go of what it has approved
		})
		found := compliance.send("GET", "/cases/"+w.listed.who.Case+"/checks/listed", nil)
		w.listed.posts("compliance", "/checks/listed/clear", map[string]any{
			"list": "watch", "entry": "0", "person": found.text("/hits/0/person"), "reason": "Homônimo com outro nascimento.",
		}, http.StatusOK)
		w.alike("cleared")
		w.listed.waits(5 * hour)
		w.each(func(l *life) { l.at("signature") })
		w.alike("to be signed")
	})
}

// TestTheFinalReviewHoldsWhoIsListed: time lets nobody through whom compliance has not looked at.
func TestTheFinalReviewHoldsWhoIsListed(t *testing.T) {
	t.Parallel()
	eachOpening(t, 607, func(w *twins) {
		w.each(func(l *life) { l.staff("cadastro", "approve").at("final_review") })
		w.plain.waits(5 * hour).at("signature")
		w.listed.waits(3*day).at("final_review").staff("compliance", "approve").at("signature")
	})
}

// TestComplianceRefusesUnderFinalReview, and asks for more, in each of the templates.
func TestComplianceRefusesUnderFinalReview(t *testing.T) {
	t.Parallel()
	eachOpening(t, 613, func(w *twins) {
		w.each(func(l *life) { l.staff("cadastro", "approve").at("final_review") })
		w.plain.staff("compliance", "reject", "compliance").at("rejected")
		w.listed.asks("compliance", "Falta o endereço.", conveyor.AskedItem{Path: "/street"})
		w.listed.at("info_req")
	})
}

// TestRegistrationHandsOnWhoIsListedAsAnybody: that a case goes to compliance is registration's to ask for, whoever is listed.
func TestRegistrationHandsOnWhoIsListedAsAnybody(t *testing.T) {
	t.Parallel()
	eachOpening(t, 604, func(w *twins) {
		w.each(func(l *life) { l.staff("cadastro", "escalate") })
		w.alike("escalated")
		w.each(func(l *life) {
			l.posts("cadastro", "/actions", map[string]any{"verb": "approve", "note": "Alone."}, http.StatusForbidden)
		})
	})
}

// TestAnOpenAccountTellsNothingOfItsName: a new edition of a list has a name like that of an open account. Compliance gets a
// task; the account stays where it was, for whoever looks.
func TestAnOpenAccountTellsNothingOfItsName(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	w := b.twins(610, nil)
	w.each(func(l *life) { l.submitted().signed().at("complete") })
	w.likeness()
	w.each(func(l *life) { l.at("complete") })
	w.alike("open")
	w.listed.staff("compliance", "renew", "review_due").at("renewal")
}
