package tenant

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Absence is when a member is away, and who stands in for them meanwhile. Who stands in is given only what they may take
// themselves; where the member hands that on, they also decide in the member's name, with what the member may do at that moment.
type Absence struct {
	ID         string
	Tenant     string
	Member     string
	Substitute string // "" for nobody
	Decides    bool   // the substitute decides in the member's name meanwhile
	Reason     string // why, where they do
	From       time.Time
	Until      time.Time
	CreatedAt  time.Time
	CreatedBy  string
}

// At tells whether the member is away at a moment.
func (in Absence) At(now time.Time) bool { return !now.Before(in.From) && now.Before(in.Until) }

// maxAbsence is as long as nobody is away without leaving.
const maxAbsence = 2 * 366 * 24 * time.Hour

// Absences returns those of the actor's tenant that are not over, in the order in which they begin. Whom a case can be given
// to is everybody's business, so it asks for no policy.
func (a *Administration) Absences(ctx context.Context, who actor.Actor) ([]Absence, error) {
	return a.Store.Absences(ctx, who.Tenant, a.Library.Now())
}

// AddAbsence says that a member is away. Members say so of themselves, who manages members of everybody; the same request a
// second time, by its key, gives what it led to. Where decisions are handed on, who gives them up and who gets them are told.
// Returns fault.Denied without the policy, fault.Invalid "absence.invalid" with what is wrong, fault.Conflict "absence.overlap"
// when the member is away in that time already.
func (a *Administration) AddAbsence(ctx context.Context, r Request[Absence]) (string, error) {
	if r.What.Member == "" {
		r.What.Member = r.Who.ID
	}
	if err := a.demandAbsence(ctx, r.Who, r.What.Member); err != nil {
		return "", err
	}
	return a.once(ctx, asked{r.Who, r.Key}, func() (func(*scribe) (string, error), error) {
		in := r.What
		in.Reason = strings.TrimSpace(in.Reason)
		in.ID, in.Tenant, in.CreatedAt, in.CreatedBy = a.Library.NewID(), r.Who.Tenant, a.Library.Now(), r.Who.ID
		home, err := a.home(ctx, r.Who)
		if err != nil {
			return nil, err
		}
		return func(d *scribe) (string, error) {
			members, err := d.Members()
			if err != nil {
				return "", err
			}
			others, err := d.Absences(in.CreatedAt)
			if err != nil {
				return "", err
			}
			if err := in.check(members, others); err != nil {
				return "", err
			}
			if err := d.Office.AddAbsence(in); err != nil {
				return "", err
			}
			if err := in.announce(d, home, members); err != nil {
				return "", err
			}
			return in.ID, d.note("absence.added", in.Member, in.differences())
		}, nil
	})
}

// EndAbsence brings a member back: an absence that has not begun is taken away, one that has ends now. Returns fault.NotFound
// when there is none such, fault.Denied without the policy.
func (a *Administration) EndAbsence(ctx context.Context, who actor.Actor, id string) error {
	return a.administer(ctx, who, func(d *scribe) error {
		known, err := d.Absence(id)
		if err != nil {
			return err
		}
		if err := a.demandAbsence(ctx, who, known.Member); err != nil {
			return err
		}
		now := a.Library.Now()
		if !now.Before(known.Until) {
			return nil
		}
		if err := d.Office.EndAbsence(id, now); err != nil {
			return err
		}
		return d.note("absence.ended", known.Member, []Difference{{What: "away", Before: known.span()}})
	})
}

func (a *Administration) demandAbsence(ctx context.Context, who actor.Actor, member string) error {
	if who.Kind == actor.Member && member == who.ID {
		return nil
	}
	return a.demand(ctx, who, Right{"member", "manage"})
}

func (in Absence) check(members []Member, others []Absence) error {
	bad := fault.New(fault.Invalid, "absence.invalid")
	is := func(id string) bool {
		return slices.ContainsFunc(members, func(m Member) bool { return m.ID == id && m.Active })
	}
	if !is(in.Member) {
		return fault.New(fault.NotFound, "store.not_found")
	}
	if !in.From.Before(in.Until) || !in.CreatedAt.Before(in.Until) {
		bad = bad.At(fault.Violation{Path: "/until", Key: "absence.order"})
	}
	if in.Until.Sub(in.From) > maxAbsence {
		bad = bad.At(fault.Violation{Path: "/until", Key: "absence.long"})
	}
	if key := in.unfit(is, others); key != "" {
		bad = bad.At(fault.Violation{Path: "/substitute", Key: key})
	}
	if in.Decides {
		bad = in.checkDecides(bad)
	}
	if len(bad.Violations) > 0 {
		return bad
	}
	return nil
}

// unfit says why the substitute cannot stand in, "" when they can or nobody does.
func (in Absence) unfit(is func(id string) bool, others []Absence) string {
	switch {
	case in.Substitute == "":
		return ""
	case in.Substitute == in.Member:
		return "absence.oneself"
	case !is(in.Substitute):
		return "select"
	case in.comesBack(others):
		return "absence.circle"
	}
	return ""
}

// comesBack tells whether what is given to the substitute would go on to the member again, because they are away in the same
// time and so is everybody who stands in for them: nobody would get it.
func (in Absence) comesBack(others []Absence) bool {
	asked, next := map[string]bool{}, []string{in.Substitute}
	for len(next) > 0 {
		who := next[0]
		next = next[1:]
		if who == in.Member {
			return true
		}
		if asked[who] {
			continue
		}
		asked[who] = true
		for _, o := range others {
			if o.Member == who && o.Substitute != "" && o.From.Before(in.Until) && in.From.Before(o.Until) {
				next = append(next, o.Substitute)
			}
		}
	}
	return false
}

// checkDecides adds what is wrong about handing decisions on. Who manages members may do it for somebody who cannot, but never
// to themselves: what nobody gave them, they would take.
func (in Absence) checkDecides(bad *fault.Fault) *fault.Fault {
	if in.CreatedBy != in.Member && in.CreatedBy == in.Substitute {
		bad = bad.At(fault.Violation{Path: "/substitute", Key: "absence.to_oneself"})
	}
	if in.Substitute == "" {
		bad = bad.At(fault.Violation{Path: "/substitute", Key: "absence.substitute_wanted"})
	}
	if in.Reason == "" {
		bad = bad.At(fault.Violation{Path: "/reason", Key: "absence.reason_wanted"})
	}
	return bad
}

// announce writes to who gives decisions up and to who gets them, but not to who said so.
func (in Absence) announce(d *scribe, home Tenant, members []Member) error {
	if !in.Decides {
		return nil
	}
	zone, err := time.LoadLocation(home.TimeZone)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, m := range members {
		names[m.ID] = m.Name
	}
	for _, m := range members {
		if m.ID == in.CreatedBy || m.ID != in.Member && m.ID != in.Substitute {
			continue
		}
		reader := message.Reader{Email: m.Email, Locale: cmp.Or(m.Locale, home.DefaultLocale)}
		letter := message.ToMember(reader, "delegated", map[string]string{
			"away": names[in.Member], "substitute": names[in.Substitute], "by": names[in.CreatedBy], "reason": in.Reason,
			"from": message.Moment(in.From, zone, reader.Locale), "until": message.Moment(in.Until, zone, reader.Locale),
		})
		letter.ID, letter.Key, letter.CreatedAt = d.newID(), "absence/"+in.ID+"/"+m.ID, in.CreatedAt
		if _, err := d.InsertMessage(letter); err != nil {
			return err
		}
		if err := d.Schedule("send", letter.ID, map[string]string{"message": letter.ID}); err != nil {
			return err
		}
	}
	return nil
}

func (in Absence) differences() []Difference {
	out := []Difference{{What: "away", After: in.span()}}
	if in.Substitute != "" {
		out = append(out, Difference{What: "substitute", Name: in.Substitute})
	}
	if in.Decides {
		out = append(out, Difference{What: "decides", Name: in.Substitute})
	}
	return out
}

func (in Absence) span() string {
	return in.From.UTC().Format(time.RFC3339) + "/" + in.Until.UTC().Format(time.RFC3339)
}
