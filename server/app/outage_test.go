package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas"
)

// outsider is a server of a test's own beside the product: it is killed, and started again where it was.
type outsider struct {
	t    *testing.T
	name string
	addr string
	args func() *exec.Cmd
	cmd  *exec.Cmd
	end  syscall.Signal // by which it ends at once; SIGKILL
}

// start returns when it listens.
func (o *outsider) start() {
	o.t.Helper()
	o.cmd = o.args()
	if err := o.cmd.Start(); err != nil {
		o.t.Fatal(o.name, err)
	}
	limit := time.After(2 * time.Minute)
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		conn, err := net.Dial("tcp", o.addr) //nolint:noctx // a test's own
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-tick.C:
		case <-limit:
			o.t.Fatalf("%s does not start: %v", o.name, err)
		}
	}
}

// kill ends it as a power cut does.
func (o *outsider) kill() {
	if o.cmd == nil {
		return
	}
	_ = o.cmd.Process.Signal(o.end)
	_ = o.cmd.Wait()
	o.cmd = nil
}

// free is an address that nothing listens at.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // to learn a free port
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// newS3 starts an S3 server with a bucket, and returns the settings that name it.
func newS3(t *testing.T) (*outsider, map[string]string) {
	t.Helper()
	service(t, "ESTEIRA_TEST_S3") // where it is, the program is installed
	program, err := exec.Command("../../deployments/setup/tool.sh", "versitygw").Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, name := range []string{"data/documents", "versions"} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	o := &outsider{t: t, name: "the S3 server", addr: free(t), end: syscall.SIGKILL}
	o.args = func() *exec.Cmd {
		cmd := exec.Command(strings.TrimSpace(string(program)), "-p", o.addr, "--quiet", "posix", "--versioning-dir", folder+"/versions", folder+"/data")
		cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY=outage", "ROOT_SECRET_KEY=outage-secret")
		return cmd
	}
	t.Cleanup(o.kill)
	return o, map[string]string{
		"ESTEIRA_S3_ENDPOINT": "http://" + o.addr, "ESTEIRA_S3_BUCKET": "documents", "ESTEIRA_S3_ACCESS_KEY": "outage", "ESTEIRA_S3_SECRET_KEY": "outage-secret",
	}
}

// mover is an applicant who changes their address.
type mover struct {
	*scenario
	at    *client
	email string
	sent  int
	// insists has them ask again as the pages do, under the same key, while the server says that it cannot now.
	insists bool
	refused []answer
}

func (h *house) mover(number int) *mover {
	return &mover{scenario: &scenario{house: h, tenant: "aurora"}, at: h.visitor("aurora"), email: fmt.Sprintf("mover%d@people.example", number)}
}

func (h *house) relocates(number int, pipeline string) *mover {
	h.t.Helper()
	m := h.mover(number)
	m.begins(number, pipeline)
	return m
}

func (m *mover) begins(number int, pipeline string) {
	m.t.Helper()
	got := m.does("POST /portal/"+pipeline+"/cases", map[string]any{"locale": "pt-BR", "channel": "web"}, http.StatusCreated)
	m.caseID = got.text("/id")
	m.saves("start", map[string]any{"full_name": fmt.Sprintf("Pessoa Exemplo %d", number), "cpf": demoCPF(number), "email": m.email})
	m.saves("residence", map[string]any{"addr_country": "BR", "cep": "01310100", "effective_from": "2026-01-15"})
	m.saves("address", map[string]any{"street": "Rua", "number": "7", "district": "Centro", "city": "São Paulo", "uf": "SP"})
	m.saves("confirm", map[string]any{"declare_true": true})
}

func (m *mover) submits() {
	m.t.Helper()
	m.does("POST /portal/case/documents", m.proof(), http.StatusCreated)
	m.does("POST /portal/case/submit", map[string]any{"locale": "pt-BR"}, http.StatusOK)
}

// does asks under a key of its own, in Portuguese.
func (m *mover) does(do string, body any, status int) answer {
	m.t.Helper()
	m.sent++
	return m.again(do, body, status)
}

// again asks under the same key.
func (m *mover) again(do string, body any, status int) answer {
	m.t.Helper()
	method, path, _ := strings.Cut(do, " ")
	got := m.at.send(method, path, body, "Accept-Language: pt-BR", fmt.Sprintf("Idempotency-Key: %s-%d", m.email, m.sent))
	for m.insists && got.status == http.StatusServiceUnavailable {
		m.refused = append(m.refused, got)
		<-time.After(200 * time.Millisecond)
		got = m.at.send(method, path, body, "Accept-Language: pt-BR", fmt.Sprintf("Idempotency-Key: %s-%d", m.email, m.sent))
	}
	if got.status != status {
		m.t.Fatalf("%s: %d, want %d: %s", do, got.status, status, got.raw)
	}
	return got
}

func (m *mover) saves(page string, values map[string]any) {
	m.t.Helper()
	m.does("PUT /portal/case/pages/"+page, map[string]any{"values": values, "proceed": true}, http.StatusOK)
}

func (m *mover) proof() file {
	m.t.Helper()
	content, err := card("Comprovante", m.email)
	if err != nil {
		m.t.Fatal(err)
	}
	return file{"/addr_proof", "conta.jpg", content}
}

// stage is where the case stands, as the applicant sees it.
func (m *mover) stage() string { return m.at.send("GET", "/portal/case", nil).text("/stage/key") }

// Documents outlive the place where they lie: while it is away uploads are refused in words and nothing else is, and when
// it is back all goes on by itself.
func TestTheStoreOfFilesGoesAway(t *testing.T) {
	t.Parallel()
	s3, settings := newS3(t)
	h := alive(t, built{settings: settings}) // it starts although the store of files is away
	refuses := func(m *mover) {
		t.Helper()
		began := time.Now()
		got := m.does("POST /portal/case/documents", m.proof(), http.StatusServiceUnavailable)
		if got.text("/key") != "blob.unavailable" || !strings.Contains(got.text("/message"), "Tente") || time.Since(began) > tooLong {
			t.Errorf("after %v: %s", time.Since(began), got.raw)
		}
	}
	m := h.relocates(501, relocation)
	refuses(m)
	if h.fetch("/readyz") != http.StatusOK || h.fetch("/healthz") != http.StatusOK {
		t.Error("it is not ready, though all but files works")
	}

	s3.start()
	kept := m.again("POST /portal/case/documents", m.proof(), http.StatusCreated).text("/id")
	s3.kill()
	refuses(m)
	m.saves("address", map[string]any{"street": "Rua Nova"})
	staff := h.staff("aurora", "supervisao")
	if got := staff.send("GET", "/cases/"+m.caseID+"/documents/"+kept+"/content", nil); got.status != http.StatusServiceUnavailable || got.text("/key") != "blob.unavailable" {
		t.Errorf("its bytes: %d %s", got.status, got.raw)
	}
	admin := h.staff("aurora", "admin")
	if got := admin.send("GET", "/storage", nil); got.at("/answers") != false {
		t.Errorf("the administration is told %s", got.raw)
	}
	if got := admin.send("POST", "/storage/test", nil); got.at("/steps/0/ok") != false || got.text("/steps/0/why") == "" {
		t.Errorf("the administration is told %s", got.raw)
	}
	m.does("POST /portal/case/submit", map[string]any{"locale": "pt-BR"}, http.StatusOK)
	h.poll("the checks, which need no file", func() bool { return m.stage() == "approval" })

	s3.start()
	h.poll("its small picture", func() bool { return h.papers(m.caseID)[0].Thumbnail != "" })
	if got := staff.send("GET", "/cases/"+m.caseID+"/documents/"+kept+"/content", nil); got.status != http.StatusOK || !bytes.Equal(got.raw, m.proof().content) {
		t.Errorf("its bytes: %d, %d of %d", got.status, len(got.raw), len(m.proof().content))
	}
	if got := admin.send("GET", "/storage", nil); got.at("/answers") != true {
		t.Errorf("the administration is told %s", got.raw)
	}
	if street := h.record(m.caseID); len(h.papers(m.caseID)) != 1 || street.State.Stage != "approval" {
		t.Errorf("%d documents, stage %s", len(h.papers(m.caseID)), street.State.Stage)
	}
}

// Mail waits for its server, which it tells staff of; nothing else waits for it, and each letter arrives once.
func TestTheMailServerGoesAway(t *testing.T) {
	t.Parallel()
	h := alive(t, built{})
	h.sink.Stop()
	const people, letters = 5, 2 // each: the link back, and that it was received
	movers := make([]*mover, people)
	for i := range movers {
		movers[i] = h.relocates(510+i, relocation)
		movers[i].submits()
	}
	admin := h.staff("aurora", "admin")
	for _, m := range movers {
		h.poll("the checks, which wait for no mail", func() bool { return m.stage() == "approval" })
		h.poll("a try", func() bool {
			list := h.messagesOf(m.caseID)
			return len(list) == letters && !slices.ContainsFunc(list, func(one message.Message) bool { return one.Attempts == 0 || one.State != message.Queued })
		})
	}
	waiting := admin.send("GET", "/outbox?state=queued", nil)
	if waiting.at("/messages/#") != float64(letters*people) || waiting.text("/messages/0/error") == "" || waiting.at("/messages/0/attempts") == nil {
		t.Errorf("the administration is told %s", waiting.raw)
	}
	h.poll("the page of the system to tell of all", func() bool { // one that is being tried again counts when that has failed
		got := admin.send("GET", "/system", nil)
		return got.text("/parts/3/state") == "late" && got.at("/parts/3/late") == float64(letters*people) && got.text("/parts/3/since") != "" && got.text("/parts/3/failure/id") != ""
	})
	if got := h.staff("horizonte", "admin").send("GET", "/system", nil); got.text("/parts/3/state") != "up" || got.at("/parts/3/waiting") != 0.0 || got.at("/parts/3/failure") != nil {
		t.Errorf("another tenant is told %s", got.raw)
	}
	h.sink.Start(t)
	for _, m := range movers {
		h.letter("aurora", m.email, "/resume#token=")
		h.poll("them to be noted", func() bool {
			return !slices.ContainsFunc(h.messagesOf(m.caseID), func(one message.Message) bool { return one.State != message.Sent })
		})
	}
	if n := len(h.sink.Letters()); n != letters*people {
		t.Errorf("%d letters to %d people", n, people)
	}
}

// outside is the change of an address with a provider outside that is asked.
func outside(t *testing.T) library.Template {
	t.Helper()
	template, err := library.Find(relocation)
	if err != nil {
		t.Fatal(err)
	}
	var p map[string]any
	if err := json.Unmarshal(template.Pipelines[0], &p); err != nil {
		t.Fatal(err)
	}
	p["key"] = "outside"
	p["checks"] = append(p["checks"].([]any), map[string]any{ //nolint:forcetypeassert // it is a list
		"key": "status", "type": "http", "title": schemas.Text{"pt-BR": "Situação", "es": "Situación", "en": "Status", "ar": "الحالة"},
		"fields": []string{"cpf"}, "config": map[string]any{"seconds": 1}, "retries": []string{"PT1S", "PT1S", "PT1S", "PT1S", "PT1S", "PT1S"},
	})
	changed, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	policies := make([]library.Policy, 0, len(template.Policies))
	for _, rule := range template.Policies {
		rule.Object = strings.ReplaceAll(rule.Object, "pipeline/"+relocation, "pipeline/outside")
		policies = append(policies, rule)
	}
	return library.Template{Key: "outside", Title: template.Title, Policies: policies, Pipelines: []json.RawMessage{changed}}
}

// A provider that accepts and never answers keeps nobody else waiting: mail goes out, timers fire, other checks are asked.
// What waits for it says so, and goes on when it answers.
func TestAProviderHangs(t *testing.T) {
	t.Parallel()
	h := alive(t, built{settings: map[string]string{"ESTEIRA_PRIVATE_CALLS": "true"}})
	provider := plugintest.NewProvider(t)
	provider.Hangs()
	owner, err := h.Store.TenantBySlug(t.Context(), "aurora")
	if err == nil {
		err = h.InstallTemplate(t.Context(), owner, outside(t))
	}
	if err != nil {
		t.Fatal(err)
	}
	admin := h.staff("aurora", "admin")
	settings := map[string]any{"url": provider.URL, "secret": "a secret of the provider"}
	if got := admin.send("PUT", "/plugins/http", map[string]any{"settings": settings, "revision": 0}); got.status != http.StatusOK {
		t.Fatal(got.status, string(got.raw))
	}
	waiting := make([]*mover, 9) // more than there are workers for each kind of job, on two processors
	for i := range waiting {
		waiting[i] = h.relocates(530+i, "outside")
		waiting[i].submits()
	}
	h.poll("the provider to be asked", func() bool { return len(provider.Asked()) > 0 })
	last := waiting[len(waiting)-1]
	h.letter("aurora", last.email, "/resume#token=")
	first := h.record(waiting[0].caseID)
	if mark := first.State.Checks["status"]; mark.Result != "pending" || first.State.Stage != "auto_check" {
		t.Errorf("while it hangs: %+v in %s", mark, first.State.Stage)
	}
	provider.Says(http.StatusOK, `{"result":"pass"}`)
	for _, m := range waiting {
		h.poll("the check of "+m.email, func() bool { return m.stage() == "approval" })
		if mark := h.record(m.caseID).State.Checks["status"]; mark.Result != "pass" && mark.Result != "unavailable" {
			t.Errorf("%s: %+v", m.email, mark)
		}
	}
	if mark := h.record(waiting[0].caseID).State.Checks["status"]; mark.Result != "pass" || mark.Attempt == 0 {
		t.Errorf("the first that was asked: %+v", mark)
	}
}
