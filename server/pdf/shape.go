package pdf

import "slices"

// forms of a letter: alone, at the end, at the beginning, in the middle. A letter without the last two never joins the
// one after it.
type forms struct{ alone, end, begin, middle rune }

// four are the forms of letters that join on both sides, which follow each other in Unicode; two of those that do not.
func four(first rune) forms { return forms{first, first + 1, first + 2, first + 3} }
func two(first rune) forms  { return forms{first, first + 1, 0, 0} }

// letters are the Arabic letters, with those of Persian and Urdu, in their presentation forms (Unicode FB50 to FEFC). PDF
// shows glyphs as they are told: nobody joins them there.
var letters = map[rune]forms{
	'ء': {0xFE80, 0, 0, 0}, 'آ': two(0xFE81), 'أ': two(0xFE83), 'ؤ': two(0xFE85), 'إ': two(0xFE87), 'ئ': four(0xFE89),
	'ا': two(0xFE8D), 'ب': four(0xFE8F), 'ة': two(0xFE93), 'ت': four(0xFE95), 'ث': four(0xFE99), 'ج': four(0xFE9D),
	'ح': four(0xFEA1), 'خ': four(0xFEA5), 'د': two(0xFEA9), 'ذ': two(0xFEAB), 'ر': two(0xFEAD), 'ز': two(0xFEAF),
	'س': four(0xFEB1), 'ش': four(0xFEB5), 'ص': four(0xFEB9), 'ض': four(0xFEBD), 'ط': four(0xFEC1), 'ظ': four(0xFEC5),
	'ع': four(0xFEC9), 'غ': four(0xFECD), 'ف': four(0xFED1), 'ق': four(0xFED5), 'ك': four(0xFED9), 'ل': four(0xFEDD),
	'م': four(0xFEE1), 'ن': four(0xFEE5), 'ه': four(0xFEE9), 'و': two(0xFEED), 'ى': two(0xFEEF), 'ي': four(0xFEF1),
	'ٱ': two(0xFB50), 'پ': four(0xFB56), 'چ': four(0xFB7A), 'ژ': two(0xFB8A), 'ک': four(0xFB8E), 'گ': four(0xFB92), 'ی': four(0xFBFC),
	'ـ': {'ـ', 'ـ', 'ـ', 'ـ'},
}

// lamAlef are the letters that are written as one with a lam before them: alone, and joined to what stands before.
var lamAlef = map[rune]forms{'آ': two(0xFEF5), 'أ': two(0xFEF7), 'إ': two(0xFEF9), 'ا': two(0xFEFB)}

// isMark says whether a sign stands above or below a letter and is looked through when letters join.
func isMark(r rune) bool { return r >= 0x064B && r <= 0x065F || r == 0x0670 }

// join writes Arabic letters in the forms that they take beside each other, in the order in which they are read. Marks are
// left out: without the positions that only a shaping engine finds, they would stand beside their letters.
func join(text []rune) []rune {
	text = slices.DeleteFunc(slices.Clone(text), isMark)
	out := make([]rune, 0, len(text))
	for i := 0; i < len(text); i++ {
		f, known := letters[text[i]]
		if !known {
			out = append(out, text[i])
			continue
		}
		before := i > 0 && joinsNext(text[i-1])
		if text[i] == 'ل' && i+1 < len(text) {
			if both, ok := lamAlef[text[i+1]]; ok {
				out = append(out, both.pick(before, false))
				i++
				continue
			}
		}
		out = append(out, f.pick(before && f.end != 0, i+1 < len(text) && joinsBefore(text[i+1])))
	}
	return out
}

// joinsNext says whether a letter reaches out to the one after it; joinsBefore whether it takes the hand of the one before.
func joinsNext(r rune) bool   { return letters[r].begin != 0 }
func joinsBefore(r rune) bool { return letters[r].end != 0 }

func (f forms) pick(before, after bool) rune {
	after = after && f.begin != 0
	switch {
	case before && after:
		return f.middle
	case before:
		return f.end
	case after:
		return f.begin
	}
	return f.alone
}
