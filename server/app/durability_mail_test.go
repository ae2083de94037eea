package app_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"
	"sync"

	"github.com/esteira/esteira/plugins/plugintest"
)

// letters are the mails that arrived, read as they come.
type letters struct {
	mu   sync.Mutex
	read int
	byTo map[string][]letter
	byID map[string]int // how often a Message-ID arrived, by the id of the message
}

type letter struct{ id, text string }

// update reads what is new.
func (l *letters) update(sink *plugintest.Sink) {
	all := sink.Letters()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byTo == nil {
		l.byTo, l.byID = map[string][]letter{}, map[string]int{}
	}
	for ; l.read < len(all); l.read++ {
		to := all[l.read].To[0]
		one := parse(all[l.read].Content)
		l.byTo[to] = append(l.byTo[to], one)
		l.byID[one.id]++
	}
}

var signatureLink = regexp.MustCompile(`/sign#token=([A-Za-z0-9_-]+)`)

// signatureTokens are those that were mailed to an address, newest last.
func (l *letters) signatureTokens(to string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var tokens []string
	for _, one := range l.byTo[to] {
		if found := signatureLink.FindStringSubmatch(one.text); found != nil {
			tokens = append(tokens, found[1])
		}
	}
	return tokens
}

func parse(content []byte) letter {
	message, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return letter{id: "broken: " + err.Error()}
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(message.Header.Get("Message-ID"), "<"), "@")
	_, params, _ := mime.ParseMediaType(message.Header.Get("Content-Type"))
	part, err := multipart.NewReader(message.Body, params["boundary"]).NextRawPart()
	if err != nil {
		return letter{id: id}
	}
	text, _ := io.ReadAll(quotedprintable.NewReader(part))
	return letter{id: id, text: string(text)}
}
