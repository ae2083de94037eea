package check

import _ "embed"

// The settings of the checkers of the house, as JSON Schema. See builder/pipeline.CheckType for the words in them.
var (
	//go:embed age.schema.json
	ageSchema []byte
	//go:embed consistency.schema.json
	consistencySchema []byte
	//go:embed duplicate.schema.json
	duplicateSchema []byte
	//go:embed expiry.schema.json
	expirySchema []byte
	//go:embed identifier.schema.json
	identifierSchema []byte
	//go:embed screening.schema.json
	screeningSchema []byte
)
