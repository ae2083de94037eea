package tenant

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
)

// Linked are forms, by key and by the revisions that somebody saw, that are to follow a section.
type Linked struct {
	Section string
	Forms   []definition.Draft
}

// UpdateLinks brings the drafts of forms to the newest version of a section: all of them or none, and with them those that
// name their fields. It returns them with their new revisions, and the faults of library.UpdateLinks.
func UpdateLinks(ctx context.Context, s Store, l *library.Library, r Request[Linked]) ([]library.Followed, error) {
	stage := l.Stage()
	followed, err := stage.UpdateLinks(ctx, r.Who, r.What.Section, r.What.Forms)
	if err != nil {
		return nil, err
	}
	return followed, s.Administer(ctx, r.Who.Tenant, func(o Office) error { return commit(o, stage) })
}
