package httpcheck

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// errNotYet says that the provider took the question on and has not come to a result in the time that it has.
var errNotYet = errors.New("httpcheck: the provider is still at it")

// How long to wait before a provider that said 202 is asked what came of it, where it does not say, and at the most.
const (
	shortly = time.Second
	atMost  = 15 * time.Second
)

// maxLooks bounds how often one attempt looks for what came of a question.
const maxLooks = 30

// await looks for the result of a question that a provider takes its time for, at the address that it named, until it is
// there or the time of the attempt is over. Returns errNotYet when it is not there in time.
func (c *checker) await(ctx context.Context, r request, taken got) (any, error) {
	at := r.url
	for range maxLooks {
		var err error
		if at, err = sameHouse(at, cmp.Or(taken.location, lookedAt(r, at))); err != nil {
			return nil, err
		}
		if !slept(ctx, taken.wait) {
			return nil, errNotYet
		}
		taken, err = c.exchange(ctx, request{url: at, secret: r.secret, method: http.MethodGet, key: r.key})
		switch {
		case err != nil && ctx.Err() != nil:
			return nil, errNotYet
		case err != nil || !taken.later:
			return taken.said, err
		}
	}
	return nil, errNotYet
}

// lookedAt is where it was looked before; "" for the question itself, which tells of no place.
func lookedAt(r request, at string) string {
	if at == r.url {
		return ""
	}
	return at
}

// sameHouse is the address that a provider named, of its own: what is signed for it goes to nobody else.
func sameHouse(asked, named string) (string, error) {
	from, err := url.Parse(asked)
	if err != nil || named == "" {
		return "", errors.New("httpcheck: the provider does not say where its result will be")
	}
	to, err := from.Parse(named)
	if err != nil || to.Scheme != from.Scheme || to.Host != from.Host {
		return "", errors.New("httpcheck: the provider names an address that is not its own")
	}
	return to.String(), nil
}

func patienceOf(retryAfter string) time.Duration {
	seconds, err := strconv.Atoi(retryAfter)
	if err != nil || seconds < 0 {
		return shortly
	}
	return min(time.Duration(seconds)*time.Second, atMost)
}

// slept waits, unless the time would be over before.
func slept(ctx context.Context, d time.Duration) bool {
	if end, limited := ctx.Deadline(); limited && time.Until(end) <= d {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
