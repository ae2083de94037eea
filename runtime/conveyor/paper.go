package conveyor

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/esteira/esteira/runtime/document"
)

// Paper is a document as a member sees it in a dossier.
type Paper struct {
	document.Document
	Proves  []string // places of the readable answers that it proves, as the settings of its field say
	CanUndo bool     // its verdict may be taken back: no request has told the applicant of it
}

// papers are the documents of fields that the member may read, oldest first.
func (b *dossier) papers(v *StaffView) ([]Paper, error) {
	all, err := b.tx.Documents(b.rec.ID)
	if err != nil {
		return nil, err
	}
	var seen []Paper
	for _, d := range all {
		f, ok := b.line.Form.FieldAt(d.Field)
		if !ok || !b.reads(f.Group) {
			continue
		}
		p := Paper{Document: d, Proves: proven(d.Field, f.Config, v.Data)}
		p.CanUndo = d.IsCurrent() && d.JudgedAt != nil && d.State != document.Stored && !slices.ContainsFunc(v.Items, func(i ViewedItem) bool {
			return i.Path == d.Field && i.CreatedAt.After(*d.JudgedAt)
		})
		seen = append(seen, p)
	}
	return seen, nil
}

// proven are the places of what the settings of a file field name: its neighbours in a repeated group, else the top.
func proven(at string, config json.RawMessage, data []Datum) []string {
	var settings struct {
		Proves []string `json:"proves"`
	}
	if len(config) == 0 || json.Unmarshal(config, &settings) != nil {
		return nil
	}
	here := at[:strings.LastIndexByte(at, '/')]
	var out []string
	for _, key := range settings.Proves {
		for _, place := range []string{here + "/" + key, "/" + key} {
			if slices.ContainsFunc(data, func(d Datum) bool { return d.Path == place }) {
				out = append(out, place)
				break
			}
		}
	}
	return out
}
