package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/schemas/fault"
)

// observe gives each request an id, and writes one line about it: never a query, a body or a cookie.
func (a *API) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := a.Now()
		id := a.NewID()
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		err := next(c)
		if err != nil {
			a.fail(err, c)
		}
		if c.Response().Header().Get(echo.HeaderContentType) == eventStream {
			return nil // it took as long as somebody listened
		}
		took := a.Now().Sub(began)
		route := c.Path()
		observeRequest(c.Request().Method, route, c.Response().Status, took)
		a.Log.DebugContext(c.Request().Context(), "request", "id", id, "method", c.Request().Method, "route", route,
			"status", c.Response().Status, "ms", took.Milliseconds(), "bytes", c.Response().Size)
		return nil
	}
}

func (a *API) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if r == http.ErrAbortHandler { //nolint:errorlint // it is thrown bare
					panic(r) //nolint:forbidigo // an answer that has begun is to be broken off
				}
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		return next(c)
	}
}

// nothing is the content security policy of what is no page: whatever a browser takes it for, nothing in it runs or loads, and
// no other site frames it. A browser's own viewer of PDF needs the rest.
const nothing = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"

// secureHeaders are on every answer; pages add their own content security policy.
func secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "geolocation=(), microphone=()")
		return next(c)
	}
}

// limits holds how often an address may do what costs us or could be guessed at.
type limits struct {
	mu    sync.Mutex
	known map[string]*rate.Limiter
	now   func() time.Time

	uploads *semaphore.Weighted // bytes of uploads in memory at once
}

// maxUploading bounds the bytes of uploads that are held in memory at once.
const maxUploading = 48 << 20

func newLimits(now func() time.Time) *limits {
	return &limits{known: map[string]*rate.Limiter{}, now: now, uploads: semaphore.NewWeighted(maxUploading)}
}

// allowances are by operation: so many at once, then one per interval. The rest is not limited here: log-ins have a
// throttle of their own, and applicants and members act on what is theirs.
var allowances = map[string]struct {
	burst int
	every time.Duration
}{
	"startCase":         {60, 2 * time.Second},
	"requestResumeLink": {5, time.Minute},
	"resumeAddress":     {5, 5 * time.Hour}, // by the address that is written to: five a day
	"sendMyResumeLink":  {5, time.Minute},
	"resumeCase":        {20, 10 * time.Second},
	"openStop":          {20, 10 * time.Second},
	"stop":              {20, 10 * time.Second},
	"writeToStaff":      {20, 30 * time.Second},
	"handOverCase":      {20, 10 * time.Second},
	"openSignature":     {30, 10 * time.Second},
	"sign":              {20, 10 * time.Second},
}

const maxLimiters = 50_000

func (l *limits) take(key string, operation string) bool {
	allowance, limited := allowances[operation]
	if !limited {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.known) > maxLimiters {
		clear(l.known)
	}
	limiter := l.known[operation+key]
	if limiter == nil {
		limiter = rate.NewLimiter(rate.Every(allowance.every), allowance.burst)
		l.known[operation+key] = limiter
	}
	return limiter.AllowN(l.now(), 1)
}

func (a *API) limited(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		call := callerOf(c.Request().Context())
		if !a.limits.take(call.tenant.ID+call.who.IP, call.op) {
			return fault.New(fault.Limited, "request.too_often").With("retryAfter", 60)
		}
		return next(c)
	}
}

// remembered hands the Idempotency-Key to the verb, which keeps it in its own transaction: a request that comes again
// finds it done and is answered with how things stand.
func (a *API) remembered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		key := c.Request().Header.Get("Idempotency-Key")
		call := callerOf(c.Request().Context())
		if key == "" || !call.keyed {
			return next(c) // what takes no key answers with what it did, which a verb that did nothing cannot say
		}
		sum := sha256.Sum256([]byte(c.Path() + "\x00" + c.Request().URL.Path + "\x00" + string(call.who.Kind) + call.who.ID + "\x00" + key))
		call.key = hex.EncodeToString(sum[:])
		c.SetRequest(c.Request().WithContext(conveyor.WithKey(c.Request().Context(), call.key)))
		return next(c)
	}
}

// keyedFor makes the key of a request count only together with what the request is about.
func (call *caller) keyedFor(ctx context.Context, what string) context.Context {
	if call.key == "" {
		return ctx
	}
	sum := sha256.Sum256([]byte(call.key + "\x00" + what))
	return conveyor.WithKey(ctx, hex.EncodeToString(sum[:]))
}

// keyAbout is the key of a request together with its body, so that another request under the same key is another; ""
// when it has none.
func (call *caller) keyAbout(body any) string {
	if call.key == "" {
		return ""
	}
	told, err := json.Marshal(body)
	if err != nil {
		return "" // it came as JSON
	}
	sum := sha256.Sum256([]byte(call.key + "\x00" + string(told)))
	return hex.EncodeToString(sum[:])
}
