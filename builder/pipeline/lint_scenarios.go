package pipeline

import (
	"slices"
	"strconv"
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// longestWait is how many years a step may wait, which is longer than any duty to keep what was answered.
const longestWait = 10

// FormPlaces says what a form has.
type FormPlaces struct {
	Page  func(key string) bool
	Field func(pointer string) bool // JSON Pointer into the answers
}

// LintScenarios returns what is wrong with the scenarios of a pipeline by itself: what names no page, field, verb,
// stage, message or check that there is. Who has which role is not known here: the run tells. Paths are JSON Pointers
// to the step.
func LintScenarios(p Pipeline, asked FormPlaces) []fault.Violation {
	l := scenarioLinter{linter: newLinter(p, Names{}), asked: asked}
	seen := map[string]bool{}
	for i, s := range p.Scenarios {
		l.key(at("scenarios", i, "/key"), s.Key, seen)
		l.text(at("scenarios", i, "/title"), s.Title, params{"scenario": s.Key})
		if s.Locale != "" && !slices.Contains(p.Locales, s.Locale) {
			l.fail(at("scenarios", i, "/locale"), "scenario_locale", params{"locale": s.Locale})
		}
		for j, step := range s.Steps {
			l.path = at("scenarios", i, "/steps/"+strconv.Itoa(j))
			l.step(step)
		}
	}
	return l.found
}

type scenarioLinter struct {
	*linter
	asked FormPlaces
	path  string // of the step
}

func (l *scenarioLinter) step(s ScenarioStep) {
	l.doer(s)
	switch s.Do {
	case DoSave:
		l.wants("scenario_page", s.Page, l.asked.Page(s.Page))
		l.answers(s.Answers)
	case Start:
		l.answers(s.Answers)
	case DoUpload, DoRemove, DoJudge:
		l.place(s.Field)
	case DoWait:
		d, err := ParseDuration(s.For)
		l.wants("bad_duration", s.For, err == nil && !d.Negative)
		l.wants("scenario_wait", s.For, d.Add(time.Unix(0, 0), time.UTC).Before(time.Unix(0, 0).AddDate(longestWait, 0, 1)))
	case DoCheck:
		l.wants("unknown_check", s.Check, l.hasCheck(s.Check))
	}
	for _, item := range s.Items {
		l.place(item)
	}
	if s.Expect != nil {
		l.expects(*s.Expect)
	}
}

// doer wants somebody for what somebody must do, and a verb that there is.
func (l *scenarioLinter) doer(s ScenarioStep) {
	alone := s.Do == DoWait || s.Do == DoCheck
	l.wants("scenario_doer", s.Do, alone == (s.As == "") || s.As != "" && l.verbs[s.Do])
	house := []string{Start, DoSave, DoUpload, DoRemove, DoClaim, DoRelease, DoNote, DoJudge, DoWait, DoCheck}
	l.wants("unknown_verb", s.Do, l.verbs[s.Do] || slices.Contains(house, s.Do))
}

func (l *scenarioLinter) answers(given map[string]any) {
	for _, key := range sortedKeys(given) {
		l.place("/" + key)
	}
}

// place wants a JSON Pointer of a field.
func (l *scenarioLinter) place(pointer string) {
	l.wants("scenario_field", pointer, l.asked.Field(pointer))
}

func (l *scenarioLinter) expects(e Expectation) {
	_, known := l.stage[e.Stage]
	l.wants("scenario_stage", e.Stage, known || e.Stage == "")
	for _, key := range e.Messages {
		l.wants("unknown_message", key, slices.ContainsFunc(l.p.Messages, func(m Message) bool { return m.Key == key }))
	}
	for _, item := range e.Owed {
		l.place(item)
	}
}

func (l *scenarioLinter) wants(key, name string, ok bool) {
	if !ok {
		l.fail(l.path, key, params{"name": name, "verb": name, "duration": name})
	}
}
