package document

import "context"

// What a scan for malware came to. "" is a file that nothing scans.
const (
	ScanPending     = "pending"
	ScanClean       = "clean"
	ScanFlagged     = "flagged"
	ScanUnscannable = "unscannable"
)

// Scan is the outcome of one look at a file.
type Scan struct {
	State string // clean, flagged, unscannable
	Found string // name of what was found, or why the scanner could not look; "" for a clean file
}

// Scanner looks for malware. It returns fault.Unavailable when it cannot be asked now: that says nothing about the file.
type Scanner interface {
	Scan(ctx context.Context, content []byte) (Scan, error)
}
