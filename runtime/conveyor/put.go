package conveyor

import (
	"iter"
	"reflect"
	"slices"

	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas/actor"
)

// put writes clean answers over those that stand, and returns the keys that changed and those kept because somebody
// else had changed them since the page was opened.
func (m *move) put(clean map[string]any, in *Save) (changed, merged []string) {
	for key, value := range clean {
		if reflect.DeepEqual(m.sub.Answers[key], value) {
			continue
		}
		if in.late(m.sub.Sources[key]) {
			if in.foreign(m.sub.Sources[key]) {
				merged = append(merged, key)
			}
			continue
		}
		changed = append(changed, key)
		m.answer(key, value)
		if in != nil {
			source := m.sub.Sources[key]
			source.Client, source.Nth = in.Client, in.Nth
			m.sub.Sources[key] = source
		}
	}
	for key := range m.unseen(in) {
		if _, sent := clean[key]; !sent {
			merged = append(merged, key)
		}
	}
	slices.Sort(changed)
	slices.Sort(merged)
	return changed, merged
}

// late tells whether an answer is newer than the save: changed elsewhere since the page was opened, or by a later save
// of the same visit that was quicker, as the last one of a page that closes may be.
func (s *Save) late(source submission.Source) bool {
	if s == nil || s.Revision == 0 || source.Rev <= s.Revision {
		return false
	}
	return s.foreign(source) || source.Nth > s.Nth
}

func (s *Save) foreign(source submission.Source) bool {
	return s.Client == "" || source.Client != s.Client
}

// unseen are the answers that changed elsewhere since the page was told of any, so that it can show them: the revision
// that it goes on with is past them. Files are shown by their own list.
func (m *move) unseen(in *Save) iter.Seq[string] {
	return func(yield func(string) bool) {
		if in == nil || in.Client == "" || in.Revision == 0 {
			return
		}
		for key, source := range m.sub.Sources {
			f, known := m.line.Form.FieldOf(key)
			if !known || f.StaffOnly || source.Rev > m.sub.Revision || !in.late(source) || !in.foreign(source) {
				continue
			}
			if !m.line.Form.HoldsFiles(key) && !yield(key) {
				return
			}
		}
	}
}

func (m *move) answer(key string, value any) {
	if m.sub.Answers == nil {
		m.sub.Answers, m.sub.Sources = map[string]any{}, submission.Sources{}
	}
	by := m.who.Hand()
	if m.stood(key, by) {
		m.sub.Keep(key, m.now())
	}
	if value == nil {
		delete(m.sub.Answers, key)
	} else {
		m.sub.Answers[key] = value
	}
	m.changed()
	m.sub.Sources[key] = submission.Source{
		Kind: string(by.Kind), By: by.ID, At: m.now(), Rev: m.sub.Revision + 1,
	}
	m.subDirty, m.edited = true, true
	m.reindex = m.reindex || m.line.Form.Indexes(key)
}

// stood tells whether somebody may have decided by an answer: it came with what was handed in, or from another person than
// now. What one types in between is nobody's business. Files have versions of their own.
func (m *move) stood(key string, by actor.Actor) bool {
	source, given := m.sub.Sources[key]
	if m.rec.State.SubmittedAt == nil || !given || m.line.Form.HoldsFiles(key) {
		return false
	}
	return source.Kind != string(by.Kind) || source.By != by.ID || source.At.Before(m.rec.State.EnteredAt)
}
