package document

import (
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	maxName      = 120 // runes
	maxExtension = 10
	noName       = "file"
)

// SafeName is the name of a file as it may be shown and offered for download: without folders, control and direction
// marks (which make "cod.exe" look like "exe.doc"), and characters that a file system refuses.
func SafeName(name string) string {
	name = strings.ReplaceAll(norm.NFC.String(strings.ToValidUTF8(name, "_")), `\`, "/")
	name = name[strings.LastIndexByte(name, '/')+1:]
	// What a mark stood between may now stand side by side, and is composed anew.
	name = trim(norm.NFC.String(strings.Map(safeRune, name)))
	if name == "" {
		return noName
	}
	return trim(shorten(name))
}

func trim(name string) string {
	return strings.Trim(strings.TrimSpace(name), ". ")
}

func safeRune(r rune) rune {
	switch {
	case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
		return -1
	case strings.ContainsRune(`<>:"|?*;%`, r):
		return '_'
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// shorten keeps the extension, by which people know what a file is.
func shorten(name string) string {
	runes := []rune(name)
	if len(runes) <= maxName {
		return name
	}
	extension := []rune(path.Ext(name))
	if len(extension) > maxExtension {
		extension = nil
	}
	return string(runes[:maxName-len(extension)]) + string(extension)
}
