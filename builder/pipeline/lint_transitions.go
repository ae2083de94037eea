package pipeline

import (
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/rule"
)

func (l *linter) transitions() {
	seen := map[string]bool{}
	for i, t := range l.p.Transitions {
		l.key(at("transitions", i, "/key"), t.Key, seen)
		l.ends(i, t)
		l.trigger(i, t)
		l.actors(i, t)
		l.title(i, t)
		l.rule(at("transitions", i, "/guard"), t.Guard)
		l.demands(i, t)
		l.approvals(i, t)
		for e := range t.Effects {
			l.effect(i, e)
		}
	}
}

func (l *linter) ends(i int, t Transition) {
	for _, end := range []struct{ member, key string }{{"from", t.From}, {"to", t.To}} {
		if _, ok := l.stage[end.key]; !ok && end.key != "" {
			ps := l.about(t)
			ps["stage"] = end.key
			l.fail(at("transitions", i, "/"+end.member), "unknown_stage", ps)
		}
	}
	if t.From == "" && t.To == "" {
		l.fail(at("transitions", i, "/to"), "nowhere", l.about(t))
	}
}

func (l *linter) trigger(i int, t Transition) {
	set := 0
	for _, present := range []bool{t.Trigger.Verb != "", t.Trigger.Event != "", t.Trigger.Timer != nil} {
		if present {
			set++
		}
	}
	path := at("transitions", i, "/trigger")
	switch {
	case set == 0:
		l.fail(path, "no_trigger", l.about(t))
	case set > 1:
		l.fail(path, "two_triggers", l.about(t))
	case t.Trigger.Timer != nil:
		l.timer(path+"/timer", t)
	}
}

func (l *linter) timer(path string, t Transition) {
	timer := t.Trigger.Timer
	if t.From == "" || len(timer.After) == 0 {
		l.fail(path, "bad_timer", l.about(t))
	}
	if timer.Calendar != "" && timer.Calendar != "business" {
		l.fail(path+"/calendar", "bad_calendar", params{"calendar": timer.Calendar})
	}
	dated := l.since(path+"/since", timer.Since)
	for n, text := range timer.After {
		d, err := ParseDuration(text)
		if err != nil || d.Negative && !dated {
			l.fail(path+"/after/"+strconv.Itoa(n), "bad_duration", params{"duration": text})
		}
	}
}

// since wants an instant of the case, and says whether it is a date that an attribute or an answer tells.
func (l *linter) since(path, since string) (dated bool) {
	if attribute, is := strings.CutPrefix(since, "case."); is {
		if l.attributeType(attribute) != rule.Date {
			l.fail(path, "unknown_attribute", params{"attribute": attribute, "type": rule.Date})
		}
		return true
	}
	if answer, is := strings.CutPrefix(since, "answers."); is {
		if i := slices.IndexFunc(l.around.Form, func(n rule.Name) bool { return n.Key == answer }); i < 0 || l.around.Form[i].Type != rule.Date {
			l.fail(path, "unknown_form_field", params{"field": answer, "form": l.p.Form})
		}
		return true
	}
	if !slices.Contains([]string{"stage", "activity", "start"}, since) {
		l.fail(path, "bad_since", params{"since": since})
	}
	return false
}

// actors wants somebody who can pull the trigger.
func (l *linter) actors(i int, t Transition) {
	path := at("transitions", i, "/by")
	if len(t.By) == 0 {
		l.fail(path, "nobody", l.about(t))
	}
	for n, kind := range t.By {
		if !slices.Contains([]string{"applicant", "member", "service", "system"}, kind) {
			l.fail(path+"/"+strconv.Itoa(n), "bad_actor", params{"actor": kind})
		}
	}
	pulled := t.Trigger.Verb == "" && (t.Trigger.Timer != nil || slices.Contains(engineEvents(), t.Trigger.Event))
	if pulled && len(t.By) > 0 && !slices.Contains(t.By, "system") {
		l.fail(path, "nobody", l.about(t))
	}
}

func engineEvents() []string {
	return []string{StageEntered, CheckCompleted, CheckUnavailable, ChecksCompleted}
}

// title wants words for the button of a member.
func (l *linter) title(i int, t Transition) {
	button := t.Trigger.Verb != "" && slices.Contains(t.By, "member")
	if button || len(t.Title) > 0 {
		l.text(at("transitions", i, "/title"), t.Title, l.about(t))
	}
}

func (l *linter) demands(i int, t Transition) {
	d := t.Demands
	if d == nil {
		return
	}
	path := at("transitions", i, "/demands")
	if t.Trigger.Verb == "" {
		l.fail(path, "demands_without_verb", l.about(t))
		return
	}
	if d.Reason && !slices.ContainsFunc(l.p.Reasons, func(r Reason) bool { return slices.Contains(r.For, t.Trigger.Verb) }) {
		ps := l.about(t)
		ps["verb"] = t.Trigger.Verb
		l.fail(path+"/reason", "unknown_reason", ps)
	}
	for n, verb := range d.NotBy {
		if !l.verbs[verb] {
			l.fail(path+"/notBy/"+strconv.Itoa(n), "unknown_verb", params{"verb": verb})
		}
	}
	l.rule(path+"/notByWhen", d.NotByWhen)
}
