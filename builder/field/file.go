package field

import (
	"regexp"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const fileSettings = `{"type":"object","additionalProperties":false,"properties":{
	"accept":{"type":"array","items":{"type":"string","enum":["pdf","jpg","png","webp","heic","xlsx","docx","csv"]},
		"description":"default pdf, jpg, png"},
	"maxBytes":{"type":"integer","minimum":1,"maximum":104857600,"description":"of one file; default 10 MB"},
	"maxFiles":{"type":"integer","minimum":1,"maximum":50,"description":"default 1"},
	"proves":{"type":"array","maxItems":30,"items":{"type":"string","pattern":"^[a-z][a-z0-9_]{0,59}$"},
		"description":"keys of the fields that such a document proves; shown beside it"},
	"kind":{"type":"string","pattern":"^[a-z][a-z0-9_]{0,39}$","description":"kind of document, e.g. id_front"}}}`

const imageSettings = `{"type":"object","additionalProperties":false,"properties":{
	"accept":{"type":"array","items":{"type":"string","enum":["pdf","jpg","png","webp","heic"]},
		"description":"default jpg, png"},
	"maxBytes":{"type":"integer","minimum":1,"maximum":104857600,"description":"of one file; default 10 MB"},
	"maxFiles":{"type":"integer","minimum":1,"maximum":50,"description":"default 1"},
	"proves":{"type":"array","maxItems":30,"items":{"type":"string","pattern":"^[a-z][a-z0-9_]{0,59}$"},
		"description":"keys of the fields that such a document proves; shown beside it"},
	"kind":{"type":"string","pattern":"^[a-z][a-z0-9_]{0,39}$","description":"kind of document, e.g. selfie"},
	"minShortSide":{"type":"integer","minimum":1,"maximum":10000,"description":"in pixels"},
	"capture":{"type":"string","enum":["environment","user"],"description":"camera that a phone opens"}}}`

// FileLimits are the settings of a file or image field with their defaults.
type FileLimits struct {
	Accept       []string `json:"accept"`
	MaxBytes     float64  `json:"maxBytes"`
	MaxFiles     float64  `json:"maxFiles"`
	Kind         string   `json:"kind"`
	MinShortSide float64  `json:"minShortSide"`
	Capture      string   `json:"capture"`
}

// Upload is what is known of a file: its type by content (pdf, jpg…), its size, and of an image its shorter side.
type Upload struct {
	Type      string
	Bytes     float64
	ShortSide float64
}

const megabyte = 1 << 20

var documentID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// newFile is a list of documents, by their ids.
func newFile() Type { return documents("file", fileSettings) }

// newImage is a list of pictures of documents or faces, by their ids.
func newImage() Type { return documents("image", imageSettings) }

func documents(name, settings string) Type {
	return kind{
		name: name, rule: rule.List, settings: settings,
		clean: func(_ Field, raw any) any { return cleanTexts(raw) },
		check: func(f Field, value any) []fault.Violation {
			list, ok := value.([]any)
			if !ok {
				return wrong("type")
			}
			limit := ReadFileLimits(f).MaxFiles
			return append(checkItems(list, formOf(documentID)), countLimits{Max: &limit}.check(len(list))...)
		},
		schema: func(f Field) map[string]any {
			limit := ReadFileLimits(f).MaxFiles
			schema := countLimits{Max: &limit}.schema()
			schema["items"] = map[string]any{"type": "string", "pattern": documentID.String()}
			schema["uniqueItems"] = true
			return schema
		},
	}
}

// ReadFileLimits returns the settings of a file or image field.
func ReadFileLimits(f Field) FileLimits {
	limits := readSettings[FileLimits](f)
	if len(limits.Accept) == 0 && f.Type == "image" {
		limits.Accept = []string{"jpg", "png"}
	}
	if len(limits.Accept) == 0 {
		limits.Accept = []string{"pdf", "jpg", "png"}
	}
	if limits.MaxBytes == 0 {
		limits.MaxBytes = 10 * megabyte
	}
	if limits.MaxFiles == 0 {
		limits.MaxFiles = 1
	}
	return limits
}

// CheckUpload tells whether a file may be an answer of the field, before it is kept. It answers file_empty, file_type,
// file_size (n in MB) and image_small (n in pixels).
func CheckUpload(f Field, u Upload) []fault.Violation {
	limits := ReadFileLimits(f)
	switch {
	case u.Bytes <= 0:
		return wrong("file_empty")
	case !contains(limits.Accept, u.Type):
		return wrong("file_type", "types", limits.Accept)
	case u.Bytes > limits.MaxBytes:
		return wrong("file_size", "n", limits.MaxBytes/megabyte)
	case u.Type != "pdf" && u.ShortSide < limits.MinShortSide:
		return wrong("image_small", "n", limits.MinShortSide)
	}
	return nil
}
