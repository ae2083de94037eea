// Testcount reads what the three test runners report. It gives a readable account of `go test -json` while that runs, and
// the one line of totals at the end. It runs no test and judges nothing beyond what the reports say.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

// total adds up tests; a test with subtests counts by them alone.
type total struct{ passed, failed, skipped int }

func (t *total) add(o total) {
	t.passed += o.passed
	t.failed += o.failed
	t.skipped += o.skipped
}

func main() {
	goReport := flag.String("go", "", "report of go test -json")
	vitest := flag.String("vitest", "", "report of vitest, json")
	playwright := flag.String("playwright", "", "report of playwright, json")
	flag.Parse()
	if flag.Arg(0) == "show" {
		exit(show(os.Stdin, os.Stdout))
	}
	var sum total
	for _, report := range []struct {
		path string
		read func([]byte) (total, error)
	}{{*goReport, readGo}, {*vitest, readVitest}, {*playwright, readPlaywright}} {
		data, err := os.ReadFile(report.path)
		if err != nil {
			continue // the runner never came so far; its step has failed and said so
		}
		t, err := report.read(data)
		exit(err)
		sum.add(t)
	}
	fmt.Printf("%d passed, %d failed", sum.passed, sum.failed)
	if sum.skipped > 0 {
		fmt.Printf(", %d skipped", sum.skipped)
	}
	fmt.Println()
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func readVitest(data []byte) (total, error) {
	var r struct {
		NumPassedTests, NumFailedTests, NumPendingTests, NumTodoTests int
		Success                                                       bool
	}
	err := json.Unmarshal(data, &r)
	if !r.Success && r.NumFailedTests == 0 {
		r.NumFailedTests = 1 // a file that does not load holds no test that could fail
	}
	return total{r.NumPassedTests, r.NumFailedTests, r.NumPendingTests + r.NumTodoTests}, err
}

func readPlaywright(data []byte) (total, error) {
	var r struct {
		Stats  struct{ Expected, Unexpected, Flaky, Skipped int }
		Errors []json.RawMessage
	}
	err := json.Unmarshal(data, &r)
	return total{r.Stats.Expected, r.Stats.Unexpected + r.Stats.Flaky + len(r.Errors), r.Stats.Skipped}, err
}
