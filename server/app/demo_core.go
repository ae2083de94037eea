package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/webhook"
	"github.com/esteira/esteira/runtime/integration"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/session"
	"github.com/esteira/esteira/server/tenant"
)

// coreSecret is what the demo's bank and its core system both know.
const coreSecret = "demo-core-secret-of-nobody"

// demoCore is the core system of the demo's bank: a server of its own that is really called. It opens accounts and, as
// such systems do, has its troubles: in Roraima it is busy, for Amazonas it wants to know the branch, and of addresses it
// knows no postal code that ends in 999.
func demoCore(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil || !plugins.SealOf(r.Header).Verifies([]byte(coreSecret), body, time.Now()) {
		reply(w, http.StatusUnauthorized, map[string]any{"code": "bad_signature", "message": "The signature is not ours."})
		return
	}
	var o integration.Order
	if err := json.Unmarshal(body, &o); err != nil {
		reply(w, http.StatusBadRequest, map[string]any{"code": "bad_json"})
		return
	}
	said := func(field string) string { text, _ := o.Answers[field].(string); return text }
	switch {
	case said("uf") == "RR":
		reply(w, http.StatusServiceUnavailable, map[string]any{"code": "busy", "message": "O processamento noturno ainda não terminou."})
	case said("uf") == "AM" && said("core_branch") == "":
		reply(w, http.StatusUnprocessableEntity, map[string]any{
			"code": "branch_missing", "field": "core_branch", "message": "Informe a agência de relacionamento.",
		})
	case strings.HasSuffix(said("cep"), "999"):
		reply(w, http.StatusUnprocessableEntity, map[string]any{
			"code": "address_not_found", "field": "cep", "message": "CEP não encontrado na base de endereços.",
		})
	default:
		sum := sha256.Sum256([]byte(o.Case)) // the same account for the same case, however often it is asked
		reply(w, http.StatusOK, map[string]any{"facts": map[string]any{"core_id": strings.ToUpper(hex.EncodeToString(sum[:4])), "balance": 0}})
	}
}

func reply(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // who asked has gone
}

// coreAddress is where the core system is each time, so that a demo that is started again finds its settings as they were.
const coreAddress = "127.0.0.1:18473"

// startCore serves the core system of the demo and its source of addresses on this machine until stop is called: at its
// own address, or on a free port where that is taken.
func startCore(ctx context.Context) (url string, stop func() error, err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", coreAddress)
	if err != nil {
		listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	}
	if err != nil {
		return "", nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/accounts", demoCore)
	mux.HandleFunc("/checks/address", demoBureau)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	gone := make(chan error, 1)
	go func() { gone <- server.Serve(listener) }()
	return "http://" + listener.Addr().String(), func() error {
		err := server.Close()
		if ended := <-gone; !errors.Is(ended, http.ErrServerClosed) {
			err = errors.Join(err, ended)
		}
		return err
	}, nil
}

// callsCore has the calls of a tenant go to an address.
func (a *App) callsCore(ctx context.Context, tenantID, admin, url string) error {
	return a.reaches(ctx, tenantID, admin, provider{plugin: webhook.Name, url: url})
}

// provider is where a plugin finds what it asks.
type provider struct{ plugin, url string }

// reaches has a plugin of a tenant ask an address, as its administrator would set it. One that does already is left alone.
func (a *App) reaches(ctx context.Context, tenantID, admin string, o provider) error {
	m, err := a.Store.MemberByEmail(ctx, tenantID, admin)
	if err != nil {
		return err
	}
	kept, err := a.Store.PluginSettings(ctx, tenantID, o.plugin)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	var set struct {
		URL string `json:"url"`
	}
	if len(kept.Settings) > 0 {
		if err := json.Unmarshal(kept.Settings, &set); err != nil {
			return err
		}
	}
	if set.URL == o.url {
		return nil
	}
	_, err = a.Administration.SavePlugin(ctx, session.Member(m), tenant.PluginWish{
		Plugin: o.plugin, Settings: map[string]any{"url": o.url, "secret": coreSecret}, Revision: kept.Revision,
	})
	return err
}
