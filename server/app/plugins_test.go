package app

import (
	"net/http"
	"strings"
	"testing"

	"github.com/esteira/esteira/plugins/plugintest"
	"github.com/esteira/esteira/runtime/message"
)

// TestATenantSetsItsOwnMail changes what a tenant may set of the e-mail plugin: secrets are kept and never told, and
// messages go out as it says.
func TestATenantSetsItsOwnMail(t *testing.T) {
	t.Parallel()
	own := plugintest.NewSink(t, plugintest.SinkConfig{})
	h := stillOn(t, built{sink: plugintest.NewSink(t, plugintest.SinkConfig{}), settings: map[string]string{"ESTEIRA_PRIVATE_MAIL": "true"}})
	s := &scenario{house: h, tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	const secret = "hush-hush-hush"
	s.run(step{name: "nothing yet", by: admin, do: "GET /plugins", has: map[string]any{"/plugins/0/key": "email", "/plugins/0/revision": 0, "/plugins/0/secrets/#": 0}})
	save := func(name string, settings map[string]any, st step) answer {
		st.name, st.by, st.do = name, admin, "PUT /plugins/email"
		if st.body == nil {
			st.body = map[string]any{"settings": settings, "revision": 0}
		}
		st.never = append(st.never, secret)
		return s.run(st)
	}
	for name, settings := range map[string]map[string]any{
		"no such member":      {"colour": "red"},
		"no address":          {"replyTo": "nobody"},
		"a server alone":      {"server": "smtp://mail.example.com"},
		"a user alone":        {"user": "u"},
		"a password alone":    {"password": secret},
		"a password in a URL": {"server": "smtp://u:p@mail.example.com", "from": "a@b.example"},
	} {
		save(name, settings, step{status: http.StatusUnprocessableEntity, has: map[string]any{"/key": "plugin.settings", "/message": "The settings of the plugin “E-mail” do not fit. Mend what is marked"}})
	}
	save("what is missing is named", map[string]any{"server": "smtp://mail.example.com"}, step{status: http.StatusUnprocessableEntity, has: map[string]any{
		"/violations/0/path": "/from", "/violations/0/key": "empty",
	}})
	for _, name := range []string{"sms", "webhook"} {
		s.run(step{
			name: name + " without TLS", by: admin, do: "PUT /plugins/" + name, status: http.StatusUnprocessableEntity,
			body: map[string]any{"settings": map[string]any{"url": "http://gateway.example", "secret": "hush-hush-hush-hush"}, "revision": 0},
			has:  map[string]any{"/violations/0/path": "/url", "/violations/0/key": "plugin.address"},
		})
	}
	send := func(to string) string {
		t.Helper()
		channel := h.channelsOf(h.tenantID("aurora"))
		if _, err := channel.Send(t.Context(), message.Message{ID: to, Channel: "email", To: to + "@x.example", Subject: "Hello", Body: "Hello", CreatedAt: h.now()}); err != nil {
			return err.Error()
		}
		return ""
	}
	save("a name", map[string]any{"name": "Aurora Account Opening", "replyTo": "answers@aurora.example"}, step{has: map[string]any{"/revision": 1, "/settings/name": "Aurora Account Opening"}})
	if err := send("first"); err != "" {
		t.Fatal(err)
	}
	letter := string(h.sink.Letters()[0].Content)
	if !strings.Contains(letter, `"Aurora Account Opening" <esteira@esteira.test>`) || !strings.Contains(letter, "Reply-To: <answers@aurora.example>") {
		t.Errorf("the letter: %s", letter)
	}
	server := strings.TrimSuffix(own.URL(""), "/")
	mine := map[string]any{"server": server, "from": "mail@aurora.example", "user": "u", "password": secret}
	save("an old revision", mine, step{status: http.StatusConflict, has: map[string]any{"/code": "stale"}})
	save("a server of its own", nil, step{
		body: map[string]any{"settings": mine, "revision": 1}, has: map[string]any{"/secrets/0": "password", "/settings/password": missing{}, "/revision": 2},
	})
	s.run(step{name: "the secret is not told", by: admin, do: "GET /plugins", never: []string{secret}, has: map[string]any{"/plugins/0/secrets/0": "password"}})
	kept, err := h.Store.PluginSettings(t.Context(), h.tenantID("aurora"), "email")
	if err != nil || strings.Contains(string(kept.Settings)+string(kept.Secrets), secret) {
		t.Errorf("the secret lies open: %q %q, %v", kept.Settings, kept.Secrets, err)
	}
	if err := send("second"); err == "" || strings.Contains(err, secret) {
		t.Errorf("sent by a server that offers no STARTTLS, or told the secret: %q", err)
	}
	elsewhere := map[string]any{"server": "smtps://mail.elsewhere.example:465", "from": "mail@aurora.example", "user": "u"}
	save("the secret is not sent elsewhere", nil, step{
		body: map[string]any{"settings": elsewhere, "revision": 2}, status: http.StatusUnprocessableEntity,
		has: map[string]any{"/violations/0/path": "/password", "/violations/0/key": "plugin.secret_again"},
	})
	save("another sender keeps it", nil, step{
		body: map[string]any{"settings": map[string]any{"server": server, "from": "post@aurora.example", "user": "u"}, "revision": 2},
		has:  map[string]any{"/secrets/0": "password", "/revision": 3},
	})
	s.run(step{name: "by a clerk", by: s.staff("aurora", "cadastro"), do: "GET /plugins", status: http.StatusForbidden})
	s.run(step{name: "no such plugin", by: admin, do: "PUT /plugins/none", body: map[string]any{"settings": map[string]any{}, "revision": 0}, status: http.StatusNotFound})
	s.run(step{name: "another tenant", by: s.staff("horizonte", "admin"), do: "GET /plugins", has: map[string]any{"/plugins/0/revision": 0}, never: []string{"aurora"}})
}
