package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// place is a section with one field, or with two from its second version on; person is a form that holds a copy of it.
const (
	place1 = `{"key":"place","title":{"en":"Place"},"locales":["en"],"defaultLocale":"en","section":true,` +
		`"pages":[{"id":"p","key":"main","title":{"en":"Place"},"fields":[{"id":"s","key":"street","type":"text","label":{"en":"Street"}}]}]}`
	place2 = `{"key":"place","title":{"en":"Place"},"locales":["en"],"defaultLocale":"en","section":true,` +
		`"pages":[{"id":"p","key":"main","title":{"en":"Place"},"fields":[{"id":"s","key":"street","type":"text","label":{"en":"Street"}},` +
		`{"id":"c","key":"city","type":"text","label":{"en":"City"},"visibleWhen":{"cel":"has(answers.street)"}}]}]}`
	person1 = `{"key":"person","title":{"en":"Person"},"locales":["en"],"defaultLocale":"en",` +
		`"pages":[{"id":"p","key":"main","title":{"en":"Person"},"fields":[{"id":"h","key":"home","type":"group","label":{"en":"Home"},"section":"place",` +
		`"fields":[{"id":"h.s","key":"street","type":"text","label":{"en":"Street"}}]}]}]}`
	office2 = `{"key":"office","title":{"en":"Office"},"locales":["en"],"defaultLocale":"en","section":true,` +
		`"pages":[{"id":"p","key":"main","title":{"en":"Office"},"fields":[{"id":"a","key":"at","type":"group","label":{"en":"At"},"section":"place",` +
		`"fields":[{"id":"a.s","key":"street","type":"text","label":{"en":"Street"}},` +
		`{"id":"a.c","key":"city","type":"text","label":{"en":"City"},"visibleWhen":{"cel":"has(answers.at.street)"}}]}]}]}`
)

// folderOf writes forms as they lie in a set.
func folderOf(t *testing.T, forms map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "forms"), 0o750); err != nil {
		t.Fatal(err)
	}
	for name, text := range forms {
		write(t, filepath.Join(folder, "forms", name+".json"), text)
	}
	return folder
}

// A set is published in the order that its links ask for, whatever its files are called, and goes round unchanged also
// while a form still holds an older version of a section.
func TestSectionsGoRoundWithWhatLinksToThem(t *testing.T) {
	t.Parallel()
	d := desk{t, t.TempDir()}
	for _, slug := range []string{"first", "second"} {
		d.must("a long password", "tenant", "create", slug, slug, "admin@first.example")
	}
	d.must("", "import", "--apply", "first", folderOf(t, map[string]string{"person": person1, "place": place1}))
	d.must("", "import", "--apply", "first", folderOf(t, map[string]string{"place": place2, "office": office2}))
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	d.must("", "export", "first", one)
	before := filesOf(t, one)
	if older, newest := before["forms/place.1.json"], before["forms/place.json"]; !strings.Contains(newest, "city") || older == "" || strings.Contains(older, "city") {
		t.Fatalf("the older version that is linked to is not beside the newest: %q", older)
	}
	if out := d.must("", "check", one); !strings.Contains(out, "warn: form person") || strings.Contains(out, "error") || !strings.Contains(out, "version 1") {
		t.Error(out)
	}
	d.must("", "import", "--apply", "second", one)
	d.must("", "export", "second", two)
	after := filesOf(t, two)
	if len(after) != len(before) {
		t.Errorf("%d files, then %d", len(before), len(after))
	}
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s has changed on the way", name)
		}
	}
	for _, slug := range []string{"first", "second"} {
		if same := d.must("", "import", "--apply", slug, one); !strings.Contains(same, "nothing would change") {
			t.Errorf("the second time:\n%s", same)
		}
	}
}

// What holds no version of its section, or names one that is not in the set, is refused with its place.
func TestALinkWithoutItsSectionIsRefused(t *testing.T) {
	t.Parallel()
	d := desk{t, t.TempDir()}
	for says, forms := range map[string]map[string]string{
		"changed by hand": {"person": person1, "place": place2},
		"never published": {"person": person1},
	} {
		out, err := d.run("", "check", folderOf(t, forms))
		if err == nil || !strings.Contains(out, says) || !strings.Contains(out, "/pages/0/fields/0/section") {
			t.Errorf("%s: %v\n%s", says, err, out)
		}
	}
}
