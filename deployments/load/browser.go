package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

const (
	mostScript = 100.0 // KB
	mostPress  = 16.0  // milliseconds, as are all that follow
	mostOpen   = 1000.0
	mostEdit   = 50.0
	mostSound  = 300.0
)

var (
	entry        = regexp.MustCompile(`(?:src|href)="/(assets/[^"]+\.js)"`)
	staticImport = regexp.MustCompile(`(?:from|import)\s*"\./([^"]+\.js)"`)
)

// browser measures what applicants load, how fast the form answers them, and the builder who designs it.
func (b *bench) browser(ctx context.Context) error {
	kb, n, err := firstLoad("ui/dist")
	if err != nil {
		return err
	}
	b.add(figure{what: fmt.Sprintf("applicant's first load, gzip (%d scripts)", n), measured: kb, promised: mostScript, unit: "KB"})
	return errors.Join(b.keyPress(ctx), b.builder(ctx))
}

// firstLoad adds up the scripts that the applicant's page names and what they import before they run.
func firstLoad(dist string) (float64, int, error) {
	page, err := os.ReadFile(filepath.Join(dist, "apply.html"))
	if err != nil {
		return 0, 0, err
	}
	var names []string
	seen := map[string]bool{}
	want := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for _, m := range entry.FindAllSubmatch(page, -1) {
		want(string(m[1]))
	}
	total := 0
	for i := 0; i < len(names); i++ {
		script, err := os.ReadFile(filepath.Join(dist, names[i]))
		if err != nil {
			return 0, 0, err
		}
		for _, m := range staticImport.FindAllSubmatch(script, -1) {
			want("assets/" + string(m[1]))
		}
		var packed bytes.Buffer
		z, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is a constant that exists
		_, _ = z.Write(script)                                     // a buffer takes everything
		_ = z.Close()
		total += packed.Len()
	}
	return float64(total) / 1000, len(names), nil
}

// keyPress has keypress.mjs type in a form of 300 fields on one page, in Chromium.
func (b *bench) keyPress(ctx context.Context) error {
	p := &place{environ: []string{"ESTEIRA_DATA=" + filepath.Join(b.dir, "browser")}}
	if err := p.prepareLarge(ctx); err != nil {
		return err
	}
	s, err := serve(ctx, b.binary, p.environ)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, "node", "deployments/load/keypress.mjs", "http://"+s.addr+"/t/load/apply/"+pipelineKey+"/page/all", p.cases[0].cookie)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err := errors.Join(err, s.stop()); err != nil {
		return fmt.Errorf("keypress.mjs: %w", err)
	}
	var found struct {
		Median, Most, Scripts float64
		Presses, Inputs       int
	}
	if err := json.Unmarshal(out, &found); err != nil {
		return err
	}
	if found.Presses == 0 {
		return errors.New("keypress.mjs: no key press was seen")
	}
	b.add(
		figure{what: "scripts that Chromium fetched for the first page, as sent", measured: found.Scripts, unit: "KB"},
		figure{what: "a key press among 300 fields of one page in Chromium, median", measured: found.Median, promised: mostPress, unit: "ms"},
		figure{what: "the same, 95 of 100", measured: found.Most, unit: "ms"},
	)
	return nil
}

// builder has builder.mjs open a form of 500 fields in the builder and work in it, and check a pipeline of 60 stages.
func (b *bench) builder(ctx context.Context) error {
	p := &place{environ: []string{"ESTEIRA_DATA=" + filepath.Join(b.dir, "builder")}}
	if err := p.prepareDesigns(ctx); err != nil {
		return err
	}
	s, err := serve(ctx, b.binary, p.environ)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, "node", "deployments/load/builder.mjs", "http://"+s.addr+"/t/load", designer, designerPassword, hugeForm, largePipeline)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err := errors.Join(err, s.stop()); err != nil {
		return fmt.Errorf("builder.mjs: %w", err)
	}
	var found struct{ Opened, Type, TypeShown, BareShown, Drop, Undo, Soundness, Fields float64 }
	if err := json.Unmarshal(out, &found); err != nil {
		return err
	}
	if found.Fields != 500 {
		return fmt.Errorf("builder.mjs: a form of %v fields was opened", found.Fields)
	}
	b.add(
		figure{what: "the builder opens a form of 500 fields in Chromium, median", measured: found.Opened, promised: mostOpen, unit: "ms"},
		figure{what: "a letter of a label there, computed", measured: found.Type, promised: mostPress, unit: "ms"},
		figure{what: "a letter of a label there, shown", measured: found.TypeShown, unit: "ms"},
		figure{what: "a letter of an empty page, shown", measured: found.BareShown, unit: "ms"},
		figure{what: "a field dropped there", measured: found.Drop, promised: mostEdit, unit: "ms"},
		figure{what: "the same taken back", measured: found.Undo, promised: mostEdit, unit: "ms"},
		figure{what: "a pipeline of 60 stages and 200 transitions proved, over HTTP", measured: found.Soundness, promised: mostSound, unit: "ms"},
	)
	return nil
}
