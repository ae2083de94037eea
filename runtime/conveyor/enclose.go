package conveyor

import (
	"context"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/paper"
)

// maxEnclosed is how many bytes of papers go with one message: mail servers refuse more. Without them, its link leads there.
const maxEnclosed = 10 << 20

// enclosed are the signed papers that go with a message, where its wording says so.
func (c *Conveyor) enclosed(ctx context.Context, msg message.Message) (out []message.Enclosure, err error) {
	if msg.Case == "" {
		return nil, nil
	}
	var papers []paper.Paper
	version := ""
	err = c.Store.View(ctx, msg.Tenant, func(tx Tx) error {
		rec, err := tx.Case(msg.Case)
		if err != nil {
			return err
		}
		version = rec.Version
		papers, err = tx.Papers(msg.Case)
		return err
	})
	if err != nil || version == "" || len(papers) == 0 {
		return nil, ignoreMissing(err)
	}
	line, err := c.Line(ctx, msg.Tenant, version)
	if err != nil {
		return nil, err
	}
	if letter, ok := line.Pipeline.Message(msg.Template); !ok || !letter.AttachSigned {
		return nil, nil
	}
	room := maxEnclosed
	for _, p := range papers {
		if p.Seals == "" || p.State != paper.Current || len(p.Content) == 0 || len(p.Content) > room {
			continue
		}
		title := p.Name
		if template, ok := line.Pipeline.Paper(p.Name); ok {
			title = template.Title.In(msg.Locale, "")
		}
		room -= len(p.Content)
		out = append(out, message.Enclosure{Name: title + ".pdf", Content: p.Content})
	}
	return out, nil
}
