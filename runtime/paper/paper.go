// Package paper is the documents that are written from the answers of a case: receipt, dossier, contract. It says what
// stands in them; how they look as PDF is the matter of a Press.
package paper

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/esteira/esteira/runtime/message"
)

// The papers that are not of a pipeline.
const (
	Receipt = "receipt"
	Dossier = "dossier"
)

// The states of a paper.
const (
	Current  = "current"
	Replaced = "replaced" // a newer one says something else
)

// Paper is one document that was written. It is never changed, but its content goes when the answers are erased.
type Paper struct {
	ID        string
	Tenant    string
	Case      string
	Key       string // of what made it; unique in the tenant
	Name      string // Receipt, or the key of the pipeline's paper
	Locale    string
	SHA256    string // of the content, in hex
	Seals     string // SHA-256 of the paper that it is the signed form of; "" otherwise
	Evidence  string // id of the evidence of the signature
	State     string // current, replaced
	CreatedAt time.Time
	Content   []byte // PDF; empty once it was erased
}

// Sheet is what stands in a document, in one language.
type Sheet struct {
	Title     string
	Subtitle  string
	Locale    string
	Reference string
	Look      message.Look
	At        time.Time // UTC; the only time in the file, so that the same sheet gives the same bytes
	Parts     []Part
	Words     Words
	// Seal is the last page, which says who signed what; nil for none.
	Seal *Part
}

// Part is a heading with paragraphs and lines below it. Any of them may be empty.
type Part struct {
	Heading    string
	Paragraphs []string
	Lines      []Line
	Columns    []string   // heads of a table
	Rows       [][]string // as many cells as Columns
}

// Line is a label and its value.
type Line struct {
	Label, Value string
	IsCode       bool // a hash or an id: set in small letters, broken anywhere
}

// Words are what the press itself writes: "Page {n} of {total}".
type Words struct{ Page string }

// Press makes a PDF of a sheet. The same sheet gives the same bytes.
type Press interface {
	Print(s Sheet) ([]byte, error)
}

// Rows are the papers inside one transaction of one tenant.
type Rows interface {
	// InsertPaper adds a paper; one whose key exists is left as it is, and false is returned.
	InsertPaper(Paper) (bool, error)
	UpdatePaper(Paper) error
	// Papers returns the papers of a case, oldest first.
	Papers(caseID string) ([]Paper, error)
	// PaperByHash returns the paper with this SHA-256, or fault.NotFound.
	PaperByHash(sha256 string) (Paper, error)
}

// Hash returns the SHA-256 of a content in hex.
func Hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
