package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
)

// arrivedSince are the letters to an address after the first n of all.
func (l *life) arrivedSince(n int, to string) string {
	var texts []string
	for _, letter := range l.b.letters("aurora")[n:] {
		if letter.to == to {
			texts = append(texts, letter.text)
		}
	}
	return strings.Join(texts, "\n")
}

// address is the one that the case is written to.
func (l *life) address() string { return l.b.record(l.who.Case).Email }

// number is the one that text messages go to.
func (l *life) number() string { return l.b.record(l.who.Case).Phone }

// A new address, or number, is used only once the owner of the address confirmed it: until then the link to confirm it is all that goes there, what
// else is written goes to the one before, and so does the word that somebody asked for another.
func TestANewAddressIsUsedOnceItIsConfirmed(t *testing.T) {
	b := openBank(t)
	b.connects()
	b.takes()
	l := b.begin(360, nil).submitted().signed().at("complete")
	number := l.number()
	before, typo, after := l.address(), "errado360@demo.example", "nova360@demo.example"

	n := len(b.letters("aurora"))
	l.wants("change").saves("start", map[string]any{"email": typo, "mobile": "+5511988887777"}).handsIn().at("update")
	if l.address() != before || l.number() != number {
		t.Errorf("what nobody confirmed stands: %s %s", l.address(), l.number())
	}
	if got := l.arrivedSince(n, before); !strings.Contains(got, "Pediram para trocar o e-mail") || strings.Contains(got, "/sign#token=") {
		t.Errorf("the one before was told: %s", got)
	}
	stray := l.arrivedSince(n, typo)
	if strings.Count(stray, "http") != 1 || !strings.Contains(stray, "/sign#token=") {
		t.Fatalf("the new one got: %s", stray)
	}

	n = len(b.letters("aurora"))
	for _, to := range []string{before, typo} {
		b.visitor("aurora").must(http.StatusAccepted, "POST", "/portal/resume-links", map[string]any{"email": to, "to": "i/identity"})
	}
	l.waits(time.Second)
	if got := l.arrivedSince(n, before); !strings.Contains(got, "/resume#token=") || !strings.Contains(got, "&to=i/identity") {
		t.Errorf("the one before goes on by: %s", got)
	}
	if got := l.arrivedSince(n, typo); got != "" {
		t.Errorf("an address that nobody confirmed opens the case: %s", got)
	}

	n = len(b.letters("aurora"))
	l.saves("start", map[string]any{"email": after}).handsIn()
	_, token, _ := strings.Cut(stray, "/sign#token=")
	token = strings.Fields(token)[0]
	if got := b.visitor("aurora").send("POST", "/portal/signature/open", map[string]any{"token": token}); got.status != http.StatusGone {
		t.Errorf("the link to the address that was mended: %d %s", got.status, got.raw)
	}
	l.signed().at("complete")
	if l.address() != after || l.number() != "+5511988887777" {
		t.Errorf("what was confirmed does not stand: %s %s", l.address(), l.number())
	}
	for _, to := range []string{before, after} {
		if got := l.arrivedSince(n, to); !strings.Contains(got, "foram alterados") {
			t.Errorf("%s was not told: %s", to, got)
		}
	}
}

// Who handed in is told so, also who wants no reminders.
func TestWhatWasHandedInIsReceived(t *testing.T) {
	h := still(t)
	c := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) {
		s.fills(conveyor.CheckAnswers)
		s.do(time.Second, func() error { return s.Conveyor.WantReminders(s.ctx, s.who, s.who.Case, false) })
		s.submits()
	}})
	rec := h.record(c.who.Case)
	letters := h.letters("aurora")
	if !slices.ContainsFunc(letters, func(l mailed) bool {
		return l.to == rec.Email && strings.Contains(l.text, "Recebemos seu cadastro") && strings.Contains(l.text, rec.Reference)
	}) {
		t.Errorf("nobody told them: %v", letters)
	}
}
