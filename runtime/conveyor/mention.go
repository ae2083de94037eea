package conveyor

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Mention is that a note speaks to a member.
type Mention struct {
	Tenant string
	Member string
	Note   string // id of its event
	Case   string
	Group  string // field group of the note
	By     string // id of the member who wrote it
	At     time.Time
	ReadAt *time.Time
}

// MentionRows are mentions inside one transaction of one tenant.
type MentionRows interface {
	// InsertMention returns fault.NotFound when the tenant has no such case.
	InsertMention(m Mention) error
	// Mentions returns the latest of a member, newest first.
	Mentions(member string) ([]Mention, error)
	// ReadMentions keeps that a member has read what speaks to them in a case.
	ReadMentions(member, caseID string) error
}

// maxMentions is how many members one note may speak to.
const maxMentions = 20

// mention keeps to whom a note speaks. Who may not read the note is never told that there is one: it returns fault.Invalid
// "note.not_for" with their name, before anything is written.
func (m *move) mention(note, group string, members []string) error {
	if len(members) == 0 {
		return nil
	}
	if len(members) > maxMentions {
		return fault.New(fault.Invalid, "note.too_many").With("max", maxMentions)
	}
	all, err := m.Staff.Colleagues(m.ctx, m.rec.Tenant)
	if err != nil {
		return err
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(members))) {
		c, here := colleague(all, id)
		may, err := m.mayReadNote(c, group)
		if err != nil {
			return err
		}
		if !here || !may {
			return fault.New(fault.Invalid, "note.not_for").With("member", c.Name).At(fault.Violation{Path: "/mentions", Key: "note.not_for", Params: map[string]any{"member": c.Name}})
		}
		if err := m.tx.InsertMention(Mention{Member: id, Note: note, Case: m.rec.ID, Group: groupOf(group), By: m.who.ID, At: m.now()}); err != nil {
			return err
		}
		if err := m.writeTo(c, note); err != nil {
			return err
		}
	}
	return nil
}

// writeTo sends a colleague word that a note speaks to them. It leads to their mentions and not to the case: an e-mail is read
// by others too, and which case has a note may itself be withheld from them.
func (m *move) writeTo(c Colleague, note string) error {
	if c.ID == m.who.ID {
		return nil
	}
	letter := message.ToMember(message.Reader{Email: c.Email, Locale: cmp.Or(c.Locale, m.profile.DefaultLocale)}, "mentioned",
		map[string]string{"by": m.who.Name, "link": m.profile.URL + "/mentions"})
	letter.ID, letter.Tenant, letter.Key, letter.CreatedAt = m.NewID(), m.rec.Tenant, "mention/"+note+"/"+c.ID, m.now()
	if _, err := m.tx.InsertMessage(letter); err != nil {
		return err
	}
	return m.tx.Enqueue(cases.Job{Kind: "send", Key: letter.ID, Args: map[string]string{"message": letter.ID}})
}

// mayReadNote tells whether a colleague may read the case where it stands, and the notes of a group.
func (m *move) mayReadNote(c Colleague, group string) (bool, error) {
	for _, object := range []string{m.stageObject(), m.groupObject(group)} {
		ok, _, err := m.Gate.Ask(m.ctx, c.actor(m.rec.Tenant), object, "read")
		if err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// Mentionable returns whom a note of a group can speak to: the colleagues who may read it. Returns fault.Denied without the
// policies that the note itself needs.
func (c *Conveyor) Mentionable(ctx context.Context, who actor.Actor, caseID, group string) ([]Colleague, error) {
	var out []Colleague
	err := c.glance(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.mayNote(group); err != nil {
			return err
		}
		all, err := m.Staff.Colleagues(ctx, who.Tenant)
		if err != nil {
			return err
		}
		for _, one := range all {
			may, err := m.mayReadNote(one, group)
			if err != nil {
				return err
			}
			if may && one.ID != who.ID {
				out = append(out, one)
			}
		}
		return nil
	})
	return out, err
}

// mayNote asks for what a note needs: to write notes here, and to read those of its group.
func (m *move) mayNote(group string) error {
	if err := m.seen(); err != nil {
		return err
	}
	if err := m.demand(m.stageObject(), "note"); err != nil {
		return err
	}
	return m.demand(m.groupObject(group), "read")
}

// Mentioned is a mention with the case that it is about.
type Mentioned struct {
	Mention
	Record cases.Record
}

// Mentions returns the notes that speak to a member and that they may still read, newest first.
func (c *Conveyor) Mentions(ctx context.Context, who actor.Actor) ([]Mentioned, error) {
	var found []Mention
	err := c.Store.View(ctx, who.Tenant, func(tx Tx) (err error) {
		found, err = tx.Mentions(who.ID)
		return err
	})
	var out []Mentioned
	for i := 0; err == nil && i < len(found); i++ {
		err = c.glance(ctx, hand{who, found[i].Case}, func(m *move) error {
			may, err := m.mayReadNote(Colleague{ID: who.ID, Name: who.Name, Roles: who.Roles}, found[i].Group)
			if err == nil && may && !m.rec.State.Removed {
				v := StaffView{Record: m.rec}
				m.dossier().withholdContact(&v)
				out = append(out, Mentioned{found[i], v.Record})
			}
			return err
		})
	}
	return out, err
}
