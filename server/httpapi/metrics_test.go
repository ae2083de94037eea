package httpapi

import (
	"net/http"
	"testing"
)

// Metrics are for this machine, or for who has the token.
func TestMetricsAreNotForEverybody(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		from, header, value, token string
		may                        bool
	}{
		"this machine":                {from: "127.0.0.1:4", may: true},
		"this machine, version 6":     {from: "[::1]:4", may: true},
		"another":                     {from: "203.0.113.7:4"},
		"a proxy on this machine":     {from: "127.0.0.1:4", header: "X-Forwarded-For", value: "203.0.113.7"},
		"another, with the token":     {from: "203.0.113.7:4", header: "Authorization", value: "Bearer 0123456789abcdef", token: "0123456789abcdef", may: true},
		"another, with a wrong token": {from: "203.0.113.7:4", header: "Authorization", value: "Bearer x", token: "0123456789abcdef"},
		"another, where none is set":  {from: "203.0.113.7:4", header: "Authorization", value: "Bearer "},
	} {
		a := &API{Parts: Parts{MetricsToken: x.token}}
		r := &http.Request{RemoteAddr: x.from, Header: http.Header{}}
		if x.header != "" {
			r.Header.Set(x.header, x.value)
		}
		if got := a.mayMeasure(r); got != x.may {
			t.Errorf("%s: %v", name, got)
		}
	}
}
