package email

import (
	"html"
	"regexp"
	"strings"

	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas"
)

// link finds addresses of the web in text; what ends a sentence does not belong to them.
var link = regexp.MustCompile(`https?://[^\s<>"'` + "`" + `]*[^\s<>"'` + "`" + `.,;:!?)\]}،؛؟]`)

// page is the message as HTML: its paragraphs, with addresses that can be followed. Nothing of it is markup of the
// author's, and nothing is fetched.
func page(m message.Message, body string) string {
	var out strings.Builder
	language := html.EscapeString(languageTag(m.Locale))
	out.WriteString(`<!DOCTYPE html><html lang="` + language + `" dir="` + direction(m.Locale) + `"><head><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">` +
		`<meta name="supported-color-schemes" content="light dark"><title>` + html.EscapeString(m.Subject) + `</title></head>` +
		`<body dir="` + direction(m.Locale) + `" style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#ffffff">` +
		`<div style="max-width:560px;margin:0 auto">` + "\n" + head(m.Look))
	for _, paragraph := range strings.Split(body, "\n\n") {
		if paragraph = strings.Trim(paragraph, "\n"); paragraph != "" {
			out.WriteString(`<p dir="auto" style="margin:0 0 16px">` + linked(paragraph) + "</p>\n")
		}
	}
	out.WriteString(foot(m) + "</div></body></html>\n")
	return out.String()
}

// head names the sender under a line in their colour; the colour alone says nothing, so it needs no contrast.
func head(l message.Look) string {
	if l.Name == "" {
		return ""
	}
	line := "#d3dae1"
	if schemas.IsColour(l.Accent) {
		line = l.Accent
	}
	picture := ""
	if strings.HasPrefix(l.Logo, "data:image/") {
		// The name stands beside it as text: a program that shows no pictures, or none of this kind, shows who writes.
		picture = `<img src="` + html.EscapeString(l.Logo) + `" alt="" height="40" style="display:block;height:40px;max-width:200px;margin:0 0 8px">`
	}
	return `<div dir="auto" style="margin:0 0 24px;padding:12px 0 0;border-top:6px solid ` + line + `;font-weight:700;font-size:18px">` +
		picture + escaped(l.Name) + "</div>\n"
}

// foot says who writes, where to ask for help, and how to stop reminders.
func foot(m message.Message) string {
	var parts []string
	if m.Stop != "" {
		address := html.EscapeString(m.Stop)
		parts = append(parts, `<a href="`+address+`" style="color:#4a5663">`+escaped(message.Said("stop", m.Locale))+`</a>`)
	}
	for _, text := range []string{m.Look.Contact, m.Look.Footer} {
		if text != "" {
			parts = append(parts, linked(text))
		}
	}
	if m.Look.Privacy != "" {
		parts = append(parts, escaped(message.Said("privacy", m.Locale))+": "+linked(m.Look.Privacy))
	}
	if len(parts) == 0 {
		return ""
	}
	return `<div style="margin:24px 0 0;padding:12px 0 0;border-top:1px solid #d3dae1;color:#4a5663;font-size:14px"><p dir="auto" style="margin:0 0 8px">` +
		strings.Join(parts, `</p><p dir="auto" style="margin:0 0 8px">`) + "</p></div>\n"
}

func linked(text string) string {
	var out strings.Builder
	at := 0
	for _, found := range link.FindAllStringIndex(text, -1) {
		out.WriteString(escaped(text[at:found[0]]))
		address := html.EscapeString(text[found[0]:found[1]])
		// An address is read from left to right inside any language; bdi keeps it from mixing with what is around it.
		out.WriteString(`<bdi dir="ltr"><a href="` + address + `" style="word-break:break-all">` + address + `</a></bdi>`)
		at = found[1]
	}
	out.WriteString(escaped(text[at:]))
	return out.String()
}

func escaped(text string) string { return strings.ReplaceAll(html.EscapeString(text), "\n", "<br>\n") }

// direction is that of the language as a whole; each paragraph finds its own.
func direction(locale string) string {
	if schemas.IsRightToLeft(locale) {
		return "rtl"
	}
	return "auto"
}
