// Package httpcheck is the check that asks a provider outside over HTTP: signed, limited in time and size, and not at all
// while the provider is known to be down. An answer that says how long it holds is kept, and given again until then.
//
// A provider that takes its time answers 202 with a Location of its own, and Retry-After in seconds. It is asked there with
// GET, signed like the question with an empty body, until it answers 200 or the seconds of the check are over; then the
// check counts as unavailable and is asked again as its pipeline says, with the same Idempotency-Key.
//
// A request is a POST of {"check", "answers"}, signed with the secret of the tenant as plugins.Sign has it. The headers
// X-Esteira-Timestamp and X-Esteira-Signature are the signature of before, which providers may still verify: "v1=" and the
// HMAC-SHA256, in hexadecimal, of the timestamp, a dot, and the body.
package httpcheck

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/schemas"
	"github.com/esteira/esteira/schemas/fault"
)

// Name is that of the plugin and the type of its check.
const Name = "http"

var (
	//go:embed config.schema.json
	installation []byte
	//go:embed tenant.schema.json
	ofTenant []byte
	//go:embed check.schema.json
	ofCheck []byte
)

// Plugin is the plugin.
func Plugin() plugins.Plugin {
	return plugins.Plugin{
		Name: Name, Settings: installation, Tenant: &plugins.TenantSettings{Schema: ofTenant},
		Plug: func(h *plugins.Host, settings json.RawMessage) error {
			var c Config
			if err := json.Unmarshal(settings, &c); err != nil {
				return err
			}
			h.Checks = append(h.Checks, New(c))
			return nil
		},
	}
}

// Config is how an installation has the plugin.
type Config struct {
	Anywhere bool             `json:"anywhere"` // providers may be in a private network
	Now      func() time.Time `json:"-"`        // nil means time.Now
}

// longest is how long one attempt may take, whatever a check says.
const longest = 35 * time.Second

// New returns the check.
func New(c Config) check.Checker {
	if c.Now == nil {
		c.Now = time.Now
	}
	return check.Guard(&checker{now: c.Now, client: client(c.Anywhere), breaker: newBreaker(c.Now)}, longest)
}

type checker struct {
	now     func() time.Time
	client  *http.Client
	breaker *breaker
}

// Type is "http".
func (*checker) Type() string { return Name }

// Settings describes the path, how long to wait, and where the answer says what.
func (*checker) Settings() []byte { return ofCheck }

// provider is what a tenant set.
type provider struct {
	URL    string `json:"url"`
	Secret string `json:"secret"`
}

// settings are those of one check.
type settings struct {
	Path       string `json:"path"`
	Seconds    int    `json:"seconds"`
	ResultAt   string `json:"resultAt"`
	Pass       string `json:"pass"`
	Fail       string `json:"fail"`
	CodeAt     string `json:"codeAt"`
	EvidenceAt string `json:"evidenceAt"`
	UntilAt    string `json:"untilAt"`
	Unset      string `json:"unset"` // what comes of it where the tenant set no provider: "" and "unavailable", or "skip"
}

func settingsOf(config json.RawMessage) (settings, error) {
	s := settings{Seconds: 10, ResultAt: "/result", Pass: check.Pass, Fail: check.Fail, CodeAt: "/code", EvidenceAt: "/evidence", UntilAt: "/validUntil"}
	if len(config) == 0 {
		return s, nil
	}
	return s, json.Unmarshal(config, &s)
}

// ErrNotSet says that the tenant named no provider.
var ErrNotSet = errors.New("httpcheck: no provider is set")

// Check asks the provider, or what it said before where that still holds.
func (c *checker) Check(ctx context.Context, q check.Question) (check.Answer, error) {
	s, err := settingsOf(q.Config)
	if err != nil {
		return check.Answer{}, fmt.Errorf("httpcheck: settings: %w", err)
	}
	var p provider
	if len(q.Outfit.Settings) > 0 {
		if err := json.Unmarshal(q.Outfit.Settings, &p); err != nil {
			return check.Answer{}, errors.New("httpcheck: settings of the tenant cannot be read")
		}
	}
	switch {
	case p.URL == "" && s.Unset == "skip":
		return check.Answer{Result: check.Skipped, Explanation: nobodyAsked}, nil
	case p.URL == "":
		return check.Answer{}, ErrNotSet
	}
	r := request{
		method: http.MethodPost, url: strings.TrimSuffix(p.URL, "/") + s.Path, secret: p.Secret, body: asked(ctx, q),
		limit: time.Duration(s.Seconds) * time.Second,
	}
	r.key = keyOf(q, r)
	if kept, ok := recall(ctx, q, r); ok {
		return kept, nil
	}
	said, err := c.ask(ctx, q.Tenant, r)
	if errors.Is(err, errNotYet) {
		return check.Answer{Result: check.Unavailable, Explanation: stillAtIt}, nil
	}
	if err != nil {
		return check.Answer{}, err
	}
	return c.answer(ctx, q, s, answered{r, said})
}

// asked is what the provider gets: the answers to the fields of the check alone, and nothing that names the case.
func asked(ctx context.Context, q check.Question) []byte {
	answers := map[string]any{}
	for _, path := range q.Fields {
		if values := check.Values(ctx, q, path); len(values) == 1 {
			answers[path] = values[0]
		} else if len(values) > 1 {
			answers[path] = values
		}
	}
	body, err := json.Marshal(map[string]any{"check": q.Key, "answers": answers})
	if err != nil {
		return nil // answers came from JSON
	}
	return body
}

// answered is a request with what came back.
type answered struct {
	request

	said any
}

// answer maps what came back onto a result, and keeps it as long as the provider says that it holds.
func (c *checker) answer(ctx context.Context, q check.Question, s settings, a answered) (check.Answer, error) {
	word, ok := text(a.said, s.ResultAt)
	if !ok {
		return check.Answer{}, errors.New("httpcheck: the answer has no result")
	}
	out := check.Answer{Result: check.Unclear, Evidence: map[string]any{}}
	switch {
	case contains(s.Pass, word):
		out.Result = check.Pass
	case contains(s.Fail, word):
		out.Result = check.Fail
	}
	code, _ := text(a.said, s.CodeAt)
	if code != "" {
		out.Evidence["code"] = code
	}
	if e := at(a.said, s.EvidenceAt); e != nil {
		out.Evidence["evidence"] = e
	}
	out.Evidence["said"] = word
	out.Explanation = explain(word, code)
	until, ok := text(a.said, s.UntilAt)
	if !ok {
		return out, nil
	}
	out.Evidence["validUntil"] = until
	if end, err := time.Parse(time.RFC3339, until); err == nil && end.After(c.now()) && q.Outfit.Kept != nil {
		// That it cannot be kept costs another question later, no more.
		_ = q.Outfit.Kept.KeepAnswer(ctx, q.Tenant, a.hash(), check.Kept{
			Result: out.Result, Explanation: out.Explanation, Evidence: out.Evidence, At: c.now().UTC().Truncate(time.Millisecond), Until: end.UTC().Truncate(time.Millisecond),
		})
	}
	return out, nil
}

// recall is what the provider said before to the same question, where it still holds.
func recall(ctx context.Context, q check.Question, r request) (check.Answer, bool) {
	if q.Outfit.Kept == nil {
		return check.Answer{}, false
	}
	kept, err := q.Outfit.Kept.KeptAnswer(ctx, q.Tenant, r.hash())
	if err != nil || fault.CodeOf(err) == fault.NotFound {
		return check.Answer{}, false
	}
	out := check.Answer{Result: kept.Result, Explanation: schemas.Text{}, Evidence: kept.Evidence}
	for locale, said := range kept.Explanation {
		out.Explanation[locale] = said + " " + strings.ReplaceAll(fromKept[locale], "{date}", kept.At.Format(time.DateOnly))
	}
	if out.Evidence == nil {
		out.Evidence = map[string]any{}
	}
	out.Evidence["answeredFrom"] = kept.At.Format(time.RFC3339)
	return out, true
}

// hash stands for a question: where it goes and what is asked.
func (r request) hash() string {
	sum := sha256.Sum256(append([]byte(r.url+"\n"), r.body...))
	return hex.EncodeToString(sum[:])
}

// keyOf is the same for each attempt of a day at one question of a case, which it does not name: a provider that took its
// time knows by it what it was asked before.
func keyOf(q check.Question, r request) string {
	sum := sha256.Sum256([]byte(q.Case + "\n" + q.Key + "\n" + q.Today + "\n" + r.hash()))
	return hex.EncodeToString(sum[:16])
}

func contains(list, word string) bool {
	for _, w := range strings.Fields(list) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

func explain(word, code string) schemas.Text {
	out := schemas.Text{}
	for locale, sentence := range heard {
		said := word
		if code != "" {
			said += " (" + code + ")"
		}
		out[locale] = strings.ReplaceAll(sentence, "{said}", said)
	}
	return out
}

var (
	heard = schemas.Text{
		"pt-BR": "O provedor respondeu: {said}.", "es": "El proveedor respondió: {said}.", "en": "The provider answered: {said}.", "ar": "أجاب المزوّد: {said}.",
	}
	nobodyAsked = schemas.Text{
		"pt-BR": "Nenhum provedor foi definido em Plugins.", "es": "No se definió ningún proveedor en Complementos.",
		"en": "No provider is set under Plugins.", "ar": "لم يُحدَّد أي مزوّد في الإضافات.",
	}
	stillAtIt = schemas.Text{
		"pt-BR": "O provedor aceitou a consulta e ainda não tem o resultado.", "es": "El proveedor aceptó la consulta y aún no tiene el resultado.",
		"en": "The provider took the question on and has no result yet.", "ar": "قبل المزوّد السؤال ولا نتيجة لديه بعد.",
	}
	fromKept = schemas.Text{
		"pt-BR": "Respondido pelo que foi guardado em {date}.", "es": "Respondido con lo guardado el {date}.",
		"en": "Answered from what was kept on {date}.", "ar": "أُجيب مما حُفظ في {date}.",
	}
)
