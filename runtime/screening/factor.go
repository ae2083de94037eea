package screening

import (
	"slices"
	"strconv"
	"strings"
)

// What a second factor says of two persons whose names are alike.
const (
	Agrees  = "agrees"
	Differs = "differs"
	Unknown = "unknown" // one side says nothing of it
)

// Factors are what else is known of both sides.
type Factors struct {
	Birth   string `json:"birth"`
	Country string `json:"country"`
	Gender  string `json:"gender"`
	Number  string `json:"number"` // of a number that is masked in the list
}

// What is taken from the score of a name. Nothing is ever added: a name that is not alike does not become so by a year.
const (
	nameOnly      = 0.05 // nothing else agrees
	birthDiffers  = 0.15
	countryDiffer = 0.03
	genderDiffers = 0.10
	numberDiffers = 0.40 // the digits that are shown are those of somebody else
)

// Loss is what the factors take from the score of a name.
func (f Factors) Loss() float64 {
	loss := 0.0
	for _, one := range []struct {
		says string
		loss float64
	}{{f.Birth, birthDiffers}, {f.Country, countryDiffer}, {f.Gender, genderDiffers}, {f.Number, numberDiffers}} {
		if one.says == Differs {
			loss += one.loss
		}
	}
	if f.Birth != Agrees && f.Country != Agrees && f.Number != Agrees {
		loss += nameOnly
	}
	return loss
}

// factors compares what is known beside the names.
func factors(p person, e Entry) Factors {
	return Factors{Birth: births(p.year, e.Births), Country: countries(p.countries, e.Countries), Gender: genders(p.Gender, e.Gender), Number: masked(p.numbers, e.Identifiers)}
}

// births agree within a year: lists are often wrong by one.
func births(year int, listed []Years) string {
	if year == 0 || len(listed) == 0 {
		return Unknown
	}
	for _, y := range listed {
		if year >= y.From-1 && year <= y.To+1 {
			return Agrees
		}
	}
	return Differs
}

func countries(given, listed []string) string {
	if len(given) == 0 || len(listed) == 0 {
		return Unknown
	}
	for _, l := range listed {
		if slices.Contains(given, countryCode(l)) {
			return Agrees
		}
	}
	return Differs
}

func genders(given, listed string) string {
	switch {
	case given == "" || listed == "":
		return Unknown
	case given == listed:
		return Agrees
	}
	return Differs
}

// masked compares numbers of which the list shows a part: a CPF as ***982247**.
func masked(numbers []string, listed []Identifier) string {
	says := Unknown
	for _, l := range listed {
		if !strings.Contains(l.Number, "*") {
			continue
		}
		for _, n := range numbers {
			if len(n) != len(l.Number) {
				continue
			}
			if shows(l.Number, n) {
				return Agrees
			}
			says = Differs
		}
	}
	return says
}

func shows(mask, number string) bool {
	for i := range mask {
		if mask[i] != '*' && mask[i] != number[i] {
			return false
		}
	}
	return true
}

// yearOf is the year of a day or of a text that begins with a year; 0 for none.
func yearOf(text string) int {
	if len(text) < 4 {
		return 0
	}
	year, err := strconv.Atoi(text[:4])
	if err != nil || year < 1000 {
		return 0
	}
	return year
}
