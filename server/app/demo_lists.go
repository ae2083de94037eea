package app

import (
	"embed"
	"fmt"
	"time"

	"github.com/esteira/esteira/runtime/screening"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/tenant"
)

// demoLists are lists in the layouts of their sources, in which nobody stands but people of the demo and such as were
// made up.
//
//go:embed demolists
var demoLists embed.FS

var demoListNames = []struct{ key, name, format, file string }{
	{"ofac-exemplo", "OFAC (exemplo)", screening.OFAC, "ofac.csv"},
	{"onu-exemplo", "Nações Unidas (exemplo)", screening.UN, "un.xml"},
	{"ue-exemplo", "União Europeia (exemplo)", screening.EU, "eu.csv"},
	{"pep-exemplo", "Pessoas expostas (exemplo)", screening.PEP, "pep.csv"},
}

// listsBegan is how long before now the demo has its lists: before its first story.
const listsBegan = 400 * day

// lists loads the lists of a tenant, long before its first case. Those that are there already are left as they are.
func (r *rehearsal) lists(slug string, now time.Time) error {
	if slug != "aurora" {
		return nil
	}
	r.clock.set(now.Add(-listsBegan))
	who := r.members["compliance"]
	for _, l := range demoListNames {
		_, err := r.Administration.SaveList(r.ctx, who, tenant.ListWish{Key: l.key, Name: l.name, Format: l.format})
		if err != nil && fault.CodeOf(err) != fault.Conflict {
			return fmt.Errorf("list %s: %w", l.key, err)
		}
		content, err := demoLists.ReadFile("demolists/" + l.file)
		if err != nil {
			return err
		}
		_, err = r.Administration.LoadList(r.ctx, who, tenant.ListFiles{
			List: l.key, Files: []screening.Source{{Name: l.file, Content: content}}, Activate: true,
		})
		if err != nil && fault.CodeOf(err) != fault.Conflict {
			return fmt.Errorf("list %s: %w", l.key, err)
		}
	}
	return r.forward(now.Add(-listsBegan + time.Hour))
}
