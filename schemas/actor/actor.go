// Package actor says who is doing something: a member of the tenant, an applicant, or the system itself.
//
// It carries identity only. Whether the actor may do it is asked of server/access through an interface declared
// by the verb that needs the answer.
package actor

// Kind tells apart the sorts of actor.
type Kind string

// The kinds of actor.
const (
	Member    Kind = "member"    // a person of the tenant, signed in
	Applicant Kind = "applicant" // the person a case is about, known by a link or a code
	System    Kind = "system"    // a job, a timer, a check
	Service   Kind = "service"   // another program, known by an API key
)

// Actor is one who acts, always inside exactly one tenant.
type Actor struct {
	Kind   Kind     `json:"kind"`
	Tenant string   `json:"tenant"`
	ID     string   `json:"id"`              // member id, case id (applicant), or the name of the job
	Name   string   `json:"name,omitempty"`  // for people to read; empty for the system
	Roles  []string `json:"roles,omitempty"` // role keys of a member; applicants have "applicant"
	Case   string   `json:"case,omitempty"`  // the only case an applicant may touch
	IP     string   `json:"-"`               // where the request came from, for evidence
	Port   int      `json:"-"`               // source port, needed behind carrier-grade NAT
	Agent  string   `json:"-"`               // user agent, for evidence
	// Helper is the member who types what this applicant says, at a counter or on the phone; nil when they type themselves.
	Helper *Actor `json:"-"`
}

// Hand is whose hand did it: the helper's, where there is one.
func (a Actor) Hand() Actor {
	if a.Helper != nil {
		return *a.Helper
	}
	return a
}

// Job returns the system actor for a named piece of background work in a tenant.
func Job(tenant, name string) Actor {
	return Actor{Kind: System, Tenant: tenant, ID: name, Roles: []string{"system"}}
}
