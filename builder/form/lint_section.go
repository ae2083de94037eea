package form

// section finds in a form that others link to what no copy of its fields would bring along.
func (l *linter) section() {
	f := l.tree.form
	if !f.Section {
		return
	}
	if len(f.Pages) > 1 { // a form without any is told of elsewhere
		l.add("/pages", "section.pages", params{"count": len(f.Pages)})
	}
	for i, p := range f.Pages {
		if p.VisibleWhen != nil {
			l.add(pagePath(i)+"/visibleWhen", "section.page_rule", nil)
		}
		if p.StaffOnly {
			l.add(pagePath(i)+"/staffOnly", "section.page_rule", nil)
		}
	}
	if len(f.Validations) > 0 {
		l.add("/validations", "section.validations", params{"count": len(f.Validations)})
	}
}

// linked finds a link to a section on what holds no fields.
func (l *linter) linked(n *node) {
	if !n.container() && n.field.Section != "" {
		l.add(n.document+"/section", "section.not_group", params{"type": n.field.Type})
	}
}
