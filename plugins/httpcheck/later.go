package httpcheck

import (
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
func (c *checker) await(ctx context.Context, r request, taken *http.Response) (any, error) {
	for range maxLooks {
		at, err := sameHouse(r.url, taken.Header.Get("Location"))
		if err != nil {
			return nil, err
		}
		if !slept(ctx, patienceOf(taken)) {
			return nil, errNotYet
		}
		look := request{url: at, secret: r.secret, method: http.MethodGet, key: r.key}
		said, answer, err := c.exchange(ctx, look)
		switch {
		case err != nil && ctx.Err() != nil:
			return nil, errNotYet
		case err != nil:
			return nil, err
		case answer.StatusCode != http.StatusAccepted:
			return said, nil
		}
		if answer.Header.Get("Location") == "" {
			answer.Header.Set("Location", at)
		}
		taken = answer
	}
	return nil, errNotYet
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

func patienceOf(answer *http.Response) time.Duration {
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
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
