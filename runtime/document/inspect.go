package document

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"github.com/esteira/esteira/schemas/fault"
)

const (
	megabyte        = 1 << 20
	defaultMaxBytes = 10 * megabyte
)

// Rules are the settings of the field that a file is for.
type Rules struct {
	Accept       []string `json:"accept"`   // pdf, jpg, png, webp, xlsx, docx, csv; default pdf, jpg, png
	MaxBytes     int64    `json:"maxBytes"` // of one file; default 10 MB
	MaxFiles     int      `json:"maxFiles"`
	Kind         string   `json:"kind"`
	MinShortSide int      `json:"minShortSide"` // pixels, of images
	Capture      string   `json:"capture"`
	Image        bool     `json:"-"` // an image field: default jpg, png
}

// File is what was found, and what may be kept.
type File struct {
	MIME    string
	Content []byte // without the metadata of images, and without what follows the end of the file
	SHA256  string // hex, of the bytes as they came
	Width   int    // pixels, of images, as they are seen
	Height  int
	Pages   int // of a PDF
}

// kinds are the types of files that may be accepted, by their names in settings. HEIC is not among them: its metadata
// (place, device) cannot be taken out here. Browsers that can read it make a JPEG of it before it is sent; to the others
// file_heic says what to do.
var kinds = map[string]struct {
	mime    string
	is      func(content []byte) bool
	inspect func(content []byte, r Rules) (File, error)
}{
	"jpg":  {"image/jpeg", begins("\xFF\xD8\xFF"), inspectJPEG},
	"png":  {"image/png", begins(pngMagic), inspectPNG},
	"webp": {"image/webp", isWebP, inspectWebP},
	"pdf":  {"application/pdf", begins("%PDF-"), inspectPDF},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", isOffice("xl/workbook.xml"), inspectOffice},
	"docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", isOffice("word/document.xml"), inspectOffice},
	"csv":  {"text/csv", isPlainText, inspectText},
}

// Inspect tells from its bytes what a file is, and returns what may be kept of it. It never trusts a name.
//
// It returns fault.Invalid file_empty, file_broken, file_encrypted, file_active (it carries something that runs),
// file_bomb (it grows beyond reason when opened) or image_small (n pixels); fault.TooLarge file_size (n MB) or
// file_pages (n); fault.Unsupported file_type (types), or file_heic (types) for the photographs of iPhones.
//
// A PDF is kept as it came, with its metadata: a change would break its signatures.
func Inspect(content []byte, r Rules) (File, error) {
	limit := r.MaxBytes
	if limit <= 0 {
		limit = defaultMaxBytes
	}
	if len(content) == 0 {
		return File{}, fault.New(fault.Invalid, "file_empty")
	}
	if int64(len(content)) > limit {
		return File{}, fault.New(fault.TooLarge, "file_size").With("n", float64(limit)/megabyte)
	}
	accept := r.accepted()
	name := sniff(content, accept)
	if name == "" && isHEIC(content) {
		return File{}, fault.New(fault.Unsupported, "file_heic").With("types", capitals(accept))
	}
	if name == "" {
		return File{}, fault.New(fault.Unsupported, "file_type").With("types", capitals(accept))
	}
	file, err := kinds[name].inspect(content, r)
	if err != nil {
		return File{}, err
	}
	sum := sha256.Sum256(content)
	file.SHA256 = hex.EncodeToString(sum[:])
	if file.MIME == "" {
		file.MIME = kinds[name].mime
	}
	return file, nil
}

// capitals are the names of types as people write them: JPG, PDF.
func capitals(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = strings.ToUpper(name)
	}
	return out
}

func (r Rules) accepted() []string {
	known := slices.DeleteFunc(slices.Clone(r.Accept), func(name string) bool { return kinds[name].is == nil })
	switch {
	case len(known) > 0:
		return known
	case r.Image:
		return []string{"jpg", "png"}
	}
	return []string{"pdf", "jpg", "png"}
}

// sniff returns the accepted type that the bytes are of, or "". A second opinion must agree, so that a file with two
// faces is none.
func sniff(content []byte, accept []string) string {
	for _, name := range accept {
		if kinds[name].is(content) && agrees(mimetype.Detect(content), name) {
			return name
		}
	}
	return ""
}

func agrees(second *mimetype.MIME, name string) bool {
	want := kinds[name].mime
	switch name {
	case "xlsx", "docx":
		want = "application/zip"
	case "csv":
		return strings.HasPrefix(second.String(), "text/plain") || second.Is("text/csv")
	}
	for m := second; m != nil; m = m.Parent() {
		if m.Is(want) {
			return true
		}
	}
	return false
}

func begins(magic string) func([]byte) bool {
	return func(content []byte) bool { return len(content) > len(magic) && string(content[:len(magic)]) == magic }
}

// isHEIC tells by the brand that an ISO media file begins with.
func isHEIC(content []byte) bool {
	if len(content) < 12 || string(content[4:8]) != "ftyp" {
		return false
	}
	return slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"}, string(content[8:12]))
}

func broken(err error) error { return fault.New(fault.Invalid, "file_broken").Because(err) }
