package plugintest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Provider is a server outside that a check asks: it says what a test tells it to.
type Provider struct {
	URL string

	mu    sync.Mutex
	say   http.HandlerFunc
	asked []Asked
}

// Asked is one request that a Provider got.
type Asked struct {
	Path   string
	Header http.Header
	Body   []byte
}

// NewProvider returns a provider that answers {"result":"pass"}.
func NewProvider(t testing.TB) *Provider {
	t.Helper()
	p := &Provider{}
	p.Says(http.StatusOK, `{"result":"pass"}`)
	server := httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

func (p *Provider) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	p.mu.Lock()
	p.asked = append(p.asked, Asked{r.URL.Path, r.Header.Clone(), body})
	say := p.say
	p.mu.Unlock()
	say(w, r)
}

// Says has the provider answer like this from now on.
func (p *Provider) Says(status int, body string) {
	p.Does(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// Does has the provider do anything.
func (p *Provider) Does(say http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.say = say
}

// Hangs has the provider say nothing until who asks gives up.
func (p *Provider) Hangs() {
	p.Does(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// Asked returns what the provider was asked so far.
func (p *Provider) Asked() []Asked {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Asked(nil), p.asked...)
}
