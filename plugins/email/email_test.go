package email_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/email"
	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/runtime/message"
	"github.com/esteira/esteira/schemas/fault"
)

const sender = "Esteira São João <no-reply@example.com>"

func TestEmailIsAChannel(t *testing.T) {
	plugintest.Mail(t, func(url string) (message.Channel, error) {
		return email.New(email.Config{URL: url, From: sender})
	})
}

// written sends a message and returns the letter as it arrived.
func written(t *testing.T, m message.Message) []byte {
	t.Helper()
	sink := plugintest.NewSink(t, plugintest.SinkConfig{})
	c, err := email.New(email.Config{URL: sink.URL("?starttls=never"), From: sender})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	return sink.Letters()[0].Content
}

// read sends a message and returns its header and its two parts.
func read(t *testing.T, m message.Message) (header mail.Header, text, html string) {
	t.Helper()
	letter, err := mail.ReadMessage(bytes.NewReader(written(t, m)))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(letter.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(letter.Body, params["boundary"])
	var bodies []string
	for {
		part, err := parts.NextPart() // decodes quoted-printable
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
	if len(bodies) != 2 {
		t.Fatalf("%d parts", len(bodies))
	}
	return letter.Header, bodies[0], bodies[1]
}

func TestTextIsWhatWasWritten(t *testing.T) {
	m := plugintest.Example("m1")
	m.Subject = strings.Repeat("Ação ", 30)
	header, text, _ := read(t, m)
	if text != m.Body {
		t.Errorf("%q", text)
	}
	if got, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject")); err != nil || strings.TrimSpace(got) != strings.TrimSpace(m.Subject) {
		t.Errorf("%q, %v", got, err)
	}
	if from, err := mail.ParseAddress(header.Get("From")); err != nil || from.Name != "Esteira São João" {
		t.Errorf("%v, %v", from, err)
	}
}

func TestHTMLIsEscapedAndLinksWork(t *testing.T) {
	m := plugintest.Example("m1")
	m.Body = "<script>alert(1)</script> & \"x\"\n\nVeja https://e.example/a?b=1&c=<2>, (http://x.example/y).\njavascript:alert(1)"
	_, _, html := read(t, m)
	for _, want := range []string{
		"&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;x&#34;",
		`<a href="https://e.example/a?b=1&amp;c="`,
		`<a href="http://x.example/y"`,
		`<html lang="pt-BR" dir="auto">`,
		"<br>\njavascript:alert(1)",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
	if strings.Contains(html, "<script") || strings.Contains(html, `href="javascript`) {
		t.Errorf("runs:\n%s", html)
	}
}

func TestArabicReadsFromTheRight(t *testing.T) {
	m := plugintest.Example("m1")
	m.Locale, m.Subject, m.Body = "ar", "توقيع الطلب", "للتوقيع: https://e.example/a؟\n\nالرمز 123456\n"
	_, text, html := read(t, m)
	if text != m.Body {
		t.Errorf("%q", text)
	}
	for _, want := range []string{`dir="rtl"`, `lang="ar"`, `<bdi dir="ltr"><a href="https://e.example/a"`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
}

// A link that holds a secret is a button in the colour of the sender, and says where it leads; the logo comes with the letter.
func TestTheLookOfTheSender(t *testing.T) {
	m := plugintest.Example("m1")
	m.Body = "Continue: https://e.example/t/demo/resume#token=" + strings.Repeat("a", 43)
	m.Look = message.Look{Name: "Aurora", Accent: "#ffd400", Footer: "CNPJ 1", Privacy: "dpo@e.example"}
	_, text, html := read(t, m)
	for _, want := range []string{"background:#ffd400;color:#1a1a1a", ">Abrir</a>", `<bdi dir="ltr">e.example</bdi>`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
	if !strings.HasPrefix(text, m.Body+"\n\n-- \nCNPJ 1\nProteção de dados: dpo@e.example") {
		t.Errorf("%q", text)
	}
	m.Look.Logo = "data:image/png;base64," + strings.Repeat("AAAA", 40)
	raw := string(written(t, m))
	for _, want := range []string{"multipart/related", "Content-ID: <logo>", "cid:logo", "Content-Disposition: inline"} {
		if !strings.Contains(raw, want) {
			t.Errorf("no %s in\n%s", want, raw)
		}
	}
}

func TestInternationalDomain(t *testing.T) {
	m := plugintest.Example("m1")
	m.To = "ana@exemplo-ação.example"
	header, _, _ := read(t, m)
	if got := header.Get("To"); got != "<ana@xn--exemplo-ao-r5a8q.example>" && !strings.Contains(got, "@xn--") {
		t.Errorf("%q", got)
	}
}

func TestConfig(t *testing.T) {
	for _, c := range []email.Config{
		{URL: "", From: sender},
		{URL: "http://mail:25", From: sender},
		{URL: "smtp://", From: sender},
		{URL: "smtp://u:secret@mail:port", From: sender},
		{URL: "smtp://mail?starttls=perhaps", From: sender},
		{URL: "smtp://mail?other=1", From: sender},
		{URL: "smtp://mail", From: "nobody"},
		{URL: "smtp://mail", From: "a@b.example\r\nBcc: c@d.example"},
	} {
		_, err := email.New(c)
		if err == nil {
			t.Errorf("%+v is taken", c)
			continue
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the password is in %v", err)
		}
	}
}

func TestSettingsAreChecked(t *testing.T) {
	for name, tc := range map[string]struct {
		settings map[string]json.RawMessage
		code     fault.Code
	}{
		"unknown plugin": {map[string]json.RawMessage{"fax": json.RawMessage(`{}`)}, fault.NotFound},
		"missing":        {map[string]json.RawMessage{"email": json.RawMessage(`{"url":"smtp://mail"}`)}, fault.Invalid},
		"not ours":       {map[string]json.RawMessage{"email": json.RawMessage(`{"url":"smtp://mail","from":"a@b.example","x":1}`)}, fault.Invalid},
		"not an address": {map[string]json.RawMessage{"email": json.RawMessage(`{"url":"smtp://mail","from":"nobody"}`)}, fault.Invalid},
		"not JSON":       {map[string]json.RawMessage{"email": json.RawMessage(`{`)}, fault.Invalid},
		"another scheme": {map[string]json.RawMessage{"email": json.RawMessage(`{"url":"http://mail","from":"a@b.example"}`)}, fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := plugins.Load([]plugins.Plugin{email.Plugin()}, tc.settings); fault.CodeOf(err) != tc.code {
				t.Errorf("%v", err)
			}
		})
	}
}
