// Package session signs members in and out, and recognises who a request comes from: a member by a session kept in
// the store, an applicant by a sealed cookie that opens exactly one case.
package session

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

// Lifetimes.
const (
	Lifetime    = 12 * time.Hour // of a member's session, from log-in
	touchAfter  = time.Minute    // how often "last seen" is written
	believed    = 5 * time.Second
	maxRemember = 10_000
)

// Store is what sessions need of tenant.Store.
type Store interface {
	Member(ctx context.Context, tenantID, id string) (tenant.Member, error)
	MemberByEmail(ctx context.Context, tenantID, email string) (tenant.Member, error)
	CreateSession(ctx context.Context, s tenant.Session) error
	Session(ctx context.Context, tenantID, sha string) (tenant.Session, error)
	TouchSession(ctx context.Context, tenantID, sha string, at time.Time) error
	DeleteSession(ctx context.Context, tenantID, sha string) error
}

// Keeper signs members in and recognises them.
type Keeper struct {
	store    Store
	now      func() time.Time
	throttle *Throttle // by account and address, and by address
	brake    *Throttle // by account, from wherever: slows guessing down, locks nobody out
	decoy    string    // hash of nothing, so that an unknown address takes as long as a known one

	mu     sync.Mutex
	recent map[string]sighting // by tenant and hash: spares two reads on most requests
	at     map[string]bool     // accounts and addresses that have logged in: the brake is not for them
}

type sighting struct {
	member  tenant.Member
	session tenant.Session
	at      time.Time
}

// NewKeeper returns a Keeper. now is the clock.
func NewKeeper(store Store, now func() time.Time) *Keeper {
	return &Keeper{
		store: store, now: now, throttle: NewThrottle(10, 15*time.Minute, now),
		brake: NewBrake(30, time.Hour, 20*time.Second, now), at: map[string]bool{},
		decoy: HashPassword(rand.Text()), recent: map[string]sighting{},
	}
}

// LogIn is what a person gives to sign in, and where from.
type LogIn struct {
	Tenant, Email, Password string
	IP, Agent               string
}

// Open signs a member in and returns the secret of the session, which goes into a cookie and is kept nowhere.
// Returns fault.Unsigned when address or password is wrong, without saying which, and fault.Limited after ten
// failures from one place in a quarter of an hour. Failures from elsewhere lock nobody out: past thirty in an hour they
// only make places that never logged in wait between tries.
func (k *Keeper) Open(ctx context.Context, in LogIn) (string, tenant.Session, error) {
	email := strings.ToLower(strings.TrimSpace(in.Email))
	if wait := k.wait(in, email); wait > 0 {
		return "", tenant.Session{}, fault.New(fault.Limited, "session.too_many").With("retryAfter", int(wait.Seconds())+1)
	}
	member, err := k.verify(ctx, in, email)
	if err != nil {
		return "", tenant.Session{}, err
	}
	secret := rand.Text() + rand.Text()
	now := k.now()
	s := tenant.Session{
		SHA256: digest(secret), Tenant: in.Tenant, Member: member.ID, CreatedAt: now, SeenAt: now,
		ExpiresAt: now.Add(Lifetime), IP: in.IP, Agent: in.Agent,
	}
	if err := k.store.CreateSession(ctx, s); err != nil {
		return "", tenant.Session{}, err
	}
	k.throttle.Clear(in.place(email))
	k.knows(in.place(email))
	return secret, s, nil
}

// Pretend signs a made person of a sandbox in, who has no password, until a moment, and returns the secret of the
// session.
func (k *Keeper) Pretend(ctx context.Context, m tenant.Member, until time.Time) (string, error) {
	secret := rand.Text() + rand.Text()
	now := k.now()
	return secret, k.store.CreateSession(ctx, tenant.Session{
		SHA256: digest(secret), Tenant: m.Tenant, Member: m.ID, CreatedAt: now, SeenAt: now, ExpiresAt: until,
	})
}

func (in LogIn) account(email string) string { return in.Tenant + "\x00" + email }

func (in LogIn) place(email string) string { return in.account(email) + "\x00" + in.IP }

func (in LogIn) address() string { return in.Tenant + "\x00ip\x00" + in.IP }

// wait is how long to wait before the next try.
func (k *Keeper) wait(in LogIn, email string) time.Duration {
	wait := max(k.throttle.Wait(in.place(email)), k.throttle.Wait(in.address()))
	k.mu.Lock()
	known := k.at[in.place(email)]
	k.mu.Unlock()
	if known {
		return wait
	}
	return max(wait, k.brake.Wait(in.account(email)))
}

func (k *Keeper) knows(place string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.at) >= maxRemember {
		clear(k.at)
	}
	k.at[place] = true
}

func (k *Keeper) verify(ctx context.Context, in LogIn, email string) (tenant.Member, error) {
	wrong := fault.New(fault.Unsigned, "session.wrong")
	member, err := k.store.MemberByEmail(ctx, in.Tenant, email)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return tenant.Member{}, err
	}
	hash := member.PasswordHash
	if err != nil || hash == "" {
		hash = k.decoy
	}
	ok, verr := VerifyPassword(in.Password, hash)
	if verr != nil {
		return tenant.Member{}, verr
	}
	if err != nil || !ok || !member.Active {
		k.throttle.Failed(in.place(email))
		k.throttle.FailedSoftly(in.address())
		k.brake.Failed(in.account(email))
		return tenant.Member{}, wrong
	}
	return member, nil
}

// Recognise returns the member behind a session secret. Returns fault.Unsigned when there is none, when it is over,
// or when the member is no longer active.
func (k *Keeper) Recognise(ctx context.Context, tenantID, secret string) (tenant.Member, tenant.Session, error) {
	over := fault.New(fault.Unsigned, "session.over")
	if secret == "" {
		return tenant.Member{}, tenant.Session{}, over
	}
	sha := digest(secret)
	if seen, ok := k.sighted(tenantID + "\x00" + sha); ok {
		return seen.member, seen.session, nil
	}
	s, err := k.store.Session(ctx, tenantID, sha)
	if fault.CodeOf(err) == fault.NotFound || (err == nil && !k.now().Before(s.ExpiresAt)) {
		return tenant.Member{}, tenant.Session{}, over
	}
	if err != nil {
		return tenant.Member{}, tenant.Session{}, err
	}
	m, err := k.store.Member(ctx, tenantID, s.Member)
	if err != nil || !m.Active {
		return tenant.Member{}, tenant.Session{}, over
	}
	if k.now().Sub(s.SeenAt) > touchAfter {
		if err := k.store.TouchSession(ctx, tenantID, sha, k.now()); err != nil {
			return tenant.Member{}, tenant.Session{}, err
		}
	}
	k.remember(tenantID+"\x00"+sha, sighting{member: m, session: s, at: k.now()})
	return m, s, nil
}

// Close signs a session out.
func (k *Keeper) Close(ctx context.Context, tenantID, secret string) error {
	sha := digest(secret)
	k.mu.Lock()
	delete(k.recent, tenantID+"\x00"+sha)
	k.mu.Unlock()
	return k.store.DeleteSession(ctx, tenantID, sha)
}

// Forget drops what is remembered of members, after one of them was changed.
func (k *Keeper) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.recent)
}

func (k *Keeper) sighted(key string) (sighting, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, ok := k.recent[key]
	return s, ok && k.now().Sub(s.at) < believed && k.now().Before(s.session.ExpiresAt)
}

func (k *Keeper) remember(key string, s sighting) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.recent) >= maxRemember {
		clear(k.recent)
	}
	k.recent[key] = s
}

// Member returns the actor of a member.
func Member(m tenant.Member) actor.Actor {
	return actor.Actor{Kind: actor.Member, Tenant: m.Tenant, ID: m.ID, Name: m.Name, Roles: m.Roles}
}

// Applicant returns the actor of the applicant of a case.
func Applicant(tenantID, caseID string) actor.Actor {
	return actor.Actor{Kind: actor.Applicant, Tenant: tenantID, ID: caseID, Case: caseID, Roles: []string{"applicant"}}
}

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
