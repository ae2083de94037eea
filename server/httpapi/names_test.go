package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/esteira/esteira/server/tenant"
)

type crowd struct {
	tenant.Store
	asked int
	name  string
}

func (c *crowd) Members(context.Context, string) ([]tenant.Member, error) {
	c.asked++
	return []tenant.Member{{ID: "m", Name: c.name}}, nil
}

func TestNamesAreReadOnce(t *testing.T) {
	t.Parallel()
	now := time.Now()
	c := &crowd{name: "Ana"}
	n := newNames(c, func() time.Time { return now })
	ask := func(want string, asked int) {
		t.Helper()
		got, err := n.of(t.Context(), "a")
		if err != nil || got["m"] != want || c.asked != asked {
			t.Errorf("%v after %d questions: %v", got, c.asked, err)
		}
	}
	ask("Ana", 1)
	c.name = "Bia"
	ask("Ana", 1)
	n.forget("a")
	ask("Bia", 2)
	c.name = "Cai"
	now = now.Add(namesFor)
	ask("Cai", 3)
}

// A changed wording is another: its evidence must not go by the old name.
func TestTermsHaveAName(t *testing.T) {
	t.Parallel()
	all := ""
	for _, locale := range spoken {
		all += TermsIn(locale, "en").SHA256
	}
	sum := sha256.Sum256([]byte(all))
	const want = "f4a6d4bef43931bac47b6a037fee2945dfc109cca469b6c7b925170a208a027e"
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("the wording of signature.terms is %s: give termsID a new name, and note it here", got)
	}
	if got := TermsIn("xx", "pt-BR"); got.Locale != "pt-BR" || got.SHA256 == "" || got.ID != termsID {
		t.Errorf("%+v", got)
	}
}
