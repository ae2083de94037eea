package field

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const consentSettings = `{"type":"object","additionalProperties":false,"properties":{
	"version":{"type":"string","pattern":"^[0-9A-Za-z._-]{1,40}$","description":"version of the text, kept as evidence"}}}`

// newConsent is agreement to the text in Content. A required one must be true; an optional one may be refused.
func newConsent() Type {
	return kind{
		name: "consent", rule: rule.Bool, settings: consentSettings,
		clean:  func(_ Field, raw any) any { return raw },
		check:  checkConsent,
		schema: consentSchema,
		lint:   lintContent,
	}
}

// ConsentHash is the evidence of the text that was agreed to: the SHA-256 of its UTF-8 bytes, in hexadecimal.
func ConsentHash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func checkConsent(f Field, value any) []fault.Violation {
	agreed, ok := value.(bool)
	if !ok {
		return wrong("type")
	}
	if f.Required && !agreed {
		return wrong("accept")
	}
	return nil
}

func consentSchema(f Field) map[string]any {
	if f.Required {
		return map[string]any{"const": true}
	}
	return map[string]any{"type": "boolean"}
}

// lintContent answers content.empty where a text must be shown and there is none in any language.
func lintContent(f Field) []fault.Violation {
	if Normalise(f.Content.In("")) == "" {
		return at("/content", wrong("content.empty"))
	}
	return nil
}
