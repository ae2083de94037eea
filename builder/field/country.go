package field

import (
	"strings"

	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas/fault"
)

// countryCodes are the codes of ISO 3166-1 alpha-2. Browsers know the names (Intl.DisplayNames).
const countryCodes = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS " +
	"BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET " +
	"FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO " +
	"IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH " +
	"MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM " +
	"PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG " +
	"TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"

// Countries returns the codes of ISO 3166-1 alpha-2, sorted.
func Countries() []string { return strings.Fields(countryCodes) }

// newCountry is a country by its two letters.
func newCountry() Type {
	return kind{
		name: "country", rule: rule.Choice, settings: noSettings,
		clean: textClean(func(_ Field, s string) string { return compact(s, "") }),
		check: textCheck(func(_ Field, s string) []fault.Violation { return CheckCountry(s) }),
		schema: func(Field) map[string]any {
			return map[string]any{"type": "string", "pattern": "^[A-Z]{2}$", "format": "country"}
		},
		mask: textMask(shown),
	}
}

// CheckCountry answers select unless s is a code in use.
func CheckCountry(s string) []fault.Violation { return oneOf(Countries(), s) }
