package document

import (
	"bytes"
)

// isPlainText tells whether there is nothing but text: no control characters, and no markup that a browser would run
// if somebody served it as a page.
func isPlainText(content []byte) bool {
	for _, b := range content {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7F {
			return false
		}
	}
	lower := bytes.ToLower(content)
	for _, tag := range []string{"<script", "<html", "<svg", "<!doctype", "<?xml", "<iframe"} {
		if bytes.Contains(lower, []byte(tag)) {
			return false
		}
	}
	return true
}

func inspectText(content []byte, _ Rules) (File, error) { return File{Content: content}, nil }
