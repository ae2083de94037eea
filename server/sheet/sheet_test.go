package sheet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/esteira/esteira/server/sheet"
)

var rows = [][]sheet.Cell{
	{sheet.Text("Nome"), sheet.Text("CPF"), sheet.Text("Renda"), sheet.Text("Desde")},
	{sheet.Text("João \"Zé\" da Silva; Filho"), sheet.Text("00000000191"), sheet.Number(1234.5), sheet.Time(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))},
	{sheet.Text("=HYPERLINK(\"http://evil.example\")"), sheet.Text("@SUM(A1)"), sheet.Number(-3), sheet.Text("-1")},
	{sheet.Text("فاطمة, إبراهيم\nثانية"), sheet.Text("\tx"), sheet.Text(""), sheet.Text("+55 11 96000-0000")},
}

func written(t *testing.T, format, locale string) []byte {
	t.Helper()
	var out bytes.Buffer
	s, err := sheet.New(format, locale, &out)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := s.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCSVIsTheGoldenFile(t *testing.T) {
	for _, locale := range []string{"pt-BR", "en"} {
		want, err := os.ReadFile(filepath.Join("testdata", locale+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		if got := written(t, "csv", locale); !bytes.Equal(got, want) {
			t.Errorf("%s:\n%q\nwant\n%q", locale, got, want)
		}
	}
}

func TestXLSXHoldsTextsAsTexts(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, "xlsx", "pt-BR")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"B2": "00000000191", "C2": "1234.5", "D2": "2026-11-22 09:00", "A3": "=HYPERLINK(\"http://evil.example\")"} {
		got, err := f.GetCellValue("Sheet1", cell)
		if err != nil || got != want {
			t.Errorf("%s is %q %v, want %q", cell, got, err, want)
		}
		if formula, _ := f.GetCellFormula("Sheet1", cell); formula != "" {
			t.Errorf("%s is a formula", cell)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	if _, err := sheet.New("pdf", "en", nil); err == nil {
		t.Error("a format that is none")
	}
}

func TestCSVMakesNoTextAFormula(t *testing.T) {
	for _, first := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		var out bytes.Buffer
		s, err := sheet.New("csv", "en", &out)
		if err == nil {
			err = s.Row([]sheet.Cell{sheet.Text(first + "1")})
		}
		if err == nil {
			err = s.Close()
		}
		if err != nil || !bytes.Contains(out.Bytes(), []byte("'")) {
			t.Errorf("%q: %q %v", first, out.Bytes(), err)
		}
	}
}
