package email

import (
	"errors"
	"net/smtp"
	"slices"
	"strings"
)

// auth chooses a way to log in among those that are offered.
func (s server) auth(offered string) smtp.Auth {
	ways := strings.Fields(strings.ToUpper(offered))
	if !slices.Contains(ways, "PLAIN") && slices.Contains(ways, "LOGIN") {
		return &login{user: s.user, password: s.password, plain: smtp.PlainAuth("", s.user, s.password, s.host)}
	}
	return smtp.PlainAuth("", s.user, s.password, s.host)
}

// login is the older way to log in, the only one that some servers offer.
type login struct {
	user, password string
	plain          smtp.Auth
}

// Start asks PLAIN first, which refuses to go on over an open connection.
func (l *login) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if _, _, err := l.plain.Start(server); err != nil {
		return "", nil, err
	}
	return "LOGIN", nil, nil
}

// Next answers what the server asks for.
func (l *login) Next(asked []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	switch strings.ToLower(strings.TrimSuffix(strings.TrimSpace(string(asked)), ":")) {
	case "username":
		return []byte(l.user), nil
	case "password":
		return []byte(l.password), nil
	}
	return nil, errors.New("the mail server asks for something unknown")
}
