package web_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/esteira/esteira/server/web"
)

// TestOnlyASandboxIsFramed: the pages forbid every frame, and those of a sandbox all but our own.
func TestOnlyASandboxIsFramed(t *testing.T) {
	t.Parallel()
	pages, err := web.New(fstest.MapFS{"index.html": {Data: []byte("staff")}, "apply.html": {Data: []byte("apply")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/t/aurora/", "/t/aurora/apply/account"} {
		for handler, want := range map[*web.Handler]string{pages: "frame-ancestors 'none'", pages.Framed(): "frame-ancestors 'self'"} {
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", address, nil))
			if policy := w.Header().Get("Content-Security-Policy"); !strings.HasSuffix(policy, want) {
				t.Errorf("%s: %s", address, policy)
			}
		}
	}
}
