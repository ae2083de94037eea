package audit

// WithWindow returns an auditor that keeps few leaves in memory.
func (a Auditor) WithWindow(n int) *Auditor {
	a.window = n
	return &a
}

// RootOf is what somebody computes who has read the package comment.
func RootOf(a Anchor) string { return rootOf(a) }
