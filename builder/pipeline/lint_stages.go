package pipeline

import (
	"slices"
	"strconv"
	"strings"
)

// The kinds of a stage.
const (
	Applicant = "applicant"
	Automatic = "automatic"
	Staff     = "staff"
	End       = "end"
)

// columns are those that every queue can show, beside the fields of the form.
func columns() []string {
	return []string{
		"started", "percent", "page", "attempts", "activity", "age", "token", "risk", "reason", "decided", "channel", "reminders",
		"target", "attempt", "retry", "error", "requests", "items", "approvals", "decider", "purge", "sends", "response",
		"signers", "datum",
	}
}

func (l *linter) stages() {
	seen, queues := map[string]bool{}, map[string]string{}
	for i, s := range l.p.Stages {
		l.key(at("stages", i, "/key"), s.Key, seen)
		l.stageWords(i, s)
		l.stageTexts(i, s)
		if s.ServiceLevel != "" {
			l.duration(at("stages", i, "/serviceLevel"), s.ServiceLevel)
		}
		if s.Queue != nil {
			l.queue(i, s, queues)
		}
	}
}

func (l *linter) stageWords(i int, s Stage) {
	ps := params{"stage": s.Key, "name": s.Name}
	if !slices.Contains([]string{Applicant, Automatic, Staff, End}, s.Kind) {
		ps["kind"] = s.Kind
		l.fail(at("stages", i, "/kind"), "bad_kind", ps)
	}
	if !slices.Contains([]string{"open", "requested", "closed"}, s.Answers) {
		l.fail(at("stages", i, "/answers"), "bad_answers", params{"stage": s.Key, "name": s.Name, "answers": s.Answers})
	}
	outcomes := []string{"completed", "rejected", "expired", "closed", "blocked"}
	if s.Kind == End != slices.Contains(outcomes, s.Outcome) {
		l.fail(at("stages", i, "/outcome"), "bad_outcome", params{"stage": s.Key, "name": s.Name, "outcome": s.Outcome})
	}
}

func (l *linter) stageTexts(i int, s Stage) {
	l.text(at("stages", i, "/name"), s.Name, params{"stage": s.Key, "name": s.Name})
	l.text(at("stages", i, "/applicant"), s.Applicant, params{"stage": s.Key, "name": s.Name})
}

// queue wants one name per queue, since stages share a queue by its key.
func (l *linter) queue(i int, s Stage, names map[string]string) {
	path := at("stages", i, "/queue")
	if !keyPattern.MatchString(s.Queue.Key) {
		l.fail(path+"/key", "bad_key", params{"key": s.Queue.Key})
	}
	l.text(path+"/name", s.Queue.Name, params{"stage": s.Key, "name": s.Name, "queue": s.Queue.Key})
	name := s.Queue.Name.In(l.p.DefaultLocale)
	if first, ok := names[s.Queue.Key]; ok && first != name {
		l.warn(path+"/name", "queue_renamed", params{"queue": s.Queue.Key, "first": first, "second": name})
	}
	names[s.Queue.Key] = name
	for c, column := range s.Queue.Columns {
		if key, isFact := strings.CutPrefix(column, "case."); isFact {
			if l.attributeType(key) == "" {
				l.fail(path+"/columns/"+strconv.Itoa(c), "unknown_attribute", params{"attribute": key})
			}
		} else if !slices.Contains(columns(), column) {
			l.field(path+"/columns/"+strconv.Itoa(c), column)
		}
	}
}
