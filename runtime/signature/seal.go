package signature

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// The states of a token.
const (
	Created = "created"
	Sent    = "sent"
	Opened  = "opened"
	Used    = "used"
	Expired = "expired"
	Revoked = "revoked"
	Failed  = "failed"
)

// The purposes of a token.
const (
	ForSignature = "signature"
	ForResume    = "resume"
)

// NewToken returns the text of a token (32 random bytes in base64url) and its SHA-256 in hex, which alone is kept.
func NewToken() (text, sha string) {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	text = base64.RawURLEncoding.EncodeToString(b)
	return text, Hash(text)
}

// Whole tells whether a text can be a token. One that was cut off, or has something added, cannot.
func Whole(text string) bool {
	b, err := base64.RawURLEncoding.DecodeString(text)
	return err == nil && len(b) == 32
}

// Hash returns the SHA-256 of a token's text in hex.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Live says whether the token may still be used. One whose message failed may: it might have arrived all the same.
func (t Token) Live() bool {
	return t.State == Created || t.State == Sent || t.State == Opened || t.State == Failed
}

// Sealer signs evidence records with a key of the server (ed25519, RFC 8032), so that a record can be shown to be
// the server's own.
type Sealer struct{ key ed25519.PrivateKey }

// NewSealer derives the key from the server's secret.
func NewSealer(secret []byte) Sealer {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte("esteira evidence v1"))
	return Sealer{key: ed25519.NewKeyFromSeed(h.Sum(nil))}
}

// Sign returns the signature of a record in base64.
func (s Sealer) Sign(record []byte) string {
	return base64.StdEncoding.EncodeToString(ed25519.Sign(s.key, record))
}

// Verify says whether the signature is this server's for the record.
func (s Sealer) Verify(record []byte, signature string) bool {
	raw, err := base64.StdEncoding.DecodeString(signature)
	public, ok := s.key.Public().(ed25519.PublicKey)
	return err == nil && ok && ed25519.Verify(public, record, raw)
}

// PublicKey returns the key that verifies records, in base64.
func (s Sealer) PublicKey() string {
	public, _ := s.key.Public().(ed25519.PublicKey)
	return base64.StdEncoding.EncodeToString(public)
}
