package field

import "github.com/esteira/esteira/schemas/fault"

var cepIdentifier = identifier{clean: CleanCEP, check: CheckCEP, mask: maskCEP, format: "cep"}

// newCEP is a Brazilian postcode: 8 digits in a range that belongs to a state. There is no check digit.
func newCEP() Type { return cepIdentifier.asType("cep") }

// cepRange is an interval of postcodes of one state (Correios; ends included).
type cepRange struct{ from, to, state string }

var cepRanges = []cepRange{
	{"01000000", "19999999", "SP"},
	{"20000000", "28999999", "RJ"},
	{"29000000", "29999999", "ES"},
	{"30000000", "39999999", "MG"},
	{"40000000", "48999999", "BA"},
	{"49000000", "49999999", "SE"},
	{"50000000", "56999999", "PE"},
	{"57000000", "57999999", "AL"},
	{"58000000", "58999999", "PB"},
	{"59000000", "59999999", "RN"},
	{"60000000", "63999999", "CE"},
	{"64000000", "64999999", "PI"},
	{"65000000", "65999999", "MA"},
	{"66000000", "68899999", "PA"},
	{"68900000", "68999999", "AP"},
	{"69000000", "69299999", "AM"},
	{"69300000", "69399999", "RR"},
	{"69400000", "69899999", "AM"},
	{"69900000", "69999999", "AC"},
	{"70000000", "72799999", "DF"},
	{"72800000", "72999999", "GO"},
	{"73000000", "73699999", "DF"},
	{"73700000", "76799999", "GO"},
	{"76800000", "76999999", "RO"},
	{"77000000", "77999999", "TO"},
	{"78000000", "78899999", "MT"},
	{"79000000", "79999999", "MS"},
	{"80000000", "87999999", "PR"},
	{"88000000", "89999999", "SC"},
	{"90000000", "99999999", "RS"},
}

// CleanCEP drops the mask.
func CleanCEP(s string) string { return compact(s, ".-") }

// CheckCEP answers digits, or unknown for a postcode that no state has.
func CheckCEP(s string) []fault.Violation {
	if !allDigits(s, 8) {
		return wrong("digits", "n", 8.0)
	}
	if CEPState(s) == "" {
		return wrong("unknown")
	}
	return nil
}

// CEPState returns the state of a clean postcode, or "".
func CEPState(cep string) string {
	for _, r := range cepRanges {
		if len(cep) == 8 && cep >= r.from && cep <= r.to {
			return r.state
		}
	}
	return ""
}

// CheckCEPState warns with cep_state when a postcode lies in another state than the one given.
func CheckCEPState(cep, state string) []fault.Violation {
	if found := CEPState(cep); found != "" && state != "" && found != state {
		return warned(wrong("cep_state", "state", found))
	}
	return nil
}

// FormatCEP writes 01310100 as 01310-100.
func FormatCEP(s string) string {
	if len(s) != 8 {
		return s
	}
	return s[:5] + "-" + s[5:]
}

// maskCEP leaves the district, which lists may show.
func maskCEP(s string) string {
	if len(s) != 8 {
		return hidden
	}
	return s[:5] + "-" + hidden
}
