package plugins

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"
)

// Sign is the signature of a call, as the Standard Webhooks have it: HMAC-SHA256 over the id, the time and the body.
func Sign(secret []byte, id, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// freshness is how far the clocks of two systems may be apart.
const freshness = 5 * time.Minute

// Verify tells whether a call comes from who knows the secret, now: the other side of Sign.
func Verify(secret []byte, id, timestamp, signature string, body []byte, now time.Time) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > freshness {
		return false
	}
	return hmac.Equal([]byte(signature), []byte(Sign(secret, id, timestamp, body)))
}
