package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/server/scan"
)

// virus is what the scanner of these tests looks for; no other takes it for one.
const virus = "ESTEIRA TEST VIRUS"

// clamd is a real scanner of our own, that can be stopped and started again.
type clamd struct {
	t      *testing.T
	addr   string
	folder string
	stop   func()
}

func newClamd(t *testing.T) *clamd {
	t.Helper()
	service(t, "ESTEIRA_TEST_CLAMD")           // where it is, clamd is installed
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // to learn a free port
	if err != nil {
		t.Fatal(err)
	}
	c := &clamd{t: t, addr: l.Addr().String(), folder: t.TempDir()}
	_ = l.Close()
	_, port, _ := net.SplitHostPort(c.addr)
	settings := fmt.Sprintf("DatabaseDirectory %s\nTCPSocket %s\nTCPAddr 127.0.0.1\nForeground yes\n", c.folder, port)
	signature := "Esteira-Test:0:*:" + hex.EncodeToString([]byte(virus)) + "\n"
	for name, content := range map[string]string{"clamd.conf": settings, "local.ndb": signature} {
		if err := os.WriteFile(filepath.Join(c.folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c.start()
	t.Cleanup(func() { c.stop() })
	return c
}

func (c *clamd) start() {
	c.t.Helper()
	cmd := exec.Command("/usr/sbin/clamd", "-c", filepath.Join(c.folder, "clamd.conf"))
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.stop = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	ctx, cancel := context.WithTimeout(c.t.Context(), 2*time.Minute)
	defer cancel()
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		if (scan.Clamd{Addr: c.addr}).Ping(ctx) == nil {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			c.t.Fatal("the scanner does not start")
		}
	}
}

// infected is a PDF that carries the virus.
func infected() []byte {
	return bytes.Replace(sheet("Conta de luz"), []byte("%\xE2\xE3\xCF\xD3\n"), []byte("%\xE2\xE3\xCF\xD3\n% "+virus+"\n"), 1)
}

// paper is a case with its documents as staff see them.
func (h *house) papers(caseID string) []conveyor.Paper {
	h.t.Helper()
	v, err := h.Conveyor.StaffView(h.t.Context(), h.member("aurora", "supervisao"), caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return v.Documents
}

// TestAScannedFile sends what is clean and what is not to a real scanner, then stops it, and starts it again.
func TestAScannedFile(t *testing.T) {
	t.Parallel()
	scanner := newClamd(t)
	h := stillOn(t, built{settings: map[string]string{"ESTEIRA_CLAMD": scanner.addr}})
	told := h.stages("aurora", story{onboarding, marina, personal, 0, func(s *scene) { s.fills("proof") }})
	id := told.who.Case
	applicant := h.applies("aurora", id)
	upload := func(name string, content []byte) string {
		t.Helper()
		got := applicant.send("POST", "/portal/case/documents", file{"/addr_proof", name, content})
		if got.status != http.StatusCreated || got.text("/scan") != "pending" {
			t.Fatalf("%s: %d %s", name, got.status, got.raw)
		}
		return got.text("/id")
	}
	paper := func(document string) conveyor.Paper {
		t.Helper()
		all := h.papers(id)
		i := slices.IndexFunc(all, func(p conveyor.Paper) bool { return p.ID == document })
		return all[i]
	}
	staff := h.staff("aurora", "supervisao")
	opens := func(document string) (int, string) {
		t.Helper()
		got := staff.send("GET", "/cases/"+id+"/documents/"+document+"/link", nil)
		read := staff.send("GET", "/cases/"+id+"/documents/"+document+"/content", nil)
		if (got.status == http.StatusOK) != (read.status == http.StatusOK) {
			t.Errorf("a link: %d, the bytes: %d", got.status, read.status)
		}
		return got.status, got.text("/key")
	}
	for _, p := range h.papers(id) {
		if p.Scan != document.ScanClean || p.Thumbnail == "" {
			t.Errorf("%s: scan %q, thumbnail %q", p.Field, p.Scan, p.Thumbnail)
		}
	}

	bad := upload("conta.pdf", infected())
	if status, key := opens(bad); status != http.StatusConflict || key != "document.unscanned" {
		t.Errorf("before the scan: %d %s", status, key)
	}
	h.forward(time.Second)
	if got := paper(bad); got.Scan != document.ScanFlagged || got.State != document.Refused || !strings.HasPrefix(got.Found, "Esteira-Test") {
		t.Errorf("flagged: %+v", got.Document)
	}
	if status, key := opens(bad); status != http.StatusConflict || key != "document.flagged" {
		t.Errorf("after the scan: %d %s", status, key)
	}
	if got := applicant.send("GET", "/portal/case/documents/"+bad+"/link", nil); got.text("/key") != "document.flagged" {
		t.Errorf("its applicant opens it: %d %s", got.status, got.raw)
	}
	if got := staff.send("POST", "/cases/"+id+"/documents/"+bad+"/verdict", map[string]any{"verdict": "accepted"}); got.status == http.StatusOK {
		t.Errorf("it is accepted: %s", got.raw)
	}
	view := applicant.send("GET", "/portal/case", nil)
	if !strings.Contains(string(view.raw), `"scan":"flagged"`) || strings.Contains(string(view.raw), "Esteira-Test") {
		t.Errorf("what the applicant is told: %s", view.at("/documents"))
	}

	scanner.stop()
	waiting := upload("conta2.pdf", sheet("Conta de luz"))
	h.forward(time.Minute)
	if got := paper(waiting); got.Scan != document.ScanPending {
		t.Errorf("without a scanner: %+v", got.Document)
	}
	if got := h.staff("aurora", "admin").send("GET", "/storage", nil); got.text("/scanned") != "silent" {
		t.Errorf("the administration is told %s", got.raw)
	}
	system := func() answer { return h.staff("aurora", "admin").send("GET", "/system", nil) }
	if got := system(); got.text("/parts/2/part") != "scanner" || got.text("/parts/2/state") != "down" || got.text("/parts/2/since") == "" || got.at("/parts/2/waiting") != 1.0 {
		t.Errorf("the page of the system is told %s", got.raw)
	}
	scanner.start()
	h.forward(time.Minute)
	if got := paper(waiting); got.Scan != document.ScanClean {
		t.Errorf("once it is back: %+v", got.Document)
	}
	if got := system(); got.text("/parts/2/state") != "up" || got.at("/parts/2/since") != nil {
		t.Errorf("the page of the system is told %s once it is back", got.raw)
	}
	if status, key := opens(waiting); status != http.StatusOK {
		t.Errorf("a clean file: %d %s", status, key)
	}
}

// TestAnswersWithAFlaggedFileAreNotTaken keeps a file in which malware was found out of what is handed in.
func TestAnswersWithAFlaggedFileAreNotTaken(t *testing.T) {
	t.Parallel()
	scanner := newClamd(t)
	h := stillOn(t, built{settings: map[string]string{"ESTEIRA_CLAMD": scanner.addr}})
	told := h.begins("aurora", story{onboarding, marina, personal, 0, func(s *scene) { s.fills("") }})
	applicant := h.applies("aurora", told.who.Case)
	for _, p := range h.papers(told.who.Case) {
		if p.Field == "/addr_proof" {
			applicant.send("DELETE", "/portal/case/documents/"+p.ID, nil)
		}
	}
	got := applicant.send("POST", "/portal/case/documents", file{"/addr_proof", "conta.pdf", infected()})
	h.forward(time.Second)
	refused := applicant.send("POST", "/portal/case/submit", map[string]any{"locale": "en"})
	if refused.status != http.StatusUnprocessableEntity || !strings.Contains(string(refused.raw), "file_flagged") {
		t.Errorf("%d %s", refused.status, refused.raw)
	}
	applicant.send("DELETE", "/portal/case/documents/"+got.text("/id"), nil)
	applicant.send("POST", "/portal/case/documents", file{"/addr_proof", "conta.pdf", sheet("Conta de luz")})
	h.forward(time.Second)
	if taken := applicant.send("POST", "/portal/case/submit", map[string]any{"locale": "en"}); taken.status != http.StatusOK {
		t.Errorf("with another: %d %s", taken.status, taken.raw)
	}
}

// TestFilesAreErasedByTheirRules runs retention on both kinds of storage: what is over goes, what is on hold stays.
func TestFilesAreErasedByTheirRules(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		s := h.stages("aurora", story{onboarding, igor, personal, 0, func(s *scene) { s.submits(); s.signs() }})
		id := s.who.Case
		files := len(h.papers(id))
		admin := func(method, path string, body any) answer { return h.staff("aurora", "admin").send(method, path, body) } // days go by: sessions end
		rules := map[string]any{"revision": 0, "rules": []any{map[string]any{"kind": "*", "keep": 2, "valid": 0}, map[string]any{"kind": "address_proof", "keep": 600, "valid": 3}}}
		if got := admin("POST", "/storage/retention/preview", rules); got.status != http.StatusOK || got.at("/files/#") != float64(0) {
			t.Errorf("nothing is over yet: %d %s", got.status, got.raw)
		}
		if got := admin("PUT", "/storage/retention", rules); got.status != http.StatusOK || got.at("/revision") != float64(1) {
			t.Fatalf("%d %s", got.status, got.raw)
		}
		if got := admin("PUT", "/storage/retention", rules); got.status != http.StatusConflict {
			t.Errorf("an older revision: %d", got.status)
		}
		rules["revision"] = 1
		h.forward(40 * 24 * time.Hour)
		if got := admin("POST", "/storage/retention/preview", rules); got.at("/files/#") != float64(files-1) {
			t.Errorf("in 30 days: %s", got.raw)
		}
		hold := map[string]any{"reference": h.record(id).Reference, "reason": "A court asks for it"}
		if got := admin("POST", "/storage/holds", hold); got.status != http.StatusNoContent {
			t.Fatalf("hold: %d %s", got.status, got.raw)
		}
		h.forward(31 * 24 * time.Hour)
		retain := func() (left int) {
			t.Helper()
			if err := h.retain(t.Context(), h.tenantID("aurora"), nil, 1); err != nil {
				t.Fatal(err)
			}
			h.forward(time.Second)
			for _, p := range h.papers(id) {
				if p.ErasedAt == nil {
					left++
				}
			}
			return left
		}
		if left := retain(); left != files {
			t.Errorf("on hold %d of %d are left", left, files)
		}
		if got := admin("DELETE", "/storage/holds/"+id, nil); got.status != http.StatusNoContent {
			t.Fatalf("unhold: %d %s", got.status, got.raw)
		}
		if left := retain(); left != 1 {
			t.Errorf("%d of %d are left, want the one that is kept longer", left, files)
		}
		for _, p := range h.papers(id) {
			if p.ErasedAt == nil {
				continue
			}
			if p.SHA256 == "" || p.CreatedAt.IsZero() || p.Blob != "" || p.Name != "" || p.Thumbnail != "" {
				t.Errorf("its tombstone: %+v", p.Document)
			}
			if got := h.staff("aurora", "supervisao").send("GET", "/cases/"+id+"/documents/"+p.ID+"/link", nil); got.text("/key") != "document.erased" {
				t.Errorf("an erased file: %d %s", got.status, got.raw)
			}
		}
		if got := admin("POST", "/storage/inspect", nil); got.at("/lost") != float64(0) {
			t.Errorf("lost: %s", got.raw)
		}
		report, err := h.Auditor.Verify(t.Context(), h.tenantID("aurora"), nil)
		if err != nil || !report.OK {
			t.Errorf("the chains: %+v %v", report, err)
		}
	})
}

// TestTheStorageIsTested has the administration try the storage, and find a file that is gone.
func TestTheStorageIsTested(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, b built) {
		h := stillOn(t, b)
		s := h.stages("aurora", story{onboarding, igor, personal, 0, func(s *scene) { s.submits() }})
		admin := h.staff("aurora", "admin")
		if got := h.staff("aurora", "cadastro").send("POST", "/storage/test", nil); got.status != http.StatusForbidden {
			t.Errorf("without the right: %d", got.status)
		}
		lost := h.papers(s.who.Case)[0]
		if err := h.documents.Delete(t.Context(), lost.Blob); err != nil {
			t.Fatal(err)
		}
		got := admin.send("POST", "/storage/inspect", nil)
		if got.at("/lost") != float64(1) || got.text("/missing/0/document") != lost.ID {
			t.Errorf("a lost file: %s", got.raw)
		}
		if b.settings == nil {
			return // the disk has a clock of its own here, which stands still: links do not expire while one waits
		}
		tested := admin.send("POST", "/storage/test", nil)
		for i, name := range []string{"write", "read", "link", "expiry", "delete"} {
			if step := fmt.Sprintf("/steps/%d", i); tested.text(step+"/step") != name || tested.at(step+"/ok") != true {
				t.Errorf("%s: %s", name, tested.raw)
			}
		}
	})
}

// TestVerdictsAreTakenBack until a request has told the applicant; the last day of a document comes from its kind.
func TestVerdictsAreTakenBack(t *testing.T) {
	t.Parallel()
	h := still(t)
	told := h.stages("aurora", story{onboarding, elisa, personal, 0, func(s *scene) { s.submits() }})
	s := &scenario{house: h, tenant: "aurora", caseID: told.who.Case}
	s.seen = len(s.chain())
	by := h.staff("aurora", "supervisao")
	first := h.papers(s.caseID)[0]
	to := "/cases/" + s.caseID + "/documents/" + first.ID
	s.run(step{
		name: "refuse", by: by, do: "POST " + to + "/verdict", body: map[string]any{"verdict": "refused", "reason": "Blurred", "cause": "illegible"},
		has: map[string]any{"/canUndo": true, "/verdict": "refused", "/cause": "illegible"}, events: []string{"document.judged"},
	})
	s.run(step{
		name: "an unknown reason", by: by, do: "POST " + to + "/verdict", body: map[string]any{"verdict": "refused", "reason": "x", "cause": "compliance"},
		status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "case.reason_unknown"}, quiet: true,
	})
	s.run(step{
		name: "take it back", by: by, do: "POST " + to + "/verdict", body: map[string]any{"verdict": "stored"},
		has: map[string]any{"/state": "stored", "/verdict": missing{}}, events: []string{"document.unjudged"},
	})
	s.run(step{
		name: "set its last day", by: by, do: "PUT " + to + "/expiry", body: map[string]any{"day": "2031-05-01"},
		has: map[string]any{"/expires": "2031-05-01"}, events: []string{"document.expiry_set"},
	})
	s.run(step{
		name: "a day that is none", by: by, do: "PUT " + to + "/expiry", body: map[string]any{"day": "soon"},
		status: http.StatusUnprocessableEntity, quiet: true,
	})
	s.run(step{name: "download", by: by, do: "GET " + to + "/link?save=true", has: map[string]any{"/url": given{}}, events: []string{"document.downloaded"}})
	s.run(step{name: "a small picture", by: by, do: "GET " + to + "/thumbnail", has: map[string]any{"/url": given{}}, quiet: true})
}
