package app

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/paper"
)

// TestRemindersKeepTheLadder holds a reminder until the quiet hours are over, sends one a day at the most, and none after
// the person has stopped them by one click. Of each that is not sent the log says why.
func TestRemindersKeepTheLadder(t *testing.T) {
	t.Parallel()
	h := stillOn(t, built{sink: plugintest.NewSink(t, plugintest.SinkConfig{})})
	s := &scenario{house: h, tenant: "aurora"}
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	now := h.play.clock.now().In(zone)
	at := func(d time.Duration) string { return now.Add(d).Format("15:04") }
	admin := s.staff("aurora", "admin")
	body := map[string]any{"quietFrom": at(30 * time.Minute), "quietUntil": at(4 * time.Hour), "perDay": 1, "revision": 0}
	s.run(step{name: "by a clerk", by: s.staff("aurora", "cadastro"), do: "PUT /ladder", body: body, status: http.StatusForbidden})
	s.run(step{
		name: "half an hour", by: admin, do: "PUT /ladder", body: map[string]any{"quietFrom": "21", "revision": 0},
		status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "ladder.invalid", "/violations/#": 2},
	})
	s.run(step{name: "save", by: admin, do: "PUT /ladder", body: body, has: map[string]any{"/revision": 1}})
	h.forward(10 * time.Second) // what is known of a tenant is remembered for some seconds
	told := h.stages("aurora", story{onboarding, ana, personal, 0, func(s *scene) { s.fills("document") }})
	reminders := func() (states []string) {
		for _, m := range h.messagesOf(told.who.Case) {
			if m.Template == "draft_reminder" {
				states = append(states, strings.Trim(m.State+" "+m.Reason, " "))
			}
		}
		return states
	}
	wants := func(when string, want ...string) {
		t.Helper()
		if got := reminders(); strings.Join(got, ", ") != strings.Join(want, ", ") {
			t.Fatalf("%s: %q, want %q", when, got, want)
		}
	}
	h.forward(2 * time.Hour)
	wants("in the quiet hours", "held quiet_hours")
	h.forward(3 * time.Hour)
	wants("after them", "sent")
	h.forward(20 * time.Hour)
	wants("within a day", "sent", "skipped day_cap")
	letter := h.sink.Letters()[len(h.sink.Letters())-1]
	link := regexp.MustCompile(`List-Unsubscribe: <([^>]+)>\r\n`).FindStringSubmatch(strings.ReplaceAll(string(letter.Content), "\r\n ", " "))
	if link == nil || !strings.Contains(string(letter.Content), "List-Unsubscribe-Post: List-Unsubscribe=One-Click") {
		t.Fatalf("no way to stop by one click in:\n%s", letter.Content)
	}
	h.stopsByOneClick(link[1])
	_, clicked, _ := strings.Cut(link[1], "token=")
	person := s.visitor("aurora")
	s.run(step{name: "the page", by: person, do: "POST /portal/stop/open", body: map[string]any{"token": clicked}, has: map[string]any{"/optedOut": true, "/canDiscard": false}})
	s.run(step{name: "not by that link", by: person, do: "POST /portal/stop", body: map[string]any{"token": clicked, "what": "discard"}, status: http.StatusGone})
	s.run(step{name: "again", by: person, do: "POST /portal/stop", body: map[string]any{"token": clicked, "what": "resume"}, has: map[string]any{"/optedOut": false}})
	inBody := regexp.MustCompile(`/stop#token=([^\s<"]+)`).FindStringSubmatch(strings.ReplaceAll(strings.ReplaceAll(string(letter.Content), "=\r\n", ""), "=3D", "="))
	s.run(step{name: "the link of the text", by: person, do: "POST /portal/stop/open", body: map[string]any{"token": inBody[1]}, has: map[string]any{"/canDiscard": true}})
	s.run(step{name: "stop once more", by: person, do: "POST /portal/stop", body: map[string]any{"token": inBody[1], "what": "stop"}, has: map[string]any{"/optedOut": true}})
	h.forward(8 * 24 * time.Hour)
	for _, state := range reminders()[2:] {
		if state != "skipped stopped" {
			t.Errorf("after the click: %q", reminders())
		}
	}
	s.caseID = told.who.Case
	if last := s.chain(); !strings.Contains(strings.Join(last, ","), "reminders.stopped") || !strings.Contains(strings.Join(last, ","), "message.skipped") {
		t.Errorf("the chain says nothing of it: %s", strings.Join(last, ","))
	}
	s.run(step{name: "the log", by: s.staff("aurora", "admin"), do: "GET /outbox?state=skipped", has: map[string]any{"/messages/0/reason": "stopped", "/messages/0/reminder": true}})
	s.run(step{name: "throw the draft away", by: person, do: "POST /portal/stop", body: map[string]any{"token": inBody[1], "what": "discard"}, has: map[string]any{"/optedOut": true, "/canDiscard": false}})
}

// stopsByOneClick asks as a mail program does, without any header of ours.
func (h *house) stopsByOneClick(link string) {
	h.t.Helper()
	_, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(link, "https://"), "http://"), "/")
	for _, c := range []struct {
		address string
		status  int
	}{{strings.TrimSuffix(path, path[len(path)-4:]) + "AAAA", http.StatusGone}, {path, http.StatusNoContent}, {path, http.StatusNoContent}} {
		r, err := http.Post(h.base+"/"+c.address, "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click"))
		if err != nil {
			h.t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != c.status {
			h.t.Errorf("%s: %d, want %d", c.address, r.StatusCode, c.status)
		}
	}
}

func (h *house) messagesOf(caseID string) []message.Message {
	h.t.Helper()
	list, _, err := h.Store.Outbox(h.t.Context(), h.tenantID("aurora"), message.Query{Case: caseID, Limit: 100})
	if err != nil {
		h.t.Fatal(err)
	}
	for i := range len(list) / 2 { // oldest first
		list[i], list[len(list)-1-i] = list[len(list)-1-i], list[i]
	}
	return list
}

// TestTwoHardBouncesTellTheCasesOfThePerson takes reports that the tenant's secret has signed, and no others.
func TestTwoHardBouncesTellTheCasesOfThePerson(t *testing.T) {
	t.Parallel()
	h := stillOn(t, built{sink: plugintest.NewSink(t, plugintest.SinkConfig{})})
	s := &scenario{house: h, tenant: "aurora"}
	const secret = "a secret of sixteen and more"
	s.run(step{
		name: "the secret", by: s.staff("aurora", "admin"), do: "PUT /plugins/email",
		body: map[string]any{"settings": map[string]any{"bounceSecret": secret}, "revision": 0},
	})
	told := h.stages("aurora", story{onboarding, ana, personal, 0, func(s *scene) { s.fills("document") }})
	s.caseID = told.who.Case
	h.forward(26 * time.Hour)
	var ids []string
	for _, m := range h.messagesOf(told.who.Case) {
		if m.State == message.Sent {
			ids = append(ids, m.Provider)
		}
	}
	if len(ids) < 2 {
		t.Fatalf("only %d messages went out", len(ids))
	}
	report := func(id, key string, status int) {
		t.Helper()
		body := map[string]any{"report": "From: mailer@example.org\r\nTo: no-reply@example.org\r\nMIME-Version: 1.0\r\n" +
			"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n" +
			"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; ana@applicant.example\r\n" +
			"Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n" +
			"Message-ID: " + id + "\r\nSubject: x\r\n\r\n--b--\r\n"}
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		at := strconv.FormatInt(h.play.clock.now().Unix(), 10)
		mark := hmac.New(sha256.New, []byte(key))
		mark.Write([]byte(at + "." + string(raw)))
		s.run(step{
			name: "report", by: s.visitor("aurora"), do: "POST /channels/email/bounces", body: body, status: status,
			header: []string{"X-Signature: t=" + at + ",v1=" + hex.EncodeToString(mark.Sum(nil))},
		})
	}
	report(ids[0], "another secret of sixteen", http.StatusUnauthorized)
	report(ids[0], secret, http.StatusAccepted)
	report(ids[0], secret, http.StatusAccepted) // told twice, counted once
	h.forward(time.Minute)
	if strings.Contains(strings.Join(s.chain(), ","), "contact.failed") {
		t.Fatal("one message that came back is not yet a dead address")
	}
	report(ids[1], secret, http.StatusAccepted)
	h.forward(time.Minute)
	if got := strings.Join(s.chain(), ","); strings.Count(got, "contact.failed") != 1 || strings.Count(got, "message.bounced") != 2 {
		t.Fatalf("the chain: %s", got)
	}
	last := h.messagesOf(told.who.Case)
	s.run(step{
		name: "send again", by: s.staff("aurora", "cadastro"), do: "POST /outbox/" + last[0].ID + "/resend", status: http.StatusAccepted,
		events: []string{"message.resent"},
	})
}

// TestPapersAreSignedAndVerified writes a contract, binds the signature to it, seals it with the page of evidence, and
// knows each file by its hash and no other.
func TestPapersAreSignedAndVerified(t *testing.T) {
	t.Parallel()
	h := stillOn(t, built{sink: plugintest.NewSink(t, plugintest.SinkConfig{})})
	s := &scenario{house: h, tenant: "aurora"}
	told := h.stages("aurora", story{onboarding, julia, personal, 0, func(s *scene) { s.submits() }})
	s.caseID = told.who.Case
	applicant, staff := h.applies("aurora", s.caseID), s.staff("aurora", "supervisao")
	list := s.run(step{name: "before", by: applicant, do: "GET /portal/case/papers", has: map[string]any{"/receipt": true, "/papers/#": 1, "/papers/0/signed": false}})
	contract := s.run(step{name: "contract", by: applicant, do: "GET /portal/case/papers/" + list.text("/papers/0/id")})
	receipt := s.run(step{name: "receipt", by: applicant, do: "GET /portal/case/receipt"})
	again := s.run(step{name: "the same receipt", by: applicant, do: "GET /portal/case/receipt"})
	if string(receipt.raw) != string(again.raw) || !strings.HasPrefix(string(receipt.raw), "%PDF-") || paper.Hash(contract.raw) != list.text("/papers/0/sha256") {
		t.Fatal("the files are not those that were written")
	}
	told.signs()
	if told.err != nil {
		t.Fatal(told.err)
	}
	after := s.run(step{name: "after", by: applicant, do: "GET /portal/case/papers", has: map[string]any{"/papers/#": 2, "/papers/1/signed": true}})
	sealed := s.run(step{name: "sealed", by: applicant, do: "GET /portal/case/papers/" + after.text("/papers/1/id")})
	letters := h.sink.Letters()
	if copied := base64.StdEncoding.EncodeToString(sealed.raw); !strings.Contains(strings.ReplaceAll(string(letters[len(letters)-1].Content), "\r\n", ""), copied) {
		t.Error("the signed copy was not mailed")
	}
	visitor := s.visitor("aurora")
	verify := func(content []byte) step {
		return step{by: visitor, do: "POST /papers/verify", body: map[string]any{"sha256": paper.Hash(content)}}
	}
	for name, c := range map[string]struct {
		content []byte
		has     map[string]any
	}{
		"receipt":  {receipt.raw, map[string]any{"/signed": false, "/name": "receipt"}},
		"contract": {contract.raw, map[string]any{"/signed": true, "/genuine": true, "/sealed": missing{}}},
		"sealed":   {sealed.raw, map[string]any{"/signed": true, "/genuine": true, "/sealed": true}},
	} {
		one := verify(c.content)
		one.name, one.has = name, c.has
		s.run(one)
	}
	changed := verify(append(sealed.raw, '\n'))
	changed.name, changed.status = "changed by one sign", http.StatusNotFound
	s.run(changed)
	elsewhere := verify(sealed.raw)
	elsewhere.name, elsewhere.by, elsewhere.status = "of another tenant", s.visitor("horizonte"), http.StatusNotFound
	s.run(elsewhere)
	s.run(step{name: "dossier", by: staff, do: "GET /cases/" + s.caseID + "/dossier", events: []string{"paper.written"}})
}

// TestAPaperInFullIsForWhoMayReveal: a contract names its party without masks, so who may only read masked reads the
// receipt instead, and is told so.
func TestAPaperInFullIsForWhoMayReveal(t *testing.T) {
	t.Parallel()
	h := still(t)
	s := &scenario{house: h, tenant: "aurora"}
	s.caseID = h.stages("aurora", story{onboarding, julia, personal, 0, func(s *scene) { s.submits() }}).who.Case
	compliance, auditor := s.staff("aurora", "compliance"), s.staff("aurora", "auditoria")
	list := s.run(step{name: "who reveals", by: compliance, do: "GET /cases/" + s.caseID + "/papers", has: map[string]any{"/papers/#": 1, "/withheld": missing{}}})
	at := "GET /cases/" + s.caseID + "/papers/" + list.text("/papers/0/id")
	s.run(step{name: "opens it", by: compliance, do: at, events: []string{"paper.opened"}})
	s.run(step{name: "who does not", by: auditor, do: "GET /cases/" + s.caseID + "/papers", has: map[string]any{"/papers/#": 1, "/withheld": true}})
	s.run(step{name: "is refused", by: auditor, do: at, status: http.StatusForbidden})
	s.run(step{name: "reads the receipt", by: auditor, do: "GET /cases/" + s.caseID + "/receipt"})
}
