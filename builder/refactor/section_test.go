package refactor

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// linked is one case of what a link holds: of a copy, of whether a link stands at a version, or of bringing a form to one.
// The browser runs the same files. UPDATE_GOLDEN=1 fills in copy and updated, to be read before they are kept.
type linked struct {
	Says    string          `json:"says"`
	Section json.RawMessage `json:"section"`
	Link    json.RawMessage `json:"link,omitempty"`
	Path    string          `json:"path,omitempty"` // with [] for the rows of a repeat
	Locales []string        `json:"locales,omitempty"`
	Copy    json.RawMessage `json:"copy,omitempty"`
	Stands  *bool           `json:"stands,omitempty"` // instead of a copy: whether what the link holds is one
	Form    json.RawMessage `json:"form,omitempty"`   // instead of a link: a form with links to the section,
	Updated json.RawMessage `json:"updated,omitempty"`
}

func TestSectionsAreCopiedAsTheCorpusSays(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../schemas/testdata/sections/*.json")
	if err != nil || len(files) < 10 {
		t.Fatal("too few cases", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			checkLinked(t, file)
		})
	}
}

func checkLinked(t *testing.T, file string) {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c linked
	if err := json.Unmarshal(body, &c); err != nil {
		t.Fatal(err)
	}
	switch {
	case c.Form != nil:
		key, _ := read(c.Section)
		got, err := Follow(c.Form, key.says("key"), c.Section)
		if err != nil {
			t.Fatal(err)
		}
		c.Updated = c.settle(t, file, c.Updated, got)
		again, err := Follow(got, key.says("key"), c.Section)
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s: what was brought to a version changes once more (%v)", c.Says, err)
		}
	case c.Stands != nil:
		if got, err := c.link(t).Stands(c.Section); err != nil || got != *c.Stands {
			t.Errorf("%s: stands %v (%v)", c.Says, got, err)
		}
	default:
		got, err := c.link(t).Copy(c.Section)
		if err != nil {
			t.Fatal(err)
		}
		c.Copy = c.settle(t, file, c.Copy, got)
		held := c.link(t)
		held.field.set("fields", mustParse(t, got))
		if ok, err := held.Stands(c.Section); !ok || err != nil {
			t.Errorf("%s: the copy is none (%v)", c.Says, err)
		}
	}
}

func (c linked) link(t *testing.T) Link {
	t.Helper()
	return Link{field: mustParse(t, c.Link), Path: strings.TrimSuffix(c.Path, "[]"), locales: c.Locales}
}

func mustParse(t *testing.T, body json.RawMessage) *node {
	t.Helper()
	n, err := read(body)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// settle compares what came with what was wanted, or keeps it.
func (c linked) settle(t *testing.T, file string, want, got json.RawMessage) json.RawMessage {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if c.Form != nil {
			c.Updated = got
		} else {
			c.Copy = got
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(c); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return got
	}
	var x, y any
	if json.Unmarshal(want, &x) != nil || json.Unmarshal(got, &y) != nil || !reflect.DeepEqual(x, y) {
		t.Errorf("%s\n got %s\nwant %s", c.Says, got, want)
	}
	return want
}
