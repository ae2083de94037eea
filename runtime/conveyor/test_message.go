package conveyor

import (
	"context"
	"strings"
	"time"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/runtime/paper"
	"github.com/esteira/esteira/schemas/actor"
)

// Wording is a text that somebody tries out on themselves.
type Wording struct {
	Subject, Body, Locale, Channel, To string
	Reminder                           bool
	Carrier                            message.Channel
}

// Test sends a wording once, filled with examples and marked as a test, and returns the message as it is kept in the
// outbox. What the channel said of a failure is in it; only what was in our way is an error.
func (c *Conveyor) Test(ctx context.Context, who actor.Actor, w Wording) (message.Message, error) {
	profile, err := c.Tenants.Profile(ctx, who.Tenant)
	if err != nil {
		return message.Message{}, err
	}
	now := c.Store.Now()
	id := c.NewID()
	vars := samples(profile, w.Locale, now)
	msg := message.Message{
		ID: id, Tenant: who.Tenant, Key: "test/" + id, Template: "test", Channel: w.Channel, Locale: w.Locale, To: w.To,
		Subject: "[" + message.Said("test", w.Locale) + "] " + message.Fill(w.Subject, vars), Body: message.Fill(w.Body, vars),
		State: message.Sending, Attempts: 1,
	}
	err = c.Store.Begin(ctx, who.Tenant, func(tx Tx) error {
		msg.CreatedAt = tx.Now()
		_, err := tx.InsertMessage(msg)
		return err
	})
	if err != nil {
		return msg, err
	}
	sent := msg
	sent.Look = profile.Look
	if w.Reminder {
		sent.Stop = profile.URL + "/stop"
	}
	provider, sendErr := w.Carrier.Send(ctx, sent)
	err = c.Store.Begin(context.WithoutCancel(ctx), who.Tenant, func(tx Tx) error {
		at := tx.Now()
		msg.State, msg.SentAt, msg.Provider = message.Sent, &at, provider
		if sendErr != nil {
			msg.State, msg.SentAt, msg.Reason, msg.Error = message.Failed, nil, whyFailed(sendErr), message.Words(sendErr)
		}
		msg.Body = "" // nobody needs it any more
		return tx.UpdateMessage(msg)
	})
	return msg, err
}

const sampleReference = "ABCD-1234"

// samples are examples of what messages may name.
func samples(p Profile, locale string, now time.Time) map[string]string {
	in := now.AddDate(0, 0, 3)
	return map[string]string{
		"name": message.Said("sampleName", locale), "company": p.Name, "reference": message.Apart(sampleReference, locale), "pct": "60", "n": "2",
		"list": message.Said("sampleList", locale), "date": message.Date(in, p.Zone, locale),
		"datetime": message.Apart(message.Moment(in, p.Zone, locale), locale), "link": p.URL + "/",
		"items": message.Said("sampleList", locale), "item_link": p.URL + "/", "stop_link": p.URL + "/stop",
	}
}

// Draft is a paper as somebody is writing it.
type Draft struct {
	Title, Locale string
	Sections      []paper.Part
}

// examples puts what is known, and examples, in the places of what a draft may name; what else it names stands in brackets.
func (d Draft) examples(p Profile, now time.Time) *strings.Replacer {
	return strings.NewReplacer(
		"{name}", message.Said("sampleName", d.Locale), "{company}", p.Name, "{reference}", message.Apart(sampleReference, d.Locale),
		"{date}", message.Date(now, p.Zone, d.Locale), "{", "[", "}", "]",
	)
}

// PreviewPaper writes a draft, with examples in the places of the variables.
func (c *Conveyor) PreviewPaper(ctx context.Context, tenant string, d Draft) ([]byte, error) {
	profile, err := c.Tenants.Profile(ctx, tenant)
	if err != nil {
		return nil, err
	}
	now := c.Store.Now()
	s := paper.Sheet{
		Title: d.Title, Locale: d.Locale, Look: profile.Look, At: now.UTC().Truncate(time.Second),
		Subtitle: paper.Word("reference", d.Locale) + " " + sampleReference, Words: paper.Words{Page: paper.Word("page", d.Locale)},
	}
	filled := d.examples(profile, now)
	for _, section := range d.Sections {
		part := paper.Part{Heading: filled.Replace(section.Heading)}
		for _, text := range section.Paragraphs {
			part.Paragraphs = append(part.Paragraphs, paragraphs(filled.Replace(text))...)
		}
		s.Parts = append(s.Parts, part)
	}
	return c.Press.Print(s)
}
