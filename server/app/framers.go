package app

import (
	"net"
	"net/http"
	"strings"

	"github.com/esteira/esteira/server/tenant"
)

// framers are the sites that may frame the page of a request: those that the tenant named for the pipeline of its address
// (/apply/<pipeline>, below /t/<slug> or on a host of the tenant). Where any of it is not there, there are none.
func (a *App) framers(r *http.Request) []string {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	var t tenant.Tenant
	var err error
	if len(parts) > 2 && parts[0] == "t" {
		t, err = a.Store.TenantBySlug(r.Context(), parts[1])
		parts = parts[2:]
	} else {
		host, _, split := net.SplitHostPort(r.Host)
		if split != nil {
			host = r.Host
		}
		t, err = a.Store.TenantByHost(r.Context(), strings.ToLower(host))
	}
	if err != nil || len(parts) < 2 || parts[0] != "apply" {
		return nil
	}
	sites, err := a.Conveyor.Framers(r.Context(), t.ID, parts[1])
	if err != nil {
		a.log.WarnContext(r.Context(), "sites around a pipeline not read", "tenant", t.ID, "error", err)
		return nil
	}
	return sites
}
