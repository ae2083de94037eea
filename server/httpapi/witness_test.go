package httpapi

import (
	"strings"
	"testing"

	"github.com/esteira/esteira/server/httpapi/api"
)

// TestASandboxNamesOperations: a name that is wrong would take away what people need in there.
func TestASandboxNamesOperations(t *testing.T) {
	t.Parallel()
	contract, err := api.GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, item := range contract.Paths.Map() {
		for _, op := range item.Operations() {
			known[strings.ToUpper(op.OperationID[:1])+op.OperationID[1:]] = true
		}
	}
	for name := range inSandbox {
		if !known[name] {
			t.Errorf("there is no operation %s", name)
		}
	}
}
