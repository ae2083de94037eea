package httpapi

import "github.com/esteira/esteira/schemas/fault"

// Say is the sentence of a violation in English, for the command line.
func Say(v fault.Violation) string { return speaker{"en"}.say(v.Key, "", v.Params) }
