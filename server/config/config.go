// Package config reads how a server is set up: from the environment, and from a file of the same names.
//
// Every setting has a default that runs on one machine. What is wrong is told at start, all of it at once.
package config

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Config is how a server is set up. String shows it without its secrets.
type Config struct {
	Addr           string         // ESTEIRA_ADDR: where it listens; ":8080"
	Data           string         // ESTEIRA_DATA: folder of the database, the files and the secret; "./data"
	DatabaseURL    string         // ESTEIRA_DATABASE_URL: sqlite:///path or postgres://…; esteira.db in Data
	S3             S3             // unset: files lie in Data
	SMTPURL        string         // ESTEIRA_SMTP_URL: smtp:// or smtps://user:pass@host:port; unset: messages stay in the outbox
	PrivateMail    bool           // ESTEIRA_PRIVATE_MAIL: true lets tenants name mail servers that are not on the public network
	PrivateCalls   bool           // ESTEIRA_PRIVATE_CALLS: true lets tenants name systems to call (integrations, checks, SMS gateways) that are not on the public network, or speak plain HTTP
	SMTPFrom       string         // ESTEIRA_SMTP_FROM: sender of messages; needed with ESTEIRA_SMTP_URL
	Secret         []byte         // ESTEIRA_SECRET: 32 bytes or more, signs links and sessions; made once in Data/secret
	PublicURL      string         // ESTEIRA_PUBLIC_URL: as people reach it, without a slash at the end; http://localhost:<port>
	Outbox         bool           // ESTEIRA_OUTBOX: show the bodies of messages, codes and links too: for development only; false
	TrustedProxies []netip.Prefix // ESTEIRA_TRUSTED_PROXIES: addresses or networks, by commas, whose X-Forwarded-For counts; none
	LogLevel       slog.Level     // ESTEIRA_LOG_LEVEL: debug, info, warn or error; info
	MetricsToken   string         // ESTEIRA_METRICS_TOKEN: bearer token for /metrics from other machines; unset: only this one may ask
	Clamd          string         // ESTEIRA_CLAMD: host:port of the virus scanner; unset: files are not scanned
}

// S3 names a bucket. It is used when Endpoint is set.
type S3 struct {
	Endpoint  string // ESTEIRA_S3_ENDPOINT: https://host or http://host:port
	Bucket    string // ESTEIRA_S3_BUCKET: needed
	AccessKey string // ESTEIRA_S3_ACCESS_KEY: needed
	SecretKey string // ESTEIRA_S3_SECRET_KEY: needed
	Region    string // ESTEIRA_S3_REGION: us-east-1
	PublicURL string // ESTEIRA_S3_PUBLIC_URL: where browsers reach it; the endpoint
}

// known are the names of all settings; a misspelt one is told.
var known = map[string]bool{
	"ESTEIRA_ADDR": true, "ESTEIRA_DATA": true, "ESTEIRA_DATABASE_URL": true, "ESTEIRA_S3_ENDPOINT": true, "ESTEIRA_S3_BUCKET": true,
	"ESTEIRA_S3_ACCESS_KEY": true, "ESTEIRA_S3_SECRET_KEY": true, "ESTEIRA_S3_REGION": true, "ESTEIRA_S3_PUBLIC_URL": true, "ESTEIRA_SMTP_URL": true,
	"ESTEIRA_SMTP_FROM": true, "ESTEIRA_SECRET": true, "ESTEIRA_PRIVATE_MAIL": true, "ESTEIRA_PRIVATE_CALLS": true, "ESTEIRA_PUBLIC_URL": true, "ESTEIRA_OUTBOX": true, "ESTEIRA_TRUSTED_PROXIES": true,
	"ESTEIRA_LOG_LEVEL": true, "ESTEIRA_CLAMD": true, "ESTEIRA_METRICS_TOKEN": true, "ESTEIRA_CONFIG": true,
}

// Sources are where settings come from. The environment goes before the file, Override before both.
type Sources struct {
	Environ  []string          // "NAME=value", os.Environ()
	File     string            // lines NAME=value; "" means ESTEIRA_CONFIG, and none when that is unset
	Override map[string]string // from the command line
}

// Load reads and checks the settings. It makes the data folder, and the secret when there is none.
func Load(s Sources) (Config, error) {
	values, err := s.values()
	if err != nil {
		return Config{}, err
	}
	r := &reader{values: values}
	c := r.config()
	if err := errors.Join(r.errs...); err != nil {
		return Config{}, fmt.Errorf("configuration:\n%w", err)
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return Config{}, fmt.Errorf("ESTEIRA_DATA: %w", err)
	}
	if len(c.Secret) == 0 {
		c.Secret, err = keptSecret(filepath.Join(c.Data, "secret"))
	}
	return c, err
}

func (s Sources) values() (map[string]string, error) {
	environ := map[string]string{}
	for _, line := range s.Environ {
		if name, value, ok := strings.Cut(line, "="); ok && known[name] {
			environ[name] = value
		}
	}
	file := s.File
	if file == "" {
		file = environ["ESTEIRA_CONFIG"]
	}
	values, err := fromFile(file)
	if err != nil {
		return nil, err
	}
	for _, from := range []map[string]string{environ, s.Override} {
		for name, value := range from {
			values[name] = value
		}
	}
	return values, nil
}

// fromFile reads lines NAME=value; quotes around a value and lines that begin with "#" are left out.
func fromFile(name string) (map[string]string, error) {
	values := map[string]string{}
	if name == "" {
		return values, nil
	}
	f, err := os.Open(name) //nolint:gosec // the operator names it
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		if !ok || !known[key] {
			return nil, fmt.Errorf("configuration: %s:%d: %q is not a setting", name, n, key)
		}
		values[key] = unquoted(strings.TrimSpace(value))
	}
	return values, lines.Err()
}

func unquoted(value string) string {
	if len(value) >= 2 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
		return value[1 : len(value)-1]
	}
	return value
}

// reader turns texts into settings and gathers what is wrong.
type reader struct {
	values map[string]string
	errs   []error
}

func (r *reader) config() Config {
	c := Config{
		Addr:        r.text("ESTEIRA_ADDR", ":8080"),
		Data:        r.text("ESTEIRA_DATA", "./data"),
		SMTPURL:     r.url("ESTEIRA_SMTP_URL", "smtp", "smtps"),
		SMTPFrom:    r.text("ESTEIRA_SMTP_FROM", ""),
		Secret:      []byte(r.values["ESTEIRA_SECRET"]),
		PrivateMail: r.truth("ESTEIRA_PRIVATE_MAIL"), PrivateCalls: r.truth("ESTEIRA_PRIVATE_CALLS"),
		Outbox: r.truth("ESTEIRA_OUTBOX"),
		Clamd:  r.text("ESTEIRA_CLAMD", ""),

		MetricsToken: r.text("ESTEIRA_METRICS_TOKEN", ""),
		S3:           r.s3(),
	}
	c.DatabaseURL = r.url("ESTEIRA_DATABASE_URL", "sqlite", "postgres", "postgresql")
	if c.DatabaseURL == "" {
		c.DatabaseURL = "sqlite://" + r.absolute(filepath.Join(c.Data, "esteira.db"))
	}
	c.PublicURL = strings.TrimSuffix(r.url("ESTEIRA_PUBLIC_URL", "http", "https"), "/")
	_, port, ok := cutLast(c.Addr, ":")
	if !ok || !isPort(port) {
		r.wrong("ESTEIRA_ADDR", "must be host:port or :port, such as :8080")
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://localhost:" + port
	}
	if c.SMTPURL != "" && !strings.Contains(c.SMTPFrom, "@") {
		r.wrong("ESTEIRA_SMTP_FROM", "must be an address when ESTEIRA_SMTP_URL is set")
	}
	if n := len(c.Secret); n > 0 && n < 32 {
		r.wrong("ESTEIRA_SECRET", "has %d bytes; give 32 or more, or leave it out and one is made", n)
	}
	c.TrustedProxies = r.networks("ESTEIRA_TRUSTED_PROXIES")
	if err := c.LogLevel.UnmarshalText([]byte(r.text("ESTEIRA_LOG_LEVEL", "info"))); err != nil {
		r.wrong("ESTEIRA_LOG_LEVEL", "must be debug, info, warn or error")
	}
	if _, port, ok := cutLast(c.Clamd, ":"); c.Clamd != "" && (!ok || !isPort(port)) {
		r.wrong("ESTEIRA_CLAMD", "must be host:port")
	}
	if c.MetricsToken != "" && len(c.MetricsToken) < 16 {
		r.wrong("ESTEIRA_METRICS_TOKEN", "must be 16 characters or more")
	}
	return c
}

func (r *reader) s3() S3 {
	s := S3{
		Endpoint:  r.url("ESTEIRA_S3_ENDPOINT", "http", "https"),
		Bucket:    r.text("ESTEIRA_S3_BUCKET", ""),
		AccessKey: r.text("ESTEIRA_S3_ACCESS_KEY", ""),
		SecretKey: r.text("ESTEIRA_S3_SECRET_KEY", ""),
		Region:    r.text("ESTEIRA_S3_REGION", "us-east-1"),
		PublicURL: r.url("ESTEIRA_S3_PUBLIC_URL", "http", "https"),
	}
	for _, name := range []string{"BUCKET", "ACCESS_KEY", "SECRET_KEY"} {
		switch set := r.values["ESTEIRA_S3_"+name] != ""; {
		case s.Endpoint != "" && !set:
			r.wrong("ESTEIRA_S3_"+name, "is needed when ESTEIRA_S3_ENDPOINT is set")
		case s.Endpoint == "" && set:
			r.wrong("ESTEIRA_S3_ENDPOINT", "is needed when ESTEIRA_S3_%s is set", name)
		}
	}
	return s
}

func (r *reader) wrong(name, why string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("  %s %s", name, fmt.Sprintf(why, args...)))
}

func (r *reader) text(name, fallback string) string {
	if v := strings.TrimSpace(r.values[name]); v != "" {
		return v
	}
	return fallback
}

func (r *reader) truth(name string) bool {
	v, err := strconv.ParseBool(r.text(name, "false"))
	if err != nil {
		r.wrong(name, "must be true or false")
	}
	return v
}

// url never repeats a value in its complaint: it may hold a password.
func (r *reader) url(name string, schemes ...string) string {
	text := r.text(name, "")
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil {
		r.wrong(name, "is not a URL; write %%, @, : and / of a password as %%25, %%40, %%3A and %%2F")
		return ""
	}
	for _, s := range schemes {
		if u.Scheme == s && (u.Host != "" || s == "sqlite" && u.Path != "") {
			return text
		}
	}
	r.wrong(name, "must be a URL that begins with %s://", strings.Join(schemes, ":// or "))
	return ""
}

func (r *reader) networks(name string) []netip.Prefix {
	var out []netip.Prefix
	for text := range strings.SplitSeq(r.values[name], ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if addr, err := netip.ParseAddr(text); err == nil {
			out = append(out, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			r.wrong(name, "has %q, which is neither an address nor a network such as 10.0.0.0/8", text)
			continue
		}
		out = append(out, p.Masked())
	}
	return out
}

func (r *reader) absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		r.wrong("ESTEIRA_DATA", "%v", err)
	}
	return filepath.ToSlash(abs)
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && n > 0
}

// keptSecret reads the secret, and makes it the first time. Of two servers that start at once both get the same.
func keptSecret(path string) ([]byte, error) {
	fresh := make([]byte, 48)
	_, _ = rand.Read(fresh) // never fails: the program stops first
	text := base64.RawStdEncoding.EncodeToString(fresh)
	tmp := path + "." + rand.Text()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := os.WriteFile(tmp, []byte(text+"\n"), 0o600); err != nil {
			return nil, fmt.Errorf("secret: %w", err)
		}
		// A link, unlike a rename, does not replace the one of a quicker server.
		err := os.Link(tmp, path)
		if err = errors.Join(ignore(err, fs.ErrExist), os.Remove(tmp)); err != nil {
			return nil, fmt.Errorf("secret: %w", err)
		}
	}
	kept, err := os.ReadFile(path) //nolint:gosec // in the data folder
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	secret := []byte(strings.TrimSpace(string(kept)))
	if len(secret) < 32 {
		return nil, fmt.Errorf("secret: %s has %d bytes, 32 are needed", path, len(secret))
	}
	return secret, nil
}

func ignore(err, target error) error {
	if errors.Is(err, target) {
		return nil
	}
	return err
}
