package app

import (
	"encoding/json"

	"github.com/esteira/esteira/plugins"
	"github.com/esteira/esteira/plugins/all"
	"github.com/esteira/esteira/runtime/check"
	"github.com/esteira/esteira/server/config"
)

// plug loads the plugins that the configuration asks for.
func plug(c config.Config) (*plugins.Host, error) {
	settings := map[string]json.RawMessage{}
	if c.SMTPURL != "" {
		email, err := json.Marshal(map[string]string{"url": c.SMTPURL, "from": c.SMTPFrom})
		if err != nil {
			return nil, err
		}
		settings["email"] = email
	}
	return all.Load(settings)
}

func typesOf(checks []check.Checker) []string {
	types := make([]string, len(checks))
	for i, c := range checks {
		types[i] = c.Type()
	}
	return types
}
