package qr_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/esteira/esteira/server/qr"
)

// TestSVG: a picture that is well formed, has the quiet zone, and is another for another text; too long is an error.
func TestSVG(t *testing.T) {
	t.Parallel()
	one, err := qr.SVG("https://bank.example.org/t/aurora/resume#token=abc")
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal([]byte(one), new(struct{})); err != nil {
		t.Error(err)
	}
	if strings.Contains(one, "M0 ") && !strings.Contains(one, "M0 0h") || strings.Contains(one, "<script") {
		t.Errorf("no quiet zone: %.200s", one)
	}
	other, err := qr.SVG("https://bank.example.org/t/aurora/resume#token=abd")
	if err != nil || one == other {
		t.Errorf("the same for another text: %v", err)
	}
	if _, err := qr.SVG(strings.Repeat("x", 5000)); err == nil {
		t.Error("5000 characters do not fit")
	}
}
