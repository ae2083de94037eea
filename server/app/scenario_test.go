package app

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/esteira/esteira/schemas/event"
)

// step is one request of a scenario and what must come of it.
type step struct {
	name   string
	by     *client
	do     string // "POST /portal/case/submit"
	body   any
	header []string

	status int
	has    map[string]any // what stands at JSON Pointers of the answer; "#" counts a list
	never  []string       // texts that must not be in the answer
	// events must be added to the chain of the case, in this order, by the request or by the jobs that it sets off;
	// others may stand between them. "case.moved approval" names the stage too.
	events []string
	quiet  bool // nothing is added to the chain
}

// scenario is the story of one case.
type scenario struct {
	*house
	tenant string
	caseID string
	seen   int // events told of so far
}

// given is a value in has that is there, whatever it is; missing is one that is not.
type (
	given   struct{}
	missing struct{}
	one     []any // one of these
)

// run does a step and returns the answer.
func (s *scenario) run(st step) answer {
	s.t.Helper()
	method, path, _ := strings.Cut(st.do, " ")
	got := st.by.send(method, path, st.body, st.header...)
	if st.status == 0 {
		st.status = http.StatusOK
	}
	if got.status != st.status {
		s.t.Fatalf("%s: %s: status %d, want %d: %s", st.name, st.do, got.status, st.status, got.raw)
	}
	for pointer, want := range st.has {
		if value := got.at(pointer); !fits(value, want) {
			s.t.Errorf("%s: %s is %v, want %v", st.name, pointer, value, want)
		}
	}
	for _, text := range st.never {
		if strings.Contains(string(got.raw), text) {
			s.t.Errorf("%s: the answer tells %q", st.name, text)
		}
	}
	if got.status >= 400 {
		s.worded(st, got)
	} else if found, _ := got.at("/violations").([]any); len(found) > 0 {
		s.worded(st, got)
	}
	s.forward(0)
	s.follow(st)
	return got
}

func fits(value, want any) bool {
	switch w := want.(type) {
	case given:
		return value != nil && value != ""
	case missing:
		return value == nil
	case one:
		for _, choice := range w {
			if fits(value, choice) {
				return true
			}
		}
		return false
	case int:
		return value == float64(w)
	}
	return reflect.DeepEqual(value, want)
}

// follow holds the chain of the case against what the step announces.
func (s *scenario) follow(st step) {
	s.t.Helper()
	if s.caseID == "" {
		return
	}
	var added []string
	s.poll(fmt.Sprintf("%s: events %v", st.name, st.events), func() bool {
		added = s.chain()[s.seen:]
		left := st.events
		for _, name := range added {
			if len(left) > 0 && (name == left[0] || strings.HasPrefix(name, left[0]+" ")) {
				left = left[1:]
			}
		}
		return len(left) == 0
	})
	if st.quiet && len(added) > 0 {
		s.t.Errorf("%s: added %v to the chain", st.name, added)
	}
	s.seen += len(added)
}

// chain names the events of the case, with what tells them apart.
func (s *scenario) chain() []string {
	s.t.Helper()
	events, err := s.Conveyor.Chain(s.t.Context(), s.tenantID(s.tenant), s.caseID)
	if err != nil {
		s.t.Fatal(err)
	}
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = e.Name + detail(e)
	}
	return names
}

func detail(e event.Event) string {
	text := func(name string) string { v, _ := e.Data[name].(string); return v }
	switch e.Name {
	case "case.moved":
		return " " + text("to")
	case "check.completed":
		return " " + text("check") + " " + text("result")
	case "message.queued", "message.sent", "message.failed":
		return " " + text("template")
	}
	return ""
}

// worded holds the message of a fault, and of each of its violations, against what people need: a sentence in each of
// the four languages.
func (s *scenario) worded(st step, first answer) {
	s.t.Helper()
	method, path, _ := strings.Cut(st.do, " ")
	inFourLanguages(s.t, st.name, func(locale string) answer {
		return st.by.send(method, path, st.body, append([]string{"Accept-Language: " + locale}, st.header...)...)
	})
	if id := first.text("/requestId"); first.status >= 400 && (id == "" || id != first.header.Get("X-Request-Id")) {
		s.t.Errorf("%s: request id %q is not that of the header", st.name, id)
	}
}

// inFourLanguages asks for a fault in each language and holds its sentences against each other.
func inFourLanguages(t *testing.T, name string, ask func(locale string) answer) {
	t.Helper()
	said := map[string]string{}
	for _, locale := range []string{"en", "pt-BR", "es", "ar"} {
		got := ask(locale)
		if got.status >= 400 {
			sentence(t, name+" in "+locale, got.text("/key"), got.text("/message"))
			differs(t, said, name+" in "+locale, got.text("/message"))
		}
		violations, _ := got.at("/violations").([]any)
		for _, v := range violations {
			one := answer{json: v}
			sentence(t, name+" at "+one.text("/path")+" in "+locale, one.text("/key"), one.text("/message"))
			differs(t, said, name+" at "+one.text("/path")+" in "+locale, "@"+one.text("/path")+one.text("/message"))
		}
	}
}

// differs refuses a sentence that was said before, in another language.
func differs(t *testing.T, said map[string]string, name, message string) {
	t.Helper()
	if other, twice := said[message]; twice && other != name {
		t.Errorf("%s says the same as %s: %q", name, other, message)
	}
	said[message] = name
}

// sentence refuses what nobody should read: nothing, a key, a gap.
func sentence(t *testing.T, name, key, message string) {
	t.Helper()
	if key == "rule.syntax" { // quotes what the parser expected
		message = strings.NewReplacer("{", "", "}", "").Replace(message)
	}
	if key == "" || message == "" || message == key || strings.ContainsAny(message, "{}") || strings.ContainsAny(key, "._") && strings.Contains(message, key) ||
		!strings.Contains(message, " ") || strings.Contains(message, "<nil>") || strings.Contains(message, "%!") ||
		strings.Contains(message, "“”") || strings.Contains(message, "  ") {
		t.Errorf("%s: key %q says %q", name, key, message)
	}
}
