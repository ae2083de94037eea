package config

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"
)

// String shows the settings one a line, as a file that Load reads. Secrets are stars.
func (c Config) String() string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "ESTEIRA_%s=%s\n", name, value)
		}
	}
	line("ADDR", c.Addr)
	line("DATA", c.Data)
	line("DATABASE_URL", withoutPassword(c.DatabaseURL))
	line("S3_ENDPOINT", withoutPassword(c.S3.Endpoint))
	if c.S3.Endpoint != "" {
		line("S3_BUCKET", c.S3.Bucket)
		line("S3_ACCESS_KEY", stars(c.S3.AccessKey))
		line("S3_SECRET_KEY", stars(c.S3.SecretKey))
		line("S3_REGION", c.S3.Region)
		line("S3_PUBLIC_URL", withoutPassword(c.S3.PublicURL))
	}
	line("SMTP_URL", withoutPassword(c.SMTPURL))
	line("SMTP_FROM", c.SMTPFrom)
	line("SECRET", stars(string(c.Secret)))
	line("PUBLIC_URL", c.PublicURL)
	line("PRIVATE_MAIL", fmt.Sprint(c.PrivateMail))
	line("PRIVATE_CALLS", fmt.Sprint(c.PrivateCalls))
	line("OUTBOX", fmt.Sprint(c.Outbox))
	proxies := make([]string, 0, len(c.TrustedProxies))
	for _, p := range c.TrustedProxies {
		proxies = append(proxies, p.String())
	}
	line("TRUSTED_PROXIES", strings.Join(proxies, ","))
	line("LOG_LEVEL", strings.ToLower(c.LogLevel.String()))
	line("CLAMD", c.Clamd)
	line("METRICS_TOKEN", stars(c.MetricsToken))
	return b.String()
}

// GoString keeps %#v from showing secrets.
func (c Config) GoString() string { return c.String() }

// LogValue keeps logs from showing secrets.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// String shows no secrets.
func (s S3) String() string { return withoutPassword(s.Endpoint) + "/" + s.Bucket }

// GoString keeps %#v from showing secrets.
func (s S3) GoString() string { return s.String() }

// LogValue keeps logs from showing secrets.
func (s S3) LogValue() slog.Value { return slog.StringValue(s.String()) }

func stars(secret string) string {
	if secret == "" {
		return ""
	}
	return "********"
}

// withoutPassword takes the password out of a URL, and the settings too: a password may stand there as well.
func withoutPassword(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return stars(text)
	}
	if _, has := u.User.Password(); has {
		u.User = url.User(u.User.Username())
	}
	u.RawQuery, u.Fragment = "", ""
	return u.String()
}
