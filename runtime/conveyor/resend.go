package conveyor

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/signature"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Resend sends a message once more, as it was. Returns fault.Denied without the policy, fault.NotFound, and fault.Conflict
// for one that is on its way, was erased, went to another address than the case has now, carries a link that works no
// more, or was sent as often as the tenant allows.
func (c *Conveyor) Resend(ctx context.Context, who actor.Actor, id string) error {
	caseID, err := c.caseOf(ctx, who.Tenant, id)
	if err != nil {
		return err
	}
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand("outbox", "resend"); err != nil {
			return err
		}
		msg, err := m.tx.Message(id)
		if err != nil {
			return err
		}
		copies, err := (&resending{move: m}).copies(msg)
		if err != nil {
			return err
		}
		return m.again(msg, copies+1)
	})
}

// Resendable says of each message, by id, why the member cannot send it again; of one that they can it says nothing. Where
// the policies do not let them it is fault.Denied.
func (c *Conveyor) Resendable(ctx context.Context, who actor.Actor, all []message.Message) (map[string]*fault.Fault, error) {
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return nil, err
	}
	whys, byCase := map[string]*fault.Fault{}, map[string]*resending{}
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		for _, msg := range all {
			r, opened := byCase[msg.Case]
			if !opened {
				r = &resending{move: &move{Conveyor: c, ctx: ctx, tx: tx, who: who, profile: profile}}
				byCase[msg.Case] = r
			}
			err := r.refuses(msg)
			why, refused := errors.AsType[*fault.Fault](err)
			if err != nil && !refused {
				return err
			}
			if refused {
				whys[msg.ID] = why
			}
		}
		return nil
	})
	return whys, err
}

// resending is a case whose messages are to be sent again, with what decides whether they can be. It is read once for all of
// them, when the first of them asks.
type resending struct {
	*move
	sent   []message.Message
	tokens []signature.Token
}

// refuses says why a message cannot be sent again.
func (m *resending) refuses(msg message.Message) error {
	if msg.Case == "" {
		return fault.New(fault.Conflict, "message.of_no_case")
	}
	if err := m.demand("outbox", "resend"); err != nil {
		return err
	}
	if m.rec.ID == "" {
		if err := m.loadCase(msg.Case); err != nil {
			return err
		}
	}
	if err := m.seen(); err != nil {
		return err
	}
	_, err := m.copies(msg)
	return err
}

// copies says how often a message was sent again, and why it may not be any more.
func (m *resending) copies(msg message.Message) (n int, err error) {
	refuse := func(key string) error { return fault.New(fault.Conflict, key) }
	switch msg.State {
	case message.Queued, message.Held, message.Sending:
		return 0, refuse("message.on_its_way")
	}
	if msg.To == "" || msg.Body == "" {
		return 0, refuse("message.erased")
	}
	live, err := m.stillWorks(msg)
	if err != nil {
		return 0, err
	}
	// A link that confirms a new address is for that one, and works only as long as it is.
	_, to := m.reach(msg.Channel, m.rec.Email)
	if !strings.EqualFold(msg.To, to) && (msg.Token == "" || !live) {
		return 0, refuse("message.readdressed")
	}
	if !live {
		return 0, refuse("message.token_over")
	}
	if m.sent == nil {
		if m.sent, err = m.tx.Messages(m.rec.ID); err != nil {
			return 0, err
		}
	}
	for _, other := range m.sent {
		if strings.HasPrefix(other.Key, copyKey(msg)) {
			n++
		}
	}
	if limit := resends(m.profile); n >= limit {
		err = fault.New(fault.Conflict, "message.resent_enough").With("n", limit)
	}
	return n, err
}

// resends is how often a message or an invitation may be sent again.
func resends(p Profile) int {
	if p.Ladder.Resends == 0 {
		return message.DefaultResends
	}
	return p.Ladder.Resends
}

// stillWorks says whether the signature token that a message carries, if any, can be used.
func (m *resending) stillWorks(msg message.Message) (bool, error) {
	if msg.Token == "" {
		return true, nil
	}
	if m.tokens == nil {
		var err error
		if m.tokens, err = m.tx.Tokens(m.rec.ID, signature.ForSignature); err != nil {
			return false, err
		}
	}
	i := slices.IndexFunc(m.tokens, func(t signature.Token) bool { return t.ID == msg.Token })
	return i >= 0 && m.tokens[i].Live() && m.now().Before(m.tokens[i].ExpiresAt), nil
}

// copyKey begins the keys of the copies of a message; copies of copies are copies of the first.
func copyKey(msg message.Message) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(msg.Key, "again/"), "#")
	return "again/" + first + "#"
}

func (m *move) again(msg message.Message, nth int) error {
	next := msg
	next.ID, next.Key = m.NewID(), copyKey(msg)+strconv.Itoa(nth)
	next.State, next.Reason, next.Error, next.Provider, next.Attempts = message.Queued, "", "", "", 0
	next.CreatedAt, next.SentAt, next.HeldUntil, next.OpenedAt = m.now(), nil, nil, nil
	added, err := m.tx.InsertMessage(next)
	if err != nil || !added {
		return err
	}
	m.note("message.resent", map[string]any{"message": next.ID, "template": msg.Template, "of": msg.ID})
	return m.tx.Enqueue(cases.Job{Kind: "send", Key: next.ID, Args: map[string]string{"message": next.ID}})
}
