package httpapi

import (
	"crypto/subtle"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/esteira/esteira/schemas/fault"
)

var requestSeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
	Name:    "esteira_http_request_seconds",
	Help:    "Time to answer a request, by method, route and status.",
	Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
}, []string{"method", "route", "status"})

var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

func observeRequest(method, route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	if !slices.Contains(methods, method) {
		method = "other" // anybody may make words up, and each would be kept for ever
	}
	requestSeconds.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// metrics are for who has the token, and for who asks from this machine itself. To anybody else there are none: what
// they tell of a business is not for everybody.
func (a *API) metrics(c echo.Context) error {
	if !a.mayMeasure(c.Request()) {
		return fault.New(fault.NotFound, "route.not_found")
	}
	a.Metrics.ServeHTTP(c.Response(), c.Request())
	return nil
}

// forwarding are headers of a proxy: what it hands on comes from elsewhere, though the proxy stands here.
var forwarding = []string{"Forwarded", echo.HeaderXForwardedFor, echo.HeaderXRealIP, "X-Forwarded-Host", "Via"}

func (a *API) mayMeasure(r *http.Request) bool {
	token, given := strings.CutPrefix(r.Header.Get(echo.HeaderAuthorization), "Bearer ")
	if given && a.MetricsToken != "" && subtle.ConstantTimeCompare([]byte(token), []byte(a.MetricsToken)) == 1 {
		return true
	}
	for _, name := range forwarding {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback()
}
