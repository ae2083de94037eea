package tenant

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
)

// Vault seals secrets of tenants (AES-256-GCM), each for its tenant and its plugin: what is sealed for one opens for no
// other.
type Vault struct{ aead cipher.AEAD }

var errSealed = errors.New("tenant: a secret cannot be opened: it was sealed with another key, or for something else")

// NewVault returns a Vault whose key is made from the secret of the installation.
func NewVault(secret []byte) (*Vault, error) {
	key := hmac.New(sha256.New, secret)
	key.Write([]byte("secrets of plugins"))
	block, err := aes.NewCipher(key.Sum(nil))
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &Vault{aead}, err
}

// Seal returns texts by name as they may be kept; nil for none.
func (v *Vault) Seal(tenantID, plugin string, secrets map[string]string) ([]byte, error) {
	if len(secrets) == 0 {
		return nil, nil
	}
	plain, err := json.Marshal(secrets)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, v.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return v.aead.Seal(nonce, nonce, plain, about(tenantID, plugin)), nil
}

// Open returns what was sealed for a tenant and a plugin.
func (v *Vault) Open(tenantID, plugin string, sealed []byte) (map[string]string, error) {
	out := map[string]string{}
	if len(sealed) == 0 {
		return out, nil
	}
	n := v.aead.NonceSize()
	if len(sealed) < n {
		return nil, errSealed
	}
	plain, err := v.aead.Open(nil, sealed[:n], sealed[n:], about(tenantID, plugin))
	if err != nil {
		return nil, errSealed
	}
	return out, json.Unmarshal(plain, &out)
}

func about(tenantID, plugin string) []byte { return []byte(tenantID + "\x00" + plugin) }
