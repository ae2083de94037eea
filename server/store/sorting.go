package store

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
)

// kind is what a column holds.
type kind int

const (
	textKind kind = iota
	numberKind
	timeKind
)

// column is a column of cases that people may filter and sort by.
type column struct {
	name     string
	kind     kind
	optional bool
	prepare  func(string) string // brings a value to what is stored
	own      bool                // an index of its own leads to the cases with a value
	ordered  bool                // an index gives the cases of a stage in its order
}

// columns are the words of queue.Filter and queue.Query.Sort. Nothing else of a request ever becomes SQL.
var columns = map[string]column{
	"name":        {name: "name_fold", prepare: fold, ordered: true},
	"identity":    {name: "identity", own: true},
	"email":       {name: "email", prepare: strings.ToLower},
	"phone":       {name: "phone"},
	"reference":   {name: "reference", prepare: strings.ToUpper, own: true},
	"stage":       {name: "stage"},
	"pipeline":    {name: "pipeline"},
	"version":     {name: "version_id"},
	"assignee":    {name: "assignee", own: true},
	"risk":        {name: "risk"},
	"outcome":     {name: "outcome"},
	"reason":      {name: "reason"},
	"decidedBy":   {name: "decided_by"},
	"locale":      {name: "locale"},
	"channel":     {name: "channel"},
	"page":        {name: "page"},
	"token":       {name: "token_state"},
	"target":      {name: "call_name"},
	"callCode":    {name: "call_code"},
	"callAttempt": {name: "call_attempt", kind: numberKind},
	"callNextAt":  {name: "call_next_at", kind: timeKind, optional: true},
	"percent":     {name: "percent", kind: numberKind, ordered: true},
	"attempts":    {name: "attempts", kind: numberKind, ordered: true},
	"startedAt":   {name: "started_at", kind: timeKind, ordered: true},
	"enteredAt":   {name: "entered_at", kind: timeKind, ordered: true},
	"activityAt":  {name: "activity_at", kind: timeKind, ordered: true},
	"submittedAt": {name: "submitted_at", kind: timeKind, optional: true},
	"dueAt":       {name: "due_at", kind: timeKind, optional: true},
	"levelAt":     {name: "level_at", kind: timeKind, optional: true},
	"claimedAt":   {name: "claimed_at", kind: timeKind, optional: true},
	"priority":    {name: "priority", kind: numberKind},
}

// indexed is the name under which a field of a filter is indexed, "" for a column of the case. Words of the search are no
// answers.
func indexed(field string) string { return queue.IndexOf(field) }

// sorting is the order of a list: by a column of cases, or by an indexed answer.
type sorting struct {
	key        string // as it was asked
	descending bool
	column     column
	answer     string // path, "" when it is a column
	numeric    bool   // the answer is a number
}

func sortingOf(text string) (sorting, error) {
	if text == "" {
		text = "enteredAt"
	}
	s := sorting{key: text}
	text, s.descending = strings.CutPrefix(text, "-")
	if field := indexed(text); field != "" {
		s.answer = field
		return s, nil
	}
	c, ok := columns[text]
	if !ok {
		return s, fault.New(fault.Invalid, "queue.sort.unknown").With("field", text)
	}
	s.column = c
	return s, nil
}

// settle finds out whether an answer is kept as numbers.
func (s *sorting) settle(c *conn, tenant string) error {
	if s.answer == "" {
		return nil
	}
	var err error
	s.numeric, err = c.exists("SELECT 1 FROM answer_index WHERE tenant_id = ? AND field = ? AND number IS NOT NULL LIMIT 1", tenant, s.answer)
	return err
}

func (s sorting) optional() bool { return s.answer != "" || s.column.optional }

// value is the SQL of what a case s is sorted by.
func (s sorting) value(tenant string) clause {
	if s.answer == "" {
		return condition("(SELECT c."+s.column.name+" FROM cases c WHERE c.tenant_id = ? AND c.id = s.id)", tenant)
	}
	return condition("(SELECT a."+s.kept()+" FROM answer_index a WHERE a.tenant_id = ? AND a.case_id = s.id AND a.field = ? AND a.position = 0)",
		tenant, s.answer)
}

// kept is the column of the index that holds the answer.
func (s sorting) kept() string {
	if s.numeric {
		return "number"
	}
	return "text"
}

func (s sorting) way() string {
	if s.descending {
		return " DESC"
	}
	return ""
}

// beyond is the sign of what comes after.
func (s sorting) beyond() string {
	if s.descending {
		return " < "
	}
	return " > "
}

// hit is one case of a list, with what it is sorted by.
type hit struct {
	id    string
	value any
}

// cursor is the last case of a page. It is not secret and not signed: all it can do is begin a list elsewhere.
type cursor struct {
	ID     string     `json:"i"`
	Text   *string    `json:"t,omitempty"`
	Number *float64   `json:"n,omitempty"`
	Time   *time.Time `json:"d,omitempty"`
	Empty  bool       `json:"e,omitempty"` // among the cases without the value
}

func (h hit) cursor() string {
	c := cursor{ID: h.id}
	switch v := h.value.(type) {
	case nil:
		c.Empty = true
	case time.Time:
		v = v.UTC()
		c.Time = &v
	case int64:
		n := float64(v)
		c.Number = &n
	case float64:
		c.Number = &v
	case []byte:
		text := string(v)
		c.Text = &text
	case string:
		c.Text = &v
	}
	return c.encode()
}

func (c cursor) encode() string {
	b, err := json.Marshal(c)
	if err != nil {
		return "" // a case whose sort value is not finite ends the list
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func (c cursor) value() any {
	switch {
	case c.Text != nil:
		return *c.Text
	case c.Number != nil:
		return *c.Number
	case c.Time != nil:
		return *c.Time
	}
	return nil
}

func readCursor(text string, s sorting) (*cursor, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // the first page
	}
	c, err := decodeCursor(text)
	if err != nil {
		return nil, err
	}
	fits := c.Empty && s.optional()
	switch {
	case c.Empty:
	case s.answer != "":
		fits = c.Text != nil || c.Number != nil
	case s.column.kind == timeKind:
		fits = c.Time != nil
	case s.column.kind == numberKind:
		fits = c.Number != nil
	default:
		fits = c.Text != nil
	}
	if !fits {
		return nil, badCursor()
	}
	return &c, nil
}

func decodeCursor(text string) (cursor, error) {
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(b, &c) != nil || c.ID == "" {
		return c, badCursor()
	}
	return c, nil
}

func badCursor() error { return fault.New(fault.Invalid, "queue.cursor.invalid") }

func cursorAfter(at time.Time, id string) string { return cursor{ID: id, Time: &at}.encode() }

func cursorTime(text string) (time.Time, string, error) {
	c, err := decodeCursor(text)
	if err != nil || c.Time == nil {
		return time.Time{}, "", badCursor()
	}
	return *c.Time, c.ID, nil
}
