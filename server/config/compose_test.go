package config

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	composed = regexp.MustCompile(`(?m)^ {6}(ESTEIRA_\w+): "?([^"#\n]*?)"?(?: +#.*)?$`)
	variable = regexp.MustCompile(`\$\{(\w+)(?:(:[-?])([^}]*))?\}`)
	offered  = regexp.MustCompile(`(?m)^#?(ESTEIRA_\w+)=`)
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestComposeStartsTheServer expands the settings of docker-compose.yml with no more than has to be set, and loads them.
func TestComposeStartsTheServer(t *testing.T) {
	file := read(t, "../../docker-compose.yml")
	environ := []string{}
	for _, m := range composed.FindAllStringSubmatch(file, -1) {
		value := variable.ReplaceAllStringFunc(m[2], func(s string) string {
			if v := variable.FindStringSubmatch(s); v[2] == ":-" {
				return v[3]
			}
			return strings.Repeat("s3cret", 8)
		})
		if m[1] == "ESTEIRA_DATA" {
			value = t.TempDir()
		}
		environ = append(environ, m[1]+"="+value)
	}
	c, err := Load(Sources{Environ: environ})
	if err != nil {
		t.Fatal(err)
	}
	if c.SMTPURL == "" || c.S3.Bucket == "" || !strings.HasPrefix(c.DatabaseURL, "postgres://") {
		t.Errorf("got %v", c)
	}
	if c.S3.PublicURL == "" || c.S3.PublicURL == c.S3.Endpoint {
		t.Errorf("browsers are sent to %q, which only containers know", c.S3.Endpoint)
	}
}

// TestWhatTheExampleOffersDoesSomething: a setting that compose does not hand on would be set in vain.
func TestWhatTheExampleOffersDoesSomething(t *testing.T) {
	file, example := read(t, "../../docker-compose.yml"), read(t, "../../deployments/compose/.env.example")
	for _, m := range offered.FindAllStringSubmatch(example, -1) {
		if !strings.Contains(file, "${"+m[1]) {
			t.Errorf("%s is offered, and docker-compose.yml does not read it", m[1])
		}
	}
	for name := range known {
		_, short, _ := strings.Cut(name, "ESTEIRA_S3")
		if !strings.Contains(example, name) && (short == "" || !strings.Contains(example, short)) {
			t.Errorf("%s is not in deployments/compose/.env.example, where all settings are said to be", name)
		}
	}
}
