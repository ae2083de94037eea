package app

import (
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/message"
)

// newPostgres starts a PostgreSQL of the test's own, and returns the address of a database in it. SIGQUIT ends it without
// letting anybody finish, as a crash does.
func newPostgres(t *testing.T) (*outsider, string) {
	t.Helper()
	service(t, "ESTEIRA_TEST_POSTGRES") // where it is, the programs are installed
	folder := t.TempDir()
	if err := os.Chmod(filepath.Dir(folder), 0o711); err != nil { //nolint:gosec // the user postgres has to get through
		t.Fatal(err)
	}
	programs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(programs) == 0 {
		found, err := exec.LookPath("initdb")
		if err != nil {
			t.Fatal(err)
		}
		programs = []string{filepath.Dir(found)}
	}
	run := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(programs[len(programs)-1], name), args...)
		cmd.Dir = folder
		unprivileged(t, cmd, folder)
		return cmd
	}
	data := filepath.Join(folder, "data")
	if out, err := run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-N").CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	o := &outsider{t: t, name: "PostgreSQL", addr: free(t), end: syscall.SIGQUIT}
	_, port, _ := net.SplitHostPort(o.addr)
	o.args = func() *exec.Cmd {
		return run("postgres", "-D", data, "-p", port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off",
			"-c", "max_connections=60")
	}
	o.start()
	t.Cleanup(o.kill)
	address := "postgres://%s@" + o.addr + "/%s?sslmode=disable"
	o.furnish(fmt.Sprintf(address, "postgres", "postgres"), "CREATE ROLE esteira LOGIN", "CREATE DATABASE esteira OWNER esteira")
	return o, fmt.Sprintf(address, "esteira", "esteira")
}

// unprivileged has a program run as the user postgres where it refuses to be run by root.
func unprivileged(t *testing.T, cmd *exec.Cmd, folder string) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	postgres, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(postgres.Uid)
	gid, _ := strconv.Atoi(postgres.Gid)
	if err := os.Chown(folder, uid, gid); err != nil {
		t.Fatal(err)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}} //nolint:gosec // ids of a user
}

// furnish waits until it takes statements: it listens before it does.
func (o *outsider) furnish(address string, statements ...string) {
	o.t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		o.t.Fatal(err)
	}
	defer db.Close()
	for tries := 0; db.Ping() != nil && tries < 500; tries++ {
		<-time.After(20 * time.Millisecond)
	}
	for _, text := range statements {
		if _, err := db.Exec(text); err != nil {
			o.t.Fatal(err)
		}
	}
}

// The database goes away in the middle of work, twice. Who works is told in words that nothing was kept, and asks again
// under the same key: each thing is done once. Jobs, mail and live news go on by themselves.
func TestTheDatabaseRestarts(t *testing.T) {
	t.Parallel()
	postgres, address := newPostgres(t)
	h := alive(t, built{settings: map[string]string{"ESTEIRA_DATABASE_URL": address}})
	ear := h.listens("aurora", "supervisao")

	const people = 6
	movers := make([]*mover, people)
	halfway, all := make(chan bool, people), sync.WaitGroup{}
	for i := range movers {
		m := h.mover(600 + i)
		m.insists = true
		movers[i] = m
		all.Go(func() {
			m.begins(600+i, relocation)
			halfway <- true
			for n := range 5 {
				m.saves("address", map[string]any{"street": fmt.Sprint("Rua ", n)})
			}
			m.submits()
		})
	}
	<-halfway
	postgres.kill()
	if ready := h.fetch("/readyz"); ready != http.StatusServiceUnavailable || h.fetch("/healthz") != http.StatusOK {
		t.Errorf("without a database it says it is ready: %d", ready)
	}
	h.poll("everybody to be refused", func() bool { return h.fetch("/t/aurora/api/v1/brand") != http.StatusInternalServerError })
	postgres.start()
	all.Wait()
	postgres.kill() // while jobs are at work
	postgres.start()
	h.poll("it to be ready", func() bool { return h.fetch("/readyz") == http.StatusOK })

	refused := 0
	for _, m := range movers {
		h.poll("the case of "+m.email, func() bool { return m.stage() == "approval" })
		h.poll("its letters", func() bool { // the link back, and that it was received
			list := h.messagesOf(m.caseID)
			return len(list) == 2 && list[0].State == message.Sent && list[1].State == message.Sent
		})
		if street, _ := m.at.send("GET", "/portal/case", nil).at("/answers/street").(string); street != "Rua 4" || len(h.papers(m.caseID)) != 1 {
			t.Errorf("%s: street %q, %d documents", m.email, street, len(h.papers(m.caseID)))
		}
		for _, no := range m.refused {
			if refused++; no.text("/key") != "store.unavailable" || !strings.Contains(no.text("/message"), "Tente") {
				t.Errorf("a refusal: %s", no.raw)
			}
		}
	}
	if refused == 0 {
		t.Error("nobody noticed")
	}
	h.wroteOnce(people)
	ear.startles()
}

// startles waits until somebody who listened before is told that all may have changed, or to listen anew.
func (e *ear) startles() {
	e.t.Helper()
	for end := time.After(2 * time.Minute); ; {
		select {
		case one := <-e.heard:
			if one.All {
				return
			}
		case <-e.over:
			return
		case <-end:
			e.t.Fatal("who listens was told nothing of the break")
		}
	}
}

// wroteOnce wants as many cases as there are people, and for each the link back and that it was received.
func (h *house) wroteOnce(people int) {
	h.t.Helper()
	begun := 0
	for stage, n := range h.counted(relocation) {
		if begun += n; stage != "approval" {
			h.t.Errorf("%d cases in stage %s", n, stage)
		}
	}
	if begun != people {
		h.t.Errorf("%d people have %d cases", people, begun)
	}
	if n := len(h.sink.Letters()); n != 2*people {
		h.t.Errorf("%d letters to %d people", n, people)
	}
	report, err := h.Auditor.Verify(h.t.Context(), h.tenantID("aurora"), nil)
	if err != nil || !report.OK {
		h.t.Errorf("the chains: %+v %v", report, err)
	}
}

// counted is how many cases of a pipeline stand in each stage.
func (h *house) counted(pipeline string) map[string]int {
	h.t.Helper()
	tx, err := h.Store.Pool().BeginTx(h.t.Context(), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("SELECT set_config('app.tenant', $1, true)", h.tenantID("aurora")); err != nil {
		h.t.Fatal(err)
	}
	rows, err := tx.Query("SELECT stage, count(*) FROM cases WHERE pipeline = $1 GROUP BY stage", pipeline)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var stage string
		var n int
		if err := rows.Scan(&stage, &n); err != nil {
			h.t.Fatal(err)
		}
		out[stage] = n
	}
	if err := rows.Err(); err != nil {
		h.t.Fatal(err)
	}
	return out
}
