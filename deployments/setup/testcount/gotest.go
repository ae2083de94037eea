package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
)

// event is one line of go test -json; see go doc test2json.
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// key names a test within all packages; the test of a package itself is "".
type key struct{ pkg, test string }

// results is what a run came to: the verdict of each test and package, and what each printed.
type results struct {
	verdict map[key]string
	output  map[key]*strings.Builder
	build   map[string]*strings.Builder
	parents map[key]bool
}

// read takes events until the end and calls done for each package that ends.
func read(r io.Reader, done func(results, event)) (results, error) {
	res := results{map[key]string{}, map[key]*strings.Builder{}, map[string]*strings.Builder{}, map[key]bool{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			e = event{Action: "build-output", Output: lines.Text() + "\n"}
		}
		res.take(e)
		if e.Test == "" && ended(e.Action) {
			done(res, e)
		}
	}
	return res, lines.Err()
}

func ended(action string) bool { return action == "pass" || action == "fail" || action == "skip" }

func (res results) take(e event) {
	k := key{e.Package, e.Test}
	switch {
	case e.Action == "build-output":
		write(res.build, e.ImportPath, e.Output)
	case e.Action == "output":
		write(res.output, k, e.Output)
	case ended(e.Action):
		res.verdict[k] = e.Action
		if i := strings.LastIndexByte(e.Test, '/'); i > 0 {
			res.parents[key{e.Package, e.Test[:i]}] = true
		}
	}
}

func write[K comparable](to map[K]*strings.Builder, k K, text string) {
	if to[k] == nil {
		to[k] = &strings.Builder{}
	}
	to[k].WriteString(text)
}

// count adds up the tests; a test with subtests counts by them alone.
func (res results) count() total {
	t := total{failed: len(res.failed())}
	for k, v := range res.verdict {
		switch {
		case k.test == "" || res.parents[k]:
		case v == "pass":
			t.passed++
		case v == "skip":
			t.skipped++
		}
	}
	return t
}

// failed names the tests that failed, in order. A test with subtests is named when none of them is to blame; a package when
// none of its tests is (it did not build, it exited).
func (res results) failed() []string {
	blamed := map[key]bool{}
	for k, v := range res.verdict {
		if v != "fail" || k.test == "" {
			continue
		}
		blamed[key{pkg: k.pkg}] = true
		if i := strings.LastIndexByte(k.test, '/'); i > 0 {
			blamed[key{k.pkg, k.test[:i]}] = true
		}
	}
	var names []string
	for k, v := range res.verdict {
		if v == "fail" && !blamed[k] {
			names = append(names, strings.TrimSpace(k.pkg+" "+k.test))
		}
	}
	sort.Strings(names)
	return names
}

func readGo(data []byte) (total, error) {
	res, err := read(bytes.NewReader(data), func(results, event) {})
	return res.count(), err
}

// show names the tests that failed, prints what they said, and below that the packages that passed with their seconds. It
// returns an error when one failed.
func show(r io.Reader, w io.Writer) error {
	var passed, said strings.Builder
	res, err := read(r, func(res results, e event) {
		switch e.Action {
		case "pass":
			fmt.Fprintf(&passed, "ok    %s  %.1fs\n", e.Package, e.Elapsed)
		case "fail":
			res.explain(&said, e.Package)
			fmt.Fprintf(&said, "FAIL  %s  %.1fs\n", e.Package, e.Elapsed)
		}
	})
	for k, v := range res.verdict {
		if v == "skip" && k.test != "" {
			fmt.Fprintf(&passed, "skip  %s %s\n", k.pkg, k.test)
		}
	}
	for _, text := range res.build {
		said.WriteString(text.String())
	}
	failed := res.failed()
	for _, name := range failed {
		fmt.Fprintf(w, "FAIL  %s\n", name)
	}
	fmt.Fprint(w, said.String(), passed.String())
	if err == nil && len(failed) > 0 {
		err = fmt.Errorf("%d failed", len(failed))
	}
	return err
}

func (res results) explain(w io.Writer, pkg string) {
	var blamed []string
	for k := range res.output {
		if k.pkg == pkg && res.verdict[k] != "pass" && res.verdict[k] != "skip" {
			blamed = append(blamed, k.test)
		}
	}
	sort.Strings(blamed) // the package itself, "", comes first
	for _, test := range blamed {
		fmt.Fprint(w, res.output[key{pkg, test}])
	}
}
