package email

import (
	"errors"
	"net/mail"
	"strings"

	"golang.org/x/net/idna"
)

// maxAddress is the longest path of RFC 5321, without its brackets.
const maxAddress = 254

var errAddress = errors.New("no address")

// recipient reads one bare address. A name, a list, or anything that could end a header is refused.
func recipient(to string) (mail.Address, error) {
	to = strings.TrimSpace(to)
	parsed, err := mail.ParseAddress(to)
	if err != nil || parsed.Address != to || len(to) > maxAddress {
		// The parser's error quotes the address, and errors reach logs.
		return mail.Address{}, errAddress
	}
	address, err := asciiDomain(to)
	if err != nil {
		return mail.Address{}, errAddress
	}
	return mail.Address{Address: address}, nil
}

// asciiDomain writes the domain as DNS knows it.
func asciiDomain(address string) (string, error) {
	at := strings.LastIndexByte(address, '@')
	if at < 1 || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7F }) {
		return "", errAddress
	}
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if err != nil {
		return "", errAddress
	}
	return address[:at+1] + domain, nil
}

// messageID is the same at each try, so that a reader who gets a message twice is shown it once.
func messageID(id, domain string) string {
	safe := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, id)
	return "<" + safe + "@" + domain + ">"
}
