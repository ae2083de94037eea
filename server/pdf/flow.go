package pdf

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// stretch is text of one font, in the order in which its glyphs stand from left to right.
type stretch struct {
	text string
	font string
}

// stretches orders a line of text for the eye, joins its Arabic letters, and parts it by font.
func stretches(line string, rightToLeft bool) []stretch {
	var out []stretch
	for _, run := range runs(line, rightToLeft) {
		text := []rune(run.text)
		if run.rightToLeft {
			text = mirrored(join(text))
		}
		for _, r := range text {
			font := fontOf(r)
			if n := len(out); n > 0 && (out[n-1].font == font || r == ' ') {
				out[n-1].text += string(r)
				continue
			}
			out = append(out, stretch{string(r), font})
		}
	}
	return out
}

type run struct {
	text        string
	rightToLeft bool
}

// runs are the parts of a line that are read in one direction, from left to right on the page.
func runs(line string, rightToLeft bool) []run {
	if !rightToLeft && !strings.ContainsFunc(line, isRightToLeft) {
		return []run{{line, false}}
	}
	direction := bidi.LeftToRight
	if rightToLeft {
		direction = bidi.RightToLeft
	}
	var p bidi.Paragraph
	if _, err := p.SetString(closed(line), bidi.DefaultDirection(direction)); err != nil {
		return []run{{line, rightToLeft}}
	}
	order, err := p.Order()
	if err != nil {
		return []run{{line, rightToLeft}}
	}
	out := make([]run, order.NumRuns())
	for i := range out {
		r := order.Run(i)
		out[i] = run{strings.ReplaceAll(r.String(), leftMark, ""), r.Direction() == bidi.RightToLeft}
	}
	if rightToLeft {
		slices.Reverse(out)
		return out
	}
	return quoted(out)
}

// leftMark is read from left to right and not seen.
const leftMark = "\u200E"

// bracketed is something in brackets without a letter that is read from right to left, behind something alike.
var bracketed = regexp.MustCompile(`([0-9A-Za-z]\s?\([^()\p{Arabic}\p{Hebrew}]*\))`)

// masked is a number of which a part is hidden, with the groups of digits beside it: (11) 9****-0104, ***.000.104-**.
var masked = regexp.MustCompile(`(?:[+(]?[0-9*]+\)?\s)*\+?[0-9*./-]*\*[0-9*./-]*(?:\s[0-9*./-]+)*`)

// closed keeps together what the algorithm for lines leaves to the line: such brackets with what stands in them (rule N0),
// and masked numbers, of which it sees pieces between signs without a direction.
func closed(line string) string {
	line = masked.ReplaceAllString(line, leftMark+"${0}"+leftMark)
	return bracketed.ReplaceAllString(line, "${1}"+leftMark)
}

// quoted turns what is written from right to left inside a line of the other direction: numbers in it belong to it.
func quoted(line []run) []run {
	for from := 0; from < len(line); from++ {
		if !line[from].rightToLeft {
			continue
		}
		to := from
		for next := from + 1; next < len(line); next++ {
			if line[next].rightToLeft {
				to = next
			} else if strings.ContainsFunc(line[next].text, unicode.IsLetter) {
				break
			}
		}
		slices.Reverse(line[from : to+1])
		from = to
	}
	return line
}

var mirror = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '«': '»', '»': '«', '<': '>', '>': '<'}

// mirrored turns text round for the eye; brackets open the other way there.
func mirrored(text []rune) []rune {
	slices.Reverse(text)
	for i, r := range text {
		if m, ok := mirror[r]; ok {
			text[i] = m
		}
	}
	return text
}

func isRightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// fontOf is the family that has a sign.
func fontOf(r rune) string {
	if r >= 0x0600 && r <= 0x06FF || r >= 0xFB50 && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFF {
		return arabic
	}
	return latin
}

// leadsRight says whether a paragraph is read from right to left: as its first letter is. Without one, it is when the
// language is and nothing is counted in it: numbers keep their order, with all that is written between them.
func leadsRight(text string, otherwise bool) bool {
	for _, r := range text {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return otherwise && !strings.ContainsFunc(text, unicode.IsDigit)
}

// plain takes out what has no glyph: controls and marks of direction. Other scripts than the fonts have stand as a box.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u00a0':
			return ' '
		case unicode.IsControl(r) || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0xFEFF:
			return -1
		case r > 0xFFFF: // the fonts end there
			return '□'
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
}

// wrap breaks text into lines of at most width. Words that are wider are broken where they must be.
func wrap(text string, width float64, measure func(string) float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(plain(text), "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			joined := strings.TrimPrefix(line+" "+word, " ")
			if measure(joined) <= width {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			pieces := broken(word, width, measure)
			lines = append(lines, pieces[:len(pieces)-1]...)
			line = pieces[len(pieces)-1]
		}
		lines = append(lines, line)
	}
	return lines
}

func broken(word string, width float64, measure func(string) float64) []string {
	var out []string
	piece := ""
	for _, r := range word {
		if piece != "" && measure(piece+string(r)) > width {
			out = append(out, piece)
			piece = ""
		}
		piece += string(r)
	}
	return append(out, piece)
}
