package document

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{
		"rg.jpg":                    "rg.jpg",
		"Meu RG – frente.jpg":       "Meu RG – frente.jpg",
		"صورة.png":                  "صورة.png",
		"../../etc/passwd":          "passwd",
		`C:\Users\ana\rg.jpg`:       "rg.jpg",
		"a\x00b\r\nSet-Cookie: x":   "abSet-Cookie_ x",
		"cod\u202Eexe.doc":          "codexe.doc",
		`"quoted"; filename=x.html`: "_quoted__ filename=x.html",
		"":                          "file",
		"...":                       "file",
		".htaccess":                 "htaccess",
		"a/":                        "file",
		"\xFF\xFE.pdf":              "_.pdf",
	} {
		if got := SafeName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	long := SafeName(strings.Repeat("é", 500) + ".pdf")
	if utf8.RuneCountInString(long) != 120 || !strings.HasSuffix(long, ".pdf") {
		t.Errorf("%q", long)
	}
}

func FuzzSafeName(f *testing.F) {
	f.Add("a/../b\u202E.jpg")
	f.Fuzz(func(t *testing.T, name string) {
		safe := SafeName(name)
		if safe == "" || !utf8.ValidString(safe) || strings.ContainsAny(safe, "/\\\x00\r\n\"") || SafeName(safe) != safe {
			t.Errorf("%q: %q, then %q", name, safe, SafeName(safe))
		}
	})
}
