package email

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
		{"List-Unsubscribe", bracketed(m.Stop)},
		{"List-Unsubscribe-Post", oneClick(m.Stop)},
		{"MIME-Version", "1.0"},
		{"Content-Type", fmt.Sprintf("multipart/alternative; boundary=%q", boundary)},
	} {
		if header[1] != "" {
			out.WriteString(header[0] + ": " + header[1] + "\r\n")
		}
	}
	out.WriteString("\r\n")
	parts := multipart.NewWriter(&out)
	if err := parts.SetBoundary(boundary); err != nil {
		return nil, err
	}
	body := strings.ToValidUTF8(lines.Replace(m.Body), "\uFFFD")
	if err := part(parts, "text/plain", strings.TrimRight(body, "\n")+"\n"+ending(m)); err != nil {
		return nil, err
	}
	if err := part(parts, "text/html", page(m, body)); err != nil {
		return nil, err
	}
	if err := parts.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
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
	if m.Stop != "" {
		parts = append(parts, message.Said("stop", m.Locale)+": "+m.Stop)
	}
	for _, text := range []string{m.Look.Footer, m.Look.Contact, m.Look.Privacy} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "\n-- \n" + strings.Join(parts, "\n") + "\n"
}

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
