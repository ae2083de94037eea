package form_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas/fault"
)

// sample is one form with answers and the verdict of the server. ui/src/runtime/form/corpus.test.ts wants the same.
type sample struct {
	Form   json.RawMessage `json:"form"` // as the applicant has it
	Schema json.RawMessage `json:"schema"`
	Cases  []answered      `json:"cases"`
}

type answered struct {
	Answers  map[string]any `json:"answers"`
	Previous map[string]any `json:"previous,omitempty"`
	Today    string         `json:"today"`
	// Conforms is about the answers as given, Failing the places at which they break the schema.
	Conforms bool     `json:"conforms"`
	Failing  []string `json:"failing"`
	// What Resolve, Prune, Validate and Progress answer.
	Clean      map[string]any `json:"clean"`
	Visible    []string       `json:"visible"`
	Required   []string       `json:"required"`
	Pages      []string       `json:"pages"`
	Pruned     map[string]any `json:"pruned"`
	Dropped    []string       `json:"dropped"`
	Violations []verdict      `json:"violations"`
	Progress   form.Progress  `json:"progress"`
}

type verdict struct {
	Path     string `json:"path"`
	Key      string `json:"key"`
	Severity string `json:"severity"`
}

const corpusDay = "2026-03-15"

// judged asks the server about one set of answers. Only what an applicant may have is compared: the form that the
// browser gets is compiled anew, so that fields for staff are not in the way.
func judged(t testing.TB, c *form.Compiled, answers, previous map[string]any) answered {
	ctx := context.Background()
	clean, _ := c.Clean(answers, form.Applicant)
	facts := map[string]any{}
	if previous != nil {
		facts["previous"] = previous
	}
	s := c.Resolve(ctx, form.View{Answers: clean, Facts: facts, Today: corpusDay, Audience: form.Applicant})
	pruned, dropped := form.Prune(s)
	a := answered{
		Answers: answers, Previous: previous, Today: corpusDay, Clean: clean, Visible: s.VisiblePlaces(),
		Pages: s.Pages(), Pruned: pruned, Dropped: dropped, Progress: c.Progress(s), Violations: []verdict{},
		Required: []string{},
	}
	for _, path := range a.Visible {
		if s.Required(path) {
			a.Required = append(a.Required, path)
		}
	}
	for _, v := range c.Validate(ctx, s) {
		a.Violations = append(a.Violations, verdict{v.Path, v.Key, v.Severity})
	}
	a.Failing = failing(c.Conforms(answers))
	a.Conforms = len(a.Failing) == 0
	if found := c.Conforms(pruned); !hasErrors(a.Violations) && len(found) > 0 {
		t.Errorf("valid answers break the schema: %v\n%s", found, encoded(t, a))
	}
	again := c.Resolve(ctx, form.View{Answers: pruned, Facts: facts, Today: corpusDay, Audience: form.Applicant})
	if !slices.Equal(again.VisiblePlaces(), a.Visible) {
		t.Errorf("pruning changed what is visible\n%s", encoded(t, a))
	}
	return a
}

func hasErrors(vs []verdict) bool {
	return slices.ContainsFunc(vs, func(v verdict) bool { return v.Severity == "error" })
}

func failing(found []fault.Violation) []string {
	paths := []string{}
	for _, v := range found {
		paths = append(paths, v.Path)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

func encoded(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sampled makes one random sample.
func sampled(t testing.TB, d *dice, cases int) sample {
	full := compile(t, d.form())
	wire, err := full.ForAudience(form.Applicant, "")
	if err != nil {
		t.Fatal(err)
	}
	c := compile(t, decode(t, wire))
	s := sample{Form: wire, Schema: c.Schema()}
	for range cases {
		var before map[string]any
		if d.chance(20) {
			before = d.answers(c.Form())
		}
		s.Cases = append(s.Cases, judged(t, c, d.answers(c.Form()), before))
	}
	return s
}

// TestRandomForms holds the properties that judged checks, on forms of every kind.
func TestRandomForms(t *testing.T) {
	d := newDice(t, "FORM_SEED")
	valid, total := 0, 0
	for range 60 {
		for _, c := range sampled(t, d, 6).Cases {
			total++
			if !hasErrors(c.Violations) {
				valid++
			}
		}
	}
	t.Logf("%d of %d answers are valid", valid, total)
	if valid < total/10 {
		t.Error("too few answers are valid to prove anything")
	}
}

func newDice(t testing.TB, variable string) *dice {
	seed := rand.Uint64()
	if s := os.Getenv(variable); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("%s=%d", variable, seed)
	return &dice{Rand: rand.New(rand.NewPCG(seed, 1))}
}

// TestKeptCorpus judges the kept samples again. UPDATE_GOLDEN=1 writes what is answered now, to be read before it is
// kept.
func TestKeptCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(testdata, "answers", "form-*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			kept, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			now := judgedAgain(t, kept)
			if os.Getenv("UPDATE_GOLDEN") != "" {
				write(t, file, now)
			} else if !bytes.Equal(now, kept) {
				t.Errorf("the verdicts have changed; now they are\n%.2000s", now)
			}
		})
	}
}

func judgedAgain(t *testing.T, kept []byte) []byte {
	var samples []sample
	if err := json.Unmarshal(kept, &samples); err != nil {
		t.Fatal(err)
	}
	for i, s := range samples {
		c := compile(t, decode(t, s.Form))
		samples[i].Schema = c.Schema()
		for k, a := range s.Cases {
			samples[i].Cases[k] = judged(t, c, a.Answers, a.Previous)
		}
	}
	return append(encoded(t, samples), '\n')
}

// TestWriteCorpus writes FORM_CORPUS_N random samples (50 unless set) to FORM_CORPUS_OUT, for the browser's side.
func TestWriteCorpus(t *testing.T) {
	out := os.Getenv("FORM_CORPUS_OUT")
	if out == "" {
		t.Skip("FORM_CORPUS_OUT is not set")
	}
	count := 50
	if n, err := strconv.Atoi(os.Getenv("FORM_CORPUS_N")); err == nil {
		count = n
	}
	d := newDice(t, "FORM_SEED")
	samples := []sample{}
	for range count {
		samples = append(samples, sampled(t, d, 8))
	}
	write(t, out, append(encoded(t, samples), '\n'))
}

func write(t *testing.T, file string, b []byte) {
	if err := os.WriteFile(file, b, 0o644); err != nil { //nolint:gosec // test data
		t.Fatal(err)
	}
}
