package email

import (
	"html"
	"net/url"
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
		`<div style="max-width:560px;margin:0 auto">` + "\n" + head(m))
	for _, paragraph := range strings.Split(body, "\n\n") {
		if paragraph = strings.Trim(paragraph, "\n"); paragraph != "" {
			out.WriteString(`<p dir="` + direction(m.Locale) + `" style="margin:0 0 16px">` + acted(paragraph, m) + "</p>\n")
		}
	}
	out.WriteString(foot(m) + "</div></body></html>\n")
	return out.String()
}

// head names the sender under a line in their colour; the colour alone says nothing, so it needs no contrast.
func head(m message.Message) string {
	l := m.Look
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
		picture = `<img src="cid:` + logoID + `" alt="" height="40" style="height:40px;max-width:200px;margin:0 0 8px"><br>`
	}
	return `<div dir="` + direction(m.Locale) + `" style="margin:0 0 24px;padding:12px 0 0;border-top:6px solid ` + line + `;font-weight:700;font-size:18px">` +
		picture + "<bdi>" + escaped(l.Name) + "</bdi></div>\n"
}

// foot says who writes, where to ask for help, and how to stop reminders.
func foot(m message.Message) string {
	var parts []string
	if offersStop(m) {
		address := html.EscapeString(m.Stop)
		parts = append(parts, `<a href="`+address+`" style="color:#4a5663">`+escaped(message.Said("stop", m.Locale))+`</a>`)
	}
	for _, text := range []string{m.Look.Contact, m.Look.Footer} {
		if text != "" {
			parts = append(parts, "<bdi>"+linked(text)+"</bdi>")
		}
	}
	if m.Look.Privacy != "" {
		parts = append(parts, escaped(message.Said("privacy", m.Locale))+": <bdi>"+linked(m.Look.Privacy)+"</bdi>")
	}
	if len(parts) == 0 {
		return ""
	}
	paragraph := `<p dir="` + direction(m.Locale) + `" style="margin:0 0 8px">`
	return `<div style="margin:24px 0 0;padding:12px 0 0;border-top:1px solid #d3dae1;color:#4a5663;font-size:14px">` + paragraph +
		strings.Join(parts, "</p>"+paragraph) + "</p></div>\n"
}

// longest is how long an address may be that is read; a longer one holds a secret for one person.
const longest = 60

// acted is a paragraph whose long addresses are buttons, each with the place that it leads to in plain sight.
func acted(text string, m message.Message) string {
	var out strings.Builder
	at := 0
	for _, found := range link.FindAllStringIndex(text, -1) {
		address, err := url.Parse(text[found[0]:found[1]])
		if err != nil || found[1]-found[0] <= longest || text[found[0]:found[1]] == m.Stop {
			continue
		}
		background, ink := "#1f5fa8", "#ffffff"
		if schemas.IsColour(m.Look.Accent) {
			background, ink = m.Look.Accent, schemas.InkOn(m.Look.Accent)
		}
		out.WriteString(linked(strings.TrimRight(text[at:found[0]], " ")))
		out.WriteString(`<br><a href="` + html.EscapeString(address.String()) + `" style="display:inline-block;margin:12px 0 4px;padding:12px 24px;border-radius:6px;background:` +
			background + `;color:` + ink + `;font-weight:700;text-decoration:none">` + escaped(message.Said("open", m.Locale)) +
			`</a><br><span style="color:#4a5663;font-size:14px"><bdi dir="ltr">` + html.EscapeString(address.Host) + `</bdi></span>`)
		at = found[1]
	}
	out.WriteString(linked(text[at:]))
	return out.String()
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
