package field

import (
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

const signatureLimit = 200

// newSignature is the name that a person types to sign, or the id of what was drawn. Evidence is kept by
// runtime/signature.
func newSignature() Type {
	limits := func() textLimits {
		low, high := 2.0, float64(signatureLimit)
		return textLimits{MinLength: &low, MaxLength: &high}
	}
	return kind{
		name: "signature", rule: rule.Text, settings: noSettings,
		clean:  textClean(func(_ Field, s string) string { return Normalise(s) }),
		check:  textCheck(func(_ Field, s string) []fault.Violation { return checkLimits(limits(), s) }),
		schema: func(Field) map[string]any { return limitsSchema(limits()) },
		mask:   textMask(maskWords),
	}
}
