package cases_test

import (
	"context"
	"slices"
	"testing"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/schemas/actor"
)

func TestPossible(t *testing.T) {
	t.Parallel()
	v := load(t, testdata+"embark")
	var journeys map[string]scenario
	read(t, testdata+"embark/journeys.json", &journeys)
	for name, c := range map[string]struct {
		after string
		steps []step
		who   actor.Actor
		deny  []string
		want  map[string]string // verb → "" or the key of the fault
	}{
		"an approver": {
			"approval", nil, member("ana"), nil,
			map[string]string{"request": "", "approve": "", "reject": "", "escalate": ""},
		},
		"without the right": {
			"approval", nil, member("ana"),
			[]string{"pipeline/embark/stage/approval reject"},
			map[string]string{"request": "", "approve": "", "reject": "case.denied", "escalate": ""},
		},
		"no compliance": {
			"approval_high", nil, member("ana"),
			[]string{"pipeline/embark/compliance approve"},
			map[string]string{"request": "", "approve": "case.denied", "reject": "", "escalate": ""},
		},
		"the maker": {
			"approval_high",
			[]step{{Verb: "escalate", By: actor.Member, Data: cases.Data{Note: "x"}}},
			member("ana"), nil,
			map[string]string{"request": "", "approve": "case.maker_checker", "reject": "", "escalate": ""},
		},
		"another": {
			"approval_high",
			[]step{{Verb: "escalate", By: actor.Member, Data: cases.Data{Note: "x"}}},
			member("bia"), nil,
			map[string]string{"request": "", "approve": "", "reject": "", "escalate": ""},
		},
		"an applicant in approval": {"approval", nil, actor.Actor{Kind: actor.Applicant}, nil, map[string]string{}},
		"an applicant with an account": {
			"complete", nil,
			actor.Actor{Kind: actor.Applicant},
			nil,
			map[string]string{"change": "", "close": "case.guard"},
		},
		"items open": {"info_req", nil, actor.Actor{Kind: actor.Applicant}, nil, map[string]string{"answer": ""}},
		"not begun":  {"", nil, actor.Actor{Kind: actor.Applicant}, nil, map[string]string{"start": ""}},
		"removed":    {"expired", []step{{Timer: "t44_forget"}}, member("ana"), nil, map[string]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t, v)
			p.journey(journeys, c.after)
			for _, s := range c.steps {
				p.step(s)
			}
			p.options(c.who, c.deny, c.want)
		})
	}
}

func member(id string) actor.Actor { return actor.Actor{Kind: actor.Member, ID: id} }

func (p *player) options(who actor.Actor, deny []string, want map[string]string) {
	options := cases.Possible(context.Background(), p.v, p.state, who, cases.Facts{
		Answers: p.answers, Now: p.now, Location: p.zone,
		Allowed: func(object, verb string) bool { return !slices.Contains(deny, object+" "+verb) },
	})
	if len(options) != len(want) {
		p.Errorf("got %d options, want %d: %+v", len(options), len(want), options)
	}
	for _, o := range options {
		key := ""
		if o.Why != nil {
			key = o.Why.Key
		}
		if w, ok := want[o.Verb]; !ok || key != w || o.Now != (w == "") {
			p.Errorf("%s: %q (now %v), want %q", o.Verb, key, o.Now, w)
		}
	}
}
