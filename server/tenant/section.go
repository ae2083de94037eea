package tenant

import (
	"context"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/schemas/actor"
)

// Linked are forms, by key and by the revisions that somebody saw, that are to follow a section.
type Linked struct {
	Section string
	Forms   []definition.Draft
}

// UpdateLinks brings the drafts of forms to the newest version of a section: all of them or none, and with them those that
// name their fields. It returns them with their new revisions, and the faults of library.UpdateLinks.
func (a *Administration) UpdateLinks(ctx context.Context, who actor.Actor, linked Linked) ([]library.Followed, error) {
	stage := a.Library.Stage()
	followed, err := stage.UpdateLinks(ctx, who, linked.Section, linked.Forms)
	if err != nil {
		return nil, err
	}
	return followed, a.administer(ctx, who, func(d *scribe) error { return commit(d, stage) })
}
