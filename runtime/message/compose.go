package message

import (
	"strings"
	"time"

	"github.com/esteira/esteira/schemas"
)

// The states of a message.
const (
	Queued    = "queued"
	Held      = "held"    // waits until HeldUntil
	Sending   = "sending" // handed to the channel; whether it arrived is not yet known
	Sent      = "sent"
	Delivered = "delivered" // the channel says that it arrived
	Bounced   = "bounced"   // it came back
	Failed    = "failed"
	Skipped   = "skipped" // not sent: Reason says why
	Cancelled = "cancelled"
)

// Fill puts variables in place of their names in braces. A name that is not known stays as it is, so that it is seen. One
// that is known to be empty goes with the comma and the blank before it: who has not said a name yet is greeted without one.
func Fill(text string, vars map[string]string) string {
	var out strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		before, value := text[:open], text[open:open+end+1]
		if known, ok := vars[text[open+1:open+end]]; ok {
			value = known
		}
		if value == "" {
			before = strings.TrimRight(before, " ,،")
		}
		out.WriteString(before + value)
		text = text[open+end+1:]
	}
	out.WriteString(text)
	return out.String()
}

// Date writes a day as the locale does, with western digits and the year in full: 30/11/2026, or 2026-11-30 where the
// order is not known.
func Date(at time.Time, zone *time.Location, locale string) string {
	return at.In(zone).Format(layout(locale))
}

// Moment writes a day and an hour with the offset of the zone, so that a reader elsewhere is not misled.
func Moment(at time.Time, zone *time.Location, locale string) string {
	return at.In(zone).Format(layout(locale) + " 15:04 (UTC-07:00)")
}

func layout(locale string) string {
	language, region, _ := strings.Cut(locale, "-")
	switch {
	case region == "US":
		return "01/02/2006"
	case language == "pt" || language == "es" || language == "ar" || language == "en":
		return "02/01/2006"
	}
	return time.DateOnly
}

// Apart keeps a reference, a moment or another code in the order of its parts where it stands in a sentence from right to
// left: invisible marks are put around it. Elsewhere it is the text itself.
func Apart(code, locale string) string {
	if code == "" || !schemas.IsRightToLeft(locale) {
		return code
	}
	return "\u2066" + code + "\u2069"
}
