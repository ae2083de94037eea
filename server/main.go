// Command esteira is the whole product: the server, and what an operator does beside it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/esteira/esteira/server/app"
)

// version is set when a release is built.
var version = "development"

func main() {
	if os.Getenv("GOGC") == "" {
		// What lives is small, so collecting half as often costs little room and gives a sixth of the processor back.
		debug.SetGCPercent(200)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := app.Run(ctx, app.Call{
		Args: os.Args[1:], Environ: os.Environ(), In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: version,
	})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "esteira:", err)
		os.Exit(1)
	}
}
