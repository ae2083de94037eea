package conveyor

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// maxPost is how many characters one post may have.
const maxPost = 4000

// maxPosts is how many posts the thread of a case may have: more is no conversation.
const maxPosts = 500

// Write adds to the thread of a case, as its applicant or as a member. A member's post is told to the applicant by e-mail,
// without what it says. Returns fault.Denied without the policy "reply", fault.Invalid "thread.empty" or "thread.long",
// fault.Conflict "thread.closed" when the case was removed or the thread is full.
func (c *Conveyor) Write(ctx context.Context, who actor.Actor, caseID, text string) ([]portal.Post, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, fault.New(fault.Invalid, "thread.empty")
	}
	if utf8.RuneCountInString(text) > maxPost {
		return nil, fault.New(fault.Invalid, "thread.long").With("max", maxPost)
	}
	var posts []portal.Post
	err := c.with(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.maySpeak("reply"); err != nil {
			return err
		}
		var err error
		if posts, err = m.tx.Posts(caseID); err != nil {
			return err
		}
		if m.rec.State.Removed || len(posts) >= maxPosts {
			return fault.New(fault.Conflict, "thread.closed")
		}
		p := portal.Post{ID: m.NewID(), Case: caseID, Kind: string(who.Kind), Author: who.ID, Name: who.Name, Body: text, At: m.now()}
		posts = append(posts, p)
		m.note("thread.written", map[string]any{"post": p.ID})
		if err := m.tx.InsertPost(p); err != nil || who.Kind == actor.Applicant {
			return err
		}
		return m.send("thread_reply", "thread/"+p.ID, nil)
	})
	if err == nil && posts == nil { // the request came again
		return c.Thread(ctx, who, caseID)
	}
	return posts, err
}

// Thread returns what was written, oldest first. Returns fault.Denied when a member may not read the stage.
func (c *Conveyor) Thread(ctx context.Context, who actor.Actor, caseID string) ([]portal.Post, error) {
	posts := []portal.Post{}
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.maySpeak("read"); err != nil {
			return err
		}
		found, err := m.tx.Posts(caseID)
		posts = append(posts, found...)
		return err
	})
	return posts, err
}

// ReadThread notes that what the other side wrote was read. Who may not answer leaves no such note.
func (c *Conveyor) ReadThread(ctx context.Context, who actor.Actor, caseID string) error {
	if err := c.look(ctx, hand{who, caseID}, func(m *move) error { return m.maySpeak("reply") }); err != nil {
		return err
	}
	theirs := string(actor.Member)
	if who.Kind == actor.Member {
		theirs = string(actor.Applicant)
	}
	return c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		_, err := tx.ReadPosts(caseID, theirs, tx.Now())
		return err
	})
}

// maySpeak asks the policies for a member; the thread is the applicant's own.
func (m *move) maySpeak(verb string) error {
	if m.who.Kind == actor.Applicant {
		return nil
	}
	if err := m.demand(m.stageObject(), "read"); err != nil || verb == "read" {
		return err
	}
	return m.demand(m.stageObject(), verb)
}

// unread is how many posts of staff the applicant has not seen.
func unread(posts []portal.Post, kind actor.Kind) int {
	n := 0
	for _, p := range posts {
		if p.Kind == string(kind) && p.ReadAt == nil {
			n++
		}
	}
	return n
}
