package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
)

// looked is how many submits the profile looks at.
const looked = 1500

// sample is work to look at: what is done to cases, and what it is called in the singular.
type sample struct {
	name, one string
	cases     []prepared
	run       func(addr string, cases []prepared) (float64, error)
}

// profiled does the work with the server in this process, and says which part of it spends how much processor time. The
// profile stays in the folder that -profile names.
func (b *bench) profiled(ctx context.Context, p *place, w sample) error {
	addr, err := freeAddr()
	if err != nil {
		return err
	}
	p.environ = append(p.environ, "ESTEIRA_ADDR="+addr)
	a, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer a.Stop(context.WithoutCancel(ctx)) //nolint:errcheck // the files are thrown away
	if err := a.Start(ctx); err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // as the server's main does
	if _, err := w.run(addr, w.cases[:warm]); err != nil {
		return err
	}
	dir := b.profile
	if dir == "" {
		dir = b.dir
	}
	file := filepath.Join(dir, w.name+".pprof")
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	_, err = w.run(addr, w.cases[warm:])
	pprof.StopCPUProfile()
	return errors.Join(err, out.Close(), b.shares(ctx, file, w))
}

// parts are looked for from the innermost frame outwards; the first that is found has spent the time.
var parts = []struct{ frame, part string }{
	{"kin-openapi", "contract check"},
	{"server/access", "policy"},
	{"casbin", "policy"},
	{"builder/rule", "rules"},
	{"cel-go", "rules"},
	{"builder/form", "form"},
	{"builder/field", "form"},
	{"runtime/cases", "engine"},
	{"schemas/event", "events"},
	{"modernc.org", "database driver"},
	{"jackc/pgx", "database driver"},
	{"riverqueue", "jobs"},
	{"server/jobs", "jobs"},
	{"runtime/document", "inspection of the file"},
	{"server/blob", "bytes to disk"},
	{"mime/multipart", "multipart"},
	{"server/store", "store"},
	{"database/sql", "store"},
	{"runtime/conveyor", "verb"},
	{"server/httpapi", "http and json"},
	{"labstack/echo", "http and json"},
	{"net/http", "http and json"},
	{"runtime.gcBgMarkWorker", "garbage collection"},
	{"runtime.bgsweep", "garbage collection"},
	{"runtime.gcDrain", "garbage collection"},
}

// shares reads the stacks of a profile by the tool that comes with Go.
func (b *bench) shares(ctx context.Context, file string, w sample) error {
	out, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-traces", "-unit=us", file).Output()
	if err != nil {
		return err
	}
	spent, total, n := map[string]float64{}, 0.0, float64(len(w.cases)-warm)
	for block := range strings.SplitSeq(string(out), "-----------+-------------------------------------------------------") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		first := strings.Fields(lines[0])
		if len(first) < 2 || !strings.HasSuffix(first[0], "us") {
			continue
		}
		us, err := strconv.ParseFloat(strings.TrimSuffix(first[0], "us"), 64)
		if err != nil {
			continue
		}
		lines[0] = first[1]
		spent[partOf(lines)] += us
		total += us
	}
	names := slices.SortedFunc(maps.Keys(spent), func(a, b string) int { return cmp.Compare(spent[b], spent[a]) })
	b.notes = append(b.notes, fmt.Sprintf("%s: where the processor time of %s goes, %.0f µs in all, clients included:", w.name, w.one, total/n))
	for _, part := range names {
		b.notes = append(b.notes, fmt.Sprintf("  %-20s %5.0f µs  %4.1f %%", part, spent[part]/n, 100*spent[part]/total))
	}
	return nil
}

func partOf(stack []string) string {
	if slices.ContainsFunc(stack, func(f string) bool { return strings.HasPrefix(strings.TrimSpace(f), "main.") }) {
		return "load generator"
	}
	for _, frame := range stack {
		for _, p := range parts {
			if strings.Contains(frame, p.frame) {
				return p.part
			}
		}
	}
	return "runtime"
}
