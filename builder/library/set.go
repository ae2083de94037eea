package library

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Set is all that a tenant has designed, as files that people review and keep under version control: a definition a
// file, and one each for roles and policies. It names no person and holds no secret. A section that forms link to in an
// older version has that version beside it, with a number in its name that grows with the version.
type Set struct {
	Files map[string][]byte // by path: forms/account.json, forms/address.1.json, checklists/…, pipelines/…, roles.json, policies.json
}

// folders are where the definitions of a kind lie.
var folders = map[definition.Kind]string{definition.Form: "forms", definition.Checklist: "checklists", definition.Pipeline: "pipelines"}

const (
	rolesFile    = "roles.json"
	policiesFile = "policies.json"
)

// Export returns the newest version of every definition with the roles and policies, and the older versions of sections
// that something of it still links to: the same bytes for the same designs, whoever stored them. Returns fault.Denied without the policy to read definitions.
func (l *Library) Export(ctx context.Context, who actor.Actor, roles []Role, policies []Policy) (Set, error) {
	_, versions, err := l.List(ctx, who)
	if err != nil {
		return Set{}, err
	}
	t := Template{Roles: roles, Policies: policies}
	if t.Forms, err = l.exported(ctx, who.Tenant, versions); err != nil {
		return Set{}, err
	}
	for _, v := range versions {
		switch v.Kind {
		case definition.Checklist:
			t.Checklists = append(t.Checklists, v.Body)
		case definition.Pipeline:
			t.Pipelines = append(t.Pipelines, v.Body)
		}
	}
	return SetOf(t)
}

// SetOf is a template as files.
func SetOf(t Template) (Set, error) {
	s := Set{Files: map[string][]byte{}}
	older := map[string]int{}
	err := t.each(func(kind definition.Kind, body json.RawMessage) error {
		key, err := keyOf(body)
		if err != nil {
			return err
		}
		name := folders[kind] + "/" + key
		if newer, ok := s.Files[name+".json"]; ok {
			older[name]++
			s.Files[name+"."+strconv.Itoa(older[name])+".json"] = newer
		}
		s.Files[name+".json"], err = pretty(body)
		return err
	})
	if err != nil {
		return s, err
	}
	roles, policies := slices.Clone(t.Roles), slices.Clone(t.Policies)
	slices.SortFunc(roles, func(a, b Role) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(policies, func(a, b Policy) int {
		return cmp.Or(strings.Compare(a.Role, b.Role), strings.Compare(a.Object, b.Object), strings.Compare(a.Verb, b.Verb), strings.Compare(a.Effect, b.Effect))
	})
	if s.Files[rolesFile], err = listed(roles); err != nil {
		return s, err
	}
	s.Files[policiesFile], err = listed(policies)
	return s, err
}

func keyOf(body json.RawMessage) (string, error) {
	named, err := decode[struct {
		Key string `json:"key"`
	}](body)
	return named.Key, err
}

// listed is a JSON array with an element a line, which makes changes easy to see.
func listed[T any](list []T) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("[")
	for i, item := range list {
		text, err := json.Marshal(item)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n  ")
		b.Write(text)
	}
	if len(list) > 0 {
		b.WriteString("\n")
	}
	b.WriteString("]\n")
	return b.Bytes(), nil
}

func pretty(body json.RawMessage) ([]byte, error) {
	var flat, b bytes.Buffer
	if err := json.Compact(&flat, body); err != nil {
		return nil, err
	}
	if err := json.Indent(&b, flat.Bytes(), "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// ReadSet reads a set from a folder. Returns fault.Invalid with paths that begin with the file that is not of its shape,
// or whose name is not the key inside.
func ReadSet(files fs.FS) (Template, error) {
	t := Template{Key: "set", Title: schemas.Text{"en": "Set"}}
	for _, part := range []struct {
		kind   definition.Kind
		bodies *[]json.RawMessage
	}{{definition.Form, &t.Forms}, {definition.Checklist, &t.Checklists}, {definition.Pipeline, &t.Pipelines}} {
		names, err := fs.Glob(files, folders[part.kind]+"/*.json")
		if err != nil {
			return t, err
		}
		slices.SortStableFunc(names, inOrder)
		for _, name := range names {
			body, err := readDefinition(files, part.kind, name)
			if err != nil {
				return t, err
			}
			*part.bodies = append(*part.bodies, body)
		}
	}
	if err := readList(files, rolesFile, &t.Roles); err != nil {
		return t, err
	}
	return t, readList(files, policiesFile, &t.Policies)
}

func readDefinition(files fs.FS, kind definition.Kind, name string) (json.RawMessage, error) {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	if _, err := schemas.DecodeAs(string(kind), body); err != nil {
		return nil, within(err, name)
	}
	key, err := keyOf(body)
	if wanted, _ := named(name); err == nil && key != wanted {
		err = fault.New(fault.Invalid, "set.name").With("file", name).With("name", key)
	}
	return body, err
}

// named is the key that the name of a file says, and the number of an older version; without one it is the newest.
func named(name string) (key string, number int) {
	key = strings.TrimSuffix(path.Base(name), ".json")
	if before, after, ok := strings.Cut(key, "."); ok {
		if n, err := strconv.Atoi(after); err == nil && n > 0 {
			return before, n
		}
	}
	return key, math.MaxInt
}

// inOrder sorts older versions before newer ones.
func inOrder(a, b string) int {
	keyA, numberA := named(a)
	keyB, numberB := named(b)
	return cmp.Or(strings.Compare(keyA, keyB), cmp.Compare(numberA, numberB))
}

func readList[T any](files fs.FS, name string, into *[]T) error {
	text, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fault.New(fault.Invalid, "set.unreadable").With("file", name).Because(err)
	}
	return nil
}

// Change is one line of a plan: what importing a set would do to a file of what the tenant has.
type Change struct {
	Path string
	Mark string // "+" added, "~" changed, "=" the same, "." only the tenant has it, and it stays
}

// Plan compares what a tenant has with what would be imported, by path. Nothing that only the tenant has is removed.
func Plan(has, wanted Set) []Change {
	var changes []Change
	for name := range wanted.Files {
		mark := "+"
		if before, ok := has.Files[name]; ok {
			mark = "~"
			if bytes.Equal(before, wanted.Files[name]) {
				mark = "="
			}
		}
		changes = append(changes, Change{name, mark})
	}
	for name := range has.Files {
		if _, ok := wanted.Files[name]; !ok {
			changes = append(changes, Change{name, "."})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	return changes
}

// Differences are the lines that differ between two texts, "-" before and "+" after, with the line numbers of the first.
func Differences(before, after []byte) []string {
	a, b := strings.Split(string(before), "\n"), strings.Split(string(after), "\n")
	same := commonLines(a, b)
	var out []string
	i, j := 0, 0
	for _, pair := range append(same, [2]int{len(a), len(b)}) {
		for ; i < pair[0]; i++ {
			out = append(out, fmt.Sprintf("%5d - %s", i+1, a[i]))
		}
		for ; j < pair[1]; j++ {
			out = append(out, fmt.Sprintf("%5d + %s", i+1, b[j]))
		}
		i, j = pair[0]+1, pair[1]+1
	}
	return out
}

// commonLines are the places of a longest common run of lines, in order (Hunt and Szymanski 1977).
func commonLines(a, b []string) [][2]int {
	at := map[string][]int{}
	for j := len(b) - 1; j >= 0; j-- {
		at[b[j]] = append(at[b[j]], j)
	}
	type link struct {
		i, j int
		prev *link
	}
	var ends []*link
	for i, line := range a {
		for _, j := range at[line] {
			k, _ := slices.BinarySearchFunc(ends, j, func(l *link, j int) int { return cmp.Compare(l.j, j) })
			next := &link{i: i, j: j}
			if k > 0 {
				next.prev = ends[k-1]
			}
			if k == len(ends) {
				ends = append(ends, next)
			} else {
				ends[k] = next
			}
		}
	}
	if len(ends) == 0 {
		return nil
	}
	var out [][2]int
	for l := ends[len(ends)-1]; l != nil; l = l.prev {
		out = append(out, [2]int{l.i, l.j})
	}
	slices.Reverse(out)
	return out
}
