package refactor

import (
	"bytes"
	"encoding/json"
	"errors"
)

// node is a value of a JSON document that keeps the order of its members and the bytes of its texts and numbers, so that
// what is not changed is written as it was read.
type node struct {
	raw     json.RawMessage // of what is neither object nor list
	keys    []string        // of an object
	members []*node         // of an object, in the order of keys, or of a list
	isList  bool
}

var errShape = errors.New("refactor: not JSON")

func read(body json.RawMessage) (*node, error) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, body); err != nil {
		return nil, errors.Join(errShape, err)
	}
	return parse(compact.Bytes())
}

func parse(raw json.RawMessage) (*node, error) {
	if raw[0] != '{' && raw[0] != '[' {
		return &node{raw: raw}, nil
	}
	n := &node{isList: raw[0] == '['}
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	for d.More() {
		if !n.isList {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			n.keys = append(n.keys, key.(string)) //nolint:forcetypeassert // the keys of JSON are texts
		}
		var inner json.RawMessage
		if err := d.Decode(&inner); err != nil {
			return nil, err
		}
		member, err := parse(inner)
		if err != nil {
			return nil, err
		}
		n.members = append(n.members, member)
	}
	return n, nil
}

func (n *node) write() json.RawMessage {
	var b bytes.Buffer
	n.append(&b)
	return b.Bytes()
}

func (n *node) append(b *bytes.Buffer) {
	if n.raw != nil {
		b.Write(n.raw)
		return
	}
	open, end := byte('{'), byte('}')
	if n.isList {
		open, end = '[', ']'
	}
	b.WriteByte(open)
	for i, member := range n.members {
		if i > 0 {
			b.WriteByte(',')
		}
		if !n.isList {
			b.Write(encoded(n.keys[i]))
			b.WriteByte(':')
		}
		member.append(b)
	}
	b.WriteByte(end)
}

// encoded is a text as JSON, without the escapes that only HTML needs.
func encoded(text string) json.RawMessage { return spelled(text, false) }

func spelled(text string, forHTML bool) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(forHTML)
	_ = e.Encode(text) // a text can be written
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func textNode(text string) *node { return &node{raw: encoded(text)} }

// say makes a text another, spelled as the document spells its texts.
func (n *node) say(text string) {
	if before, ok := n.text(); ok && before == text {
		return
	}
	n.raw = spelled(text, bytes.Contains(n.raw, []byte(`\u00`)))
}

// get is a member of an object by key, nil when there is none.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for i, k := range n.keys {
		if k == key {
			return n.members[i]
		}
	}
	return nil
}

// set puts a member in the place of the one with its key, or last; nil takes it away.
func (n *node) set(key string, value *node) {
	for i, k := range n.keys {
		if k != key {
			continue
		}
		if value == nil {
			n.remove(i)
		} else {
			n.members[i] = value
		}
		return
	}
	if value != nil {
		n.keys, n.members = append(n.keys, key), append(n.members, value)
	}
}

func (n *node) remove(i int) {
	n.members = append(n.members[:i:i], n.members[i+1:]...)
	if !n.isList {
		n.keys = append(n.keys[:i:i], n.keys[i+1:]...)
	}
}

// text is what a text says; ok is false for any other value.
func (n *node) text() (text string, ok bool) {
	if n == nil || len(n.raw) == 0 || n.raw[0] != '"' {
		return "", false
	}
	return text, json.Unmarshal(n.raw, &text) == nil
}

func (n *node) says(key string) string {
	text, _ := n.get(key).text()
	return text
}

func (n *node) isObject() bool { return n != nil && n.raw == nil && !n.isList }

// copied shares nothing with the original.
func (n *node) copied() *node {
	if n == nil {
		return nil
	}
	out := &node{raw: n.raw, isList: n.isList, keys: append([]string(nil), n.keys...)}
	for _, m := range n.members {
		out.members = append(out.members, m.copied())
	}
	return out
}

// Bare is a form without the rules that it can do without: what its fields are called and hold, for whoever must judge what
// names them while the rules are not sound.
func Bare(form json.RawMessage) (json.RawMessage, error) {
	top, err := read(form)
	if err != nil {
		return nil, err
	}
	spot{node: top}.each([]string{"**"}, func(s spot) {
		for _, key := range []string{"visibleWhen", "requiredWhen", "validations"} {
			s.node.set(key, nil)
		}
	})
	return top.write(), nil
}
