package plugintest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/message"
)

// Open returns a channel that speaks to the mail server of a URL.
type Open func(url string) (message.Channel, error)

// open is ?starttls=never.
const open = "?starttls=never"

// Mail checks a channel that speaks SMTP, in conversations with a real server.
func Mail(t *testing.T, with Open) {
	t.Helper()
	m := mailer{with}
	t.Run("channel", func(t *testing.T) { Channel(t, m.channel(t, NewSink(t, SinkConfig{}).URL(open))) })
	t.Run("a letter arrives as it was written", m.arrives)
	t.Run("busy, then taken", m.busy)
	t.Run("refused for good", m.refused)
	t.Run("connection dropped in the content", m.dropped)
	t.Run("nobody answers", m.silence)
	t.Run("nobody is there", m.nobody)
	t.Run("STARTTLS", m.startTLS)
	t.Run("TLS from the start", m.tlsFirst)
	t.Run("login", m.login)
	t.Run("no header is slipped in", m.injection)
}

type mailer struct{ with Open }

func (m mailer) channel(t *testing.T, url string) message.Channel {
	t.Helper()
	c, err := m.with(url)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (m mailer) arrives(t *testing.T) {
	sink := NewSink(t, SinkConfig{})
	provider := send(t, m.channel(t, sink.URL(open)), Example("m1"))
	letter, headers := only(t, sink)
	if len(letter.To) != 1 || letter.To[0] != "ana@example.org" {
		t.Errorf("to %q", letter.To)
	}
	if got := headers.Get("Message-ID"); got != provider || !strings.HasPrefix(got, "<m1@") {
		t.Errorf("Message-ID %q, provider %q", got, provider)
	}
	if date, err := headers.Date(); err != nil || !date.Equal(Example("m1").CreatedAt) {
		t.Errorf("date %v, %v", date, err)
	}
	if headers.Get("List-Unsubscribe") != "" || headers.Get("Auto-Submitted") != "auto-generated" {
		t.Error("not marked as a message that the person asked for")
	}
	if !bytes.HasSuffix(letter.Content, []byte("--\r\n")) {
		t.Error("the letter is cut")
	}
	for _, line := range bytes.Split(letter.Content, []byte("\r\n")) {
		if len(line) > 998 || bytes.ContainsAny(line, "\r\n") {
			t.Errorf("line %q", line)
		}
	}
}

func (m mailer) busy(t *testing.T) {
	sink := NewSink(t, SinkConfig{})
	sink.Expect(Reply{Code: 451}, Reply{Code: 452, Data: true})
	c := m.channel(t, sink.URL(open))
	for range 2 {
		temporary(t, c)
	}
	send(t, c, Example("m1"))
	only(t, sink)
}

func (m mailer) refused(t *testing.T) {
	sink := NewSink(t, SinkConfig{})
	sink.Expect(Reply{Code: 550}, Reply{Code: 554, Data: true})
	c := m.channel(t, sink.URL(open))
	for range 2 {
		if _, err := c.Send(t.Context(), Example("m1")); !errors.Is(err, message.ErrRefused) {
			t.Errorf("%v", err)
		}
	}
	for _, to := range []string{"", "ana", "ana@", "a@b.example, c@d.example", "Ana <a@b.example>", strings.Repeat("a", 300) + "@b.example"} {
		bad := Example("m1")
		bad.To = to
		if _, err := c.Send(t.Context(), bad); !errors.Is(err, message.ErrRefused) {
			t.Errorf("%q: %v", to, err)
		}
	}
	if n := len(sink.Letters()); n > 0 {
		t.Errorf("%d letters", n)
	}
}

func (m mailer) dropped(t *testing.T) {
	sink := NewSink(t, SinkConfig{})
	sink.Expect(Reply{Drop: true})
	temporary(t, m.channel(t, sink.URL(open)))
}

func (m mailer) silence(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = m.channel(t, "smtp://"+listener.Addr().String()).Send(ctx, Example("m1"))
	if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, message.ErrRefused) {
		t.Errorf("%v", err)
	}
}

func (m mailer) nobody(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	temporary(t, m.channel(t, "smtp://"+listener.Addr().String()))
}

func (m mailer) startTLS(t *testing.T) {
	secure, plain := NewSink(t, SinkConfig{STARTTLS: true}), NewSink(t, SinkConfig{})
	temporary(t, m.channel(t, plain.URL("")))  // it is not offered
	temporary(t, m.channel(t, secure.URL(""))) // nobody knows the certificate
	temporary(t, m.channel(t, secure.URL("?starttls=optional")))
	if len(secure.Letters())+len(plain.Letters()) > 0 {
		t.Fatal("sent over an open connection")
	}
	send(t, m.channel(t, plain.URL("?starttls=optional")), Example("m1"))
	send(t, m.channel(t, secure.URL("?verify=no")), Example("m1"))
	if letter, _ := only(t, secure); !letter.Secure {
		t.Error("STARTTLS was not used")
	}
}

func (m mailer) tlsFirst(t *testing.T) {
	sink := NewSink(t, SinkConfig{TLS: true})
	temporary(t, m.channel(t, sink.URL("")))
	send(t, m.channel(t, sink.URL("?verify=no")), Example("m1"))
	only(t, sink)
}

func (m mailer) login(t *testing.T) {
	sink := NewSink(t, SinkConfig{STARTTLS: true, User: "esteira", Password: "p@ss"})
	right := sink.URL("?verify=no")
	wrong := strings.Replace(right, "p%40ss", "other", 1)
	temporary(t, m.channel(t, wrong))
	if letters := sink.Letters(); len(letters) > 0 {
		t.Fatal("sent without a login")
	}
	send(t, m.channel(t, right), Example("m1"))
	if letter, _ := only(t, sink); letter.User != "esteira" {
		t.Errorf("user %q", letter.User)
	}
}

func (m mailer) injection(t *testing.T) {
	sink := NewSink(t, SinkConfig{})
	c := m.channel(t, sink.URL(open))
	evil := Example("m1>\r\nX-Evil: id")
	evil.Subject = "Olá\r\nX-Evil: subject\r\n\r\nbody =?utf-8?q?X?="
	evil.Locale = "pt-BR\r\nX-Evil: locale"
	evil.Body = "text\r\n.\r\nMAIL FROM:<evil@example.org>\r\n--esteira\r\nX-Evil: body\r\n"
	send(t, c, evil)
	if _, headers := only(t, sink); headers.Get("X-Evil") != "" {
		t.Error("a header was slipped in")
	}
	evil.To = "ana@example.org\r\nBcc: evil@example.org"
	if _, err := c.Send(t.Context(), evil); !errors.Is(err, message.ErrRefused) {
		t.Errorf("recipient: %v", err)
	}
}

// temporary checks that a letter is not taken, and may be tried again.
func temporary(t *testing.T, c message.Channel) {
	t.Helper()
	if _, err := c.Send(t.Context(), Example("m1")); err == nil || errors.Is(err, message.ErrRefused) {
		t.Errorf("want an error that may pass, got %v", err)
	}
}

// only returns the one letter that the sink took.
func only(t *testing.T, sink *Sink) (Letter, mail.Header) {
	t.Helper()
	letters := sink.Letters()
	if len(letters) != 1 {
		t.Fatalf("%d letters", len(letters))
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(letters[0].Content))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(parsed.Body); err != nil {
		t.Fatal(err)
	}
	return letters[0], parsed.Header
}
