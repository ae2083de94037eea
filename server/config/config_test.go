package config

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDefaultsRunOnOneMachine(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	c, err := Load(Sources{Environ: []string{"ESTEIRA_DATA=" + data, "HOME=/root"}})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != ":8080" || c.DatabaseURL != "sqlite://"+data+"/esteira.db" || c.PublicURL != "http://localhost:8080" || c.S3.Endpoint != "" ||
		c.SMTPURL != "" || c.Outbox || c.LogLevel != slog.LevelInfo || c.TrustedProxies != nil {
		t.Fatalf("%v", c)
	}
	again, err := Load(Sources{Environ: []string{"ESTEIRA_DATA=" + data}})
	if err != nil || len(c.Secret) < 32 || string(again.Secret) != string(c.Secret) {
		t.Fatal("the secret was not kept", err)
	}
	info, err := os.Stat(filepath.Join(data, "secret"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode(), err)
	}
	if list, _ := os.ReadDir(data); len(list) != 1 {
		t.Fatalf("left behind: %v", list)
	}
}

func TestOrderOfSources(t *testing.T) {
	file := filepath.Join(t.TempDir(), "esteira.env")
	text := "# a comment\n\nESTEIRA_ADDR=:1\n ESTEIRA_LOG_LEVEL = \"debug\"\nESTEIRA_CLAMD='clam:3310'\nESTEIRA_DATA=" + t.TempDir() + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(Sources{Environ: []string{"ESTEIRA_CONFIG=" + file, "ESTEIRA_ADDR=:2", "ESTEIRA_CLAMD=scan:3310"}, Override: map[string]string{"ESTEIRA_ADDR": ":3"}})
	if err != nil || c.Addr != ":3" || c.Clamd != "scan:3310" || c.LogLevel != slog.LevelDebug || c.PublicURL != "http://localhost:3" {
		t.Fatal(c, err)
	}
	if err := os.WriteFile(file, []byte("ESTEIRA_ADR=:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(Sources{File: file}); err == nil || !strings.Contains(err.Error(), `:1: "ESTEIRA_ADR" is not a setting`) {
		t.Fatal(err)
	}
}

func TestAllThatIsWrongIsTold(t *testing.T) {
	_, err := Load(Sources{Environ: []string{
		"ESTEIRA_DATA=" + t.TempDir(), "ESTEIRA_ADDR=8080", "ESTEIRA_DATABASE_URL=mysql://u:hunter2@h/d", "ESTEIRA_S3_BUCKET=b", "ESTEIRA_SMTP_URL=smtp://u:hunter2@h:25",
		"ESTEIRA_SECRET=hunter2", "ESTEIRA_PUBLIC_URL=example.org", "ESTEIRA_OUTBOX=maybe", "ESTEIRA_TRUSTED_PROXIES=10.0.0.0/8, x", "ESTEIRA_LOG_LEVEL=loud", "ESTEIRA_CLAMD=clam",
	}})
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for _, name := range []string{"ADDR", "DATABASE_URL", "S3_ENDPOINT", "SMTP_FROM", "SECRET", "PUBLIC_URL", "OUTBOX", "TRUSTED_PROXIES", "LOG_LEVEL", "CLAMD"} {
		if !strings.Contains(err.Error(), "ESTEIRA_"+name+" ") {
			t.Errorf("%s is not told:\n%v", name, err)
		}
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a secret is told:\n%v", err)
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	c, err := Load(Sources{Environ: []string{
		"ESTEIRA_DATA=" + t.TempDir(), "ESTEIRA_DATABASE_URL=postgres://user:hunter2@db:5432/esteira?sslpassword=hunter2", "ESTEIRA_S3_ENDPOINT=https://s3.example.org",
		"ESTEIRA_S3_BUCKET=files", "ESTEIRA_S3_ACCESS_KEY=hunter2", "ESTEIRA_S3_SECRET_KEY=hunter2", "ESTEIRA_SMTP_URL=smtps://user:hunter2@mail:465",
		"ESTEIRA_SMTP_FROM=no-reply@example.org", "ESTEIRA_SECRET=hunter2hunter2hunter2hunter2hunter2", "ESTEIRA_TRUSTED_PROXIES=10.0.0.0/8,::1", "ESTEIRA_PUBLIC_URL=https://e.example.org/",
	}})
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", c, "s3", c.S3)
	for _, text := range []string{c.String(), fmt.Sprintf("%v %+v %#v %s", c, c, c, c), fmt.Sprintf("%v %+v %#v", c.S3, &c, c.S3), log.String()} {
		if strings.Contains(text, "hunter2") {
			t.Errorf("a secret is shown:\n%s", text)
		}
	}
	for _, want := range []string{"postgres://user@db:5432/esteira\n", "S3_BUCKET=files", "smtps://user@mail:465", "10.0.0.0/8,::1/128", "PUBLIC_URL=https://e.example.org\n"} {
		if !strings.Contains(c.String(), want) {
			t.Errorf("%q is not shown:\n%s", want, c)
		}
	}
}
