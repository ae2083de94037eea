package rule

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// RenameCEL makes CEL name other paths: move gives the new path for each that it reads. rows are the repeats that the rule
// stands in, as in Scope. ok is false where the text names something in a way that cannot be carried over; then the text
// comes back as far as it was mended, and has to be looked at by a person.
func RenameCEL(text string, rows []string, move func(path string) string) (mended string, ok bool) {
	s := Scope{Rows: rows}
	wanted := map[string]bool{}
	for _, path := range (Rule{CEL: text}).Fields(s) {
		wanted[move(path)] = true
	}
	c := carrier{tokens: tokensOf(text), move: move}
	c.sequence(rootPaths(s), "")
	mended = c.written()
	// What the text reads now is found by the parser of CEL itself, so that no way of writing it is overlooked.
	moved := make([]string, 0, len(rows))
	for _, row := range rows {
		moved = append(moved, move(row))
	}
	return mended, slices.Equal((Rule{CEL: mended}).Fields(Scope{Rows: moved}), slices.Sorted(maps.Keys(wanted)))
}

// RebaseCEL makes CEL read answers that stand deeper than it was written for: at is the group, or the repeat with [] for its
// rows, that they are in now: "home", "owners[].home", "owners[]". rows are the repeats that the rule stands in below that,
// as in Scope. What CEL cannot say is left: answers before a change that stand in rows, and rows beyond the grandparent.
func RebaseCEL(text string, rows []string, at string) string {
	c := carrier{tokens: tokensOf(text), move: func(path string) string { return path }, roots: map[string]string{}}
	last := strings.LastIndex(at, "[]")
	switch {
	case last < 0:
		c.roots["answers"], c.roots["previous"] = "answers."+at, "previous."+at
	case len(rows) < len(rowVars):
		c.roots["answers"] = rowVars[len(rows)] + at[last+len("[]"):]
	}
	c.sequence(rootPaths(Scope{Rows: rows}), "")
	return c.written()
}

// token is a piece of CEL: a name, a text, a sign, or what is between them.
type token struct {
	text  string
	kind  rune // 'n' name, 's' text in quotes, ' ' nothing or a comment, else the sign itself or '0' for digits
	path  string
	after string // what stands in its place, when it is another
	gone  bool
}

func tokensOf(text string) []token {
	var out []token
	runes := []rune(text)
	for i := 0; i < len(runes); {
		n, kind := 1, runes[i]
		switch {
		case unicode.IsSpace(kind):
			n, kind = run(runes[i:], unicode.IsSpace), ' '
		case kind == '/' && i+1 < len(runes) && runes[i+1] == '/': // a comment, to the end of its line
			n, kind = run(runes[i:], func(r rune) bool { return r != '\n' }), ' '
		case kind == '_' || unicode.IsLetter(kind):
			n, kind = run(runes[i:], func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }), 'n'
		case unicode.IsDigit(kind):
			n, kind = run(runes[i:], func(r rune) bool { return r == '.' || unicode.IsDigit(r) }), '0'
		case kind == '"' || kind == '\'':
			n, kind = quoted(runes[i:]), 's'
		}
		out = append(out, token{text: string(runes[i : i+n]), kind: kind})
		i += n
	}
	return out
}

func run(runes []rune, in func(rune) bool) int {
	if n := slices.IndexFunc(runes, func(r rune) bool { return !in(r) }); n >= 0 {
		return n
	}
	return len(runes)
}

func quoted(runes []rune) int {
	for i := 1; i < len(runes); i++ {
		switch runes[i] {
		case '\\':
			i++
		case runes[0]:
			return i + 1
		}
	}
	return len(runes)
}

// carrier goes through CEL from left to right and writes new names into it.
type carrier struct {
	tokens []token
	at     int
	move   func(string) string
	roots  map[string]string // what stands in the place of a variable above all, by its name
}

func (c *carrier) written() string {
	var b strings.Builder
	for _, t := range c.tokens {
		switch {
		case t.gone:
		case t.after != "":
			b.WriteString(t.after)
		default:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// peek is the kind of the next token that is not empty space, which it goes to; 0 at the end.
func (c *carrier) peek() rune {
	for c.at < len(c.tokens) && c.tokens[c.at].kind == ' ' {
		c.at++
	}
	if c.at == len(c.tokens) {
		return 0
	}
	return c.tokens[c.at].kind
}

// sequence reads until one of the signs that end it, which it leaves.
func (c *carrier) sequence(vars map[string]string, until string) {
	for {
		kind := c.peek()
		switch {
		case kind == 0 || strings.ContainsRune(until, kind):
			return
		case kind == 'n':
			c.chain(vars)
		case kind == '(' || kind == '[' || kind == '{':
			c.inside(vars)
		default:
			c.at++
		}
	}
}

// inside reads what stands in a pair of brackets.
func (c *carrier) inside(vars map[string]string) {
	end := map[rune]string{'(': ")", '[': "]", '{': "}"}[c.tokens[c.at].kind]
	c.at++
	c.sequence(vars, end)
	if c.peek() != 0 {
		c.at++
	}
}

// chain reads a name and what is selected from it: answers.owners[0].share.
func (c *carrier) chain(vars map[string]string) {
	first := c.at
	path, isKnown := vars[c.tokens[first].text]
	if isKnown && path == rootPaths(Scope{})[c.tokens[first].text] { // else a loop calls its member so
		c.tokens[first].after = c.roots[c.tokens[first].text]
	}
	c.at++
	var parts []int
	for {
		switch c.peek() {
		case '.':
			c.at++
			if c.peek() != 'n' {
				return
			}
			name := c.at
			c.at++
			if c.peek() == '(' {
				c.carry(first, parts)
				path, isKnown = c.call(vars, c.tokens[name].text, path, isKnown)
				first, parts = -1, nil
				continue
			}
			path = strings.TrimPrefix(path+"."+c.tokens[name].text, ".")
			parts = c.note(parts, name, path, isKnown)
		case '[':
			path = c.index(vars, path)
			if isKnown {
				first = -1 // what is before can no longer be written in one piece
			}
		default:
			c.carry(first, parts)
			return
		}
	}
}

func (c *carrier) note(parts []int, name int, path string, isKnown bool) []int {
	if !isKnown {
		return parts
	}
	c.tokens[name].path = path
	return append(parts, name)
}

// index reads ["key"] or [0], and gives the path with it.
func (c *carrier) index(vars map[string]string, path string) string {
	open := c.at
	c.inside(vars)
	if c.at-open == 3 && c.tokens[open+1].kind == 's' {
		key := strings.Trim(c.tokens[open+1].text, `"'`)
		path = strings.TrimPrefix(path+"."+key, ".")
		if now := c.move(path); now != path && parentOf(now) == c.above(path) {
			c.tokens[open+1].after = c.tokens[open+1].text[:1] + keyOf(now) + c.tokens[open+1].text[:1]
		}
		return path
	}
	return path + "[]"
}

var loops = []string{"all", "exists", "exists_one", "filter", "map"}

// call reads the arguments of a method; those that go through a list name its members in their first argument.
func (c *carrier) call(vars map[string]string, method, path string, isKnown bool) (string, bool) {
	inner := vars
	if open := c.at; slices.Contains(loops, method) {
		c.at++
		if c.peek() == 'n' {
			inner = maps.Clone(vars)
			delete(inner, c.tokens[c.at].text)
			if isKnown {
				inner[c.tokens[c.at].text] = path + "[]"
			}
		}
		c.at = open
	}
	c.inside(inner)
	return path, isKnown && method == "filter"
}

// carry writes the new names of a chain. Where only the last key of a path is another, that alone is written; a path that
// leads somewhere else is written anew, when it is one from the answers down.
func (c *carrier) carry(first int, parts []int) {
	for n, i := range parts {
		path := c.tokens[i].path
		now, above := c.move(path), c.above(path)
		if parentOf(now) == above {
			c.tokens[i].after = keyOf(now)
			continue
		}
		if above != parentOf(path) {
			continue
		}
		if first >= 0 && c.tokens[first].text == "answers" && !strings.Contains(now, "[]") {
			c.tokens[first].after = "answers." + now
			for j := first + 1; j <= parts[n]; j++ {
				c.tokens[j].gone = true
			}
		}
		return
	}
}

// above is where that goes which a path lies in.
func (c *carrier) above(path string) string {
	if above := parentOf(path); above != "" {
		return c.move(above)
	}
	return ""
}

func parentOf(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i]
	}
	return ""
}

func keyOf(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
