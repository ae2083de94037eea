package conveyor

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
)

// Line is a pipeline version with the form version that it pins, compiled. It never changes.
type Line struct {
	Pipeline *pipeline.Compiled
	Form     *form.Compiled
	Version  string // id of the pipeline version
	Number   int    // of the pipeline version
	FormID   string // id of the form version
	List     *List  // the checklist that it pins; nil for none

	facts     []string // attributes that a queue shows: found and sorted as answers are, as case.<key>
	looksBack bool     // rules compare with what the person answered before
	// readChecks are the checks on whose results it depends what the applicant is asked, by the form or the checklist.
	readChecks []string
	// weighs are the stages at which what a member may do depends on answers.
	weighs map[string]bool
}

// maxLines bounds the compiled versions kept in memory; past it the cache starts anew.
const maxLines = 512

type lines struct {
	mu    sync.RWMutex
	known map[string]*Line // by tenant and version id
}

func newLines() *lines { return &lines{known: map[string]*Line{}} }

// Line returns the compiled pipeline version. Returns fault.NotFound when the tenant has no such version.
func (c *Conveyor) Line(ctx context.Context, tenant, version string) (*Line, error) {
	key := tenant + "\x00" + version
	c.lines.mu.RLock()
	known, ok := c.lines.known[key]
	c.lines.mu.RUnlock()
	if ok {
		return known, nil
	}
	line, err := c.compile(ctx, tenant, version)
	if err != nil {
		return nil, err
	}
	c.lines.keep(key, line)
	return line, nil
}

// staged returns the compiled version of a pipeline that may not be kept: its id is its own all the same.
func (c *Conveyor) staged(tenant string, pv, fv definition.Version) (*Line, error) {
	key := tenant + "\x00" + pv.ID
	c.lines.mu.RLock()
	known, ok := c.lines.known[key]
	c.lines.mu.RUnlock()
	if ok {
		return known, nil
	}
	line, err := c.lineOf(pv, fv)
	if err == nil {
		c.lines.keep(key, line)
	}
	return line, err
}

func (l *lines) keep(key string, line *Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.known) >= maxLines {
		clear(l.known)
	}
	l.known[key] = line
}

func (c *Conveyor) compile(ctx context.Context, tenant, version string) (*Line, error) {
	pv, err := c.Store.Version(ctx, tenant, version)
	if err != nil {
		return nil, err
	}
	fv, err := c.Store.Version(ctx, tenant, pv.Pins[string(definition.Form)])
	if err != nil {
		return nil, err
	}
	line, err := c.lineOf(pv, fv)
	if err != nil {
		return nil, err
	}
	return line, c.enlist(ctx, line, pv)
}

// lineOf compiles a pipeline version, kept or not, with the form version that it pins.
func (c *Conveyor) lineOf(pv, fv definition.Version) (*Line, error) {
	var f form.Form
	if err := json.Unmarshal(fv.Body, &f); err != nil {
		return nil, fmt.Errorf("form version %s: %w", fv.ID, err)
	}
	cf, err := form.Compile(c.Fields, f)
	if err != nil {
		return nil, fmt.Errorf("form version %s: %w", fv.ID, err)
	}
	var p pipeline.Pipeline
	if err := json.Unmarshal(pv.Body, &p); err != nil {
		return nil, fmt.Errorf("pipeline version %s: %w", pv.ID, err)
	}
	cp, err := pipeline.Compile(p, cf.Scope())
	if err != nil {
		return nil, fmt.Errorf("pipeline version %s: %w", pv.ID, err)
	}
	looksBack := bytes.Contains(pv.Body, []byte("previous.")) || bytes.Contains(fv.Body, []byte("previous."))
	var reads []string
	for _, read := range cf.ChecksRead() {
		reads = append(reads, read.Check)
	}
	return &Line{
		Pipeline: cp, Form: cf, Version: pv.ID, Number: pv.Number, FormID: fv.ID, facts: shownFacts(p), looksBack: looksBack, readChecks: reads,
		weighs: weighing(p, pipeline.Scope(p, cf.Scope())),
	}, nil
}
