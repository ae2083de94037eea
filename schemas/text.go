package schemas

// Text is a sentence in several languages, by BCP 47 tag: {"pt-BR": "Nome", "en": "Name"}.
type Text map[string]string

// In returns the sentence in a locale, else in the same language, else in the first of the fallbacks that has it,
// else in any (the smallest tag, so that the choice is stable), else "".
func (t Text) In(locale string, fallbacks ...string) string {
	for _, l := range append([]string{locale}, fallbacks...) {
		if s, ok := t[l]; ok && s != "" {
			return s
		}
		if s := t.sameLanguage(l); s != "" {
			return s
		}
	}
	best := ""
	for tag, s := range t {
		if s != "" && (best == "" || tag < best) {
			best = tag
		}
	}
	return t[best]
}

func (t Text) sameLanguage(locale string) string {
	base := language(locale)
	best := ""
	for tag, s := range t {
		if s != "" && language(tag) == base && (best == "" || tag < best) {
			best = tag
		}
	}
	return t[best]
}

func language(tag string) string {
	for i, r := range tag {
		if r == '-' {
			return tag[:i]
		}
	}
	return tag
}
