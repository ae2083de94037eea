package jobs

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

func TestWorkCutShortIsNoError(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := slog.New(quiet{slog.NewJSONHandler(&out, nil)}).With("part", "jobs")
	log.Info("not told")
	log.Error("starting transaction", "error", context.Canceled)
	log.Error("starting transaction", "error", errors.New("disk full"))
	told := out.String()
	for _, want := range []string{`"level":"WARN"`, `"level":"ERROR","msg":"starting transaction","part":"jobs","error":"disk full"`} {
		if !strings.Contains(told, want) {
			t.Errorf("%s is missing in %s", want, told)
		}
	}
	if strings.Contains(told, "not told") || strings.Count(told, "ERROR") != 1 {
		t.Error(told)
	}
}
