package main

import (
	"bytes"
	"strings"
	"testing"
)

// report has a test with two subtests, a skipped one, a failed one that spoke, and a package that did not build.
const report = `{"Action":"start","Package":"a"}
{"Action":"pass","Package":"a","Test":"TestTree/left"}
{"Action":"pass","Package":"a","Test":"TestTree/right"}
{"Action":"pass","Package":"a","Test":"TestTree"}
{"Action":"skip","Package":"a","Test":"TestLater"}
{"Action":"pass","Package":"a","Elapsed":0.5}
{"Action":"fail","Package":"b","Test":"TestBranch/leaf"}
{"Action":"fail","Package":"b","Test":"TestBranch"}
{"Action":"pass","Package":"b","Test":"TestRoot/leaf"}
{"Action":"fail","Package":"b","Test":"TestRoot"}
{"Action":"output","Package":"b","Test":"TestWrong","Output":"    want 1, have 2\n"}
{"Action":"fail","Package":"b","Test":"TestWrong"}
{"Action":"fail","Package":"b"}
{"ImportPath":"c","Action":"build-output","Output":"c.go:1: no such thing\n"}
{"Action":"fail","Package":"c"}
`

func TestCountsLeavesAndPackagesThatDidNotBuild(t *testing.T) {
	have, err := readGo([]byte(report))
	if want := (total{passed: 3, failed: 4, skipped: 1}); err != nil || have != want {
		t.Errorf("have %+v, %v; want %+v", have, err, want)
	}
}

func TestShowsWhatFailedTestsSaid(t *testing.T) {
	var out bytes.Buffer
	if err := show(strings.NewReader(report), &out); err == nil {
		t.Error("no error for two failed packages")
	}
	if names := "FAIL  b TestBranch/leaf\nFAIL  b TestRoot\nFAIL  b TestWrong\nFAIL  c\n"; !strings.HasPrefix(out.String(), names) {
		t.Errorf("the names of what failed do not lead in\n%s", &out)
	}
	for _, want := range []string{"ok    a  0.5s", "want 1, have 2", "FAIL  b", "no such thing", "skip  a TestLater"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, &out)
		}
	}
}

func TestAVitestFileThatDoesNotLoadIsAFailure(t *testing.T) {
	have, err := readVitest([]byte(`{"numPassedTests":3,"numFailedTests":0,"success":false}`))
	if want := (total{passed: 3, failed: 1}); err != nil || have != want {
		t.Errorf("have %+v, %v; want %+v", have, err, want)
	}
}
