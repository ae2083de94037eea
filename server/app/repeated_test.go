package app

import (
	"context"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/server/blob"
)

// What staff do to a case counts once, however often the request comes.
func TestRepeatedWorkOnACase(t *testing.T) {
	t.Parallel()
	h := still(t)
	c := h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
	s := &scenario{house: h, tenant: "aurora", caseID: c.who.Case}
	member := s.staff("aurora", "compliance")
	at := "/cases/" + c.who.Case
	document := member.send("GET", at, nil).text("/documents/0/id")
	for _, work := range []struct {
		name, path string
		body       any
		status     int
		same       string // what both answers tell
	}{
		{"claim", at + "/claim", nil, http.StatusOK, "/row/assignee"},
		{"note", at + "/notes", map[string]any{"note": "Seen twice"}, http.StatusCreated, "/id"},
		{"judge", at + "/documents/" + document + "/verdict", map[string]any{"verdict": "refused", "reason": "blurred"}, http.StatusOK, "/state"},
		{"release", at + "/release", nil, http.StatusOK, "/row/stage"},
	} {
		method := "POST"
		key := "Idempotency-Key: again-" + work.name
		if work.name == "release" {
			method, work.path = "DELETE", at+"/claim"
		}
		before := len(s.chain())
		first := member.send(method, work.path, work.body, key)
		between := len(s.chain())
		again := member.send(method, work.path, work.body, key)
		if first.status != work.status || again.status != work.status {
			t.Fatalf("%s: %d, then %d: %s %s", work.name, first.status, again.status, first.raw, again.raw)
		}
		if first.at(work.same) == nil || first.at(work.same) != again.at(work.same) {
			t.Errorf("%s: %v, then %v", work.name, first.at(work.same), again.at(work.same))
		}
		if after := len(s.chain()); between != before+1 || after != between {
			t.Errorf("%s: the chain had %d events, then %d, then %d", work.name, before, between, after)
		}
	}
}

// What staff see of a case says what they may do, by the words of its buttons, and no link that signs.
func TestStaffSeeWhatTheyMayDo(t *testing.T) {
	t.Parallel()
	h := still(t)
	c := h.stages("aurora", story{onboarding, heloisa, personal, time.Hour, func(s *scene) { s.submits() }})
	if !h.Config.Outbox {
		t.Fatal("the outbox of the house is closed")
	}
	for word, may := range map[string]bool{"cadastro": true, "auditoria": false} {
		rows := h.staff("aurora", word).send("GET", "/queues/signature/cases", nil)
		if verbs, ok := rows.at("/cases/0/may").([]any); rows.status == http.StatusOK && (!ok || strings.Contains(strings.Join(texts(verbs), " "), "resend") != may) {
			t.Errorf("%s may do %v: %s", word, verbs, rows.raw)
		}
	}
	admin := h.staff("aurora", "compliance")
	got := admin.send("GET", "/cases/"+c.who.Case+"/messages", nil)
	if got.at("/messages/0/id") == nil || got.at("/messages/0/body") != nil || !strings.Contains(got.text("/messages/0/to"), "***") {
		t.Errorf("messages of a case: %d %s", got.status, got.raw)
	}
	late := admin.send("POST", "/cases/"+c.who.Case+"/actions", map[string]any{"verb": "approve"}, "Accept-Language: pt-BR")
	if late.text("/key") != "case.verb_not_here" || strings.Contains(late.text("/message"), "approve") || !strings.Contains(late.text("/message"), "Aprovar") {
		t.Errorf("late: %s", late.raw)
	}
}

func texts(list []any) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i], _ = v.(string)
	}
	return out
}

// What is wrong is told by what the form calls it.
func TestFaultsNameFieldsAsTheFormDoes(t *testing.T) {
	t.Parallel()
	h := still(t)
	c := h.stages("aurora", story{onboarding, diego, personal, time.Hour, func(s *scene) { s.fills("residence") }})
	applicant := h.applies("aurora", c.who.Case)
	got := applicant.send("POST", "/portal/case/submit", map[string]any{"locale": "en"}, "Accept-Language: en")
	path, message := got.text("/violations/0/path"), got.text("/violations/0/message")
	if got.status != http.StatusUnprocessableEntity || path == "" || strings.Contains(message, strings.TrimPrefix(path, "/")) || strings.Contains(message, "_") {
		t.Errorf("%s: %q: %d %s", path, message, got.status, got.raw)
	}
	got = applicant.send("POST", "/portal/case/documents", file{"/doc_front", "me.jpg", []byte("MZ\x90\x00")}, "Accept-Language: en")
	if !strings.Contains(got.text("/message"), "JPG, PNG") {
		t.Errorf("a program: %s", got.raw)
	}
}

// Who signs sees which files are signed with the answers.
func TestTheOfferNamesTheDocuments(t *testing.T) {
	t.Parallel()
	h := still(t)
	c := h.stages("aurora", story{onboarding, heloisa, personal, time.Hour, func(s *scene) { s.submits() }})
	token, err := c.token()
	if err != nil {
		t.Fatal(err)
	}
	v, err := h.Conveyor.ApplicantView(t.Context(), c.who, c.who.Case)
	if err != nil {
		t.Fatal(err)
	}
	got := h.visitor("aurora").send("POST", "/portal/signature/open", map[string]any{"token": token})
	if got.at("/documents/#") != float64(len(v.Documents)) || len(v.Documents) == 0 {
		t.Fatalf("%d documents: %s", len(v.Documents), got.raw)
	}
	if got.text("/documents/0/name") != v.Documents[0].Name || got.text("/documents/0/sha256") != v.Documents[0].SHA256 {
		t.Errorf("%+v: %s", v.Documents[0], got.raw)
	}
}

// Bytes that no document names go after a day; those of replaced documents stay.
func TestOrphansAreSwept(t *testing.T) {
	t.Parallel()
	h := still(t)
	h.stages("aurora", story{onboarding, elisa, personal, time.Hour, func(s *scene) { s.submits() }})
	disk, ok := h.documents.Store.(*blob.Disk)
	if !ok {
		t.Fatal("the house keeps documents elsewhere")
	}
	if err := disk.Put(t.Context(), h.tenantID("aurora")+"/lost/1", strings.NewReader("lost"), 4, ""); err != nil {
		t.Fatal(err)
	}
	before := files(t, h)
	sweep := func() int {
		t.Helper()
		if err := h.sweepOrphans(context.Background(), "", nil, 1); err != nil {
			t.Fatal(err)
		}
		return len(files(t, h))
	}
	if left := sweep(); left != len(before) {
		t.Fatalf("%d of %d files are left, of which none is old", left, len(before))
	}
	old := time.Now().Add(-25 * time.Hour)
	for _, path := range before {
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if left := sweep(); left != len(before)-1 {
		t.Fatalf("%d of %d files are left", left, len(before))
	}
	named := 0
	for _, slug := range []string{"aurora", "horizonte"} {
		for key, err := range h.Store.Blobs(t.Context(), h.tenantID(slug)) {
			if err != nil {
				t.Fatal(err)
			}
			r, _, err := disk.Open(t.Context(), key)
			if err != nil {
				t.Fatalf("%s: %v", key, err)
			}
			named++
			_ = r.Close() // only read
		}
	}
	if named == 0 {
		t.Error("no document is named")
	}
}

func files(t *testing.T, h *house) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(filepath.Join(h.Config.Data, "documents"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
