package conveyor

import (
	"encoding/json"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/schemas"
)

// letterOf is the wording of a message: that of the pipeline, else our own.
func (l *Line) letterOf(name string) (pipeline.Message, bool) {
	if own, ok := l.Pipeline.Message(name); ok {
		return own, true
	}
	ours, ok := letters()[name]
	return ours, ok
}

// letters are the messages that every pipeline has, from schemas/messages: mail.<name>.subject and mail.<name>.body.
var letters = sync.OnceValue(func() map[string]pipeline.Message {
	out := map[string]pipeline.Message{}
	names, err := fs.Glob(schemas.Files, "messages/*.json")
	if err != nil {
		return out
	}
	for _, file := range names {
		body, err := fs.ReadFile(schemas.Files, file)
		var texts map[string]string
		if err != nil || json.Unmarshal(body, &texts) != nil {
			continue
		}
		locale := strings.TrimSuffix(path.Base(file), ".json")
		for key, text := range texts {
			if rest, ok := strings.CutPrefix(key, "mail."); ok {
				put(out, rest, locale, text)
			}
		}
	}
	return out
})

func put(out map[string]pipeline.Message, key, locale, text string) {
	name, part, _ := strings.Cut(key, ".")
	letter, known := out[name]
	if !known {
		letter = pipeline.Message{Key: name, Channel: "email", Subject: schemas.Text{}, Body: schemas.Text{}}
	}
	if part == "subject" {
		letter.Subject[locale] = text
	} else {
		letter.Body[locale] = text
	}
	out[name] = letter
}
