package email

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"

	"github.com/esteira/esteira/runtime/message"
)

// errNoReport is what is wrong with a message that reports nothing.
var errNoReport = errors.New("email: no delivery report (RFC 3464)")

// ParseReport reads what a mail server says of a message that it could not deliver, or did: a message of the form
// multipart/report (RFC 6522) with a part message/delivery-status (RFC 3464).
func ParseReport(raw []byte) (message.Report, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return message.Report{}, errors.Join(errNoReport, err)
	}
	media, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || media != "multipart/report" {
		return message.Report{}, errNoReport
	}
	r := message.Report{Message: idInAddress(m.Header.Get("To"))}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for range 10 {
		part, err := parts.NextPart()
		if err != nil {
			break
		}
		content, err := io.ReadAll(io.LimitReader(part, 64<<10))
		if err != nil {
			break
		}
		readPart(&r, part.Header.Get("Content-Type"), content)
	}
	if r.State == "" || r.Message == "" && r.Carrier == "" {
		return message.Report{}, errNoReport
	}
	return r, nil
}

// readPart takes what a part of a report says: what became of the message, or which message it was.
func readPart(r *message.Report, contentType string, content []byte) {
	media, _, _ := mime.ParseMediaType(contentType)
	switch media {
	case "message/delivery-status":
		for block := range bytes.SplitSeq(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")), []byte("\n\n")) {
			readStatus(r, headers(block))
		}
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
		head := headers(content)
		r.Carrier = strings.TrimSpace(head.Get("Message-Id"))
	}
}

// readStatus takes the fields about a recipient. A status of class 5 is for good, one of class 4 is not; what is only late
// says nothing yet.
func readStatus(r *message.Report, fields textproto.MIMEHeader) {
	status := strings.TrimSpace(fields.Get("Status"))
	switch strings.ToLower(strings.TrimSpace(fields.Get("Action"))) {
	case "failed":
		r.State, r.Hard = message.Bounced, isHard(status)
	case "delivered", "relayed", "expanded":
		r.State = message.Delivered
	default:
		return
	}
	_, said, found := strings.Cut(fields.Get("Diagnostic-Code"), ";")
	if !found {
		said = fields.Get("Diagnostic-Code")
	}
	r.Detail = strings.TrimSpace(status + " " + strings.TrimSpace(said))
}

// isHard says whether a status (RFC 3463) is about an address that takes nothing: a full mailbox (5.2.2), or a text that
// somebody dislikes (5.7), is not.
func isHard(status string) bool {
	return strings.HasPrefix(status, "5.") && status != "5.2.2" && !strings.HasPrefix(status, "5.7.") && !strings.HasPrefix(status, "5.3.4")
}

func headers(block []byte) textproto.MIMEHeader {
	h, _ := textproto.NewReader(bufio.NewReader(bytes.NewReader(append(bytes.TrimLeft(block, "\n"), "\n\n"...)))).ReadMIMEHeader()
	return h
}

// idInAddress is the id of a message that its return path carries: bounces+id@example.com.
func idInAddress(to string) string {
	address, err := mail.ParseAddress(to)
	if err != nil {
		return ""
	}
	local, _, _ := strings.Cut(address.Address, "@")
	_, id, _ := strings.Cut(local, "+")
	return id
}
