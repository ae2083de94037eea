// Command load measures what the product promises about speed and size on this machine, and prints one table. It ends
// with 1 when a promise is not kept. make bench runs it beside a throwaway PostgreSQL that is durable.
//
// What is promised of submits is a share of the rate at which the same rows are committed with nothing around them, by
// pgbench or a bare writer, in turns in the same run: a slower disk or a busy machine slows both.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"text/tabwriter"
)

// options are the flags.
type options struct {
	binary         string
	cases, uploads int
	profile        string
	only           string
	dir            string

	scaleLite, scaleLarge int
}

// figure is one line of the table.
type figure struct {
	what     string
	measured float64
	promised float64 // 0 promises nothing
	atLeast  bool
	unit     string
}

func (f figure) kept() bool {
	return f.promised == 0 || f.atLeast == (f.measured >= f.promised) || f.measured == f.promised
}

// bench gathers figures.
type bench struct {
	options
	figures []figure
	notes   []string
}

func (b *bench) add(f ...figure) { b.figures = append(b.figures, f...) }

func main() {
	var o options
	flag.StringVar(&o.binary, "binary", "bin/esteira", "the server to measure")
	flag.IntVar(&o.cases, "cases", 6000, "submits on each database")
	flag.IntVar(&o.uploads, "uploads", 3000, "uploads")
	flag.StringVar(&o.profile, "profile", "", "folder to keep the CPU profiles of submits in")
	flag.StringVar(&o.only, "only", "", "one of sqlite, postgres, policy, impact, next, screening, funnel, replicas, browser, scale")
	flag.IntVar(&o.scaleLite, "scale-sqlite", 100_000, "cases that a queue on SQLite is asked among")
	flag.IntVar(&o.scaleLarge, "scale-postgres", 1_000_000, "cases that a queue on PostgreSQL is asked among")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	kept, err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
	}
	if err != nil || !kept {
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (bool, error) {
	dir, err := os.MkdirTemp("", "esteira-load-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the system clears its own folder for temporary files
	o.dir = dir
	b := &bench{options: o}
	for _, part := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"sqlite", b.sqlite}, {"postgres", b.postgres}, {"policy", b.policy}, {"impact", b.impact}, {"next", b.next}, {"screening", b.screening}, {"funnel", b.funnel}, {"replicas", b.replicas}, {"browser", b.browser}, {"scale", b.scale},
	} {
		if o.only != "" && o.only != part.name {
			continue
		}
		fmt.Fprintln(os.Stderr, "measuring", part.name, "…")
		if failed := part.run(ctx); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", part.name, failed))
		}
	}
	return b.print(), err
}

// print writes the table and says whether every promise is kept.
func (b *bench) print() bool {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "what\tmeasured\tpromised\tratio\tok?")
	all := true
	for _, f := range b.figures {
		promised, ratio, ok := "", "", ""
		if f.promised != 0 {
			sign := "≤ "
			if f.atLeast {
				sign = "≥ "
			}
			promised, ratio, ok = sign+quantity(f.promised, f.unit), fmt.Sprintf("%.2f", f.measured/f.promised), "ok"
			if !f.kept() {
				ok, all = "NOT KEPT", false
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", f.what, quantity(f.measured, f.unit), promised, ratio, ok)
	}
	w.Flush() //nolint:errcheck // a report to a terminal has nobody to tell
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		fmt.Fprintf(os.Stdout, "%d processors, load average %s", runtime.NumCPU(), load)
	}
	for _, n := range b.notes {
		fmt.Println(n)
	}
	return all
}

func quantity(v float64, unit string) string {
	digits := 0
	switch {
	case v < 10:
		digits = 2
	case v < 100:
		digits = 1
	}
	return fmt.Sprintf("%.*f %s", digits, v, unit)
}
