package plugins

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Seal is what a signed body comes with, as the Standard Webhooks have it: the headers Webhook-Id, Webhook-Timestamp (in
// seconds) and Webhook-Signature, "v1," and the HMAC-SHA256 in base64 over the id, a dot, the time, a dot, and the body.
// All bodies that leave us or come to us signed are signed like this.
type Seal struct{ ID, Timestamp, Signature string }

// The headers of a seal.
const (
	headerID        = "Webhook-Id"
	headerTimestamp = "Webhook-Timestamp"
	headerSignature = "Webhook-Signature"
)

// Sign seals a body under a secret.
func Sign(secret []byte, id string, at time.Time, body []byte) Seal {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id + "." + stamp + "."))
	mac.Write(body)
	return Seal{id, stamp, "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))}
}

// Put writes the seal into the headers of a request.
func (s Seal) Put(h http.Header) {
	h.Set(headerID, s.ID)
	h.Set(headerTimestamp, s.Timestamp)
	h.Set(headerSignature, s.Signature)
}

// SealOf reads a seal from the headers of a request; it is empty where there is none.
func SealOf(h http.Header) Seal {
	return Seal{h.Get(headerID), h.Get(headerTimestamp), h.Get(headerSignature)}
}

// freshness is how far the clocks of two systems may be apart. What is older may have been recorded by somebody.
const freshness = 5 * time.Minute

// Verifies tells whether a body comes from who knows the secret, now. Several signatures, with a blank between them, are
// those of several secrets while one takes over from the other.
func (s Seal) Verifies(secret, body []byte, now time.Time) bool {
	seconds, err := strconv.ParseInt(s.Timestamp, 10, 64)
	if err != nil || len(secret) == 0 || now.Sub(time.Unix(seconds, 0)).Abs() > freshness {
		return false
	}
	want := Sign(secret, s.ID, time.Unix(seconds, 0), body).Signature
	for one := range strings.FieldsSeq(s.Signature) {
		if hmac.Equal([]byte(one), []byte(want)) {
			return true
		}
	}
	return false
}
