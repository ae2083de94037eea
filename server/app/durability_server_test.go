package app_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/server/app"
	"github.com/esteira/esteira/server/config"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/store"
	"github.com/esteira/esteira/server/tenant"
)

const (
	slug     = "durable"
	email    = "compliance@durable.example"
	password = "a long password"
)

// rig is one server under load, and the ledger of what it acknowledged.
type rig struct {
	seed   uint64
	server *child
	sink   *plugintest.Sink
	mail   letters
	base   string // of the tenant's API
	tenant string // its id
	t      *testing.T

	acknowledged, again atomic.Int64
	cut                 int
	enough              chan struct{} // closed when the load is to end

	mu     sync.Mutex
	people []*person
}

func newRig(t *testing.T, environ []string) *rig {
	t.Helper()
	binary, err := os.Executable()
	must(t, err)
	sink := plugintest.NewSink(t, plugintest.SinkConfig{})
	server := &child{binary: binary, address: freeAddress(t), data: t.TempDir()}
	server.environ = append([]string{
		asServer,
		"ESTEIRA_ADDR=" + server.address, "ESTEIRA_DATA=" + server.data, "ESTEIRA_SMTP_URL=" + sink.URL("?starttls=never"),
		"ESTEIRA_SMTP_FROM=no-reply@durable.example", "ESTEIRA_PUBLIC_URL=http://" + server.address, "ESTEIRA_LOG_LEVEL=warn",
	}, environ...)
	r := &rig{
		seed: uint64(time.Now().UnixNano()), server: server, sink: sink, base: "http://" + server.address + "/t/" + slug + "/api/v1",
		t: t, enough: make(chan struct{}),
	}
	r.open(t, func(ctx context.Context, a *app.App) { r.tenant = seedTenant(t, ctx, a) })
	t.Cleanup(func() { server.report(t) })
	return r
}

// open opens the store in this process.
func (r *rig) open(t *testing.T, do func(context.Context, *app.App)) {
	t.Helper()
	c, err := config.Load(config.Sources{Environ: r.server.environ})
	must(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	a, err := app.Open(ctx, app.Options{Config: c, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	do(ctx, a)
	must(t, a.Stop(ctx))
}

func seedTenant(t *testing.T, ctx context.Context, a *app.App) string {
	t.Helper()
	owner, err := a.CreateTenant(ctx, tenant.Tenant{Slug: slug, Name: "Durable"})
	must(t, err)
	template, err := library.Find("address-change")
	must(t, err)
	must(t, a.InstallTemplate(ctx, owner, template))
	must(t, a.Store.CreateMember(ctx, tenant.Member{
		ID: store.NewID(), Tenant: owner.ID, Email: email, Name: "Compliance", Roles: []string{"registration", "compliance"},
		Active: true, PasswordHash: session.HashPassword(password), CreatedAt: time.Now(),
	}))
	return owner.ID
}

// child is the server as a process of its own.
type child struct {
	binary, address, data string
	environ               []string
	cmd                   *exec.Cmd
	log                   bytes.Buffer // written by one process at a time, read when it has ended
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	return listener.Addr().String()
}

func (c *child) command(args ...string) *exec.Cmd {
	cmd := exec.Command(c.binary, args...)
	cmd.Env = c.environ
	return cmd
}

func (c *child) start(t *testing.T) {
	t.Helper()
	c.cmd = c.command("serve")
	c.cmd.Stderr = &c.log
	must(t, c.cmd.Start())
}

// ready waits until the server takes requests.
func (c *child) ready(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	up := poll(ctx, 10*time.Millisecond, func() bool {
		response, err := http.Get("http://" + c.address + "/readyz") //nolint:noctx // a test's own
		if err != nil {
			return false
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
	if !up {
		c.kill(t)
		t.Fatalf("the server did not come up:\n%s", c.log.String())
	}
}

func (c *child) kill(t *testing.T) {
	t.Helper()
	must(t, c.cmd.Process.Kill())
	_ = c.cmd.Wait() // says that it was killed
	c.cmd = nil
}

// stop asks the server to end by itself.
func (c *child) stop(t *testing.T) {
	t.Helper()
	must(t, c.cmd.Process.Signal(syscall.SIGTERM))
	if err := c.cmd.Wait(); err != nil {
		t.Errorf("stopped: %v", err)
	}
	c.cmd = nil
}

// report ends the server when the test did not, and shows what it complained of.
func (c *child) report(t *testing.T) {
	if c.cmd != nil {
		c.kill(t)
	}
	for line := range strings.Lines(c.log.String()) {
		if strings.Contains(line, `"level":"ERROR"`) || strings.HasPrefix(line, "esteira:") || strings.HasPrefix(line, "panic") {
			t.Errorf("the server said: %.1500s", line)
		} else if t.Failed() && !strings.Contains(line, "carries no screens") {
			t.Logf("the server said: %.1500s", line)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
