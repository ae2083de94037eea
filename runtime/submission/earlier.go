package submission

import "time"

// Former is what an answer was until somebody changed it. A nil Value says that there was none.
type Former struct {
	Value  any       `json:"value"`
	Source Source    `json:"source"`
	Until  time.Time `json:"until"`
}

// Earlier are the former values of answers by top-level key, latest first.
type Earlier map[string][]Former

// mostFormer is how many former values of an answer are kept.
const mostFormer = 20

// Keep remembers an answer that is about to change at a moment.
func (s *Submission) Keep(key string, until time.Time) {
	if s.Earlier == nil {
		s.Earlier = Earlier{}
	}
	former := Former{Value: s.Answers[key], Source: s.Sources[key], Until: until}
	former.Source.Client, former.Source.Nth = "", 0
	all := append([]Former{former}, s.Earlier[key]...)
	s.Earlier[key] = all[:min(len(all), mostFormer)]
}
