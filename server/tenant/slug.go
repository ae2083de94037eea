package tenant

import (
	"regexp"
	"slices"

	"github.com/esteira/esteira/schemas/fault"
)

var slugForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])$`)

// sandboxForm is the form of the names of sandboxes, which are addressed as tenants are.
var sandboxForm = regexp.MustCompile(`^try-[a-z2-7]{26}$`)

// IsSandbox tells whether a slug is one that only sandboxes have.
func IsSandbox(slug string) bool { return sandboxForm.MatchString(slug) }

// reserved are slugs that addresses of the product itself use, or that would pass for it.
var reserved = []string{
	"admin", "api", "apply", "assets", "esteira", "files", "healthz", "login", "metrics", "openapi", "readyz", "resume", "sign",
	"static", "support", "system", "www",
}

// CheckSlug returns fault.Invalid "tenant.slug" for a slug that is not 2 to 40 lower-case letters, digits and hyphens
// between them, and "tenant.slug_reserved" for one that the product needs itself.
func CheckSlug(slug string) error {
	if !slugForm.MatchString(slug) {
		return fault.New(fault.Invalid, "tenant.slug").With("slug", slug)
	}
	if slices.Contains(reserved, slug) {
		return fault.New(fault.Invalid, "tenant.slug_reserved").With("slug", slug)
	}
	return nil
}
