//go:build ui

package ui

import (
	"embed"
	"io/fs"
)

// Built tells that this binary carries the screens.
const Built = true

//go:embed all:dist
var dist embed.FS

// Dist is ui/dist: apply.html, index.html and assets/.
var Dist fs.FS = sub(dist)

// sub cannot fail: the directory is embedded above.
func sub(all embed.FS) fs.FS {
	inner, err := fs.Sub(all, "dist")
	if err != nil {
		panic(err) //nolint:forbidigo // a wrong build must not start
	}
	return inner
}
