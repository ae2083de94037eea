package pdf

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/paper"
)

func sheet(locale, title string) paper.Sheet {
	return paper.Sheet{
		Title: title, Locale: locale, Reference: "ABCD-1234", At: time.Date(2026, 11, 21, 18, 48, 40, 0, time.UTC),
		Look:  message.Look{Name: "Banco Aurora", Accent: "#1f5fa8", Footer: "Banco Aurora S.A. · CNPJ 00.000.000/0001-91", Privacy: "dpo@aurora.example"},
		Words: paper.Words{Page: "{n} / {total}"},
		Parts: []paper.Part{{
			Heading: "1. " + title, Paragraphs: []string{strings.Repeat(title+" ", 40)},
			Lines:   []paper.Line{{Label: "SHA-256", Value: strings.Repeat("0123456789abcdef", 4), IsCode: true}},
			Columns: []string{"A", "B"}, Rows: [][]string{{"1", title}, {"2", "São Paulo"}},
		}},
		Seal: &paper.Part{Heading: "Evidence", Lines: []paper.Line{{Label: "IP", Value: "203.0.113.7"}}},
	}
}

func TestTheSameSheetGivesTheSameBytes(t *testing.T) {
	for locale, title := range map[string]string{"pt-BR": "Contrato de abertura de conta", "ar": "عقد فتح حساب مصرفي ١٢٣"} {
		first, err := Press{}.Print(sheet(locale, title))
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			again, err := Press{}.Print(sheet(locale, title))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first, again) {
				t.Fatalf("%s: %s, then %s", locale, paper.Hash(first), paper.Hash(again))
			}
		}
		if dir := os.Getenv("ESTEIRA_TEST_LOOK"); dir != "" { // for who wants to see it
			if err := os.WriteFile(filepath.Join(dir, locale+".pdf"), first, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if len(first) > 120<<10 {
			t.Errorf("%s: %d bytes: fonts are not cut to what is used", locale, len(first))
		}
	}
}

func TestArabicIsJoinedAndReadFromTheRight(t *testing.T) {
	for text, want := range map[string]string{
		"محمد":  "\uFEAA\uFEE4\uFEA4\uFEE3", // four letters, of which the last stands leftmost
		"سلام":  "\uFEE1\uFEFC\uFEB3",       // lam and alef are one
		"دار":   "\uFEAD\uFE8D\uFEA9",       // letters that do not join the next
		"شكرًا": "\uFE8D\uFEAE\uFEDC\uFEB7", // without its mark
		"ع ٢":   "٢ \uFEC9",                 // a number after a word stands left of it
	} {
		got := ""
		for _, part := range stretches(text, true) {
			got += part.text
		}
		if got != want {
			t.Errorf("%s: %q, not %q", text, got, want)
		}
	}
}

func TestNumbersAndLatinKeepTheirOrderInArabic(t *testing.T) {
	var got []string
	for _, part := range stretches("العميل Ana 2026-11-21 نعم", true) {
		got = append(got, strings.TrimSpace(part.text))
	}
	if len(got) != 3 || got[1] != "Ana 2026-11-21" || !strings.HasPrefix(got[0], "\uFEE2") {
		t.Errorf("%q", got)
	}
	line := ""
	for _, part := range stretches("Nome: علي ٣٤ حسن (Ana)", false) {
		line += part.text
	}
	if !strings.HasPrefix(line, "Nome: ") || !strings.HasSuffix(line, "(Ana)") || strings.Index(line, "٣٤") > strings.Index(line, "\uFECB") {
		t.Errorf("%q", line)
	}
}

// Whatever is written, nothing of it is lost when it is broken into lines, and no line is too long.
func TestWrapKeepsAllWords(t *testing.T) {
	measure := func(s string) float64 { return float64(len([]rune(s))) }
	holds := func(text string, wide uint8) bool {
		limit := float64(wide%40) + 1
		lines := wrap(text, limit, measure)
		for _, line := range lines {
			if measure(line) > limit {
				return false
			}
		}
		squeezed := func(s string) string { return strings.Join(strings.Fields(s), "") }
		return squeezed(strings.Join(lines, "")) == squeezed(plain(text))
	}
	if err := quick.Check(holds, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
}

func TestALogoThatIsNoneIsLeftOut(t *testing.T) {
	s := sheet("en", "Receipt")
	s.Look.Logo = "data:image/png;base64,AAAA"
	if _, err := (Press{}).Print(s); err != nil {
		t.Error(err)
	}
}

func TestWhatIsCountedKeepsItsOrderInArabic(t *testing.T) {
	for text, want := range map[string]string{
		"***.000.104-**":                    "***.000.104-**",
		"(11) 9****-0104":                   "(11) 9****-0104",
		"***.000.104-** ناجح":               "***.000.104-**",
		"ناجح (11) 9****-0104":              "(11) 9****-0104",
		"نعم 341 ***107 ناجح":               "341 ***107",
		"0*** ناجح":                         "0***",
		"ناجح M*** E***":                    "M*** E***",
		"الرقم AB-1 · 22/11 10:31 (UTC-03)": "AB-1 · 22/11 10:31 (UTC-03)",
	} {
		got := ""
		for _, part := range stretches(text, leadsRight(text, true)) {
			if part.font == latin {
				got += part.text
			}
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: %q, not %q", text, got, want)
		}
	}
}
