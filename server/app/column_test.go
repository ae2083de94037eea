package app

import (
	"net/http"
	"strings"
	"testing"
)

// TestAQueueTellsWhoSignedAndWhatFails: who still has to sign, by what a person is not reached any more, and by which document
// an account was blocked; the last for those alone who may read of it. The file says it as the screen does.
func TestAQueueTellsWhoSignedAndWhatFails(t *testing.T) {
	t.Parallel()
	b := openBank(t)
	l := b.begin(620, nil).submitted().at("signature")
	desk := b.staff("aurora", "cadastro")
	path := func(queue string) string {
		return "/queues/" + queue + "/cases?filter=reference:%3D:" + b.record(l.who.Case).Reference
	}
	if row := desk.send("GET", path("signature"), nil); row.at("/cases/0/values/signers/given") != 0.0 || row.at("/cases/0/values/signers/needed") != 1.0 {
		t.Errorf("who signed: %s", row.raw)
	}
	l.signed().at("complete").told("contact.failed", map[string]any{"bounces": 2}).at("update")
	if row := desk.send("GET", path("update"), nil); row.text("/cases/0/values/datum/0/en") != "Email address" || row.at("/cases/0/values/datum/1") != nil {
		t.Errorf("what fails: %s", row.raw)
	}
	file := b.staff("aurora", "supervisao").send("POST", "/queues/update/exports", map[string]any{"format": "csv"})
	if file.status != http.StatusOK || !strings.Contains(string(file.raw), "Contact that fails") || !strings.Contains(string(file.raw), "Email address") {
		t.Errorf("the file: %d %s", file.status, file.raw)
	}

	blocked := b.begin(621, nil).submitted().signed().at("complete")
	blocked.told("account.blocked", map[string]any{"block_document": "Ofício 12/2026"}).at("blocked")
	for word, sees := range map[string]bool{"compliance": true, "supervisao": false} {
		row := b.staff("aurora", word).send("GET", "/queues/blocked/cases", nil)
		if got := strings.Contains(string(row.raw), "Ofício 12/2026"); row.status != http.StatusOK || got != sees {
			t.Errorf("%s reads the document of the block: %v, %d %s", word, got, row.status, row.raw)
		}
	}
}
