package app

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/message"
)

// sanctions loads a list that has the persons of these lives, by name or by number, and has all cases looked at.
func (b *bank) sanctions(key string, by string, lives ...*life) {
	b.t.Helper()
	compliance := b.staff("aurora", "compliance")
	rows := "id,name,cpf\n"
	for i, l := range lives {
		name, number := l.person.name, demoCPF(l.person.number)
		if by == "name" {
			number = ""
		} else {
			name = "Fulano de Tal"
		}
		rows += fmt.Sprintf("%d,%s,%s\n", i, name, number)
	}
	compliance.send("PUT", "/lists/"+key, map[string]any{"name": "Lista de observação", "format": "plain", "revision": 0})
	got := compliance.send("POST", "/lists/"+key+"/versions", file{"/list", "list.csv", []byte(rows)})
	if got.status != http.StatusCreated {
		b.t.Fatalf("loaded: %d %s", got.status, got.raw)
	}
	b.forward(time.Minute)
}

// TestWhoIsOnAListIsStoppedWhereverTheAccountStands: a number that a new edition of a list has blocks at once an account
// that is open, waits for its renewal, is being changed, or is idle; a case not signed yet goes back to be decided. Nobody
// is written to, and who may not know reads of it nowhere.
func TestWhoIsOnAListIsStoppedWhereverTheAccountStands(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	opens := func(n int, other map[string]any) *life {
		l := b.begin(n, other).submitted()
		if other != nil {
			l.staff("compliance", "approve")
		}
		return l.signed().at("complete")
	}
	idle := opens(504, nil).told("account.moved", map[string]any{"balance": 0, "last_movement": b.play.clock.now().Format(time.DateOnly)})
	idle.waits(370 * day).at("inactive")
	open := opens(501, nil).told("account.moved", map[string]any{"balance": 0})
	renewing := opens(502, nil).staff("compliance", "renew", "review_due").at("renewal")
	updating := opens(503, nil).wants("change").at("update")
	signing := b.begin(505, nil).submitted().at("signature")
	open.wants("close").at("closed") // closed for good: nothing more befalls it
	active := opens(506, nil)
	before := len(b.letters("aurora"))

	b.sanctions("watch", "number", open, renewing, updating, idle, signing, active)
	open.at("closed")
	renewing.at("blocked")
	updating.at("blocked")
	idle.at("blocked")
	active.at("blocked")
	signing.at("approval")
	for _, l := range b.letters("aurora")[before:] {
		t.Errorf("somebody was written to: %s %s", l.to, l.text)
	}
	if got := b.messagesOf(signing.who.Case); slices.ContainsFunc(got, func(m message.Message) bool { return m.Template == "signature_request" && m.State == message.Queued }) {
		t.Error("a link to sign is still on its way")
	}
	b.tipsNobodyOff(active, "supervisao", "listed", "sanction", "risk.raised", "t37_", "Lista de observa", "block_sanction", `"rescreen"`)
	b.tipsNobodyOff(signing, "cadastro", "check/listed", "check/sanction", "risk.raised", "t16_listed", "Lista de observa", `"rescreen"`)

	compliance := b.staff("aurora", "compliance")
	if row := compliance.send("GET", "/queues/blocked/cases", nil); row.text("/cases/0/reason/en") != "Sanction" {
		t.Errorf("compliance does not read why accounts are blocked: %s", row.raw)
	}
	registration := b.staff("aurora", "cadastro")
	for _, path := range []string{"", "/events", "/messages", "/dossier"} {
		got := registration.send("GET", "/cases/"+active.who.Case+path, nil)
		if got.status != http.StatusForbidden || strings.Contains(string(got.raw), "blocked") {
			t.Errorf("registration learns that an account is blocked: %d %s", got.status, got.raw)
		}
	}
	if got := registration.send("GET", "/search?search="+url.QueryEscape(active.person.name), nil); got.at("/cases/#") != 0.0 {
		t.Errorf("registration finds it: %s", got.raw)
	}
}

// tipsNobodyOff wants none of the words in anything that a member can read about a case.
func (b *bank) tipsNobodyOff(l *life, word string, words ...string) {
	b.t.Helper()
	member := b.staff("aurora", word)
	queue := b.record(l.who.Case).State.Stage
	for _, path := range []string{
		"/cases/" + l.who.Case + "/events", "/cases/" + l.who.Case + "/messages", "/queues/" + queue + "/cases", "/mentions",
		"/queues/" + queue + "/columns", "/search?search=" + url.QueryEscape(l.person.name),
	} {
		got := member.send("GET", path, nil)
		if got.status != http.StatusOK {
			b.t.Errorf("%s: %d %s", path, got.status, got.raw)
		}
		for _, secret := range words {
			if i := strings.Index(string(got.raw), secret); i >= 0 {
				b.t.Errorf("%s is tipped off by %s: …%s…", word, path, got.raw[max(0, i-120):min(len(got.raw), i+80)])
			}
		}
	}
	if facts := member.send("GET", "/cases/"+l.who.Case, nil); facts.at("/facts/case/sanctions") != nil || facts.at("/facts/case/needs_compliance") != nil || facts.at("/facts/checks/listed") != nil {
		b.t.Errorf("%s reads facts of the lists: %v", word, facts.at("/facts"))
	}
}

// A fact of a group is for those who may read the group: not in the case, the queue, the file, or the history.
func TestAFactOfAGroupStaysWithin(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	l := b.begin(510, reviewed).submitted().at("approval")
	l.told("screening.hit", map[string]any{"sanctions": "possible"})
	b.tipsNobodyOff(l, "cadastro", "screening.hit", "facts.sanctions", `"possible"`)
	supervisor := b.staff("aurora", "supervisao")
	got := supervisor.send("POST", "/queues/approval/exports", map[string]any{"format": "csv"})
	if got.status != http.StatusOK || strings.Contains(string(got.raw), "possible") {
		t.Errorf("the file tells it: %d %s", got.status, got.raw)
	}
	for _, query := range []string{"filter=" + url.QueryEscape("facts.sanctions:=:possible"), "sort=facts.sanctions"} {
		if got := supervisor.send("GET", "/queues/approval/cases?"+query, nil); got.status == http.StatusOK {
			t.Errorf("the queue takes %s", query)
		}
	}
	compliance := b.staff("aurora", "compliance")
	if got := compliance.send("GET", "/cases/"+l.who.Case, nil); got.text("/facts/case/sanctions") != "possible" {
		t.Errorf("compliance does not read it: %v", got.at("/facts/case"))
	}
	if got := compliance.send("GET", "/cases/"+l.who.Case+"/events", nil); !strings.Contains(string(got.raw), "screening.hit") {
		t.Error("nor that it was told")
	}
}

// Somebody who is stopped before the account is open comes back to be decided once the entry turned out to be another's.
func TestABlockedApplicationIsLookedAtAnew(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	l := b.begin(520, nil)
	b.sanctions("watch", "number", l)
	l.submitted().at("blocked")
	compliance := b.staff("aurora", "compliance")
	check := "/cases/" + l.who.Case + "/checks/sanctioned"
	found := compliance.send("GET", check, nil)
	refused := compliance.send("POST", "/cases/"+l.who.Case+"/actions", map[string]any{"verb": "unblock", "note": "Too early."})
	if refused.status != http.StatusConflict {
		t.Errorf("unblocked while it is found: %d %s", refused.status, refused.raw)
	}
	l.posts("compliance", "/checks/sanctioned/clear", map[string]any{
		"list": "watch", "entry": "0", "person": found.text("/hits/0/person"), "reason": "Homônimo com outro nascimento.",
	}, http.StatusOK)
	l.waits(time.Minute).staff("compliance", "unblock").at("approval")
}

// Papers that cease to prove something bring the renewal about, on the day after.
func TestPapersThatExpireBringARenewal(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	l := b.begin(530, reviewed).submitted().at("approval")
	docs := b.papers(l.who.Case)
	ends := b.play.clock.now().AddDate(0, 0, 20).Format(time.DateOnly)
	got := b.staff("aurora", "cadastro").send("PUT", "/cases/"+l.who.Case+"/documents/"+docs[0].ID+"/expiry", map[string]any{"day": ends})
	if got.status != http.StatusOK {
		t.Fatalf("the day: %d %s", got.status, got.raw)
	}
	l.staff("cadastro", "approve").waits(5 * hour).signed().at("complete").waits(19 * day).at("complete").waits(3 * day).at("renewal")
	if taken := b.record(l.who.Case).State.Taken; taken["t27_papers"] == 0 {
		t.Errorf("by another way: %v", taken)
	}
}

// Staff put an address right while a signature is awaited: the link to the old one is worthless, and a new one goes to the
// new. What else they mend is checked anew.
func TestAnAddressIsMendedBeforeTheSignature(t *testing.T) {
	t.Parallel()
	for _, line := range []string{lifelong, onboarding} {
		b := openBank(t)
		p := person{name: "Pessoa Exemplo Torta", email: "torta@demo.example", number: 540, birth: "1985-01-20", city: "Recife", uf: "PE", cep: "50030230", income: 800000}
		l := &life{scene: b.begins("aurora", story{line, p, personal, 0, func(*scene) {}}), b: b}
		l.submitted().at("signature")
		old, err := l.token()
		if err != nil {
			t.Fatal(err)
		}
		const mended = "certa@demo.example"
		l.posts("cadastro", "/mend", map[string]any{"path": "/email", "value": "t***a@d***.example"}, http.StatusUnprocessableEntity)
		l.posts("cadastro", "/mend", map[string]any{"path": "/email", "value": mended, "note": "Confirmado por telefone."}, http.StatusOK).at("signature")
		if got := b.visitor("aurora").send("POST", "/portal/signature/open", map[string]any{"token": old}); got.status != http.StatusGone {
			t.Errorf("%s: the link to the old address: %d %s", line, got.status, got.raw)
		}
		next := linked(t, b.letter("aurora", mended, "/sign#token="), "sign")
		if got := b.visitor("aurora").send("POST", "/portal/signature/open", map[string]any{"token": next}); got.status != http.StatusOK {
			t.Errorf("%s: the link to the new one: %d %s", line, got.status, got.raw)
		}
		l.posts("cadastro", "/mend", map[string]any{"path": "/full_name", "value": "Pessoa Exemplo Direita"}, http.StatusOK).at("signature")
		if round := b.record(l.who.Case).State.Round; round < 2 {
			t.Errorf("%s: another name was not checked anew: round %d", line, round)
		}
		l.signed().at("complete")
	}
}
