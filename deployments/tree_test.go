package deployments_test

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// homePath finds a path into somebody's home folder; the first part keeps addresses and routes that merely look alike out.
var homePath = regexp.MustCompile("(?m)(?:^|[\\s\"'`=(:])/(?:root|(?:home|Users)/[\\w.-]+)/")

// TestFilesFitEveryMachine looks for what works on one machine only: where packages were downloaded from, and whose folder it was.
func TestFilesFitEveryMachine(t *testing.T) {
	hosts := registryHosts(t)
	for _, file := range projectFiles(t) {
		text, err := os.ReadFile(filepath.Join("..", file))
		if os.IsNotExist(err) {
			continue // deleted, and not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		if bytes.IndexByte(text, 0) >= 0 {
			continue // a picture, a font
		}
		for _, host := range hosts {
			if bytes.Contains(text, []byte(host)) {
				t.Errorf("%s names the package registry that this machine uses", file)
			}
		}
		if m := homePath.Find(text); m != nil {
			t.Errorf("%s holds the path of a home folder: %s", file, bytes.TrimSpace(m))
		}
		if strings.HasSuffix(file, "package-lock.json") && bytes.Contains(text, []byte(`"resolved"`)) {
			t.Errorf(`%s says where packages were "resolved": npm install with the settings of ui/.npmrc leaves that out`, file)
		}
	}
}

// registryHosts asks the package managers, because to write the hosts down here would be to name them.
func registryHosts(t *testing.T) []string {
	t.Helper()
	asked := output(t, "go", "env", "GOPROXY") + "," + output(t, "npm", "config", "get", "registry")
	var hosts []string
	for _, address := range strings.FieldsFunc(asked, func(r rune) bool { return strings.ContainsRune(",| \n", r) }) {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			hosts = append(hosts, u.Host)
		}
	}
	return hosts
}

// projectFiles lists what is committed and what would be.
func projectFiles(t *testing.T) []string {
	t.Helper()
	return strings.Split(output(t, "git", "ls-files", "--cached", "--others", "--exclude-standard"), "\n")
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return strings.TrimSpace(string(out))
}
