package tenant

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/esteira/esteira/schemas"
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
	if utf8.RuneCountInString(b.Contact) > MaxContact {
		bad = bad.At(fault.Violation{Path: "/contact", Key: "brand.contact", Params: map[string]any{"max": MaxContact}})
	}
	if len(bad.Violations) > 0 {
		return b, bad
	}
	return b, nil
}
