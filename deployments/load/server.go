package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func timeNow() time.Time { return time.Now() }

// server is the product as a process of its own.
type server struct {
	command *exec.Cmd
	addr    string
	started time.Duration // until the first page
}

// freeAddr returns an address that nobody listens on.
func freeAddr() (string, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// serve starts the binary and waits for its first page.
func serve(ctx context.Context, binary string, environ []string) (*server, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	s := &server{addr: addr, command: exec.CommandContext(ctx, binary, "serve")}
	s.command.Env = append(os.Environ(), append(environ, "ESTEIRA_ADDR="+addr, "ESTEIRA_LOG_LEVEL=warn")...)
	s.command.Stderr = os.Stderr
	began := time.Now()
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	for !answers200(ctx, "http://"+addr+"/") && !answers200(ctx, "http://"+addr+"/readyz") {
		if time.Since(began) > 20*time.Second {
			return nil, errors.Join(errors.New("the server did not come up"), s.stop())
		}
		time.Sleep(2 * time.Millisecond)
	}
	s.started = time.Since(began)
	return s, nil
}

func answers200(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	return response.Body.Close() == nil && response.StatusCode == http.StatusOK
}

// memory returns a line of /proc/PID/status in bytes: VmRSS now, VmHWM at its highest.
func (s *server) memory(line string) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	for text := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(text, line+":"); ok {
			kb, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			return kb * 1024, err
		}
	}
	return 0, errors.New("no " + line + " in /proc")
}

// cpu is how long the process has computed. It hardly depends on who else uses the machine, so changes show in it first.
func (s *server) cpu() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest) // those after the name; 11 and 12 are utime and stime in hundredths of a second
	if len(fields) < 13 {
		return 0, errors.New("/proc/PID/stat is not as expected")
	}
	user, err := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, errors.Join(err, err2)
}

func (s *server) stop() error {
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.command.Wait()
}
