package app

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
)

// knowsAddresses has the checks of aurora ask a source of addresses, as the administrator does.
func (b *bank) knowsAddresses() {
	b.t.Helper()
	server := httptest.NewServer(http.HandlerFunc(demoBureau))
	b.t.Cleanup(server.Close)
	if err := b.asksBureau(b.t.Context(), b.tenantID("aurora"), "admin@aurora.example", server.URL); err != nil {
		b.t.Fatal(err)
	}
}

func (l *life) asked(page string) bool {
	l.b.t.Helper()
	l.ok("asked")
	v, err := l.Conveyor.ApplicantView(l.ctx, l.who, l.who.Case)
	if err != nil {
		l.b.t.Fatal(err)
	}
	return slices.ContainsFunc(v.Outlook.Pages, func(p conveyor.PageOutlook) bool { return p.Key == page })
}

// TestWhatASourceKnowsIsNotAsked: the proof of address is not asked where the source knows the address, is asked again
// when the address is another or the check no longer passes, and staff see why.
func TestWhatASourceKnowsIsNotAsked(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	b.knowsAddresses()
	checklist := func(l *life) answer {
		return b.staff("aurora", "cadastro").send("GET", "/cases/"+l.who.Case+"/checklist", nil)
	}

	l := b.begin(701, nil)
	l.fills("residence")
	if !l.asked("proof") {
		t.Fatal("the proof is not asked before anything is known")
	}
	l.fills("work")
	l.waits(time.Minute)
	if l.asked("proof") {
		t.Fatal("the proof is asked though the source knows the address")
	}
	if got := checklist(l); got.text("/spared/0/key") != "proof" || got.text("/spared/0/checks/0/en") != "Address" {
		t.Fatalf("staff do not see why: %s", got.raw)
	}
	save := func(cep string) {
		t.Helper()
		l.answers["cep"] = cep
		l.do(time.Second, func() error {
			_, err := l.Conveyor.SavePage(l.ctx, l.who, conveyor.Save{Case: l.who.Case, Page: "residence", Values: l.answers, Locale: "pt-BR"})
			return err
		})
	}
	save("50030999")
	if !l.asked("proof") {
		t.Fatal("what was known of another address counts")
	}
	save("50030230")
	l.submits()
	l.waits(time.Minute).at("signature")
	rec := b.record(l.who.Case)
	if rec.Percent != 100 || slices.Contains(b.documented(l), "/addr_proof") {
		t.Fatalf("%d percent, documents %v", rec.Percent, b.documented(l))
	}

	m := b.begin(702, map[string]any{"third_party": "yes", "uf": "PE"})
	m.submits()
	m.waits(time.Minute).at("approval")
	if m.asked("proof") {
		t.Fatal("the proof is asked though the source knows the address")
	}
	overrule := map[string]any{"result": "fail", "reason": "The source is wrong"}
	for _, word := range []string{"compliance", "conformidade"} {
		if got := b.staff("aurora", word).send("POST", "/cases/"+m.who.Case+"/checks/address/overrule", overrule); got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.raw)
		}
	}
	m.waits(time.Minute).at("info_req")
	v, err := m.Conveyor.ApplicantView(m.ctx, m.who, m.who.Case)
	if err != nil || len(v.Items) != 1 || v.Items[0].Path != "/addr_proof" || !m.asked("proof") || b.record(m.who.Case).Percent == 100 {
		t.Fatalf("asked for %+v, %v", v.Items, err)
	}
	sent := b.messagesOf(m.who.Case)
	if last := sent[len(sent)-1]; last.Template != "info_request" || !strings.Contains(last.Body, "Comprovante") {
		t.Fatalf("%s: %s", last.Template, last.Body)
	}
	m.replies("addr_proof")
	m.waits(time.Minute).at("approval")
}

// documented are the places of the documents of a case.
func (b *bank) documented(l *life) []string {
	b.t.Helper()
	v, err := l.Conveyor.ApplicantView(l.ctx, l.who, l.who.Case)
	if err != nil {
		b.t.Fatal(err)
	}
	var out []string
	for _, d := range v.Documents {
		out = append(out, d.Field)
	}
	return out
}
