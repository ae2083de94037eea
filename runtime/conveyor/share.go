package conveyor

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/runtime/cases"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/runtime/standing"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// Sharing is how a pipeline reaches people.
type Sharing struct {
	portal.Share
	Title     schemas.Text
	Address   string // where applicants begin
	Script    string // that puts the pipeline into another site
	Columns   []Prefilled
	Email     string // key of the column that holds the address
	Name      string
	MayInvite bool
	MayAssist bool // fill in for somebody who is there
	MayChange bool
}

// Prefilled is a field that an invitation may answer beforehand.
type Prefilled struct {
	Key   string
	Label schemas.Text
}

// Sharing returns how a pipeline is offered. Returns fault.Denied to who may neither read definitions nor start cases of
// it, fault.NotFound when nothing was published under that key.
func (c *Conveyor) Sharing(ctx context.Context, who actor.Actor, key string) (Sharing, error) {
	var s Sharing
	mayRead, rule, err := c.Gate.Ask(ctx, who, "definition", "read")
	if err != nil {
		return s, err
	}
	if s.MayInvite, _, err = c.Gate.Ask(ctx, who, "pipeline/"+key, "start"); err != nil {
		return s, err
	}
	if !mayRead && !s.MayInvite {
		return s, fault.New(fault.Denied, "definition.denied").With("object", "definition").With("verb", "read").With("rule", rule)
	}
	if s.MayChange, _, err = c.Gate.Ask(ctx, who, "definition", "publish"); err != nil {
		return s, err
	}
	live, err := c.Store.Live(ctx, who.Tenant, definition.Pipeline, key)
	if err != nil {
		return s, err
	}
	line, err := c.Line(ctx, who.Tenant, live.ID)
	if err != nil {
		return s, err
	}
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return s, err
	}
	s.Title, s.Columns = line.Form.Form().Title, line.columns()
	s.Email, s.Name = line.Pipeline.Pipeline.Contact.Email, line.Pipeline.Pipeline.Contact.Name
	if s.MayAssist, err = c.mayAssist(ctx, who, line); err != nil {
		return s, err
	}
	s.Address, s.Script = profile.URL+"/apply/"+key, siteOf(profile.URL)+"/embed.js"
	err = c.Store.View(ctx, who.Tenant, func(tx Tx) error {
		s.Share, err = tx.Share(key)
		return err
	})
	return s, err
}

// mayAssist tells whether a member who begins a case for somebody may go on with it where it then stands.
func (c *Conveyor) mayAssist(ctx context.Context, who actor.Actor, line *Line) (bool, error) {
	may := true
	for _, start := range line.Pipeline.Verb("", "start") {
		for _, verb := range []string{"read", "assist"} {
			ok, _, err := c.Gate.Ask(ctx, who, "pipeline/"+line.Pipeline.Pipeline.Key+"/stage/"+start.To, verb)
			if err != nil {
				return false, err
			}
			may = may && ok
		}
	}
	return may, nil
}

// siteOf is an address without its path.
func siteOf(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}

// columns are the fields of the first level that may be answered beforehand: what a person must say themselves may not.
func (l *Line) columns() []Prefilled {
	out := []Prefilled{}
	for _, p := range l.Form.Form().Pages {
		for _, f := range p.Fields {
			if !p.StaffOnly && prefillable(f) {
				out = append(out, Prefilled{Key: f.Key, Label: f.Label})
			}
		}
	}
	return out
}

func prefillable(f field.Field) bool {
	own := []string{"consent", "file", "image", "signature", "group", "repeat", "statement", "member", "bank_account"}
	return !f.StaffOnly && f.Formula == nil && len(f.Fields) == 0 && !slices.Contains(own, f.Type)
}

// Share says which sites may show a pipeline in a frame, from a revision that the member saw. Returns fault.Denied without
// the policy, fault.Invalid "share.origin" for what is no origin, fault.Stale when somebody changed it in between.
func (c *Conveyor) Share(ctx context.Context, who actor.Actor, s portal.Share) error {
	if err := c.mayPublish(ctx, who); err != nil {
		return err
	}
	if _, err := c.Store.Live(ctx, who.Tenant, definition.Pipeline, s.Pipeline); err != nil {
		return err
	}
	var err error
	if s.Origins, err = origins(s.Origins); err != nil {
		return err
	}
	return c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		s.Tenant, s.UpdatedAt, s.UpdatedBy = who.Tenant, tx.Now(), who.ID
		next := s
		next.Revision++
		return tx.SetShare(next)
	})
}

// origins are addresses of sites as a browser names them: scheme, host and port, and nothing else. Only this very machine
// may do without TLS.
func origins(list []string) ([]string, error) {
	out := []string{}
	for _, text := range list {
		u, err := url.Parse(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(text)), "/"))
		if err != nil || !isOrigin(u) {
			return nil, fault.New(fault.Invalid, "share.origin").At(fault.Violation{
				Path: "/origins", Key: "share.origin", Params: map[string]any{"value": text},
			})
		}
		if origin := u.Scheme + "://" + u.Host; !slices.Contains(out, origin) {
			out = append(out, origin)
		}
	}
	return out, nil
}

func isOrigin(u *url.URL) bool {
	isLocal := u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1"
	isPlain := u.Path == "" && u.RawQuery == "" && u.Fragment == "" && u.User == nil && u.Opaque == ""
	isHost := u.Hostname() != "" && !strings.ContainsAny(u.Host, "*;,'\" ")
	return isPlain && isHost && (u.Scheme == "https" || u.Scheme == "http" && isLocal)
}

// Framers returns the sites that may show a pipeline in a frame, and may be told how high it is.
func (c *Conveyor) Framers(ctx context.Context, tenant, pipeline string) ([]string, error) {
	var s portal.Share
	err := c.Store.View(ctx, tenant, func(tx Tx) (err error) {
		s, err = tx.Share(pipeline)
		return err
	})
	return s.Origins, err
}

// Invitation is the people whom a member asks to apply.
type Invitation struct {
	Pipeline string
	Locale   string
	People   []map[string]any // answers by field key; that to the pipeline's contact field is where the link goes
	Dry      bool             // says what would become of each, and does nothing
}

// Invited is what became of one person.
type Invited struct {
	Email     string
	Name      string
	Reference string
	Why       *fault.Fault // nil when they were, or would be, invited
}

// maxInvited is how many people one invitation may have.
const maxInvited = 500

// Invite opens a case for each person, with what is known of them, and sends them a link of their own. People who cannot
// be invited stop no others. Returns fault.Denied without the policy to start cases, fault.TooLarge for too many.
func (c *Conveyor) Invite(ctx context.Context, who actor.Actor, in Invitation) ([]Invited, error) {
	err := c.mayInvite(ctx, who, in.Pipeline)
	if err == nil && len(in.People) > maxInvited {
		err = fault.New(fault.TooLarge, "share.too_many").With("max", maxInvited)
	}
	if err != nil {
		return nil, err
	}
	live, err := c.Store.Live(ctx, who.Tenant, definition.Pipeline, in.Pipeline)
	if err != nil {
		return nil, err
	}
	line, err := c.Line(ctx, who.Tenant, live.ID)
	if err != nil {
		return nil, err
	}
	out, known := make([]Invited, len(in.People)), map[string]bool{}
	base := keyOf(ctx)
	for i, person := range in.People {
		out[i] = c.guest(line, person, known)
		if in.Dry || out[i].Why != nil {
			continue
		}
		each := ctx
		if base != "" { // the same person of the same request is invited once
			each = WithKey(ctx, base+"/"+out[i].Email)
		}
		rec, err := c.Start(each, who, Start{Pipeline: in.Pipeline, Locale: in.Locale, Channel: "invitation", Values: person, Invites: true})
		if f, refused := errors.AsType[*fault.Fault](err); refused {
			out[i].Why = f
		} else if err != nil {
			return nil, err
		}
		out[i].Reference = rec.Reference
	}
	return out, nil
}

// guest looks at one person of an invitation: an address that is one, once, and only answers that may be given beforehand.
func (c *Conveyor) guest(line *Line, person map[string]any, known map[string]bool) Invited {
	contact := line.Pipeline.Pipeline.Contact
	var g Invited
	g.Email, _ = person[contact.Email].(string)
	g.Name, _ = person[contact.Name].(string)
	g.Email = strings.TrimSpace(g.Email)
	folded := strings.ToLower(g.Email)
	switch {
	case g.Email == "":
		g.Why = fault.New(fault.Invalid, "share.no_email")
	case known[folded]:
		g.Why = fault.New(fault.Invalid, "share.twice")
	default:
		g.Why = c.unfit(line, person)
	}
	known[folded] = true
	return g
}

func (c *Conveyor) unfit(line *Line, person map[string]any) *fault.Fault {
	allowed := line.columns()
	for key, value := range person {
		if !slices.ContainsFunc(allowed, func(col Prefilled) bool { return col.Key == key }) {
			return fault.New(fault.Invalid, "share.column").With("column", key)
		}
		f, _ := line.Form.FieldAt("/" + key)
		if kind, ok := c.Fields.Get(f.Type); ok && blocking(kind.Check(f, value)) {
			return fault.New(fault.Invalid, "share.value").With("f", f.Label)
		}
	}
	return nil
}

// portalVariables are what texts of messages may name of the checklist. Links are made only for texts that hold them.
func (m *move) portalVariables(vars map[string]string, messageID, body string) error {
	linked := ""
	if strings.Contains(body, "{item_link}") {
		linked = messageID
	}
	if linked != "" || strings.Contains(body, "{items}") {
		if err := m.itemVariables(vars, linked); err != nil {
			return err
		}
	}
	if strings.Contains(body, "{stop_link}") {
		vars["stop_link"] = m.choiceLink(m.profile, messageID)
	}
	return nil
}

// itemVariables adds a link for the message that carries it; none where that is empty.
func (m *move) itemVariables(vars map[string]string, messageID string) error {
	v, err := m.listView()
	if err != nil {
		return err
	}
	var titles []string
	next := ""
	if v != nil {
		for _, item := range v.Items {
			if slices.Contains([]string{standing.ToDo, standing.Started, standing.Problem}, item.State) {
				titles = append(titles, item.Title.In(m.rec.Locale, m.profile.DefaultLocale))
				if next == "" {
					next = item.Key
				}
			}
		}
	}
	if titles == nil && m.rec.State.SubmittedAt == nil {
		titles = []string{message.Said("handIn", m.rec.Locale)}
	}
	vars["items"] = message.List(titles, m.rec.Locale)
	switch {
	case messageID == "":
	case next != "":
		vars["item_link"], err = m.itemLink(next)
	default:
		vars["item_link"], err = m.resumeLink(messageID)
	}
	return err
}

// Assist lets a member go on with a case for its applicant, who is with them or on the phone. Returns fault.Denied without
// the policy.
func (c *Conveyor) Assist(ctx context.Context, who actor.Actor, caseID string) (cases.Record, error) {
	var rec cases.Record
	err := c.with(ctx, hand{who, caseID}, func(m *move) error {
		rec = m.rec
		return m.assist()
	})
	return rec, err
}

func (m *move) assist() error {
	for _, verb := range []string{"read", "assist"} {
		if err := m.demand(m.stageObject(), verb); err != nil {
			return err
		}
	}
	m.note("assist.started", nil)
	return nil
}

// Receive starts a case for an applicant who is with a member, who goes on with it as with Assist. Nothing is started for
// whoever may not.
func (c *Conveyor) Receive(ctx context.Context, who actor.Actor, in Start) (cases.Record, error) {
	in.Assists = true
	return c.Start(ctx, who, in)
}
