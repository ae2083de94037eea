package conveyor

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/esteira/esteira/builder/checklist"
	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/builder/pipeline"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/runtime/portal"
	"github.com/esteira/esteira/runtime/request"
	"github.com/esteira/esteira/runtime/standing"
	"github.com/esteira/esteira/runtime/submission"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
)

// List is a checklist version with the rules of its items, compiled.
type List struct {
	checklist.Checklist
	rules map[string]*rule.Program // by key of the item
	reads map[string][]string      // checks that the rule of an item reads, by its key
}

// title is what an item is called; nil when there is none such.
func (l *List) title(key string) schemas.Text {
	if l == nil {
		return nil
	}
	i := slices.IndexFunc(l.Items, func(item checklist.Item) bool { return item.Key == key })
	if i < 0 {
		return nil
	}
	return l.Items[i].Title
}

// enlist adds to a line the checklist that its pipeline version pins.
func (c *Conveyor) enlist(ctx context.Context, line *Line, pv definition.Version) error {
	id := pv.Pins[string(definition.Checklist)]
	if id == "" {
		return nil
	}
	v, err := c.Store.Version(ctx, pv.Tenant, id)
	if err != nil {
		return err
	}
	list := &List{rules: map[string]*rule.Program{}, reads: map[string][]string{}}
	if err := json.Unmarshal(v.Body, &list.Checklist); err != nil {
		return fmt.Errorf("checklist version %s: %w", v.ID, err)
	}
	scope := line.Form.Scope()
	scope.Names = append(slices.Clone(scope.Names), rule.Name{Key: "previous", Type: rule.Group, Members: scope.Names},
		rule.Name{Key: "checks", Type: rule.Any}, rule.Name{Key: "case", Type: rule.Any})
	for _, item := range list.Items {
		if item.RequiredWhen == nil {
			continue
		}
		if list.rules[item.Key], err = rule.Compile(*item.RequiredWhen, scope); err != nil {
			return fmt.Errorf("checklist version %s, item %s: %w", v.ID, item.Key, err)
		}
		for _, path := range item.RequiredWhen.Fields(scope) {
			if key, ok := form.CheckKey(path); ok {
				line.readChecks = append(line.readChecks, key)
				list.reads[item.Key] = append(list.reads[item.Key], key)
			}
		}
	}
	line.List = list
	line.looksBack = line.looksBack || strings.Contains(string(v.Body), "previous.")
	return nil
}

// ListView is a checklist as it stands.
type ListView struct {
	Title  schemas.Text
	Items  []standing.Item
	Spared []Spared // for staff: what the applicant is not asked for
}

// Checklist returns the list of a case for a member, nil when its pipeline has none. Returns fault.Denied when the stage
// may not be read.
func (c *Conveyor) Checklist(ctx context.Context, who actor.Actor, caseID string) (*ListView, error) {
	var v *ListView
	err := c.look(ctx, hand{who, caseID}, func(m *move) error {
		if err := m.demand(m.stageObject(), "read"); err != nil {
			return err
		}
		var err error
		if v, err = m.listView(); v != nil && err == nil {
			v.Spared = m.sparedItems(v.Items)
		}
		return err
	})
	return v, err
}

// Confirm notes that the applicant has read the text of an item. Returns fault.NotFound for an item that is not theirs to
// confirm, fault.Conflict "checklist.not_now" where others come first.
func (c *Conveyor) Confirm(ctx context.Context, who actor.Actor, caseID, item string) error {
	return c.with(ctx, hand{who, caseID}, func(m *move) error {
		found, err := m.listed(item)
		if err != nil {
			return err
		}
		if found.Marked {
			return nil
		}
		if !found.CanMark {
			return fault.New(fault.Conflict, "checklist.not_now")
		}
		return m.tick("checklist.confirmed", found)
	})
}

// Tick says that an item which the applicant cannot finish is done, or is not: a task of the staff, a payment, a paper
// that was handed in. Returns fault.Denied without the policy, fault.NotFound for an item that is done by answering.
func (c *Conveyor) Tick(ctx context.Context, who actor.Actor, t Ticked) error {
	return c.with(ctx, hand{who, t.Case}, func(m *move) error {
		if err := m.demand(m.stageObject(), "tick"); err != nil {
			return err
		}
		found, err := m.listed(t.Item)
		if err != nil {
			return err
		}
		if !Tickable(found) {
			return fault.New(fault.NotFound, "checklist.no_item")
		}
		if found.Marked == t.Done {
			return nil
		}
		if t.Done {
			return m.tick("checklist.ticked", found)
		}
		m.note("checklist.unticked", map[string]any{"item": found.Key})
		return m.tx.RemoveTick(m.rec.ID, found.Key)
	})
}

// Ticked is an item that a member calls done, or not.
type Ticked struct {
	Case, Item string
	Done       bool
}

// Tickable tells whether staff say of an item that it is done, because no answer does.
func Tickable(item standing.Item) bool {
	return item.Kind == "staffTask" || item.Kind != "signature" && item.Kind != "reading" && len(item.Pages) == 0
}

func (m *move) tick(event string, item standing.Item) error {
	by := m.who.Hand()
	m.note(event, map[string]any{"item": item.Key})
	return m.tx.PutTick(portal.Tick{Case: m.rec.ID, Item: item.Key, Kind: string(by.Kind), Author: by.ID, At: m.now()})
}

// listed returns an item that concerns the applicant, or fault.NotFound.
func (m *move) listed(key string) (standing.Item, error) {
	v, err := m.listView()
	if err != nil {
		return standing.Item{}, err
	}
	if v != nil {
		for _, item := range v.Items {
			if item.Key == key {
				return item, nil
			}
		}
	}
	return standing.Item{}, fault.New(fault.NotFound, "checklist.no_item")
}

// listView is the checklist as it stands; nil when there is none.
func (m *move) listView() (*ListView, error) {
	if m.line.List == nil {
		return nil, nil //nolint:nilnil // there is none
	}
	facts, err := m.listFacts()
	if err != nil {
		return nil, err
	}
	return &ListView{Title: m.line.List.Title, Items: standing.Of(m.line.List.Checklist, facts)}, nil
}

func (m *move) listFacts() (standing.Facts, error) {
	stage, _ := m.line.Pipeline.Stage(m.rec.State.Stage)
	f := standing.Facts{
		Given: map[string]standing.Given{}, Needless: m.needless(), Marked: map[string]bool{}, Mode: m.mode(), Turn: stage.Kind,
		Outcome: stage.Outcome, Submitted: m.rec.State.SubmittedAt != nil, Token: m.rec.Token.State, StartedAt: m.rec.State.StartedAt,
		Now: m.now(), Zone: m.profile.Zone,
	}
	ticks, err := m.tx.Ticks(m.rec.ID)
	if err != nil {
		return f, err
	}
	for _, tick := range ticks {
		f.Marked[tick.Item] = true
	}
	c := census{move: m, state: m.resolve(form.Applicant), wrong: map[string]bool{}}
	if err := c.read(); err != nil {
		return f, err
	}
	for _, item := range m.line.List.Items {
		if len(item.Fields) > 0 {
			f.Given[item.Key] = c.given(item)
		}
	}
	return f, nil
}

// needless are the items whose rule does not hold. A rule that cannot be answered leaves its item on the list.
func (m *move) needless() map[string]bool {
	root := maps.Clone(m.resolve(form.Applicant).Answers())
	maps.Copy(root, m.facts())
	known, _ := root["checks"].(map[string]any)
	root["checks"] = form.WithPending(known, m.line.readChecks)
	out := map[string]bool{}
	for key, program := range m.line.List.rules {
		holds, err := program.Bool(m.ctx, rule.Data{Root: root, Today: m.today()})
		out[key] = err == nil && !holds
	}
	return out
}

// census counts what was given for items.
type census struct {
	*move
	state     *form.State
	wrong     map[string]bool // places with an answer that is wrong
	items     []request.Item
	documents []document.Document
	late      []string
}

func (c *census) read() error {
	for _, v := range c.line.Form.Validate(c.ctx, c.state) {
		if answer, ok := submission.Get(c.sub.Answers, v.Path); v.Severity != "warn" && ok && !nothing(answer) && answer != false {
			c.wrong[v.Path] = true
		}
	}
	var err error
	if c.items, err = c.tx.Items(c.rec.ID); err != nil {
		return err
	}
	if c.documents, err = c.tx.Documents(c.rec.ID); err == nil {
		c.late = c.lateOf(c.documents)
	}
	return err
}

func (c *census) given(item checklist.Item) standing.Given {
	var g standing.Given
	begun := ""
	for _, pointer := range c.state.VisiblePlaces() {
		if !covers(item.Fields, pointer) {
			continue
		}
		g.Visible++
		isOpen := c.count(&g, pointer)
		page := c.line.Form.PageOf(pointer)
		if !slices.Contains(g.Pages, page) {
			g.Pages = append(g.Pages, page)
		}
		if isOpen && begun == "" {
			begun = page
		}
	}
	g.Page = begun
	if begun == "" && len(g.Pages) > 0 {
		g.Page = g.Pages[0]
	}
	g.Seen = len(g.Pages) > 0 && !slices.ContainsFunc(g.Pages, func(p string) bool { return !slices.Contains(c.sub.Visited, p) })
	return g
}

// count adds one place, and tells whether there is something to do about it.
func (c *census) count(g *standing.Given, pointer string) bool {
	answer, _ := submission.Get(c.sub.Answers, pointer)
	isGiven := !nothing(answer) && answer != false
	isOwed := c.state.Required(pointer) && !isGiven
	g.Answered += one(isGiven)
	g.Owed += one(isOwed)
	g.Wrong += one(c.wrong[pointer])
	isAsked := c.mode() == "requested" && slices.ContainsFunc(c.items, func(i request.Item) bool { return i.State == "open" && i.Path == pointer })
	g.Asked += one(isAsked)
	isLate := slices.Contains(c.late, pointer)
	g.Late = g.Late || isLate
	files, refused := 0, 0
	for _, d := range c.documents {
		if d.Field == pointer && d.State != document.Replaced {
			files++
			g.Accepted += one(d.State == document.Accepted)
			refused += one(d.State == document.Refused)
		}
	}
	g.Files += files
	g.Again += one(files > 0 && refused == files)
	return isOwed || isAsked || isLate || c.wrong[pointer]
}

func one(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

// covers tells whether one of the fields of an item is at a place, or around it.
func covers(fields []string, pointer string) bool {
	path := form.Path(pointer)
	return slices.ContainsFunc(fields, func(f string) bool {
		return path == f || strings.HasPrefix(path, f+".") || strings.HasPrefix(path, f+"[]")
	})
}

// undecided tells whether a case that was handed in waits for staff or for checks: until they decide, more documents help.
func (m *move) undecided() bool {
	stage, ok := m.line.Pipeline.Stage(m.rec.State.Stage)
	isTheirs := stage.Kind == pipeline.Staff || stage.Kind == pipeline.Automatic
	return ok && isTheirs && stage.Outcome == "" && !m.rec.State.Removed && m.rec.State.SubmittedAt != nil && stage.Answers == "closed"
}

// late are the places at which the applicant may still give a document though the answers are closed: those of items of
// the checklist where none was given, or only such as were refused.
func (m *move) late() []string {
	if m.line.List == nil || !m.undecided() {
		return nil
	}
	documents, err := m.tx.Documents(m.rec.ID)
	if err != nil {
		m.gateErr = err
	}
	return m.lateOf(documents)
}

func (m *move) lateOf(documents []document.Document) []string {
	if m.line.List == nil || !m.undecided() {
		return nil
	}
	needless := m.needless()
	var out []string
	for _, pointer := range m.resolve(form.Applicant).VisiblePlaces() {
		f, _ := m.line.Form.FieldAt(pointer)
		isPaper := (f.Type == "file" || f.Type == "image") && !f.StaffOnly
		isGiven := slices.ContainsFunc(documents, func(d document.Document) bool {
			return d.Field == pointer && d.State != document.Replaced && d.State != document.Refused
		})
		isListed := slices.ContainsFunc(m.line.List.Items, func(i checklist.Item) bool {
			return i.Kind == "document" && !needless[i.Key] && covers(i.Fields, pointer)
		})
		if isPaper && isListed && !isGiven {
			out = append(out, pointer)
		}
	}
	return out
}

// helps refuses a member who types for the applicant and may not, any more.
func (m *move) helps() error {
	if m.who.Helper == nil {
		return nil
	}
	ok, policy, err := m.Gate.Ask(m.ctx, *m.who.Helper, m.stageObject(), "assist")
	if err != nil || ok {
		return err
	}
	return fault.New(fault.Denied, "case.denied").With("object", m.stageObject()).With("verb", "assist").With("rule", policy)
}
