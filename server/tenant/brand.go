package tenant

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// MaxContact is how many characters the text may have that says where to ask for help.
const MaxContact = 300

// Checked returns a brand as it is kept: the accent in small letters, the contact on one line. The logo is not looked
// at. Returns fault.Invalid "brand.invalid" with what is wrong.
func (b Brand) Checked() (Brand, error) {
	bad := fault.New(fault.Invalid, "brand.invalid")
	b.Accent = strings.ToLower(b.Accent)
	if !schemas.IsColour(b.Accent) {
		bad = bad.At(fault.Violation{Path: "/accent", Key: "brand.accent"})
	}
	b.Contact = strings.Join(strings.FieldsFunc(b.Contact, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	b.Footer, b.Privacy = onLines(b.Footer), onLines(b.Privacy)
	for path, text := range map[string]string{"/contact": b.Contact, "/footer": b.Footer, "/privacy": b.Privacy} {
		if utf8.RuneCountInString(text) > MaxContact {
			bad = bad.At(fault.Violation{Path: path, Key: "brand.contact", Params: map[string]any{"max": MaxContact}})
		}
	}
	if len(bad.Violations) > 0 {
		return b, bad
	}
	return b, nil
}

// onLines keeps the line ends of a text and no other control.
func onLines(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// SaveBrand changes how the tenant looks, and returns it as it is kept. Returns fault.Denied without the policy,
// fault.Invalid "brand.invalid" with what is wrong, fault.Stale when somebody changed it since.
func (a *Administration) SaveBrand(ctx context.Context, who actor.Actor, b Brand) (Brand, error) {
	if err := a.demand(ctx, who, Right{"brand", "manage"}); err != nil {
		return b, err
	}
	b, err := b.Checked()
	if err != nil {
		return b, err
	}
	if b.Logo, err = logoOf(b.Logo); err != nil {
		return b, err
	}
	err = a.administer(ctx, who, func(d *scribe) error {
		kept, before, err := d.SaveBrand(b)
		if err != nil {
			return err
		}
		err = d.note("brand.changed", "", brandDifferences(before, kept))
		b.Revision = kept.Revision
		return err
	})
	return b, err
}

func brandDifferences(before, after Brand) []Difference {
	out := mapDifferences("accent", map[string]string{"": before.Accent}, map[string]string{"": after.Accent})
	if before.Contact != after.Contact {
		out = append(out, Difference{What: "contact"})
	}
	if before.Footer != after.Footer {
		out = append(out, Difference{What: "footer"})
	}
	if before.Privacy != after.Privacy {
		out = append(out, Difference{What: "privacy"})
	}
	if before.Logo != after.Logo {
		out = append(out, Difference{What: "logo"})
	}
	return out
}
