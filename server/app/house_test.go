package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/server/config"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/store/storetest"
)

// house is the product as one test has it: two tenants with members of every role and published templates.
type house struct {
	*App
	t    *testing.T
	base string           // http://host:port
	sink *plugintest.Sink // where mail arrives; nil when messages stay in the outbox

	play *rehearsal // moves the clock and does jobs when the test says so; nil when real jobs run
}

// built says what a house is built of.
type built struct {
	settings map[string]string
	sink     *plugintest.Sink
}

// still is a house whose clock the test moves, and whose jobs are done when it does: everything happens at once and
// nothing is waited for.
func still(t *testing.T) *house {
	t.Helper()
	return stillOn(t, built{})
}

func stillOn(t *testing.T, b built) *house {
	t.Helper()
	clock := &movable{}
	clock.set(time.Now())
	h := open(t, b, clock.now)
	h.play = &rehearsal{
		App: h.App, ctx: t.Context(), clock: clock, waiting: &waiting{clock: clock, known: map[string]bool{}}, work: h.handlers(),
	}
	h.Store.EnqueueWith(h.play.waiting)
	server := httptest.NewServer(h.Handler)
	t.Cleanup(func() {
		server.Close()
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	h.base = server.URL
	return h
}

// alive is a house as it is in production: it listens, its jobs run by themselves, and its mail goes over SMTP.
func alive(t *testing.T, b built) *house {
	t.Helper()
	b.sink = plugintest.NewSink(t, plugintest.SinkConfig{})
	h := open(t, b, time.Now)
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := h.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	h.base = "http://" + h.Addr()
	return h
}

func open(t *testing.T, b built, now func() time.Time) *house {
	t.Helper()
	override := map[string]string{"ESTEIRA_DATA": t.TempDir(), "ESTEIRA_PUBLIC_URL": "http://esteira.test"}
	if b.sink != nil {
		override["ESTEIRA_SMTP_URL"], override["ESTEIRA_SMTP_FROM"] = b.sink.URL("?starttls=never"), "esteira@esteira.test"
	} else {
		override["ESTEIRA_OUTBOX"] = "true"
	}
	for name, value := range b.settings {
		override[name] = value
	}
	c, err := config.Load(config.Sources{Override: override})
	if err != nil {
		t.Fatal(err)
	}
	c.Addr = "127.0.0.1:0"
	if b.settings["ESTEIRA_DATABASE_URL"] == "" {
		if err := os.WriteFile(filepath.Join(c.Data, "esteira.db"), copyOfFurnished(t), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a, err := Open(t.Context(), Options{Config: c, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if b.settings["ESTEIRA_DATABASE_URL"] != "" {
		furnish(t, a)
	}
	return &house{App: a, t: t, sink: b.sink}
}

// furnish adds the tenants with their members and templates.
func furnish(t *testing.T, a *App) {
	t.Helper()
	for _, d := range demoTenants {
		if err := a.demoTenant(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
}

// furnished is the database of a house with tenants, made once: each house on SQLite starts from a copy.
var furnished struct {
	once     sync.Once
	database []byte
}

func copyOfFurnished(t *testing.T) []byte {
	t.Helper()
	furnished.once.Do(func() {
		folder := t.TempDir()
		c, err := config.Load(config.Sources{Override: map[string]string{"ESTEIRA_DATA": folder}})
		if err != nil {
			t.Fatal(err)
		}
		a, err := Open(t.Context(), Options{Config: c, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		furnish(t, a)
		file := filepath.Join(folder, "copy.db")
		err = errors.Join(a.Store.Backup(t.Context(), file), a.close())
		if err == nil {
			furnished.database, err = os.ReadFile(file)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	return furnished.database
}

// onBoth runs a test on SQLite with local disk and on PostgreSQL with S3. Without the services it fails, so that
// nobody takes half the proof for the whole; with -short it skips.
func onBoth(t *testing.T, test func(*testing.T, built)) {
	t.Helper()
	t.Run("sqlite and disk", func(t *testing.T) {
		t.Parallel()
		test(t, built{})
	})
	t.Run("postgres and s3", func(t *testing.T) {
		t.Parallel()
		url := storetest.Postgres(t)
		test(t, built{settings: map[string]string{
			"ESTEIRA_DATABASE_URL": url, "ESTEIRA_S3_ENDPOINT": service(t, "ESTEIRA_TEST_S3"),
			"ESTEIRA_S3_BUCKET": service(t, "ESTEIRA_TEST_S3_BUCKET"), "ESTEIRA_S3_ACCESS_KEY": service(t, "ESTEIRA_TEST_S3_ACCESS_KEY"),
			"ESTEIRA_S3_SECRET_KEY": service(t, "ESTEIRA_TEST_S3_SECRET_KEY"),
		}})
	})
}

func service(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" && testing.Short() {
		t.Skip(name + " is not set")
	}
	if value == "" {
		t.Fatal(name + " is not set: run with deployments/setup/services.sh, or with -short")
	}
	return value
}

// forward lets time go by, and does what becomes due. Where real jobs run it does nothing.
func (h *house) forward(d time.Duration) {
	h.t.Helper()
	if h.play == nil {
		return
	}
	if err := h.play.forward(h.play.clock.now().Add(d)); err != nil {
		h.t.Fatal(err)
	}
}

// poll asks until something is so. What jobs do is observed, never slept for.
func (h *house) poll(what string, so func() bool) {
	h.t.Helper()
	deadline := time.NewTimer(2 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-tick.C:
		case <-deadline.C:
			h.t.Fatalf("not after two minutes: %s", what)
		}
	}
}

// letter waits for the newest letter to an address with these words, and returns its text.
func (h *house) letter(tenant, to, words string) string {
	h.t.Helper()
	text := ""
	h.poll("a letter to "+to+" with "+words, func() bool {
		for _, l := range h.letters(tenant) {
			if l.to == to && strings.Contains(l.text, words) {
				text = l.text
			}
		}
		return text != ""
	})
	return text
}

type mailed struct{ to, text string }

// letters are those that arrived, oldest first.
func (h *house) letters(tenant string) []mailed {
	h.t.Helper()
	var out []mailed
	if h.sink != nil {
		for _, l := range h.sink.Letters() {
			out = append(out, mailed{strings.Join(l.To, ","), textOf(h.t, l.Content)})
		}
		return out
	}
	messages, _, err := h.Store.Outbox(h.t.Context(), h.tenantID(tenant), message.Query{Limit: 200})
	if err != nil {
		h.t.Fatal(err)
	}
	for i := range messages {
		m := messages[len(messages)-1-i]
		if m.State == message.Skipped {
			continue // it never left
		}
		out = append(out, mailed{m.To, m.Body})
	}
	return out
}

// textOf is the plain part of a letter.
func textOf(t *testing.T, content []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(part))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// linked is the token behind "…/sign#token=" or "…/resume#token=" in a letter.
func linked(t *testing.T, letter, page string) string {
	t.Helper()
	_, after, ok := strings.Cut(letter, "/"+page+"#token=")
	if !ok {
		t.Fatalf("no link to %s in %q", page, letter)
	}
	return strings.TrimRight(strings.Fields(after)[0], ".,;)")
}

func (h *house) tenantID(slug string) string {
	h.t.Helper()
	tenant, err := h.Store.TenantBySlug(h.t.Context(), slug)
	if err != nil {
		h.t.Fatal(err)
	}
	return tenant.ID
}

// member is the actor of a member, for what a test prepares without HTTP.
func (h *house) member(slug, word string) actor.Actor {
	h.t.Helper()
	m, err := h.Store.MemberByEmail(h.t.Context(), h.tenantID(slug), word+"@"+slug+".example")
	if err != nil {
		h.t.Fatal(err)
	}
	return session.Member(m)
}

// stages tells a story, as the demo does, and returns its scene.
func (h *house) stages(slug string, told story) *scene {
	h.t.Helper()
	s := h.begins(slug, told)
	if s.err != nil {
		h.t.Fatal(s.err)
	}
	return s
}

// begins tells a story as far as it goes.
func (h *house) begins(slug string, told story) *scene {
	h.t.Helper()
	if h.play == nil {
		h.t.Fatal("stories are told in a still house")
	}
	play := *h.play
	play.tenant.ID, play.members = h.tenantID(slug), map[string]actor.Actor{}
	for _, r := range demoPeople(slug) {
		play.members[r.word] = h.member(slug, r.word)
	}
	s := &scene{rehearsal: &play, person: told.person, answers: told.answers(told.person)}
	s.starts(told.pipeline)
	told.play(s)
	return s
}

// applicantOf is the actor of the applicant of a case.
func applicantOf(tenantID, caseID string) actor.Actor { return session.Applicant(tenantID, caseID) }

// fetch asks for an address of the house itself, and returns the status.
func (h *house) fetch(address string) int {
	h.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = h.base + address
	}
	response, err := http.Get(address) //nolint:noctx // a test's own
	if err != nil {
		h.t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

// noBytes says whether any bytes of a case are left on the disk.
func (h *house) noBytes(caseID string) {
	h.t.Helper()
	err := filepath.WalkDir(filepath.Join(h.Config.Data, "documents"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(path, caseID) {
			h.t.Errorf("%s is still there", path)
		}
		return err
	})
	if err != nil {
		h.t.Error(err)
	}
}
