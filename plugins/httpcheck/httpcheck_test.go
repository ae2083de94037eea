package httpcheck_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/esteira/esteira/builder/field"
	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/httpcheck"
	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

const secret = "a secret of some length"

// kept keeps answers in memory.
type kept map[string]check.Kept

func (k kept) KeptAnswer(_ context.Context, tenant, hash string) (check.Kept, error) {
	if found, ok := k[tenant+hash]; ok {
		return found, nil
	}
	return check.Kept{}, fault.New(fault.NotFound, "kept_answers.not_found")
}

func (k kept) KeepAnswer(_ context.Context, tenant, hash string, a check.Kept) error {
	k[tenant+hash] = a
	return nil
}

func question(t *testing.T, p *plugintest.Provider, config string) check.Question {
	t.Helper()
	settings, err := json.Marshal(map[string]string{"url": p.URL + "/v1", "secret": secret})
	if err != nil {
		t.Fatal(err)
	}
	q := check.Question{Tenant: "t", Case: "c", Key: "status", Fields: []string{"name"}, Answers: map[string]any{"name": "Ana", "income": 5.0}, Today: "2026-11-22"}
	q.Form = plugintest.Form(t, field.Builtin(), "name", "income")
	q.Config, q.Outfit = json.RawMessage(config), check.Outfit{Settings: settings, Kept: kept{}}
	return q
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status       int
		says, config string
		want         string // "" is an error
	}{
		"passes":            {200, `{"result":"pass","code":"R0"}`, `{}`, check.Pass},
		"fails":             {200, `{"result":"fail"}`, `{}`, check.Fail},
		"another word":      {200, `{"result":"maybe"}`, `{}`, check.Unclear},
		"words of its own":  {200, `{"data":{"status":"REGULAR"}}`, `{"resultAt":"/data/status","pass":"regular","fail":"nula cancelada"}`, check.Pass},
		"a truth":           {200, `{"match":true}`, `{"resultAt":"/match","pass":"true","fail":"false"}`, check.Pass},
		"no result":         {200, `{"status":"ok"}`, `{}`, ""},
		"a broken server":   {500, `{"result":"pass"}`, `{}`, ""},
		"elsewhere":         {302, ``, `{}`, ""},
		"no JSON":           {200, `<html>`, `{}`, ""},
		"twice the same":    {200, `{"result":"pass","result":"fail"}`, `{}`, ""},
		"more than is read": {200, `{"result":"pass","x":"` + strings.Repeat("x", 300<<10) + `"}`, `{}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := plugintest.NewProvider(t)
			p.Says(tc.status, tc.says)
			got, err := httpcheck.New(httpcheck.Config{Anywhere: true}).Check(t.Context(), question(t, p, tc.config))
			if tc.want == "" {
				if err == nil || strings.Contains(err.Error(), secret) {
					t.Errorf("%+v, %v", got, err)
				}
				return
			}
			if err != nil || got.Result != tc.want || got.Explanation["ar"] == "" {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestRequestsAreSignedAndSayNoMoreThanAsked(t *testing.T) {
	t.Parallel()
	p := plugintest.NewProvider(t)
	if _, err := httpcheck.New(httpcheck.Config{Anywhere: true}).Check(t.Context(), question(t, p, `{"path":"/cpf"}`)); err != nil {
		t.Fatal(err)
	}
	got := p.Asked()[0]
	before := hmac.New(sha256.New, []byte(secret))
	before.Write([]byte(got.Header.Get("X-Esteira-Timestamp") + "." + string(got.Body)))
	if got.Path != "/v1/cpf" || !plugins.SealOf(got.Header).Verifies([]byte(secret), got.Body, time.Now()) ||
		got.Header.Get("X-Esteira-Signature") != "v1="+hex.EncodeToString(before.Sum(nil)) {
		t.Errorf("%+v", got)
	}
	if string(got.Body) != `{"answers":{"name":"Ana"},"check":"status"}` {
		t.Errorf("asked %s", got.Body)
	}
}

func TestAnAnswerIsGivenAgainWhileItHolds(t *testing.T) {
	t.Parallel()
	p := plugintest.NewProvider(t)
	p.Says(http.StatusOK, `{"result":"fail","evidence":{"n":1},"validUntil":"`+time.Now().Add(time.Hour).UTC().Format(time.RFC3339)+`"}`)
	c, q := httpcheck.New(httpcheck.Config{Anywhere: true}), question(t, p, `{}`)
	for range 3 {
		got, err := c.Check(t.Context(), q)
		if err != nil || got.Result != check.Fail {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	again, err := c.Check(t.Context(), q)
	if err != nil || len(p.Asked()) != 1 || !strings.Contains(again.Explanation["en"], "Answered from what was kept on") || again.Evidence["answeredFrom"] == nil {
		t.Errorf("asked %d times: %+v, %v", len(p.Asked()), again, err)
	}
	q.Answers["name"] = "Bia"
	if _, err := c.Check(t.Context(), q); err != nil || len(p.Asked()) != 2 {
		t.Errorf("another question: asked %d times, %v", len(p.Asked()), err)
	}
}

func TestWhoDoesNotAnswerIsLeftAlone(t *testing.T) {
	t.Parallel()
	p := plugintest.NewProvider(t)
	now := time.Now()
	c := httpcheck.New(httpcheck.Config{Anywhere: true, Now: func() time.Time { return now }})
	q := question(t, p, `{"seconds":1}`)
	p.Hangs()
	if _, err := c.Check(t.Context(), q); err == nil {
		t.Error("it hangs, and answered")
	}
	p.Says(http.StatusBadGateway, "")
	for range 9 {
		if _, err := c.Check(t.Context(), q); err == nil {
			t.Error("it is down, and answered")
		}
	}
	if n := len(p.Asked()); n != 5 {
		t.Errorf("asked %d times", n)
	}
	p.Says(http.StatusOK, `{"result":"pass"}`)
	now = now.Add(time.Minute)
	if got, err := c.Check(t.Context(), q); err != nil || got.Result != check.Pass {
		t.Errorf("it is back: %+v, %v", got, err)
	}
}

func TestThePrivateNetworkIsOutOfReach(t *testing.T) {
	t.Parallel()
	p := plugintest.NewProvider(t)
	_, err := httpcheck.New(httpcheck.Config{}).Check(t.Context(), question(t, p, `{}`))
	if err == nil || len(p.Asked()) > 0 {
		t.Errorf("asked %d times, %v", len(p.Asked()), err)
	}
	q := question(t, p, `{}`)
	q.Outfit.Settings = nil
	if _, err := httpcheck.New(httpcheck.Config{Anywhere: true}).Check(t.Context(), q); err == nil {
		t.Error("answered without a provider")
	}
}

func TestSettingsAreSchemas(t *testing.T) {
	t.Parallel()
	p := httpcheck.Plugin()
	for _, schema := range [][]byte{p.Settings, p.Tenant.Schema, httpcheck.New(httpcheck.Config{}).(check.Configurable).Settings()} {
		if _, err := schemas.Compile("httpcheck/test", schema); err != nil {
			t.Error(err)
		}
	}
}

// slow is a provider that takes a question on and has its result after some looks; -1 never.
type slow struct {
	*httptest.Server

	t     *testing.T
	looks atomic.Int32
	after int32
	keys  chan string
	at    string // where it says that its result will be
}

func newSlow(t *testing.T, after int32, at string) *slow {
	t.Helper()
	s := &slow{t: t, after: after, at: at, keys: make(chan string, 100)}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *slow) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if !plugins.SealOf(r.Header).Verifies([]byte(secret), body, time.Now()) {
		s.t.Errorf("%s %s is not signed", r.Method, r.URL)
	}
	if isLook := r.Method == http.MethodGet; isLook != (r.URL.Path == "/v1/results/7") {
		s.t.Errorf("%s %s", r.Method, r.URL)
	} else if isLook && s.after >= 0 && s.looks.Add(1) > s.after {
		_, _ = w.Write([]byte(`{"result":"pass","code":"R0"}`))
		return
	} else if !isLook {
		s.keys <- r.Header.Get("Idempotency-Key")
	}
	w.Header().Set("Location", s.at)
	w.Header().Set("Retry-After", "0")
	w.WriteHeader(http.StatusAccepted)
}

func (s *slow) question(t *testing.T, config string) check.Question {
	t.Helper()
	q := question(t, plugintest.NewProvider(t), config)
	settings, err := json.Marshal(map[string]string{"url": s.URL + "/v1", "secret": secret})
	if err != nil {
		t.Fatal(err)
	}
	q.Outfit.Settings = settings
	return q
}

// A provider that takes its time is asked where it says, until it has a result; what is signed goes to nobody else.
func TestAProviderMayTakeItsTime(t *testing.T) {
	t.Parallel()
	s := newSlow(t, 2, "/v1/results/7")
	c := httpcheck.New(httpcheck.Config{Anywhere: true})
	got, err := c.Check(t.Context(), s.question(t, `{}`))
	if err != nil || got.Result != check.Pass || s.looks.Load() != 3 {
		t.Errorf("%+v, %v after %d looks", got, err, s.looks.Load())
	}
	for _, elsewhere := range []string{"https://elsewhere.example/results/7", ""} {
		if got, err := c.Check(t.Context(), newSlow(t, 0, elsewhere).question(t, `{}`)); err == nil {
			t.Errorf("followed to %q: %+v", elsewhere, got)
		}
	}
}

// One that has no result in the time of the check is unavailable, says so, is asked the same again, and is not taken for
// one that is down.
func TestAProviderThatIsStillAtIt(t *testing.T) {
	t.Parallel()
	s := newSlow(t, -1, "/v1/results/7")
	c := httpcheck.New(httpcheck.Config{Anywhere: true})
	for range 7 {
		got, err := c.Check(t.Context(), s.question(t, `{"seconds":1}`))
		if err != nil || got.Result != check.Unavailable || got.Explanation["pt-BR"] == "" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	first := <-s.keys
	for range 6 {
		if key := <-s.keys; key != first || key == "" {
			t.Errorf("asked under %q, before under %q", key, first)
		}
	}
}
