package session

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Parameters of argon2id (RFC 9106), at the OWASP minimum of 2024: 19 MiB, two passes, one lane.
const (
	argonMemory  = 19 * 1024 // KiB
	argonPasses  = 2
	argonLanes   = 1
	argonKeySize = 32
	saltSize     = 16
)

// hashing bounds how many passwords are hashed at once, and so the memory that a flood of log-ins can take.
var hashing = make(chan struct{}, 4)

var errHash = errors.New("session: stored password hash is not understood")

// HashPassword returns the argon2id hash of a password in PHC string format.
func HashPassword(password string) string {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the program instead
	key := derive(password, salt, cost{argonMemory, argonPasses, argonLanes})
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

type cost struct {
	memory uint32
	passes uint32
	lanes  uint8
}

// VerifyPassword says whether the password is the one that was hashed. It takes the same time either way.
func VerifyPassword(password, hash string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, errHash
	}
	var c cost
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil {
		return false, errHash
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, errHash
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) != argonKeySize {
		return false, errHash
	}
	return subtle.ConstantTimeCompare(want, derive(password, salt, c)) == 1, nil
}

func derive(password string, salt []byte, c cost) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.lanes, argonKeySize)
}
