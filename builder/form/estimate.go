package form

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/schemas"
)

// The pace of somebody who fills a form on a phone. It is an estimate: people differ by a factor of three, and looking for
// a paper in a drawer is not in it.
//
//   - reading: 238 words a minute in silence (Brysbaert 2019, a review of 190 studies);
//   - typing on a phone: 36 words, or 181 characters, a minute (Palin and others 2019, 37 000 people);
//   - getting ready for each answer 1.35 s and pointing 1.1 s (the keystroke-level model of Card, Moran and Newell 1980);
//   - a photograph of a document: 30 s, signing by name and reading why: 20 s, which are ours.
const (
	secondsPerWord   = 60.0 / 238
	secondsPerLetter = 60.0 / 181
	secondsToThink   = 1.35
	secondsToPoint   = 1.1
	secondsToPhoto   = 30.0
	secondsToSign    = 20.0
	// What is asked only under a condition counts half.
	oddsOfCondition = 0.5
	// LongAfter is how many minutes people put up with before many leave.
	LongAfter = 10
)

// letters is how much is typed for an answer of a type, where its length is not limited to less.
var letters = map[string]float64{
	"text": 20, "email": 24, "phone": 11, "number": 4, "money": 6, "percent": 3, "date": 8, "cep": 8, "cpf": 11, "cnpj": 14,
	"taxId": 12, "textarea": 150, "bankAccount": 18, "pixKey": 16, "iban": 24, "signature": 20,
}

// PageTime is how long one page takes an applicant.
type PageTime struct {
	Key     string
	Seconds float64
}

// Times estimates how long each page of a form, wrong as it may be, takes an applicant, in the order of asking, and how
// many minutes that is in all, at least one. Pages for staff are left out.
func Times(reg *field.Registry, f Form) (pages []PageTime, minutes int) {
	t := grow(reg, f)
	return t.times(), t.minutes()
}

// Estimate is how many minutes an applicant needs, at least one.
func (c *Compiled) Estimate() int { return c.tree.minutes() }

func (t *tree) minutes() int {
	total := 0.0
	for _, page := range t.times() {
		total += page.Seconds
	}
	return max(1, int((total+59)/60))
}

func (t *tree) times() []PageTime {
	var out []PageTime
	for i, p := range t.form.Pages {
		if p.StaffOnly {
			continue
		}
		seconds := t.reading(p.Title) + t.reading(p.Description)
		for _, n := range t.roots[i] {
			seconds += t.seconds(n)
		}
		if p.VisibleWhen != nil {
			seconds *= oddsOfCondition
		}
		out = append(out, PageTime{Key: p.Key, Seconds: seconds})
	}
	return out
}

// seconds is how long a field takes, with all that is in it.
func (t *tree) seconds(n *node) float64 {
	f := n.field
	if n.staff || n.computed() {
		return 0
	}
	total := t.reading(f.Label) + t.reading(f.Hint) + t.reading(f.Content)
	for _, inner := range n.children {
		total += t.seconds(inner)
	}
	if n.asked() && !n.container() {
		total += t.answering(n)
	}
	if f.VisibleWhen != nil || !f.Required && f.RequiredWhen == nil && n.asked() && !n.container() {
		total *= oddsOfCondition // what may be left out is, half of the time
	}
	return total
}

// answering is how long one answer takes once the question was read.
func (t *tree) answering(n *node) float64 {
	var limits struct{ MaxLength float64 }
	_ = json.Unmarshal(n.field.Config, &limits) // without settings there are none
	typed := letters[n.field.Type]
	if limits.MaxLength > 0 {
		typed = min(typed, limits.MaxLength)
	}
	total := secondsToThink + secondsToPoint + typed*secondsPerLetter
	for _, o := range n.field.Options {
		total += t.reading(o.Label)
	}
	switch n.field.Type {
	case "file", "image":
		total += secondsToPhoto
	case "signature":
		total += secondsToSign
	}
	return total
}

// reading is how long a text takes to read. Writing without spaces is counted by its letters.
func (t *tree) reading(text schemas.Text) float64 {
	s := text.In(t.form.DefaultLocale, t.form.DefaultLocale)
	words := max(float64(len(strings.Fields(s))), float64(utf8.RuneCountInString(s))/12)
	return words * secondsPerWord
}
