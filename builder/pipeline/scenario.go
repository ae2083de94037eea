package pipeline

import (
	"time"

	"github.com/esteira/esteira/schemas"
)

// Scenario is one case from its start, step by step, and what must come of it. It is no part of what runs: it is
// played before a version is published.
type Scenario struct {
	Key    string       `json:"key"`
	Title  schemas.Text `json:"title"`
	Locale string       `json:"locale,omitempty"` // of the applicant; "" means the default of the pipeline
	// StartsAt is the moment at which it begins, so that it goes the same way on any day; nil means when it is run.
	StartsAt *time.Time     `json:"startsAt,omitempty"`
	Steps    []ScenarioStep `json:"steps"`
}

// ScenarioStep is one act, in words of the pipeline: who does what. It names no ids of a run, so that it can be done again.
type ScenarioStep struct {
	As      string         `json:"as,omitempty"`     // "applicant" or a role; "" for wait and check
	Person  int            `json:"person,omitempty"` // 1 or 2: which of those who have the role; 0 means 1
	Do      string         `json:"do"`               // one of the constants below, or a verb of the pipeline
	Case    int            `json:"case,omitempty"`   // which of those started, in order; 0 means the first
	Page    string         `json:"page,omitempty"`
	Answers map[string]any `json:"answers,omitempty"` // by key; nil takes one back
	Field   string         `json:"field,omitempty"`   // JSON Pointer into the answers
	File    string         `json:"file,omitempty"`    // PhotoFile or PageFile
	Verdict string         `json:"verdict,omitempty"`
	Reason  string         `json:"reason,omitempty"`
	Note    string         `json:"note,omitempty"`
	Items   []string       `json:"items,omitempty"` // JSON Pointers
	For     string         `json:"for,omitempty"`   // ISO 8601 duration
	Check   string         `json:"check,omitempty"`
	Result  string         `json:"result,omitempty"`
	Expect  *Expectation   `json:"expect,omitempty"`
}

// Expectation is what must come of a step. What is not named is not looked at.
type Expectation struct {
	Stage    string   `json:"stage,omitempty"`
	Messages []string `json:"messages,omitzero"` // keys of those sent, in order; an empty list means none, nil is not looked at
	Refused  string   `json:"refused,omitempty"` // key of the fault
	Owed     []string `json:"owed,omitempty"`    // JSON Pointers of what was asked for again and is still open
}

// What a step may do beside the verbs of a pipeline. Submit, Answer, Request, "edit", "sign" and all others are verbs.
const (
	DoSave    = "save"    // a page
	DoUpload  = "upload"  // a sample file
	DoRemove  = "remove"  // a file
	DoClaim   = "claim"   // takes the case for oneself
	DoRelease = "release" // gives it back
	DoNote    = "note"    // writes an internal note
	DoJudge   = "judge"   // accepts or refuses a file
	DoWait    = "wait"    // lets time go by
	DoCheck   = "check"   // chooses what a check answers from then on
)

// The sample files.
const (
	PhotoFile = "photo" // a picture, as JPEG
	PageFile  = "page"  // a page, as PDF
)
