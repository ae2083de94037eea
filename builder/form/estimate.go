package form

// seconds is how long an answer of a type takes to give, where it is not ten.
var seconds = map[string]int{
	"statement": 5, "computed": 0, "group": 0,
	"select": 5, "radio": 5, "checkboxes": 8, "boolean": 5, "country": 5, "state": 5,
	"consent": 15, "signature": 20, "file": 30, "image": 30, "textarea": 40, "bankAccount": 40, "pixKey": 15, "iban": 20,
}

const usual = 10

// Estimate is how many minutes an applicant needs, at least one. What is asked only under a condition counts half.
func (c *Compiled) Estimate() int {
	total := 0
	for _, n := range c.tree.nodes {
		if n.staff {
			continue
		}
		need, known := seconds[n.field.Type]
		if !known {
			need = usual
		}
		if n.conditional(c.tree.form) {
			need /= 2
		}
		total += need
	}
	return max(1, (total+59)/60)
}

func (n *node) conditional(f Form) bool {
	for at := n; at != nil; at = at.parent {
		if at.field.VisibleWhen != nil {
			return true
		}
	}
	return f.Pages[n.page].VisibleWhen != nil
}
