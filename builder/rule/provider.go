package rule

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

// provider tells CEL's type checker what members a scope has. It is only for checking: at run time the same names
// are plain maps. A type is named by its path, so a member that does not exist can be reported with its place; the
// name starts with #, as CEL would take answers.address for the type otherwise.
type provider struct {
	types.Provider
	objects map[string][]Name
	missed  map[string]string // member that was looked for in vain → path of the object
}

func newProvider(base types.Provider, s Scope) *provider {
	p := &provider{Provider: base, objects: map[string][]Name{}, missed: map[string]string{}}
	answers := slices.DeleteFunc(slices.Clone(s.Names), func(n Name) bool { return slices.Contains(roots, n.Key) })
	p.declare("#answers", answers)
	for _, n := range s.Names {
		if slices.Contains(roots, n.Key) {
			p.typeOf("#"+n.Key, n)
		}
	}
	return p
}

func (p *provider) declare(path string, members []Name) {
	p.objects[path] = members
	for _, m := range members {
		p.typeOf(path+"."+m.Key, m)
	}
}

// typeOf is the CEL type of a name at a path; objects are declared on the way.
func (p *provider) typeOf(path string, n Name) *cel.Type {
	switch n.Type {
	case Text, Date, Choice:
		return cel.StringType
	case Number:
		return cel.DoubleType
	case Bool:
		return cel.BoolType
	case Choices:
		return cel.ListType(cel.StringType)
	case List:
		return cel.ListType(cel.DynType)
	case Group:
		return p.object(path, n.Members)
	case Repeat:
		return cel.ListType(p.object(path+"[]", n.Members))
	}
	return cel.DynType
}

func (p *provider) object(path string, members []Name) *cel.Type {
	if _, ok := p.objects[path]; !ok {
		p.declare(path, members)
	}
	return cel.ObjectType(path)
}

// variables declares what an expert's CEL may read in a scope.
func (p *provider) variables(s Scope) []cel.EnvOption {
	opts := []cel.EnvOption{
		cel.Variable("today", cel.StringType),
		cel.Variable("answers", cel.ObjectType("#answers")),
	}
	for _, n := range s.Names {
		if slices.Contains(roots, n.Key) {
			opts = append(opts, cel.Variable(n.Key, p.typeOf("#"+n.Key, n)))
		}
	}
	for _, repeat := range s.Rows {
		if v, ok := s.rowVar(repeat); ok {
			opts = append(opts, cel.Variable(v, cel.ObjectType(objectPath(repeat)+"[]")))
		}
	}
	return opts
}

// objectPath is the type name of a path of the scope: below answers, unless it starts at another root.
func objectPath(path string) string {
	first, _, _ := strings.Cut(path, ".")
	if slices.Contains(roots, first) {
		return "#" + path
	}
	return "#answers." + path
}

// scopePath is the inverse of objectPath.
func scopePath(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(path, "#"), "answers"), ".")
}

// FindStructType returns a declared object.
func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if _, ok := p.objects[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return p.Provider.FindStructType(name)
}

// FindStructFieldNames lists the members of an object.
func (p *provider) FindStructFieldNames(name string) ([]string, bool) {
	members, ok := p.objects[name]
	if !ok {
		return p.Provider.FindStructFieldNames(name)
	}
	keys := make([]string, len(members))
	for i, m := range members {
		keys[i] = m.Key
	}
	return keys, true
}

// FindStructFieldType returns the type of a member and remembers what is not there.
func (p *provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	members, ok := p.objects[name]
	if !ok {
		return p.Provider.FindStructFieldType(name, field)
	}
	i := slices.IndexFunc(members, func(n Name) bool { return n.Key == field })
	if i < 0 {
		p.missed[field] = name
		return nil, false
	}
	return &types.FieldType{Type: p.typeOf(name+"."+field, members[i])}, true
}
