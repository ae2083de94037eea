package form

import (
	"encoding/json"
	"sync"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/builder/rule"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// The audiences of a form.
const (
	Applicant = "applicant" // sees and owes nothing that is for staff only
	Staff     = "staff"
)

// Compiled is a form made ready: rules are programs, the order in which values are settled is known. It never changes,
// may be used by many goroutines at once, and may be kept as long as its version exists.
type Compiled struct {
	tree     *tree
	pages    []*rule.Program             // visibility, nil is always
	programs []programs                  // by node
	order    []int                       // vertices, see order
	indexing map[string]bool             // see Indexes
	checks   []check                     // rules over the whole form
	members  map[string]map[string]*node // by path of the container, "" is the form
	schema   json.RawMessage
	judge    *schemas.Schema
	reads    func() []string // keys of the checks that its rules read
	// applicants is the form for applicants, which every view of a case shows, in all languages.
	applicants func() (json.RawMessage, error)
}

// programs are the rules of one field.
type programs struct {
	visible, required, formula *rule.Program
	validations                []*rule.Program
}

type check struct {
	Check
	program *rule.Program
	at      *node // nil is the whole form
	staff   bool
}

// Compile makes a form ready for use. It returns fault.Invalid "form.invalid" with what Lint finds when that has errors.
func Compile(reg *field.Registry, f Form) (*Compiled, error) {
	if found := Lint(reg, f); blocks(found) {
		return nil, fault.New(fault.Invalid, "form.invalid").At(found...)
	}
	t := grow(reg, f)
	settled := t.settle()
	c := &Compiled{
		tree: t, order: settled.sorted, indexing: settled.indexing(), programs: make([]programs, len(t.nodes)),
		pages: make([]*rule.Program, len(f.Pages)), members: membersOf(t),
	}
	if err := c.rules(); err != nil {
		return nil, err
	}
	var err error
	if c.schema, err = json.Marshal(describe(t)); err != nil {
		return nil, err
	}
	registerFormats()
	if c.judge, err = schemas.Compile("form/"+f.Key, c.schema); err != nil {
		return nil, err
	}
	c.reads = sync.OnceValue(func() []string {
		var keys []string
		for _, read := range c.ChecksRead() {
			keys = append(keys, read.Check)
		}
		return keys
	})
	c.applicants = sync.OnceValues(func() (json.RawMessage, error) { return c.forAudience(Applicant, "") })
	return c, nil
}

// registerFormats makes the formats of our field types known to JSON Schema before the first form needs them.
var registerFormats = sync.OnceFunc(func() { schemas.RegisterFormats(field.Formats()) })

func membersOf(t *tree) map[string]map[string]*node {
	members := map[string]map[string]*node{"": {}}
	for _, n := range t.nodes {
		above := ""
		if n.parent != nil {
			above = n.parent.path
		}
		if members[above] == nil {
			members[above] = map[string]*node{}
		}
		members[above][n.field.Key] = n
	}
	return members
}

func (c *Compiled) rules() error {
	compiler := compiler{tree: c.tree, names: c.tree.seen()}
	for i, p := range c.tree.form.Pages {
		c.pages[i] = compiler.program(nil, p.VisibleWhen)
	}
	for i, n := range c.tree.nodes {
		f := n.field
		c.programs[i] = programs{
			visible:  compiler.program(n, f.VisibleWhen),
			required: compiler.program(n, f.RequiredWhen),
			formula:  compiler.program(n, f.Formula),
		}
		for k := range f.Validations {
			c.programs[i].validations = append(c.programs[i].validations, compiler.program(n, &f.Validations[k].Rule))
		}
	}
	f := c.tree.form
	for i := range f.Validations {
		v := &f.Validations[i]
		at := c.tree.byPath[v.Field]
		c.checks = append(c.checks, check{
			Check: *v, at: at, staff: at != nil && at.staff, program: compiler.program(nil, &v.Rule),
		})
	}
	return compiler.err
}

// compiler keeps the first error; Lint has left none but those of the machine.
type compiler struct {
	tree  *tree
	names []rule.Name
	err   error
}

func (c *compiler) program(n *node, r *rule.Rule) *rule.Program {
	if r == nil || c.err != nil {
		return nil
	}
	p, err := rule.Compile(*r, c.tree.scope(c.names, n))
	c.err = err
	return p
}

// Form returns the form as it was designed. The caller must not change it.
func (c *Compiled) Form() Form { return c.tree.form }

// Schema returns the JSON Schema 2020-12 of clean, visible answers; see the package comment for what it can say.
func (c *Compiled) Schema() json.RawMessage { return c.schema }

// Conforms returns what breaks Schema in answers as Prune gives them.
func (c *Compiled) Conforms(answers map[string]any) []fault.Violation {
	return c.judge.Validate(answers)
}

// Scope returns the fields of the form for rules from elsewhere; the caller adds previous, checks and case.
func (c *Compiled) Scope() rule.Scope { return rule.Scope{Names: c.tree.names()} }
