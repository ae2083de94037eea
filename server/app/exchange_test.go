package app_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/esteira/esteira/server/app"
)

// desk runs commands on one installation.
type desk struct {
	t    *testing.T
	data string
}

func (d desk) run(in string, args ...string) (string, error) {
	d.t.Helper()
	var out, errs bytes.Buffer
	err := app.Run(d.t.Context(), app.Call{
		Args: args, Environ: []string{"ESTEIRA_DATA=" + d.data, "ESTEIRA_LOG_LEVEL=error"}, In: strings.NewReader(in), Out: &out, Err: &errs,
	})
	return out.String() + errs.String(), err
}

func (d desk) must(in string, args ...string) string {
	d.t.Helper()
	out, err := d.run(in, args...)
	if err != nil {
		d.t.Fatalf("esteira %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func filesOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, name))
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// exported is a tenant "first" with a template, and the folder that its designs were written to.
func exported(t *testing.T, templates ...string) (desk, string) {
	t.Helper()
	d, folder := desk{t, t.TempDir()}, filepath.Join(t.TempDir(), "set")
	d.must("a long password", "tenant", "create", "first", "First", "admin@first.example")
	for _, template := range templates {
		d.must("", "template", "install", "first", template)
	}
	d.must("", "export", "first", folder)
	return d, folder
}

func TestASetGoesRoundUnchanged(t *testing.T) {
	t.Parallel()
	d, one := exported(t, "pj-account", "pf-account")
	two := filepath.Join(t.TempDir(), "two")
	d.must("a long password", "tenant", "create", "second", "Second", "admin@second.example")
	if out := d.must("", "check", one); !strings.Contains(out, "definitions can be published") {
		t.Error(out)
	}
	if plan := d.must("", "import", "second", one); !strings.Contains(plan, "+ forms/") || strings.Contains(plan, "done") {
		t.Errorf("the plan is\n%s", plan)
	}
	if again := d.must("", "import", "second", one); !strings.Contains(again, "+ forms/") {
		t.Errorf("a plan has changed something:\n%s", again)
	}
	d.must("", "import", "--apply", "second", one)
	d.must("", "export", "second", two)
	before, after := filesOf(t, one), filesOf(t, two)
	if len(before) < 6 || len(before) != len(after) {
		t.Fatalf("%d files, then %d", len(before), len(after))
	}
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s has changed on the way", name)
		}
		if strings.Contains(text, "first.example") || strings.Contains(text, "argon2") {
			t.Errorf("%s names a person or holds a secret", name)
		}
	}
	if same := d.must("", "import", "--apply", "second", one); !strings.Contains(same, "nothing would change") {
		t.Errorf("the second time:\n%s", same)
	}
}

func TestAPlanSaysWhatStays(t *testing.T) {
	t.Parallel()
	d, folder := exported(t, "address-change")
	write(t, filepath.Join(folder, "policies.json"), "[]\n")
	if err := os.Remove(filepath.Join(folder, "roles.json")); err != nil {
		t.Fatal(err)
	}
	if plan := d.must("", "import", "first", folder); !strings.Contains(plan, "nothing would change") || strings.Contains(plan, "- ") {
		t.Errorf("an import takes nothing away, and the plan is\n%s", plan)
	}
}

func TestAPlanShowsTheLineThatChanges(t *testing.T) {
	t.Parallel()
	d, folder := exported(t, "address-change")
	files, err := filepath.Glob(filepath.Join(folder, "forms", "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), `"defaultLocale": "pt-BR"`, `"defaultLocale": "en"`, 1)
	if changed == string(text) {
		t.Fatal("the form has another default language now")
	}
	write(t, files[0], changed)
	plan := d.must("", "import", "first", folder)
	for _, line := range []string{`- `, `+ `, `"defaultLocale": "en"`, "~ forms/"} {
		if !strings.Contains(plan, line) {
			t.Errorf("no %q in the plan:\n%s", line, plan)
		}
	}
	d.must("", "import", "--apply", "first", folder)
	d.must("", "export", "first", folder)
	if now := filesOf(t, folder)["forms/"+filepath.Base(files[0])]; now != changed {
		t.Error("what was imported is not what is exported")
	}
}

func TestABrokenSetIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	d, folder := exported(t, "address-change")
	whole := filesOf(t, folder)
	for name, text := range whole {
		switch filepath.Dir(name) {
		case "forms":
			write(t, filepath.Join(folder, name), strings.Replace(text, `"locales"`, `"lokales"`, 1))
			if out, err := d.run("", "check", folder); err == nil || !strings.Contains(out+err.Error(), name) {
				t.Errorf("%s: %v\n%s", name, err, out)
			}
		case "pipelines":
			write(t, filepath.Join(folder, name), strings.Replace(text, `"trigger": {`, `"trigger": {"event": "never.happens",`, 1))
			if _, err := d.run("", "import", "--apply", "first", folder); err == nil {
				t.Errorf("%s was taken", name)
			}
		case ".":
			write(t, filepath.Join(folder, name), `{"no": "list"}`)
			if out, err := d.run("", "check", folder); err == nil || !strings.Contains(out+err.Error(), "set.unreadable") {
				t.Errorf("%s: %v\n%s", name, err, out)
			}
		}
		write(t, filepath.Join(folder, name), text)
	}
	if same := d.must("", "import", "first", folder); !strings.Contains(same, "nothing would change") {
		t.Errorf("a refused set has changed something:\n%s", same)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A set whose scenario does not go as it should is told of with its place, and cannot be imported.
func TestASetIsPlayedBeforeItIsImported(t *testing.T) {
	t.Parallel()
	d, folder := exported(t, "pf-account")
	name := filepath.Join(folder, "pipelines", "onboarding-pf.json")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	with := func(stage string) {
		scenario := `"scenarios": [{"key": "begins", "title": {"pt-BR": "Começa", "es": "Empieza", "en": "Begins", "ar": "يبدأ"}, "steps": [
			{"as": "applicant", "do": "start", "expect": {"stage": "` + stage + `"}},
			{"as": "registration", "do": "approve", "expect": {"refused": "case.verb_not_here"}}]}],`
		changed := strings.Replace(string(text), "{", "{"+scenario, 1)
		if err := os.WriteFile(name, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	with("draft")
	if out := d.must("", "check", folder); !strings.Contains(out, "can be published") {
		t.Error(out)
	}
	with("approval")
	out, err := d.run("", "check", folder)
	if err == nil || !strings.Contains(out, "/pipelines/0/scenarios/0/steps/0") || !strings.Contains(out, "should stand in") {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := d.run("", "import", "--apply", "first", folder); err == nil {
		t.Errorf("imported: %s", out)
	}
}

// TestATenantThatIsNotThereIsNotVerified: a slug that was mistyped must not look like a sound log.
func TestATenantThatIsNotThereIsNotVerified(t *testing.T) {
	t.Parallel()
	d := desk{t, t.TempDir()}
	d.must("a long password", "tenant", "create", "first", "First", "admin@first.example")
	for _, command := range [][]string{{"audit", "verify"}, {"cockpit", "rebuild"}} {
		if out := d.must("", append(command, "first")...); !strings.HasPrefix(out, "first: ") {
			t.Errorf("%v says %q", command, out)
		}
		if out, err := d.run("", append(command, "frist")...); err == nil || !strings.Contains(err.Error(), "frist") {
			t.Errorf("%v of nobody: %v %q", command, err, out)
		}
	}
}
