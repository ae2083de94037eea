package conveyor

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/runtime/queue"
)

type moody struct{ how string }

func (m moody) Type() string { return m.how }

func (m moody) Check(context.Context, check.Question) (check.Answer, error) {
	if m.how == "panics" {
		panic("52998224725 is no answer")
	}
	return check.Answer{}, errors.New(`the provider refused "Maria Exemplo" at https://provider.example/52998224725`)
}

type nowhere struct{ Store }

func (nowhere) Version(context.Context, string, string) (definition.Version, error) {
	return definition.Version{}, errors.New("no version")
}

// What goes wrong unseen is in the log, with tenant and case, and without a word of what people answered.
func TestTheLogTellsWhatIsHidden(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	c := New(Parts{
		Store: nowhere{}, Log: slog.New(slog.NewTextHandler(&log, nil)), Checks: []check.Checker{moody{"panics"}, moody{"fails"}},
	})
	told := func(do func(), words ...string) {
		t.Helper()
		log.Reset()
		do()
		for _, word := range append(words, "tenant=acme", "case=c1") {
			if !strings.Contains(log.String(), word) {
				t.Errorf("%q is not in %s", word, log.String())
			}
		}
		for _, secret := range []string{"52998224725", "Maria"} {
			if strings.Contains(log.String(), secret) {
				t.Errorf("%q is in %s", secret, log.String())
			}
		}
	}
	for how, words := range map[string]string{"panics": "check panicked", "fails": "the provider refused", "missing": "no such check"} {
		told(func() {
			q := check.Question{Tenant: "acme", Case: "c1", Key: "k"}
			if got := c.consult(t.Context(), how, q); got.Result != check.Unavailable {
				t.Errorf("%s: %v", how, got.Result)
			}
		}, words, "check=k")
	}
	told(func() {
		c.Present(t.Context(), QueueView{}, queue.Row{Record: cases.Record{ID: "c1", Tenant: "acme", Version: "v"}})
	}, "case not presented", "no version")
	told(func() {
		m := &move{Conveyor: c, ctx: t.Context(), rec: cases.Record{ID: "c1", Tenant: "acme"}}
		m.unanswered([]cases.Failure{{Transition: "t06", Err: errors.New(`no such overload for "Maria"`)}})
	}, "rule not answered", "at=t06", "no such overload")
}
