package conveyor

import (
	"context"
	"slices"

	"github.com/esteira/esteira/builder/form"
	"github.com/esteira/esteira/schemas"
)

// Outlook is how far an applicant is, page by page.
type Outlook struct {
	Answered, Required, Percent, MinutesLeft int
	Pages                                    []PageOutlook
}

// PageOutlook is one visible page.
type PageOutlook struct {
	Key                string
	Title              schemas.Text
	Done               bool // gone on from, and nothing wrong with it now
	Answered, Required int
}

// CheckAnswers is where the way leads when every page is done.
const CheckAnswers = "check"

func (m *move) outlook(audience string) Outlook {
	return outlook(m.ctx, m.line.Form, m.resolve(audience), m.sub.Visited)
}

func outlook(ctx context.Context, c *form.Compiled, state *form.State, visited []string) Outlook {
	progress := c.Progress(state)
	o := Outlook{Answered: progress.Answered, Required: progress.Required, Percent: percent(progress)}
	titles := map[string]schemas.Text{}
	for _, p := range c.Form().Pages {
		titles[p.Key] = p.Title
	}
	for _, p := range progress.Pages {
		o.Pages = append(o.Pages, PageOutlook{
			Key: p.Key, Title: titles[p.Key], Answered: p.Answered, Required: p.Required,
			Done: slices.Contains(visited, p.Key) && !blocking(c.ValidatePage(ctx, state, p.Key)),
		})
	}
	o.MinutesLeft = minutesLeft(c.Estimate(), o)
	return o
}

// percent is what queues show. Nothing owed is all done.
func percent(p form.Progress) int {
	if p.Required == 0 {
		return 100
	}
	return p.Answered * 100 / p.Required
}

// minutesLeft shares the estimate of the whole form over the pages that are not done, and never says zero before the
// end.
func minutesLeft(total int, o Outlook) int {
	open := 0
	for _, p := range o.Pages {
		if !p.Done {
			open++
		}
	}
	if open == 0 || len(o.Pages) == 0 {
		return 0
	}
	return max(1, (total*open+len(o.Pages)-1)/len(o.Pages))
}

// after returns the page to go on with from here: the next that is not done, else the first that is not, else
// CheckAnswers.
func (o Outlook) after(key string) string {
	at := slices.IndexFunc(o.Pages, func(p PageOutlook) bool { return p.Key == key })
	for _, p := range o.Pages[at+1:] {
		if !p.Done {
			return p.Key
		}
	}
	return o.Next()
}

// Next returns the first page that is not done, or CheckAnswers.
func (o Outlook) Next() string {
	for _, p := range o.Pages {
		if !p.Done {
			return p.Key
		}
	}
	return CheckAnswers
}
