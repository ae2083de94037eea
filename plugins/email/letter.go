package email

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode"

	"github.com/esteira/esteira/runtime/message"
)

const maxSubject = 200 // runes

type envelope struct {
	id       string
	from, to mail.Address
	replyTo  string
}

// compose writes a message as text and as simple HTML. Reminders can be stopped by one click (RFC 8058); the others are
// part of what the person asked for.
func compose(e envelope, m message.Message) ([]byte, error) {
	sum := sha256.Sum256([]byte(e.id))
	boundary := "esteira-" + hex.EncodeToString(sum[:12])
	var out bytes.Buffer
	for _, header := range [][2]string{
		{"From", e.from.String()},
		{"To", e.to.String()},
		{"Reply-To", e.replyTo},
		{"Subject", subject(m.Subject)},
		{"Date", m.CreatedAt.UTC().Format(time.RFC1123Z)},
		{"Message-ID", e.id},
		{"Auto-Submitted", "auto-generated"}, // no out-of-office replies
		{"Content-Language", languageTag(m.Locale)},
		{"List-Unsubscribe", bracketed(m.OneClick)},
		{"List-Unsubscribe-Post", oneClick(m.OneClick)},
		{"MIME-Version", "1.0"},
		{"Content-Type", kindOf(m, boundary)},
	} {
		if header[1] != "" {
			out.WriteString(header[0] + ": " + header[1] + "\r\n")
		}
	}
	out.WriteString("\r\n")
	if len(m.Enclosed) == 0 {
		err := versions(&out, boundary, m)
		return out.Bytes(), err
	}
	err := withFiles(&out, boundary, m)
	return out.Bytes(), err
}

func kindOf(m message.Message, boundary string) string {
	kind := "alternative"
	if len(m.Enclosed) > 0 {
		kind = "mixed"
	}
	return fmt.Sprintf("multipart/%s; boundary=%q", kind, boundary)
}

// withFiles writes the message and what goes with it.
func withFiles(out io.Writer, boundary string, m message.Message) error {
	parts := multipart.NewWriter(out)
	if err := parts.SetBoundary(boundary); err != nil {
		return err
	}
	inner := "text-" + boundary
	w, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {fmt.Sprintf("multipart/alternative; boundary=%q", inner)}})
	if err != nil {
		return err
	}
	if err := versions(w, inner, m); err != nil {
		return err
	}
	for _, file := range m.Enclosed {
		w, err := parts.CreatePart(textproto.MIMEHeader{
			"Content-Type": {"application/pdf"}, "Content-Transfer-Encoding": {"base64"},
			"Content-Disposition": {mime.FormatMediaType("attachment", map[string]string{"filename": file.Name})},
		})
		if err != nil {
			return err
		}
		if err := encoded(w, base64.StdEncoding.EncodeToString(file.Content)); err != nil {
			return err
		}
	}
	return parts.Close()
}

// encoded writes base64 in lines that mail servers take.
func encoded(w io.Writer, text string) error {
	for len(text) > 0 {
		n := min(76, len(text))
		if _, err := io.WriteString(w, text[:n]+"\r\n"); err != nil {
			return err
		}
		text = text[n:]
	}
	return nil
}

// versions writes the message as text and as HTML.
func versions(out io.Writer, boundary string, m message.Message) error {
	parts := multipart.NewWriter(out)
	if err := parts.SetBoundary(boundary); err != nil {
		return err
	}
	body := strings.ToValidUTF8(lines.Replace(m.Body), "\uFFFD")
	if err := part(parts, "text/plain", strings.TrimRight(body, "\n")+"\n"+ending(m)); err != nil {
		return err
	}
	if err := pageWithLogo(parts, m, body); err != nil {
		return err
	}
	return parts.Close()
}

func bracketed(address string) string {
	if address == "" {
		return ""
	}
	return "<" + address + ">"
}

func oneClick(address string) string {
	if address == "" {
		return ""
	}
	return "List-Unsubscribe=One-Click"
}

// ending is what stands below a message in plain text: where to stop reminders, and who sends it.
func ending(m message.Message) string {
	var parts []string
	if offersStop(m) {
		parts = append(parts, message.Said("stop", m.Locale)+": "+m.Stop)
	}
	for _, text := range []string{m.Look.Footer, m.Look.Contact} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if m.Look.Privacy != "" {
		parts = append(parts, message.Said("privacy", m.Locale)+": "+m.Look.Privacy)
	}
	if len(parts) == 0 {
		return ""
	}
	return "\n-- \n" + strings.Join(parts, "\n") + "\n"
}

// offersStop says whether a way to stop reminders is put below a message: its author may have put it into the text.
func offersStop(m message.Message) bool { return m.Stop != "" && !strings.Contains(m.Body, m.Stop) }

var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

func part(parts *multipart.Writer, mime, text string) error {
	w, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type": {mime + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"},
	})
	if err != nil {
		return err
	}
	quoted := quotedprintable.NewWriter(w)
	if _, err := quoted.Write([]byte(text)); err != nil {
		return err
	}
	return quoted.Close()
}

// pageWithLogo adds the message as HTML, and beside it the logo that it shows (RFC 2387): programs that read mail show what
// comes with a letter, and leave out images that stand in its text.
func pageWithLogo(parts *multipart.Writer, m message.Message, body string) error {
	head, content, ok := strings.Cut(m.Look.Logo, ";base64,")
	kind := strings.TrimPrefix(head, "data:")
	if !ok || !strings.HasPrefix(kind, "image/") {
		return part(parts, "text/html", page(m, body))
	}
	boundary := "logo-" + parts.Boundary()
	w, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {fmt.Sprintf("multipart/related; type=\"text/html\"; boundary=%q", boundary)}})
	if err != nil {
		return err
	}
	inner := multipart.NewWriter(w)
	if err := inner.SetBoundary(boundary); err != nil {
		return err
	}
	if err := part(inner, "text/html", page(m, body)); err != nil {
		return err
	}
	picture, err := inner.CreatePart(textproto.MIMEHeader{
		"Content-Type": {kind}, "Content-Transfer-Encoding": {"base64"}, "Content-ID": {"<" + logoID + ">"}, "Content-Disposition": {"inline"},
	})
	if err != nil {
		return err
	}
	if err := encoded(picture, content); err != nil {
		return err
	}
	return inner.Close()
}

const logoID = "logo"

// subject is one line, whatever a template or a name in it holds. "=?" would begin an encoded word of somebody else.
func subject(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if runes := []rune(s); len(runes) > maxSubject {
		s = string(runes[:maxSubject-1]) + "…"
	}
	return mime.BEncoding.Encode("utf-8", strings.ReplaceAll(s, "=?", "= ?"))
}

// languageTag keeps what a tag can hold.
func languageTag(locale string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, locale)
}
