package storetest

import (
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/schemas/fault"
)

// testThread keeps posts in their order, notes once that the other side read them, and erases them with the answers.
func testThread(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	one := portal.Post{ID: "p1", Tenant: "a", Case: "c1", Kind: "applicant", Author: "c1", Body: "Is a passport enough?", At: b.now}
	two := portal.Post{ID: "p2", Tenant: "a", Case: "c1", Kind: "member", Author: "m1", Name: "Ana", Body: "نعم", At: b.now.Add(time.Minute)}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.InsertPost(one))
		return tx.InsertPost(two)
	})
	b.refused(t, fault.Conflict, func(tx conveyor.Tx) error { return tx.InsertPost(one) })
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for _, want := range []int{1, 0} {
			n, err := tx.ReadPosts("c1", "member", b.now.Add(time.Hour))
			must(t, err)
			equal(t, n, want)
		}
		at := b.now.Add(time.Hour)
		two.ReadAt = &at
		got, err := tx.Posts("c1")
		equal(t, got, []portal.Post{one, two})
		return err
	})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		_, err := tx.RemoveAnswers("c1")
		must(t, err)
		got, err := tx.Posts("c1")
		equal(t, len(got), 0)
		return err
	})
}

// testTicks keeps the first mark of an item until it is taken away.
func testTicks(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	m := portal.Tick{Tenant: "a", Case: "c1", Item: "terms", Kind: "applicant", Author: "c1", At: b.now}
	later := m
	later.Author = "m1"
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.PutTick(m))
		must(t, tx.PutTick(later))
		got, err := tx.Ticks("c1")
		equal(t, got, []portal.Tick{m})
		must(t, tx.RemoveTick("c1", "terms"))
		must(t, tx.RemoveTick("c1", "terms"))
		left, err2 := tx.Ticks("c1")
		must(t, err2)
		equal(t, len(left), 0)
		return err
	})
}

// testFeedback keeps the last word of each case, and forgets the words with the answers but not the score.
func testFeedback(t *testing.T, b *bench) {
	b.aCase(t, "a", "c1")
	f := portal.Feedback{Tenant: "a", Case: "c1", Pipeline: "onboarding", Version: "v1", Moment: "exit", Score: 2, Words: "Long", At: b.now}
	b.begin(t, "a", func(tx conveyor.Tx) error {
		must(t, tx.PutFeedback(f))
		f.Score, f.Moment, f.At = 4, "end", b.now.Add(time.Minute)
		return tx.PutFeedback(f)
	})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		got, err := tx.FeedbackOf("c1")
		equal(t, got, f)
		must(t, err)
		_, err = tx.RemoveAnswers("c1")
		return err
	})
	f.Words = ""
	for since, want := range map[time.Time][]portal.Feedback{b.now: {f}, b.now.Add(time.Hour): nil} {
		got, err := b.Feedbacks(ctx, "a", since)
		must(t, err)
		equal(t, got, want)
	}
}

// testInvitations keeps one for each case, in pages from the newest on.
func testInvitations(t *testing.T, b *bench) {
	want := []portal.Invitation{}
	for i, id := range []string{"c1", "c2", "c3"} {
		b.aCase(t, "a", id)
		want = append(want, portal.Invitation{Tenant: "a", Case: id, Pipeline: "onboarding", Sends: 1, At: b.now.Add(time.Duration(i) * time.Minute), By: "m1"})
	}
	at := b.now.Add(time.Hour)
	b.begin(t, "a", func(tx conveyor.Tx) error {
		for _, i := range want {
			must(t, tx.PutInvitation(i))
		}
		want[0].Sends, want[0].Message, want[0].RevokedAt = 2, "msg", &at
		must(t, tx.PutInvitation(want[0]))
		got, err := tx.Invitation("c1")
		equal(t, got, want[0])
		return err
	})
	b.begin(t, "a", func(tx conveyor.Tx) error {
		asked := portal.Invited{Pipeline: "onboarding", Limit: 2}
		first, next, err := tx.Invitations(asked)
		must(t, err)
		equal(t, first, []portal.Invitation{want[2], want[1]})
		asked.After = next
		rest, end, err := tx.Invitations(asked)
		equal(t, rest, want[:1])
		equal(t, end, "")
		must(t, err)
		none, _, err := tx.Invitations(portal.Invited{Pipeline: "other", Limit: 2})
		equal(t, len(none), 0)
		return err
	})
}

// testShares writes one from the revision that was seen alone.
func testShares(t *testing.T, b *bench) {
	s := portal.Share{Tenant: "a", Pipeline: "onboarding", Origins: []string{"https://www.example.org"}, Revision: 1, UpdatedAt: b.now, UpdatedBy: "m1"}
	set := func(tx conveyor.Tx) error { return tx.SetShare(s) }
	b.begin(t, "a", func(tx conveyor.Tx) error {
		unset, err := tx.Share("onboarding")
		equal(t, unset, portal.Share{Pipeline: "onboarding"})
		return err
	})
	b.begin(t, "a", set)
	b.refused(t, fault.Stale, set)
	s.Revision, s.Origins = 2, []string{}
	b.begin(t, "a", set)
	b.begin(t, "a", func(tx conveyor.Tx) error {
		got, err := tx.Share("onboarding")
		equal(t, got, s)
		return err
	})
}
