package session

import (
	"context"
	"testing"
	"time"

	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

type oneMember struct {
	Store
	hash string
}

func (o oneMember) MemberByEmail(context.Context, string, string) (tenant.Member, error) {
	return tenant.Member{ID: "m", Active: true, PasswordHash: o.hash}, nil
}

func (oneMember) CreateSession(context.Context, tenant.Session) error { return nil }

// Failures from elsewhere do not lock a member out of where they work; guessing from many places is slowed down.
func TestNobodyLocksAMemberOut(t *testing.T) {
	t.Parallel()
	now := time.Now()
	k := NewKeeper(oneMember{hash: HashPassword("right")}, func() time.Time { return now })
	try := func(password, ip string) fault.Code {
		_, _, err := k.Open(t.Context(), LogIn{Tenant: "a", Email: "m@a.example", Password: password, IP: ip})
		return fault.CodeOf(err)
	}
	if got := try("right", "home"); got != "" {
		t.Fatalf("at home: %s", got)
	}
	for range 10 {
		try("wrong", "there")
	}
	if got := try("right", "there"); got != fault.Limited {
		t.Errorf("after ten failures in one place: %q", got)
	}
	if got := try("right", "elsewhere"); got != "" {
		t.Errorf("another place is locked too: %s", got)
	}
	for _, ip := range []string{"b1", "b2", "b3"} {
		for range 9 {
			try("wrong", ip)
		}
	}
	if got := try("right", "new"); got != fault.Limited {
		t.Errorf("guessing from many places is not slowed down: %q", got)
	}
	if got := try("right", "home"); got != "" {
		t.Errorf("a place that is known waits: %s", got)
	}
	now = now.Add(21 * time.Second)
	if got := try("right", "new"); got != "" {
		t.Errorf("the brake locks: %s", got)
	}
}
