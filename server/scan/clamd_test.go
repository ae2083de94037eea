package scan

import (
	"bytes"
	"context"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/fault"
)

// eicar is put together here, so that no scanner takes this very file for a virus.
var eicar = []byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + "$H+H*")

func clamd(t *testing.T) Clamd {
	t.Helper()
	addr := os.Getenv("ESTEIRA_TEST_CLAMD")
	if addr == "" && testing.Short() {
		t.Skip("ESTEIRA_TEST_CLAMD is not set")
	}
	if addr == "" {
		t.Fatal("ESTEIRA_TEST_CLAMD is not set: run with deployments/setup/services.sh, or with -short")
	}
	return Clamd{Addr: addr}
}

func TestTheRealScannerIsUnderstood(t *testing.T) {
	t.Parallel()
	c := clamd(t)
	if err := c.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		content []byte
		scan    document.Scan
	}{
		"a virus":      {eicar, document.Scan{State: document.ScanFlagged, Found: "Eicar-Test.UNOFFICIAL"}},
		"nothing":      {nil, document.Scan{State: document.ScanClean}},
		"a large file": {bytes.Repeat([]byte("clean "), 2<<20), document.Scan{State: document.ScanClean}},
	} {
		got, err := c.Scan(t.Context(), want.content)
		if err != nil || got != want.scan {
			t.Errorf("%s: %+v %v, want %+v", name, got, err, want.scan)
		}
	}
}

// TestRepliesAreRead has what a scanner may answer that ours is not set up to say.
func TestRepliesAreRead(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]document.Scan{
		"stream: OK":                                           {State: document.ScanClean},
		"stream: Win.Test.EICAR_HDB-1 FOUND":                   {State: document.ScanFlagged, Found: "Win.Test.EICAR_HDB-1"},
		"stream: Heuristics.Encrypted.PDF FOUND":               {State: document.ScanUnscannable, Found: "Heuristics.Encrypted.PDF"},
		"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND": {State: document.ScanUnscannable, Found: "Heuristics.Limits.Exceeded.MaxFileSize"},
		"INSTREAM size limit exceeded. ERROR":                  {State: document.ScanUnscannable, Found: "INSTREAM size limit exceeded"},
	} {
		if got, err := read(reply); err != nil || got != want {
			t.Errorf("%q: %+v %v", reply, got, err)
		}
	}
	for _, reply := range []string{"", "stream: Can't allocate memory ERROR", "UNKNOWN COMMAND", "OK\nOK", "stream: FOUND"} {
		if got, err := read(reply); fault.CodeOf(err) != fault.Unavailable && err == nil {
			t.Errorf("%q: %+v, want an error", reply, got)
		}
	}
}

// TestASilentScannerIsUnavailable has nobody there, somebody who never answers, and somebody who hangs up.
func TestASilentScannerIsUnavailable(t *testing.T) {
	t.Parallel()
	gone := listen(t, nil)
	_ = gone.Close()
	mute := listen(t, func(conn net.Conn) { <-t.Context().Done(); _ = conn.Close() })
	rude := listen(t, func(conn net.Conn) { _ = conn.Close() })
	endless := listen(t, func(conn net.Conn) { _, _ = conn.Write([]byte(strings.Repeat("x", 1<<20))); _ = conn.Close() })
	for name, l := range map[string]net.Listener{"gone": gone, "mute": mute, "rude": rude, "endless": endless} {
		c := Clamd{Addr: l.Addr().String(), Timeout: 300 * time.Millisecond}
		if got, err := c.Scan(t.Context(), []byte("x")); fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Clamd{Addr: mute.Addr().String()}).Scan(ctx, []byte("x")); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("cancelled: %v", err)
	}
}

func listen(t *testing.T, serve func(net.Conn)) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // for the test's whole time
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return l
}
