//go:build !ui

// Package ui holds the screens as files to be served: Dist is what `npm run build` leaves in ui/dist.
//
// Go builds and tests without Node: only with the build tag "ui" is ui/dist embedded (`make build` runs both). Without
// the tag Dist is empty and Built is false, and the server says at start that it has no screens.
package ui

import (
	"embed"
	"io/fs"
)

// Built tells that this binary carries the screens.
const Built = false

// Dist is empty: this binary was built without the tag "ui".
var Dist fs.FS = embed.FS{}
