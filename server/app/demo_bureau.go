package app

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/httpcheck"
)

// demoBureau is a source of addresses, a server of its own that is really asked. It knows where people of the demo live,
// except in two states of which it has no data: there people prove it themselves.
func demoBureau(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var asked struct {
		Answers map[string]any `json:"answers"`
	}
	if err != nil || json.Unmarshal(body, &asked) != nil || !plugins.SealOf(r.Header).Verifies([]byte(coreSecret), body, time.Now()) {
		reply(w, http.StatusUnauthorized, map[string]any{"code": "bad_signature"})
		return
	}
	uf, _ := asked.Answers["uf"].(string)
	cep, _ := asked.Answers["cep"].(string)
	if slices.Contains([]string{"MT", "SE"}, uf) || strings.HasSuffix(cep, "999") {
		reply(w, http.StatusOK, map[string]any{"result": "unknown", "code": "no_data"})
		return
	}
	reply(w, http.StatusOK, map[string]any{
		"result": "pass", "evidence": map[string]any{"source": "Cadastro de endereços (exemplo)", "match": "street and number"},
		"validUntil": time.Now().AddDate(0, 1, 0).UTC().Format(time.RFC3339),
	})
}

// asksBureau has the outside checks of a tenant ask an address.
func (a *App) asksBureau(ctx context.Context, tenantID, admin, url string) error {
	return a.reaches(ctx, tenantID, admin, provider{plugin: httpcheck.Name, url: url})
}
