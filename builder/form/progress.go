package form

// Progress is how many of the answers that are owed have been given. Only visible places count, of every row.
type Progress struct {
	Answered int            `json:"answered"`
	Required int            `json:"required"`
	Pages    []PageProgress `json:"pages"` // the pages that are shown, in order
}

// PageProgress is Progress of one page.
type PageProgress struct {
	Key      string `json:"key"`
	Answered int    `json:"answered"`
	Required int    `json:"required"`
}

// Progress counts what is owed and what of it is answered. An answer that is wrong counts as given; a consent only
// when it is.
func (c *Compiled) Progress(s *State) Progress {
	p := Progress{Pages: []PageProgress{}}
	last := noField
	for i := range s.places {
		at := &s.places[i]
		if !s.sees(at) {
			continue
		}
		if at.node.page != last {
			last = at.node.page
			p.Pages = append(p.Pages, PageProgress{Key: c.tree.form.Pages[last].Key})
		}
		if at.required {
			p.count(at)
		}
	}
	return p
}

func (p *Progress) count(at *place) {
	page := &p.Pages[len(p.Pages)-1]
	p.Required++
	page.Required++
	if at.answered() {
		p.Answered++
		page.Answered++
	}
}

func (p *place) answered() bool {
	value := p.value()
	return !empty(value) && (p.node.field.Type != "consent" || value == true)
}
