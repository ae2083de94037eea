package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/queue"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

// free is a case that nobody has, late or urgent as it is said.
type free struct {
	id       string
	stage    string
	age      time.Duration
	late     bool
	priority float64
	news     int64
}

func (b *bench) isFree(t *testing.T, f free) {
	t.Helper()
	r := record("a", f.id, b.now.Add(-f.age))
	r.Assignee, r.LevelAt, r.State.Stage, r.NewsSeq = "", nil, f.stage, f.news
	r.State.Attributes = map[string]any{"priority": f.priority}
	if f.late {
		at := b.now.Add(-time.Minute)
		r.LevelAt = &at
	}
	b.begin(t, "a", func(tx conveyor.Tx) error { return insertCase(tx, &r) })
}

func inbox(stages ...string) conveyor.Wanted {
	w := conveyor.Wanted{Member: "m1"}
	for _, s := range stages {
		w.Stages = append(w.Stages, queue.Stage{Pipeline: "account", Stage: s})
	}
	return w
}

// takes gives the next case to a member and returns its id.
func (b *bench) takes(t *testing.T, w conveyor.Wanted) string {
	t.Helper()
	id := ""
	b.begin(t, "a", func(tx conveyor.Tx) (err error) {
		id, err = b.taking(tx, w)
		return err
	})
	return id
}

func (b *bench) taking(tx conveyor.Tx, w conveyor.Wanted) (string, error) {
	id, err := tx.NextFree(w)
	if err != nil || id == "" {
		return id, err
	}
	r, err := tx.Case(id)
	if err != nil {
		return id, err
	}
	r.Assignee, r.ClaimedAt = w.Member, &b.now
	r.Revision++
	return id, tx.UpdateCase(r)
}

// testNext hands out what is late first, then by priority, then by age, from all stages of a queue.
func testNext(t *testing.T, b *bench) {
	must(t, b.CreateMember(ctx, member("a", "m1", "ana@example.org", b.now)))
	for _, f := range []free{
		{"young", "review", time.Minute, false, 0, 1},
		{"old", "review", time.Hour, false, 0, 1},
		{"urgent", "review", time.Second, false, 5, 1},
		{"late", "review", time.Second, true, 0, 1},
		{"late-urgent", "review", time.Second, true, 2, 1},
		{"elsewhere", "draft", 9 * time.Hour, true, 9, 1},
		{"second", "again", 30 * time.Minute, false, 0, 1},
		{"second-late", "again", time.Second, true, 1, 1},
	} {
		b.isFree(t, f)
	}
	w := inbox("review", "again")
	read := func(id string, seq int64) {
		t.Helper()
		b.begin(t, "a", func(tx conveyor.Tx) error { return tx.Mark("m1", id, seq) })
	}
	for _, want := range []string{"late-urgent", "second-late", "late", "urgent", "old", "second", "young", ""} {
		equal(t, b.takes(t, w), want)
		if want != "" {
			read(want, 1)
		}
	}
	// What one has and has news of comes before what nobody has, once it is not what one looks at.
	b.isFree(t, free{"fresh", "review", time.Minute, true, 9, 1})
	read("late", -1)
	w.Except = "late"
	equal(t, b.takes(t, w), "fresh")
	read("fresh", 1)
	w.Except = ""
	equal(t, b.takes(t, w), "late")
	b.begin(t, "a", func(tx conveyor.Tx) error {
		id, err := tx.NextFree(conveyor.Wanted{Member: "m1"})
		equal(t, id, "")
		return err
	})
}

// testContention has fifty operators who all want the next case, until none is left: none is given to two.
func testContention(t *testing.T, b *bench) {
	const operators, each = 50, 4
	for i := range operators * each {
		b.isFree(t, free{id: fmt.Sprintf("c%03d", i), stage: "review", age: time.Duration(i) * time.Second, late: i%7 == 0, priority: float64(i % 3)})
	}
	var mu sync.Mutex
	given := map[string]int{}
	var all sync.WaitGroup
	for op := range operators {
		all.Go(func() {
			for range each {
				w := inbox("review")
				w.Member = fmt.Sprintf("op%d", op)
				id := ""
				err := b.Begin(ctx, "a", func(tx conveyor.Tx) (err error) {
					id, err = b.taking(tx, w)
					return err
				})
				mu.Lock()
				given[id]++
				mu.Unlock()
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for id, times := range given {
		if id == "" || times != 1 {
			t.Errorf("case %q was given %d times", id, times)
		}
	}
	equal(t, len(given), operators*each)
}

// testMarks tells each member what is new to them.
func testMarks(t *testing.T, b *bench) {
	must(t, b.CreateMember(ctx, member("a", "m1", "ana@example.org", b.now)))
	must(t, b.CreateMember(ctx, member("a", "m2", "bia@example.org", b.now)))
	r := b.aCase(t, "a", "c1") // nothing of it is news
	unread := func(member string, want bool) {
		t.Helper()
		page, err := b.Query(ctx, "a", queue.Query{Stages: stages, Member: member, Limit: 10})
		must(t, err)
		equal(t, page.Rows[0].Unread, want)
		counts, err := b.Unread(ctx, "a", member, stages)
		must(t, err)
		equal(t, len(counts) > 0 && counts[0].Count == 1, want)
	}
	changes := func(by string, seq int64) {
		t.Helper()
		b.begin(t, "a", func(tx conveyor.Tx) error {
			before := r
			r.Revision, r.NewsSeq = r.Revision+1, seq
			must(t, tx.UpdateCase(r))
			if by == "" {
				return nil
			}
			return tx.Follow(by, before, r)
		})
	}
	unread("m1", false)
	changes("", 2)
	unread("m1", true)
	unread("m2", true)
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.Mark("m1", "c1", 2) })
	unread("m1", false)
	unread("m2", true)
	changes("m1", 3) // what one did oneself is no news to oneself
	unread("m1", false)
	changes("m2", 4) // who had not read all has not read it by acting
	unread("m1", true)
	unread("m2", true)
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.Mark("m1", "c1", 4) })
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.Mark("m1", "c1", -1) })
	unread("m1", true)
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.Mark("m1", "c1", 4) })
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.Mark("m2", "c1", 4) })
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.CallBack(r, []string{"m2"}) })
	unread("m1", false) // it is not for them
	unread("m2", true)
	b.refused(t, fault.NotFound, func(tx conveyor.Tx) error { return tx.Mark("m1", "c9", 1) })
}

// testTurns keeps whose turn it was while the settings of a queue change.
func testTurns(t *testing.T, b *bench) {
	save := func(q tenant.QueueSettings) (before tenant.QueueSettings, err error) {
		err = b.Administer(ctx, "a", func(o tenant.Office) (err error) {
			before, err = o.SaveQueueSettings(q)
			return err
		})
		return before, err
	}
	turn := func(queue, want string, wantOn bool) {
		t.Helper()
		b.begin(t, "a", func(tx conveyor.Tx) error {
			last, on, err := tx.Turn(queue)
			equal(t, on, wantOn)
			equal(t, last, want)
			return err
		})
	}
	unset, err := b.QueueSettings(ctx, "a", "approval")
	must(t, err)
	equal(t, unset, tenant.QueueSettings{Tenant: "a", Queue: "approval", Assignment: tenant.AssignNobody})
	turn("approval", "", false)
	b.refused(t, fault.NotFound, func(tx conveyor.Tx) error { return tx.TakeTurn("approval", "m1") })
	q := tenant.QueueSettings{Tenant: "a", Queue: "approval", Assignment: tenant.AssignRoundRobin, Revision: 1, UpdatedAt: b.now, UpdatedBy: "m1"}
	_, err = save(q)
	must(t, err)
	_, err = save(q)
	wants(t, err, fault.Stale)
	turn("approval", "", true)
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.TakeTurn("approval", "m2") })
	turn("approval", "m2", true)
	queues, err := b.RoundRobins(ctx, "a")
	must(t, err)
	equal(t, queues, []string{"approval"})
	q.Revision, q.Assignment = 2, tenant.AssignNobody
	before, err := save(q)
	must(t, err)
	equal(t, before.Assignment, tenant.AssignRoundRobin)
	turn("approval", "", false)
	q.Revision, q.Assignment = 3, tenant.AssignRoundRobin
	_, err = save(q)
	must(t, err)
	turn("approval", "m2", true)
}

// testMentions keeps to whom notes speak, until they have read them.
func testMentions(t *testing.T, b *bench) {
	an := func(note, member string, hour int) conveyor.Mention {
		return conveyor.Mention{Tenant: "a", Member: member, Note: note, Case: "c1", Group: "compliance", By: "m2", At: b.now.Add(time.Duration(hour) * time.Hour)}
	}
	first, second := an("n1", "m1", 1), an("n2", "m1", 2)
	must(t, b.CreateMember(ctx, member("a", "m1", "ana@example.org", b.now)))
	must(t, b.CreateMember(ctx, member("a", "m2", "bia@example.org", b.now)))
	b.aCase(t, "a", "c1")
	b.begin(t, "a", func(tx conveyor.Tx) error {
		return errors.Join(tx.InsertMention(first), tx.InsertMention(second), tx.InsertMention(an("n1", "m2", 1)))
	})
	known := func(want ...conveyor.Mention) {
		t.Helper()
		b.begin(t, "a", func(tx conveyor.Tx) error {
			got, err := tx.Mentions("m1")
			equal(t, got, want)
			return err
		})
	}
	known(second, first)
	b.begin(t, "a", func(tx conveyor.Tx) error { return tx.ReadMentions("m1", "c1") })
	first.ReadAt, second.ReadAt = &b.now, &b.now
	known(second, first)
	b.refused(t, fault.NotFound, func(tx conveyor.Tx) error {
		return tx.InsertMention(conveyor.Mention{Member: "m1", Note: "n9", Case: "c9", At: b.now})
	})
}

// testAbsences keeps nobody away twice at once, and lets absences end.
func testAbsences(t *testing.T, b *bench) {
	must(t, b.CreateMember(ctx, member("a", "m1", "ana@example.org", b.now)))
	hours := func(n int) time.Time { return b.now.Add(time.Duration(n) * time.Hour) }
	an := func(id string, from, until int) tenant.Absence {
		return tenant.Absence{ID: id, Tenant: "a", Member: "m1", Substitute: "m2", From: hours(from), Until: hours(until), CreatedAt: b.now, CreatedBy: "m1", Decides: true, Reason: "Holidays"}
	}
	add := func(a tenant.Absence) error {
		return b.Administer(ctx, "a", func(o tenant.Office) error { return o.AddAbsence(a) })
	}
	ends := func(id string, at int) {
		t.Helper()
		must(t, b.Administer(ctx, "a", func(o tenant.Office) error { return o.EndAbsence(id, hours(at)) }))
	}
	known := func(after int, want ...tenant.Absence) {
		t.Helper()
		got, err := b.Absences(ctx, "a", hours(after))
		must(t, err)
		equal(t, got, want)
	}
	now, later := an("now", -1, 5), an("later", 5, 9)
	must(t, add(now))
	must(t, add(later))
	wants(t, add(an("between", 4, 6)), fault.Conflict)
	stranger := an("stranger", 20, 30)
	stranger.Member = "m9"
	wants(t, add(stranger), fault.NotFound)
	known(0, now, later)
	known(5, later)
	ends("now", 1)
	now.Until = hours(1)
	known(0, now, later)
	again := an("again", -1, 4)
	wants(t, add(again), fault.Conflict)
	again.CreatedAt = hours(2) // who came back is away for the rest of the day
	must(t, add(again))
	known(0, again, now, later)
	ends("again", 2)
	again.Until = hours(2)
	ends("later", 1)
	known(0, again, now)
	known(2)
}

// testBell tells who watches which case changed and which stages it is about, once it is kept.
func testBell(t *testing.T, b *bench) {
	heard := make(chan queue.Change, 10)
	b.Watch(func(c queue.Change) {
		if !c.All {
			heard <- c
		}
	})
	r := b.aCase(t, "a", "c1")
	equal(t, <-heard, queue.Change{Tenant: "a", Case: "c1", Pipeline: "account", Version: "v1", Stages: []string{"review"}})
	equal(t, b.Begin(ctx, "a", func(tx conveyor.Tx) error {
		other := r
		other.Revision++
		must(t, tx.UpdateCase(other))
		return errOwn
	}), errOwn)
	b.begin(t, "a", func(tx conveyor.Tx) error {
		moved, err := tx.Case("c1")
		must(t, err)
		moved.Revision, moved.State.Stage = 2, "done"
		err = tx.UpdateCase(moved)
		tx.TellOnly("c1", []string{"form/account/group/compliance"})
		return err
	})
	equal(t, <-heard, queue.Change{
		Tenant: "a", Case: "c1", Pipeline: "account", Version: "v1", Stages: []string{"done", "review"}, Within: []string{"form/account/group/compliance"},
	})
	equal(t, len(heard), 0)
}
