package screening

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those that stand for another when names are compared, beyond what taking accents off does.
var letters = strings.NewReplacer(
	"ى", "ي", "ة", "ه", "ٱ", "ا", "ی", "ي", "ک", "ك", "ـ", "",
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ł", "l", "ı", "i", "þ", "th", "ð", "d",
)

// Normalise writes a name so that spellings of one name are the same: small letters without accents or vowel marks, words
// apart by one blank, nothing but letters and digits. Doing it again changes nothing.
func Normalise(name string) string {
	var out strings.Builder
	for _, r := range norm.NFKD.String(letters.Replace(strings.ToLower(norm.NFKC.String(name)))) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		case r == '\'' || r == '’' || r == '‘' || r == 'ʻ' || r == 'ʼ' || r == '`':
			out.WriteByte(' ')
		case unicode.IsLetter(r), unicode.IsDigit(r):
			out.WriteRune(unicode.ToLower(r))
		default:
			out.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(letters.Replace(out.String())), " ")
}

// particles are words that some write and others do not.
var particles = words("de da do das dos del della di du van von der den la las los el e y al ul bin ibn bint abu of the and")

// suffixes are the endings of names of companies, the longest first.
var suffixes = [][]string{
	{"sociedad", "anonima"},
	{"s", "a", "p", "i", "de", "c", "v"},
	{"s", "a", "de", "c", "v"},
	{"sa", "de", "cv"},
	{"s", "de", "r", "l", "de", "c", "v"},
	{"public", "joint", "stock", "company"},
	{"joint", "stock", "company"},
	{"s", "a", "s"},
	{"s", "r", "l"},
	{"s", "p", "a"},
	{"e", "i", "r", "l"},
	{"l", "l", "c"},
	{"s", "a"},
	{"co", "ltd"},
	{"ltda"},
	{"eireli"},
	{"sas"},
	{"srl"},
	{"spa"},
	{"sa"},
	{"llc"},
	{"inc"},
	{"gmbh"},
	{"ag"},
	{"co"},
	{"ltd"},
	{"limited"},
	{"plc"},
	{"corp"},
	{"company"},
	{"ooo"},
	{"oao"},
	{"pao"},
	{"pjsc"},
	{"jsc"},
	{"fze"},
	{"me"},
	{"epp"},
	{"ei"},
	{"bv"},
	{"nv"},
}

func words(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// maxTokens is how many words of a name count; the bits of a number mark those that are used.
const maxTokens = 32

// Tokens are the words by which a name is compared: normalised, without particles, and of companies without the endings
// of their names. A name of nothing else keeps its words.
func Tokens(name, kind string) []string {
	all := strings.Fields(Normalise(name))
	if kind == Company {
		all = unsuffixed(all)
	}
	kept := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return particles[w] })
	if len(kept) == 0 {
		kept = all
	}
	return kept[:min(len(kept), maxTokens)]
}

func unsuffixed(all []string) []string {
	for again := true; again; {
		again = false
		for _, s := range suffixes {
			n := len(all) - len(s)
			if n > 0 && slices.Equal(all[n:], s) {
				all, again = all[:n], true
				break
			}
		}
	}
	return all
}

// Number is an identifier without what people write between its letters and digits. Digits of any script are those of
// ASCII, and * of a masked one stays.
func Number(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '*':
			return r
		case unicode.IsDigit(r):
			return '0' + rune(digit(r))
		case r < unicode.MaxASCII && unicode.IsLetter(r):
			return unicode.ToUpper(r)
		}
		return -1
	}, text)
}

// digit is the value of a decimal digit: in each script they stand beside each other, from zero on.
func digit(r rune) int {
	n := 0
	for n < 9 && unicode.IsDigit(r-rune(n)-1) {
		n++
	}
	if r >= '0' && r <= '9' {
		return int(r - '0')
	}
	return n
}
