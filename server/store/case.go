package store

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/esteira/esteira/runtime/cases"
)

// caseRow is a case with the columns that only queries read.
type caseRow struct {
	cases.Record
	fold string // name without accents and capitals, for order and search
	risk string
	// priority is the attribute of that name: the higher, the sooner.
	priority int64
}

var caseTable = newTable("cases",
	`tenant_id id reference pipeline version_id
	stage removed outcome reason decided_by risk started_at entered_at activity_at submitted_at
	revision last_seq last_hash
	locale channel name name_fold identity email phone
	percent page attempts assignee token_state token_sent_at token_expires_at token_sends due_at level_at claimed_at priority news_seq
	call_name call_state call_attempt call_next_at call_code call_field state`,
	"id", func(r *caseRow) []any {
		s := &r.State
		return []any{
			&r.Tenant, &r.ID, &r.Reference, &r.Pipeline, &r.Version,
			&s.Stage, &s.Removed, &s.Outcome, &s.Reason, &s.DecidedBy, &r.risk, &s.StartedAt, &s.EnteredAt, &s.ActivityAt, &s.SubmittedAt,
			&r.Revision, &r.LastSeq, &r.LastHash,
			&r.Locale, &r.Channel, &r.Name, &r.fold, &r.Identity, &r.Email, &r.Phone,
			&r.Percent, &r.Page, &r.Attempts, &r.Assignee, &r.Token.State, &r.Token.SentAt, &r.Token.ExpiresAt, &r.Token.Sends,
			&r.DueAt, &r.LevelAt, &r.ClaimedAt, &r.priority, &r.NewsSeq,
			&r.Call.Name, &r.Call.State, &r.Call.Attempt, &r.Call.NextAt, &r.Call.Code, &r.Call.Field, asJSON(s),
		}
	})

// rowOf gives a case its columns.
func rowOf(r cases.Record) *caseRow {
	row := &caseRow{Record: r, fold: fold(r.Name)}
	row.State.Case = r.ID
	if risk, ok := r.State.Attributes["risk"]; ok && risk != nil {
		row.risk = fmt.Sprint(risk)
	}
	row.priority = priorityOf(r.State.Attributes["priority"])
	return row
}

// priorityOf is a number as an attribute holds it; 0 for what is none.
func priorityOf(attribute any) int64 {
	switch n := attribute.(type) {
	case float64:
		return int64(n)
	case int64:
		return n
	case int:
		return int64(n)
	}
	return 0
}

// Case locks and returns a case. Returns fault.NotFound when the tenant has no such case.
func (t *tx) Case(id string) (cases.Record, error) { return t.find(id, t.lock()) }

func (t *tx) find(id, lock string) (cases.Record, error) {
	row, err := caseTable.one(t.conn, t.tenant, " AND id = ?"+lock, id)
	if err != nil {
		return cases.Record{}, err
	}
	t.known[id] = row.Record
	return row.Record, nil
}

// InsertCase adds a case. Returns fault.Conflict when the id or the reference is taken.
func (t *tx) InsertCase(r cases.Record) error {
	if err := t.mine(&r.Tenant); err != nil {
		return err
	}
	if err := inserted(caseTable.insert(t.conn, rowOf(r))); err != nil {
		return err
	}
	t.changed(r, r)
	t.moves(cases.Record{ID: r.ID}, r)
	t.known[r.ID] = r
	return t.indexCase(r)
}

// UpdateCase writes a case whose stored Revision is the given one less one. The transaction fails, at its end at the
// latest, with fault.Stale otherwise, fault.NotFound when the tenant has no such case, fault.Conflict when the reference
// is taken.
func (t *tx) UpdateCase(r cases.Record) error {
	if err := t.mine(&r.Tenant); err != nil {
		return err
	}
	err := caseTable.change(t.conn, func() error {
		if _, err := t.find(r.ID, ""); err != nil {
			return err
		}
		return stale("case.stale")
	}, rowOf(r), " AND revision = ?", r.Revision-1)
	if err != nil {
		return err
	}
	before, known := t.known[r.ID]
	t.changed(before, r)
	t.moves(before, r)
	t.known[r.ID] = r
	if known && foundAlike(before, r) {
		return nil
	}
	return t.indexCase(r)
}

// CasesWithIdentity returns ids of other cases of the tenant with this identity that were not removed, oldest first.
func (t *tx) CasesWithIdentity(identity, except string) ([]string, error) {
	if identity == "" {
		return nil, nil
	}
	return t.texts("SELECT id FROM cases WHERE tenant_id = ? AND identity = ? AND identity <> '' AND id <> ? AND NOT removed ORDER BY id",
		t.tenant, identity, except)
}

// OpenCasesOf returns the ids of cases with this e-mail address, in any capitals, that were not removed: newest first, at
// most ten.
func (s *Store) OpenCasesOf(ctx context.Context, tenant, email string) ([]string, error) {
	if email == "" {
		return nil, nil
	}
	var ids []string
	err := s.read(ctx, tenant, func(c *conn) error {
		var err error
		ids, err = c.texts("SELECT id FROM cases WHERE tenant_id = ? AND LOWER(email) = ? AND NOT removed ORDER BY id DESC LIMIT 10",
			tenant, strings.ToLower(email))
		return err
	})
	return ids, err
}

// RemoveAnswers deletes answers, index rows, documents, posts, ticks, the addresses and bodies of messages and what calls
// said; events and counters stay. It returns the blobs that nothing names any more.
func (t *tx) RemoveAnswers(caseID string) ([]string, error) {
	if err := t.own(caseID); err != nil {
		return nil, err
	}
	blobs, err := t.texts(`SELECT blob FROM documents WHERE tenant_id = ? AND case_id = ? AND blob <> ''
		UNION ALL SELECT thumbnail FROM documents WHERE tenant_id = ? AND case_id = ? AND thumbnail <> ''`, t.tenant, caseID, t.tenant, caseID)
	if err != nil {
		return nil, err
	}
	for _, text := range []string{
		"DELETE FROM documents WHERE tenant_id = ? AND case_id = ?",
		"DELETE FROM answer_index WHERE tenant_id = ? AND case_id = ?",
		"DELETE FROM submissions WHERE tenant_id = ? AND case_id = ?",
		"DELETE FROM posts WHERE tenant_id = ? AND case_id = ?",
		"DELETE FROM ticks WHERE tenant_id = ? AND case_id = ?",
		"UPDATE feedback SET words = '' WHERE tenant_id = ? AND case_id = ?",
		"UPDATE messages SET recipient = '', person = '', subject = '', body = '' WHERE tenant_id = ? AND case_id = ?",
		"UPDATE tokens SET recipient = '' WHERE tenant_id = ? AND case_id = ?",
		"UPDATE papers SET content = NULL WHERE tenant_id = ? AND case_id = ?",
		"UPDATE calls SET sent = '{}', answer = '{}' WHERE tenant_id = ? AND case_id = ?",
	} {
		if _, err := t.exec(text, t.tenant, caseID); err != nil {
			return nil, err
		}
	}
	t.touched = append(t.touched, caseID)
	delete(t.known, caseID) // its words are gone too: the next UpdateCase writes them again
	return blobs, nil
}

// alike are Arabic letters that are written one for the other, and digits of other scripts.
var alike = strings.NewReplacer(
	"ى", "ي", "ی", "ي", "ة", "ه", "ٱ", "ا", "ک", "ك", "ـ", "",
	"٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
)

// fold takes accents, vowel signs and capitals away, and writes letters alike that people write one for the other.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return alike.Replace(norm.NFC.String(b.String()))
}
