// Package fault is the one error type that may be shown to a person.
//
// A fault has a code that machines switch on, a key with parameters that the edge turns into the reader's language,
// and, where it concerns a document or a field, the places at fault. Any other error is internal: it goes to the log
// under an id and the person sees only that id.
package fault

import (
	"errors"
	"fmt"
)

// Code is the kind of a fault. Only server/httpapi knows which HTTP status each one has.
type Code string

// The codes.
const (
	Invalid     Code = "invalid"     // the input breaks a rule; Violations say where
	NotFound    Code = "not_found"   // no such thing in this tenant, or none that this actor may know of
	Denied      Code = "denied"      // a policy does not allow it; Params["reason"] names the deciding rule
	Unsigned    Code = "unsigned"    // nobody is signed in
	Conflict    Code = "conflict"    // the state does not allow it now
	Stale       Code = "stale"       // made against an older revision
	TooLarge    Code = "too_large"   // over a size limit
	Unsupported Code = "unsupported" // a kind of file or content that is not accepted
	Limited     Code = "limited"     // too often; Params["retryAfter"] in seconds
	Gone        Code = "gone"        // a link or token that no longer works; Key says why
	Unavailable Code = "unavailable" // a component that is needed does not answer; try again
)

// Violation is one broken rule at one place.
type Violation struct {
	// Path is a JSON Pointer (RFC 6901) into the document that was sent, e.g. /owners/0/cpf.
	Path string `json:"path"`
	// Key names the message, e.g. "empty", "check_digit", "rule.unknown_field".
	Key string `json:"key"`
	// Params fill the message: limits, names, counts.
	Params map[string]any `json:"params,omitempty"`
	// Severity is "error" (blocks) or "warn" (shown, never blocks). Empty means error.
	Severity string `json:"severity,omitempty"`
}

// Fault is an error for people. Create it with New and the With methods.
type Fault struct {
	Code       Code           `json:"code"`
	Key        string         `json:"key"` // message key, e.g. "case.approve.denied"
	Params     map[string]any `json:"params,omitempty"`
	Violations []Violation    `json:"violations,omitempty"`
	cause      error
}

// New returns a fault of a code with a message key.
func New(code Code, key string) *Fault { return &Fault{Code: code, Key: key} }

// With adds a parameter of the message.
func (f *Fault) With(name string, value any) *Fault {
	if f.Params == nil {
		f.Params = map[string]any{}
	}
	f.Params[name] = value
	return f
}

// At adds the places at fault.
func (f *Fault) At(vs ...Violation) *Fault {
	f.Violations = append(f.Violations, vs...)
	return f
}

// Because keeps the cause for the log. It is never shown.
func (f *Fault) Because(err error) *Fault {
	f.cause = err
	return f
}

// Error is for logs and tests; people read the message that Key names.
func (f *Fault) Error() string {
	s := string(f.Code) + ": " + f.Key
	for _, v := range f.Violations {
		s += fmt.Sprintf(" [%s %s]", v.Path, v.Key)
	}
	if f.cause != nil {
		s += ": " + f.cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.cause }

// CodeOf returns the code of the first fault in the chain, or "" when err is nil or internal.
func CodeOf(err error) Code {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Code
	}
	return ""
}

// KeyOf returns the key of the first fault in the chain, or "" when err is nil or internal.
func KeyOf(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Key
	}
	return ""
}
