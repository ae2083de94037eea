// Package scan asks a virus scanner about files. It alone knows the protocol of clamd, the daemon of ClamAV.
//
// It says what the scanner said. What becomes of a file, others decide.
package scan

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/fault"
)

var scans = promauto.NewCounterVec(prometheus.CounterOpts{
	Name: "esteira_scans_total",
	Help: "Files that the virus scanner was asked about, by what came of it; unavailable when it did not answer.",
}, []string{"result"})

const (
	chunkSize   = 64 << 10
	maxReply    = 4 << 10
	defaultTime = 90 * time.Second
)

// Clamd is a scanner that listens on a TCP port. It is safe for concurrent use.
type Clamd struct {
	Addr    string        // host:port
	Timeout time.Duration // for one file; 0 means 90 s
}

// Scan sends a file and returns what the scanner says of it. Returns fault.Unavailable when it does not answer, or with
// something that is no answer: that says nothing about the file.
func (c Clamd) Scan(ctx context.Context, content []byte) (document.Scan, error) {
	reply, err := c.ask(ctx, content)
	if err != nil {
		scans.WithLabelValues("unavailable").Inc()
		return document.Scan{}, unavailable(err)
	}
	found, err := read(reply)
	if err != nil {
		scans.WithLabelValues("unavailable").Inc()
		return document.Scan{}, unavailable(err)
	}
	scans.WithLabelValues(found.State).Inc()
	return found, nil
}

// ask speaks zINSTREAM: chunks with their length before each, then an empty one; the answer ends with a zero byte.
func (c Clamd) ask(ctx context.Context, content []byte) (string, error) {
	limit := c.Timeout
	if limit <= 0 {
		limit = defaultTime
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", c.Addr)
	if err != nil {
		return "", err
	}
	defer conn.Close() //nolint:errcheck // the answer was read, or the error told
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	sent := send(conn, content)
	// A scanner that has enough of a file answers and hangs up before all of it was sent: the answer counts.
	reply, err := bufio.NewReader(io.LimitReader(conn, maxReply)).ReadString(0)
	if err != nil {
		return "", errors.Join(sent, err)
	}
	return strings.TrimSuffix(reply, "\x00"), nil
}

func send(conn net.Conn, content []byte) error {
	if _, err := conn.Write([]byte("zINSTREAM\x00")); err != nil {
		return err
	}
	for start := 0; start < len(content); start += chunkSize {
		part := content[start:min(start+chunkSize, len(content))]
		chunk := append(binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(part)), uint32(len(part))), part...)
		if _, err := conn.Write(chunk); err != nil {
			return err
		}
	}
	_, err := conn.Write([]byte{0, 0, 0, 0})
	return err
}

// closed are the names under which ClamAV reports what it could not look into, rather than what it found.
var closed = []string{"Heuristics.Encrypted.", "Heuristics.Limits.Exceeded"}

// read understands "stream: OK", "stream: NAME FOUND" and "… ERROR".
func read(reply string) (document.Scan, error) {
	text := strings.TrimPrefix(strings.TrimSpace(reply), "stream: ")
	if text == "OK" {
		return document.Scan{State: document.ScanClean}, nil
	}
	if name, ok := strings.CutSuffix(text, " FOUND"); ok {
		state := document.ScanFlagged
		for _, prefix := range closed {
			if strings.HasPrefix(name, prefix) {
				state = document.ScanUnscannable
			}
		}
		return document.Scan{State: state, Found: name}, nil
	}
	if why, ok := strings.CutSuffix(text, " ERROR"); ok && strings.Contains(why, "size limit exceeded") {
		return document.Scan{State: document.ScanUnscannable, Found: strings.TrimSuffix(why, ".")}, nil
	}
	return document.Scan{}, fmt.Errorf("clamd answered %q", reply)
}

// Ping says whether the scanner answers. Returns fault.Unavailable when it does not.
func (c Clamd) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", c.Addr)
	if err != nil {
		return unavailable(err)
	}
	defer conn.Close() //nolint:errcheck // nothing was written that has to arrive
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if _, err := conn.Write([]byte("zPING\x00")); err != nil {
		return unavailable(err)
	}
	reply, err := bufio.NewReader(io.LimitReader(conn, maxReply)).ReadString(0)
	if err != nil || reply != "PONG\x00" {
		return unavailable(fmt.Errorf("clamd answered %q: %w", reply, err))
	}
	return nil
}

func unavailable(err error) error {
	return fault.New(fault.Unavailable, "scan.unavailable").Because(err)
}

var _ document.Scanner = Clamd{}
