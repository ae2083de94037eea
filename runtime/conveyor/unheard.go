package conveyor

import (
	"slices"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/fault"
)

// unheard tells whether a verb of the stage does nothing but write to a person who gave nothing that its letters go to. An
// application may be begun, and left, before there is an address.
func (l *Line) unheard(rec cases.Record, verb string) bool {
	moves := l.Pipeline.Verb(rec.State.Stage, verb)
	return len(moves) > 0 && !slices.ContainsFunc(moves, func(m *pipeline.Move) bool { return m.To != m.From || l.reaches(rec, m) })
}

// reaches tells whether a transition has an effect other than letters to nobody.
func (l *Line) reaches(rec cases.Record, m *pipeline.Move) bool {
	return len(m.Effects) == 0 || slices.ContainsFunc(m.Effects, func(e pipeline.Action) bool {
		letter, _ := l.letterOf(e.Name)
		return e.Kind != "message" || rec.Email != "" || letter.Channel == message.SMS && rec.Phone != ""
	})
}

// noContact says that there is nobody to write to yet.
func noContact() *fault.Fault { return fault.New(fault.Conflict, "case.no_contact") }

// closeUnheard takes away the acts that would only write to nobody.
func (b *dossier) closeUnheard(v *StaffView) {
	for i, o := range v.Options {
		if b.line.unheard(b.rec, o.Verb) {
			v.Options[i].Now, v.Options[i].Why = false, noContact()
		}
	}
}
