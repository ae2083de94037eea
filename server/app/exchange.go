package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/esteira/esteira/builder/definition"
	"github.com/esteira/esteira/builder/library"
	"github.com/esteira/esteira/schemas/actor"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/httpapi"
	"github.com/esteira/esteira/server/tenant"
)

// exportCommand writes all that a tenant has designed into a folder.
func exportCommand(ctx context.Context, call Call) error {
	if len(call.Args) != 2 {
		return errors.New("say: esteira export SLUG FOLDER")
	}
	return closed(ctx, call, func(a *App) error {
		t, err := a.Store.TenantBySlug(ctx, call.Args[0])
		if err != nil {
			return err
		}
		set, err := a.exported(ctx, t)
		if err != nil {
			return err
		}
		if err := writeSet(call.Args[1], set); err != nil {
			return err
		}
		_, err = fmt.Fprintf(call.Out, "%d files written to %s\n", len(set.Files), call.Args[1])
		return err
	})
}

func (a *App) exported(ctx context.Context, t tenant.Tenant) (library.Set, error) {
	kept, rules, _, err := a.Store.Policies(ctx, t.ID)
	if err != nil {
		return library.Set{}, err
	}
	return a.Library.Export(ctx, actor.Job(t.ID, "operator"), rolesOf(kept), policiesOf(rules))
}

// writeSet makes a folder hold a set. Definitions that are no longer in it are deleted; other files are left alone.
func writeSet(folder string, set library.Set) error {
	for _, sub := range []string{"forms", "checklists", "pipelines"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o750); err != nil {
			return err
		}
		old, err := filepath.Glob(filepath.Join(folder, sub, "*.json"))
		if err != nil {
			return err
		}
		for _, name := range old {
			if _, ok := set.Files[sub+"/"+filepath.Base(name)]; ok {
				continue
			}
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	for name, text := range set.Files {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// importCommand says what a folder would change for a tenant, and changes it when told to.
func importCommand(ctx context.Context, call Call) error {
	flags := flag.NewFlagSet("import", flag.ContinueOnError)
	flags.SetOutput(call.Err)
	apply := flags.Bool("apply", false, "do it; without, only the plan is shown")
	if err := flags.Parse(call.Args); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return errors.New("say: esteira import [--apply] SLUG FOLDER")
	}
	return closed(ctx, call, func(a *App) error {
		t, err := a.Store.TenantBySlug(ctx, flags.Arg(0))
		if err != nil {
			return err
		}
		wanted, err := library.ReadSet(os.DirFS(flags.Arg(1)))
		if err != nil {
			return told(call.Err, err)
		}
		has, err := a.exported(ctx, t)
		if err != nil {
			return err
		}
		after, err := a.merged(ctx, t, wanted)
		if err != nil {
			return err
		}
		changed, err := showPlan(call.Out, has, after)
		if err != nil || !changed || !*apply {
			return err
		}
		if err := a.InstallTemplate(ctx, t, wanted); err != nil {
			return told(call.Err, err)
		}
		_, err = io.WriteString(call.Out, "done\n")
		return err
	})
}

// merged is a set with the roles and policies that the tenant will have: an import adds to them, and takes none away.
func (a *App) merged(ctx context.Context, t tenant.Tenant, wanted library.Template) (library.Template, error) {
	kept, rules, _, err := a.Store.Policies(ctx, t.ID)
	if err != nil {
		return wanted, err
	}
	kept, rules = tenant.Merge(kept, rules, wanted)
	wanted.Roles, wanted.Policies = rolesOf(kept), policiesOf(rules)
	return wanted, nil
}

func rolesOf(kept []tenant.Role) []library.Role {
	roles := make([]library.Role, len(kept))
	for i, r := range kept {
		roles[i] = library.Role(r)
	}
	return roles
}

func policiesOf(rules []tenant.Policy) []library.Policy {
	policies := make([]library.Policy, len(rules))
	for i, p := range rules {
		policies[i] = library.Policy(p)
	}
	return policies
}

// showPlan prints what would change, and says whether anything would.
func showPlan(out io.Writer, has library.Set, wanted library.Template) (bool, error) {
	set, err := library.SetOf(wanted)
	if err != nil {
		return false, err
	}
	changed := false
	for _, c := range library.Plan(has, set) {
		if _, err := fmt.Fprintln(out, c.Mark, c.Path); err != nil {
			return false, err
		}
		changed = changed || c.Mark == "+" || c.Mark == "~"
		if c.Mark != "~" {
			continue
		}
		for _, line := range library.Differences(has.Files[c.Path], set.Files[c.Path]) {
			if _, err := fmt.Fprintln(out, line); err != nil {
				return false, err
			}
		}
	}
	if !changed {
		_, err = io.WriteString(out, "nothing would change\n")
	}
	return changed, err
}

// checkCommand says what is wrong with a folder, without a database.
func checkCommand(ctx context.Context, call Call) error {
	if len(call.Args) != 1 {
		return errors.New("say: esteira check FOLDER")
	}
	set, err := library.ReadSet(os.DirFS(call.Args[0]))
	if err != nil {
		return told(call.Err, err)
	}
	data, err := os.MkdirTemp("", "esteira-check-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data) //nolint:errcheck // the system clears its own folder for temporary files
	call.Environ = []string{"ESTEIRA_DATA=" + data, "ESTEIRA_LOG_LEVEL=error"}
	return closed(ctx, call, func(a *App) error {
		t, err := a.CreateTenant(ctx, tenant.Tenant{Slug: "check", Name: "Check", DefaultLocale: "en", Locales: []string{"en"}})
		if err != nil {
			return err
		}
		if err := a.InstallTemplate(ctx, t, set); err != nil {
			return told(call.Err, err)
		}
		return a.warnings(ctx, call.Out, t)
	})
}

// warnings prints what does not keep definitions from being published.
func (a *App) warnings(ctx context.Context, out io.Writer, t tenant.Tenant) error {
	who := actor.Job(t.ID, "operator")
	_, versions, err := a.Library.List(ctx, who)
	if err != nil {
		return err
	}
	for _, v := range versions {
		found, err := a.Library.Check(ctx, who, v.Kind, v.Key)
		if err != nil {
			return err
		}
		if err := printFindings(out, place(v), found); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "%d definitions can be published\n", len(versions))
	return err
}

func place(v definition.Version) string { return string(v.Kind) + " " + v.Key + " " }

// told prints where a fault is, and returns what ends the command.
func told(out io.Writer, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) || len(f.Violations) == 0 {
		return err
	}
	return errors.Join(printFindings(out, "", f.Violations), errors.New("it cannot be published as it is"))
}

func printFindings(out io.Writer, place string, found []fault.Violation) error {
	for _, v := range found {
		severity := "error"
		if v.Severity != "" {
			severity = v.Severity
		}
		if _, err := fmt.Fprintf(out, "%s: %s%s: %s\n", severity, place, v.Path, httpapi.Say(v)); err != nil {
			return err
		}
	}
	return nil
}
