package email

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/esteira/esteira/runtime/message"
)

// patience bounds one conversation when the context has no earlier deadline.
const patience = time.Minute

// The ways to use STARTTLS.
const (
	startRequired = "required"
	startOptional = "optional"
	startNever    = "never"
)

// server is a mail server and how to speak to it.
type server struct {
	host, address  string
	user, password string
	tlsFirst       bool
	starttls       string
	anyCertificate bool
	control        func(network, address string, c syscall.RawConn) error // of each connection; nil refuses none
}

type parcel struct {
	from, to string
	content  []byte
}

func parseServer(raw string) (server, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" {
		// The parser's error quotes the URL with its password.
		return server{}, errors.New("email: the URL of the mail server is not smtp://host:port")
	}
	s := server{host: u.Hostname(), user: u.User.Username(), starttls: startRequired}
	s.password, _ = u.User.Password()
	port := "587"
	switch u.Scheme {
	case "smtp":
	case "smtps":
		s.tlsFirst, port = true, "465"
	default:
		return server{}, fmt.Errorf("email: %q is neither smtp nor smtps", u.Scheme)
	}
	if u.Port() != "" {
		port = u.Port()
	}
	s.address = net.JoinHostPort(s.host, port)
	return s, s.options(u.Query())
}

func (s *server) options(query url.Values) error {
	for name, values := range query {
		value := values[0]
		switch {
		case name == "starttls" && (value == startRequired || value == startOptional || value == startNever):
			s.starttls = value
		case name == "verify" && (value == "yes" || value == "no"):
			s.anyCertificate = value == "no"
		default:
			return fmt.Errorf("email: the URL of the mail server has an unknown option %q", name)
		}
	}
	return nil
}

// deliver hands over one parcel. Once the server has taken it, nothing that happens later is an error: trying again
// would send it twice.
func (s server) deliver(ctx context.Context, p parcel) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := s.dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	// net/smtp knows no context: a deadline in the past ends whatever the connection waits for.
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	client, err := smtp.NewClient(conn, s.host)
	if err == nil {
		err = s.introduce(client)
	}
	if err == nil {
		err = hand(client, p)
	}
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	if err == nil {
		_ = client.Quit()
	}
	return err
}

func (s server) dial(ctx context.Context) (net.Conn, error) {
	conn, err := (&net.Dialer{Control: s.control}).DialContext(ctx, "tcp", s.address)
	if err != nil || !s.tlsFirst {
		return conn, err
	}
	secure := tls.Client(conn, s.tls())
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secure, nil
}

func (s server) tls() *tls.Config {
	return &tls.Config{
		ServerName: s.host, MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: s.anyCertificate,
	}
}

// introduce secures the connection and logs in. What goes wrong here is about the server's settings, not about the
// message: it may be tried again when they are right.
func (s server) introduce(client *smtp.Client) error {
	if err := s.secure(client); err != nil {
		return err
	}
	if s.user == "" {
		return nil
	}
	ok, offered := client.Extension("AUTH")
	if !ok {
		return errors.New("the mail server offers no login")
	}
	if err := client.Auth(s.auth(offered)); err != nil {
		return fmt.Errorf("login: %w", err)
	}
	return nil
}

func (s server) secure(client *smtp.Client) error {
	if s.tlsFirst || s.starttls == startNever {
		return nil
	}
	offered, _ := client.Extension("STARTTLS")
	switch {
	case offered:
		return client.StartTLS(s.tls())
	case s.starttls == startRequired:
		return errors.New("the mail server does not offer STARTTLS; add ?starttls=optional to its URL to go without")
	}
	return nil
}

func hand(client *smtp.Client, p parcel) error {
	if err := client.Mail(p.from); err != nil {
		return judged(err)
	}
	if err := client.Rcpt(p.to); err != nil {
		return unreached(judged(err))
	}
	w, err := client.Data()
	if err != nil {
		return judged(err)
	}
	if _, err := w.Write(p.content); err != nil {
		return judged(err)
	}
	return judged(w.Close())
}

// unreached marks a refusal that is about the address: no mailbox (550, 551, 553), not a policy (5.7) nor a full one (552).
func unreached(err error) error {
	reply, ok := errors.AsType[*textproto.Error](err)
	if !ok || !slices.Contains([]int{550, 551, 553}, reply.Code) || strings.HasPrefix(reply.Msg, "5.7.") {
		return err
	}
	return fmt.Errorf("%w: %w", message.ErrBounced, err)
}

// judged marks what the server refuses for good. That it wants a login (530 to 538) is about the settings.
func judged(err error) error {
	reply, ok := errors.AsType[*textproto.Error](err)
	if !ok {
		return err
	}
	err = fmt.Errorf("%w: %w", message.Answer(reply.Error()), err)
	if reply.Code < 500 || reply.Code >= 530 && reply.Code <= 538 {
		return err
	}
	return fmt.Errorf("%w: %w", message.ErrRefused, err)
}
