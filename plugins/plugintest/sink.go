package plugintest

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Letter is one mail that a sink took.
type Letter struct {
	From    string
	To      []string
	Content []byte
	Secure  bool   // it came over TLS
	User    string // who had logged in
}

// Reply is how a sink meets one letter instead of taking it.
type Reply struct {
	Code int  // of the answer, e.g. 451
	Data bool // answer after the content instead of at the recipient
	Drop bool // break the connection in the middle of the content
}

// SinkConfig says what a sink offers.
type SinkConfig struct {
	STARTTLS bool // with a certificate that nobody knows
	TLS      bool // from the start
	User     string
	Password string
}

// Sink is a mail server in this process.
type Sink struct {
	config SinkConfig
	addr   string
	server *smtp.Server

	mu      sync.Mutex
	letters []Letter
	script  []Reply
	held    chan struct{} // closed when letters are taken again; nil while they are
}

// NewSink starts a mail server that lives as long as the test.
func NewSink(t *testing.T, config SinkConfig) *Sink {
	t.Helper()
	s := &Sink{config: config, addr: "127.0.0.1:0"}
	s.Start(t)
	t.Cleanup(s.Stop)
	return s
}

// Start listens again, where it listened before.
func (s *Sink) Start(t *testing.T) {
	t.Helper()
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{sink: s, conn: c}, nil
	}))
	s.server.Domain, s.server.AllowInsecureAuth, s.server.EnableSMTPUTF8 = "sink.test", true, true
	s.server.ErrorLog = silent{}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	s.addr = listener.Addr().String()
	if s.config.STARTTLS || s.config.TLS {
		secret := &tls.Config{Certificates: certificate(), MinVersion: tls.VersionTLS12}
		if s.config.TLS {
			listener = tls.NewListener(listener, secret)
		} else {
			s.server.TLSConfig = secret
		}
	}
	server := s.server
	go func() { _ = server.Serve(listener) }()
}

// Stop breaks all connections, and nothing listens any more. What was taken is kept.
func (s *Sink) Stop() { _ = s.server.Close() }

// certificate borrows the one that httptest signs by itself.
func certificate() []tls.Certificate {
	borrowed := httptest.NewTLSServer(nil)
	defer borrowed.Close()
	return borrowed.TLS.Certificates
}

// URL is where the sink listens; options begin with "?" or are "".
func (s *Sink) URL(options string) string {
	scheme, login := "smtp://", ""
	if s.config.TLS {
		scheme = "smtps://"
	}
	if s.config.User != "" {
		login = url.UserPassword(s.config.User, s.config.Password).String() + "@"
	}
	return scheme + login + s.addr + options
}

// Hold lets whoever hands over a letter wait until release is called.
func (s *Sink) Hold() (release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := make(chan struct{})
	s.held = held
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.held = nil
		close(held)
	}
}

func (s *Sink) wait() {
	s.mu.Lock()
	held := s.held
	s.mu.Unlock()
	if held != nil {
		<-held
	}
}

// Expect makes the sink meet the next letters so; after these it takes everything.
func (s *Sink) Expect(replies ...Reply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = append(s.script, replies...)
}

// Letters are those that were taken, in order.
func (s *Sink) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.letters)
}

// next takes the next reply off the script if it is for this stage.
func (s *Sink) next(data bool) (Reply, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.script) == 0 || (s.script[0].Data || s.script[0].Drop) != data {
		return Reply{}, false
	}
	reply := s.script[0]
	s.script = s.script[1:]
	return reply, true
}

type session struct {
	sink   *Sink
	conn   *smtp.Conn
	letter Letter
}

// AuthMechanisms offers PLAIN when the sink has a user.
func (s *session) AuthMechanisms() []string {
	if s.sink.config.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth checks the password.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.sink.config.User || password != s.sink.config.Password {
			return smtp.ErrAuthFailed
		}
		s.letter.User = user
		return nil
	}), nil
}

// Mail keeps the sender.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.sink.config.User != "" && s.letter.User == "" {
		return smtp.ErrAuthRequired
	}
	s.letter.From = from
	return nil
}

// Rcpt keeps a recipient, or answers as the script says.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if reply, ok := s.sink.next(false); ok {
		return answer(reply)
	}
	s.letter.To = append(s.letter.To, to)
	return nil
}

// Data takes the letter, or answers as the script says.
func (s *session) Data(r io.Reader) error {
	s.sink.wait()
	reply, scripted := s.sink.next(true)
	if scripted && reply.Drop {
		_, _ = io.ReadFull(r, make([]byte, 10))
		_ = s.conn.Conn().Close()
		return errors.New("dropped")
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if scripted {
		return answer(reply)
	}
	letter := s.letter
	letter.Content = content
	_, letter.Secure = s.conn.TLSConnectionState()
	letter.Secure = letter.Secure || s.sink.config.TLS
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	s.sink.letters = append(s.sink.letters, letter)
	return nil
}

// Reset forgets the letter in hand.
func (s *session) Reset() { s.letter = Letter{User: s.letter.User} }

// Logout ends the session.
func (s *session) Logout() error { return nil }

func answer(r Reply) error {
	return &smtp.SMTPError{Code: r.Code, EnhancedCode: smtp.EnhancedCode{r.Code / 100, 0, 0}, Message: "as the test says"}
}

type silent struct{}

// Printf says nothing: broken connections are part of the tests.
func (silent) Printf(string, ...any) {}

// Println says nothing.
func (silent) Println(...any) {}

var _ smtp.AuthSession = (*session)(nil)
