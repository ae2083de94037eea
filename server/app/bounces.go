package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/email"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/httpapi/api"
)

// bounces takes in what mail servers report of messages, when the tenant's secret signed it.
type bounces struct{ app *App }

// late is how old a report's signature may be: an older one may be of somebody who recorded it.
const late = 5 * time.Minute

// Report returns fault.Unsigned "bounce.unsigned" for a signature that is not of the tenant's secret, fault.Invalid
// "bounce.unreadable" for what says nothing, fault.NotFound for a message that the tenant does not have.
func (b bounces) Report(ctx context.Context, tenantID string, s httpapi.Signed) error {
	secret, err := b.secret(ctx, tenantID, s.Channel)
	if err != nil {
		return err
	}
	seal := plugins.Seal{ID: s.ID, Timestamp: s.Timestamp, Signature: s.Signature}
	if !seal.Verifies([]byte(secret), s.Body, s.At) && !signedAsBefore(secret, s) {
		return fault.New(fault.Unsigned, "bounce.unsigned")
	}
	var body api.BounceReport
	if err := json.Unmarshal(s.Body, &body); err != nil {
		return fault.New(fault.Invalid, "bounce.unreadable").Because(err)
	}
	report, err := reportOf(body)
	if err != nil {
		return fault.New(fault.Invalid, "bounce.unreadable").Because(err)
	}
	report.Channel = s.Channel
	return b.app.Conveyor.ReportMessage(ctx, tenantID, report)
}

func (b bounces) secret(ctx context.Context, tenantID, channel string) (string, error) {
	kept, err := b.app.Store.PluginSettings(ctx, tenantID, channel)
	if fault.CodeOf(err) == fault.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	secrets, err := b.app.vault.Open(tenantID, channel, kept.Secrets)
	if channel == message.SMS {
		return secrets["secret"], err
	}
	return secrets["bounceSecret"], err
}

// signedAsBefore tells whether a report has the signature in one header that reports had before they were signed as all
// else is.
func signedAsBefore(secret string, s httpapi.Signed) bool {
	at, mark, _ := strings.Cut(s.Old, ",v1=")
	at = strings.TrimPrefix(at, "t=")
	seconds, err := strconv.ParseInt(at, 10, 64)
	given, bad := hex.DecodeString(mark)
	if secret == "" || err != nil || bad != nil || s.At.Sub(time.Unix(seconds, 0)).Abs() > late {
		return false
	}
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(at + "."))
	h.Write(s.Body)
	return hmac.Equal(h.Sum(nil), given)
}

func reportOf(body api.BounceReport) (message.Report, error) {
	if body.Report != nil {
		return email.ParseReport([]byte(*body.Report))
	}
	if body.Message == nil || body.State == nil {
		return message.Report{}, fault.New(fault.Invalid, "bounce.unreadable")
	}
	r := message.Report{Carrier: *body.Message, State: string(*body.State)}
	if body.Hard != nil {
		r.Hard = *body.Hard
	}
	if body.Detail != nil {
		r.Detail = *body.Detail
	}
	return r, nil
}
