package app

import (
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// save keeps a page. The files that it holds stay as they are: those of the recorded run are not there.
func (p *player) save(step pipeline.ScenarioStep, who actor.Actor, id string) error {
	values := make(map[string]any, len(step.Answers))
	for key, value := range step.Answers {
		values[key] = value
	}
	err := p.Store.View(p.ctx, p.tenant.ID, func(tx conveyor.Tx) error {
		sub, err := tx.Submission(id)
		for key := range values {
			if p.line.Form.HoldsFiles(key) && err == nil {
				values[key] = withFiles(p.line.Form.FieldAt, "/"+key, values[key], sub.Answers[key])
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	_, err = p.Conveyor.SavePage(p.ctx, who, conveyor.Save{Case: id, Page: step.Page, Values: values, Proceed: true, Locale: p.locale})
	return err
}

// upload gives a sample file.
func (p *player) upload(step pipeline.ScenarioStep, who actor.Actor, id string) error {
	in := conveyor.Upload{Case: id, Field: step.Field, Name: "sample.pdf", Content: sheet("Sample")}
	if step.File != pipeline.PageFile {
		content, err := samplePhoto()
		if err != nil {
			return err
		}
		in.Name, in.Content = "sample.jpg", content
	}
	_, err := p.Conveyor.Upload(p.ctx, who, in)
	return err
}

// withFile does something to the file of a field that was not judged yet, else to its first.
func (p *player) withFile(step pipeline.ScenarioStep, id string, do func(document.Document) error) error {
	var held []document.Document
	err := p.Store.View(p.ctx, p.tenant.ID, func(tx conveyor.Tx) error {
		all, err := tx.Documents(id)
		for _, d := range all {
			if d.Field == step.Field && d.State != document.Replaced {
				held = append(held, d)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(held) == 0 {
		return fault.New(fault.Invalid, "scenario.no_file").With("name", step.Field)
	}
	i := slices.IndexFunc(held, func(d document.Document) bool { return d.State == document.Stored })
	return do(held[max(0, i)])
}

// withFiles puts the files that a case holds in place of those that an answer names.
func withFiles(at func(string) (field.Field, bool), pointer string, value, held any) any {
	if asked, ok := at(pointer); ok && (asked.Type == "file" || asked.Type == "image") {
		return held
	}
	switch v := value.(type) {
	case map[string]any:
		before, _ := held.(map[string]any)
		out := maps.Clone(v)
		for key := range v {
			out[key] = withFiles(at, pointer+"/"+schemas.Token(key), v[key], before[key])
		}
		return out
	case []any:
		before, _ := held.([]any)
		out := slices.Clone(v)
		for i := range v {
			var was any
			if i < len(before) {
				was = before[i]
			}
			out[i] = withFiles(at, pointer+"/"+strconv.Itoa(i), v[i], was)
		}
		return out
	}
	return value
}

// samplePhoto is made once: drawing it takes longer than most scenarios.
var samplePhoto = sync.OnceValues(func() ([]byte, error) { return card("Sample", "Try-out") })
