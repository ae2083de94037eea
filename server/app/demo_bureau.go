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
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/tenant"
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

// asksBureau has the outside checks of a tenant ask an address, as its administrator would set it.
func (a *App) asksBureau(ctx context.Context, tenantID, admin, url string) error {
	m, err := a.Store.MemberByEmail(ctx, tenantID, admin)
	if err != nil {
		return err
	}
	kept, err := a.Store.PluginSettings(ctx, tenantID, httpcheck.Name)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	_, err = a.Administration.SavePlugin(ctx, session.Member(m), tenant.PluginWish{
		Plugin: httpcheck.Name, Settings: map[string]any{"url": url, "secret": coreSecret}, Revision: kept.Revision,
	})
	return err
}
