package httpcheck

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/schemas"
)

// maxAnswer bounds what a provider may answer, in bytes.
const maxAnswer = 256 << 10

type request struct {
	method, url, secret string
	key                 string // the same for each attempt at one question
	body                []byte
	limit               time.Duration
}

// client follows no redirect, uses no proxy of the server, and connects to the public network alone unless told otherwise.
func client(anywhere bool) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if !anywhere {
		dialer.Control = plugins.PublicOnly
	}
	return &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second, MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// ask sends a request, unless the provider is known to be down. Errors name no address, which may hold what is secret.
func (c *checker) ask(ctx context.Context, tenant string, r request) (any, error) {
	key := tenant + "\x00" + r.url
	ctx, cancel := context.WithTimeout(ctx, r.limit)
	defer cancel()
	if !c.breaker.lets(ctx, key) {
		return nil, errors.New("httpcheck: the provider did not answer lately and is left alone for a while")
	}
	said, err := c.send(ctx, r)
	c.breaker.tell(key, err == nil || errors.Is(err, errNotYet))
	return said, err
}

// send asks, and waits for what a provider takes its time for.
func (c *checker) send(ctx context.Context, r request) (any, error) {
	got, err := c.exchange(ctx, r)
	if err != nil || !got.later {
		return got.said, err
	}
	return c.await(ctx, r, got)
}

// got is what came back: an answer with status 200, or where it will be with 202.
type got struct {
	said     any
	later    bool
	location string
	wait     time.Duration
}

// exchange is one request with what came back.
func (c *checker) exchange(ctx context.Context, r request) (got, error) {
	post, err := http.NewRequestWithContext(ctx, r.method, r.url, bytes.NewReader(r.body))
	if err != nil {
		return got{}, errors.New("httpcheck: the address of the provider cannot be used")
	}
	seal := plugins.Sign([]byte(r.secret), rand.Text(), c.now(), r.body)
	if r.method == http.MethodPost {
		post.Header.Set("Content-Type", "application/json")
	}
	post.Header.Set("Idempotency-Key", r.key)
	seal.Put(post.Header)
	post.Header.Set("X-Esteira-Timestamp", seal.Timestamp)
	post.Header.Set("X-Esteira-Signature", "v1="+old(r.secret, seal.Timestamp, r.body))
	answer, err := c.client.Do(post)
	if err != nil {
		if inner, ok := errors.AsType[*url.Error](err); ok {
			err = inner.Err
		}
		return got{}, fmt.Errorf("httpcheck: %w", err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	switch answer.StatusCode {
	case http.StatusAccepted:
		return got{later: true, location: answer.Header.Get("Location"), wait: patienceOf(answer.Header.Get("Retry-After"))}, nil
	case http.StatusOK:
		said, err := read(answer.Body)
		return got{said: said}, err
	}
	return got{}, fmt.Errorf("httpcheck: the provider answered with status %d", answer.StatusCode)
}

func read(body io.Reader) (any, error) {
	content, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("httpcheck: %w", err)
	}
	if len(content) > maxAnswer {
		return nil, errors.New("httpcheck: the answer is too long")
	}
	said, err := schemas.Decode(content)
	if err != nil {
		return nil, errors.New("httpcheck: the answer is no JSON")
	}
	return said, nil
}

// old is the signature of a body at a moment as it was before, in hexadecimal.
func old(secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// at is what stands at a JSON Pointer of objects; nil for nothing.
func at(value any, pointer string) any {
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		object, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = object[token]
	}
	return value
}

func text(value any, pointer string) (string, bool) {
	switch v := at(value, pointer).(type) {
	case string:
		return v, v != ""
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

// A provider that failed this often in a row is left alone for a while. Then one request tries it, and others wait for what
// comes of that: who hangs keeps nobody.
const (
	patience = 5
	rest     = 5 * time.Second
)

// breaker remembers who does not answer.
type breaker struct {
	now func() time.Time

	mu     sync.Mutex
	failed map[string]failures
}

type failures struct {
	count int
	last  time.Time
	trial chan struct{} // closed when the request that tries it has ended; nil while none does
}

// maxFailed bounds what is remembered; past it, all is forgotten.
const maxFailed = 10_000

func newBreaker(now func() time.Time) *breaker {
	return &breaker{now: now, failed: map[string]failures{}}
}

// lets says whether the provider may be asked. Whoever it lets has to tell what came of it.
func (b *breaker) lets(ctx context.Context, key string) bool {
	for {
		may, trial := b.look(key)
		if trial == nil {
			return may
		}
		select {
		case <-trial:
		case <-ctx.Done():
			return false
		}
	}
}

// look returns what to wait for, if anything.
func (b *breaker) look(key string) (may bool, trial chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.failed[key]
	switch {
	case f.count < patience:
		return true, nil
	case b.now().Sub(f.last) < rest:
		return false, nil
	case f.trial != nil:
		return false, f.trial
	}
	f.trial = make(chan struct{})
	b.failed[key] = f
	return true, nil
}

func (b *breaker) tell(key string, answered bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f := b.failed[key]
	if f.trial != nil {
		close(f.trial)
	}
	if answered {
		delete(b.failed, key)
		return
	}
	if len(b.failed) >= maxFailed {
		b.forget()
	}
	b.failed[key] = failures{count: f.count + 1, last: b.now()}
}

func (b *breaker) forget() {
	for _, f := range b.failed {
		if f.trial != nil {
			close(f.trial)
		}
	}
	clear(b.failed)
}
