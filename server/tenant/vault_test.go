package tenant_test

import (
	"bytes"
	"testing"

	"github.com/esteira/esteira/server/tenant"
)

func TestAVaultOpensForItsOwnAlone(t *testing.T) {
	t.Parallel()
	vault := func(secret string) *tenant.Vault {
		v, err := tenant.NewVault([]byte(secret))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	one, other := vault("one secret of the installation"), vault("another secret of the installation")
	sealed, err := one.Seal("a", "email", map[string]string{"password": "hush-hush"})
	if err != nil || bytes.Contains(sealed, []byte("hush")) {
		t.Fatalf("%q, %v", sealed, err)
	}
	if got, err := one.Open("a", "email", sealed); err != nil || got["password"] != "hush-hush" {
		t.Errorf("got %v, %v", got, err)
	}
	bent := append([]byte{}, sealed...)
	bent[len(bent)-1] ^= 1
	for name, open := range map[string]func() (map[string]string, error){
		"another tenant": func() (map[string]string, error) { return one.Open("b", "email", sealed) },
		"another plugin": func() (map[string]string, error) { return one.Open("a", "sms", sealed) },
		"another key":    func() (map[string]string, error) { return other.Open("a", "email", sealed) },
		"changed":        func() (map[string]string, error) { return one.Open("a", "email", bent) },
		"cut":            func() (map[string]string, error) { return one.Open("a", "email", sealed[:5]) },
	} {
		if got, err := open(); err == nil {
			t.Errorf("%s: opened as %v", name, got)
		}
	}
	if again, err := one.Seal("a", "email", map[string]string{"password": "hush-hush"}); err != nil || bytes.Equal(again, sealed) {
		t.Error("the same secret is sealed alike twice")
	}
}
