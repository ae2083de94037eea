package pipeline

import (
	"slices"
	"strconv"

	"github.com/esteira/esteira/schemas"
)

// Paper is a document that is written from the answers of a case, such as a contract. Its texts use {name} for variables
// and {path.of.keys} for answers.
type Paper struct {
	Key      string         `json:"key"`
	Title    schemas.Text   `json:"title"`
	Sections []PaperSection `json:"sections"`
	// Answers adds a last section with all answers that the applicant gave.
	Answers bool `json:"answers,omitempty"`
}

// PaperSection is a heading with text below it; an empty line parts paragraphs.
type PaperSection struct {
	Heading schemas.Text `json:"heading,omitempty"`
	Text    schemas.Text `json:"text"`
}

// PaperVariables are what texts of papers may name in braces beside answers.
func PaperVariables() []string { return []string{"name", "company", "reference", "date"} }

// Paper returns the paper of a key.
func (c *Compiled) Paper(key string) (Paper, bool) {
	i := slices.IndexFunc(c.Pipeline.Papers, func(p Paper) bool { return p.Key == key })
	if i < 0 {
		return Paper{}, false
	}
	return c.Pipeline.Papers[i], true
}

func (l *linter) papers() {
	seen := map[string]bool{}
	for i, p := range l.p.Papers {
		l.key(at("papers", i, "/key"), p.Key, seen)
		l.text(at("papers", i, "/title"), p.Title, params{"paper": p.Key})
		for n, s := range p.Sections {
			path := at("papers", i, "/sections/"+strconv.Itoa(n))
			l.text(path+"/text", s.Text, params{"paper": p.Key})
			l.filled(path+"/heading/", s.Heading)
			l.filled(path+"/text/", s.Text)
		}
	}
}

// filled wants each name in braces to be a variable of papers or a field of the form.
func (l *linter) filled(path string, t schemas.Text) {
	for _, locale := range sortedLocales(t) {
		for _, name := range inBraces(t[locale]) {
			if !slices.Contains(PaperVariables(), name) {
				l.field(path+locale, name)
			}
		}
	}
}
