package session

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// ApplicantLifetime is how long a device may go on with a case without a new link.
const ApplicantLifetime = 30 * 24 * time.Hour

// assistLifetime is how long a member may go on with a case for its applicant.
const assistLifetime = 8 * time.Hour

// Sealer makes and opens the applicant's cookie: which case of which tenant, until when, and a seal over all three
// (HMAC-SHA256), so that it can be neither made up nor used in another tenant.
type Sealer struct {
	key []byte
	now func() time.Time
}

// NewSealer returns a Sealer; key is 32 bytes or more.
func NewSealer(key []byte, now func() time.Time) *Sealer { return &Sealer{key: key, now: now} }

// Seal returns the cookie for a case.
func (s *Sealer) Seal(tenantID, caseID string) (string, time.Time) {
	until := s.now().Add(ApplicantLifetime)
	body := caseID + "." + strconv.FormatInt(until.Unix(), 36)
	return body + "." + encode(s.mac(tenantID, body)), until
}

// SealFor returns the cookie by which a member goes on with a case for its applicant, until the end of a working day.
func (s *Sealer) SealFor(tenantID, caseID, memberID string) (string, time.Time) {
	until := s.now().Add(assistLifetime)
	body := caseID + "~" + memberID + "." + strconv.FormatInt(until.Unix(), 36)
	return body + "." + encode(s.mac(tenantID, body)), until
}

// Whose returns the case of a cookie, and the member who goes on with it for the applicant, if any. Faults are those of Open.
func (s *Sealer) Whose(tenantID, cookie string) (caseID, memberID string, err error) {
	opened, err := s.Open(tenantID, cookie)
	caseID, memberID, _ = strings.Cut(opened, "~")
	return caseID, memberID, err
}

// Open returns the case of a cookie. Returns fault.Unsigned when it is missing, made up, of another tenant, or over.
func (s *Sealer) Open(tenantID, cookie string) (string, error) {
	over := fault.New(fault.Unsigned, "portal.session_over")
	at := strings.LastIndexByte(cookie, '.')
	if at < 0 {
		return "", over
	}
	body := cookie[:at]
	seal, err := base64.RawURLEncoding.DecodeString(cookie[at+1:])
	if err != nil || !hmac.Equal(seal, s.mac(tenantID, body)) {
		return "", over
	}
	caseID, expiry, ok := strings.Cut(body, ".")
	unix, err := strconv.ParseInt(expiry, 36, 64)
	if !ok || err != nil || s.now().Unix() >= unix {
		return "", over
	}
	return caseID, nil
}

func (s *Sealer) mac(tenantID, body string) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte("applicant\x00" + tenantID + "\x00" + body))
	return h.Sum(nil)
}

// At is the same Sealer by another clock.
func (s *Sealer) At(now func() time.Time) *Sealer { return &Sealer{key: s.key, now: now} }
