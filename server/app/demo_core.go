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

// startCore serves the core system of the demo and its source of addresses on a free port of this machine until stop is called.
func startCore(ctx context.Context) (url string, stop func() error, err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
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

// callsCore has the calls of a tenant go to an address, as its administrator would set it.
func (a *App) callsCore(ctx context.Context, tenantID, admin, url string) error {
	m, err := a.Store.MemberByEmail(ctx, tenantID, admin)
	if err != nil {
		return err
	}
	kept, err := a.Store.PluginSettings(ctx, tenantID, webhook.Name)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	_, err = a.Administration.SavePlugin(ctx, session.Member(m), tenant.PluginWish{
		Plugin: webhook.Name, Settings: map[string]any{"url": url, "secret": coreSecret}, Revision: kept.Revision,
	})
	return err
}
