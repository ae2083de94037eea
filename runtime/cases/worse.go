package cases

// Worse returns the worse of two results of checks; "" is no result.
func Worse(a, b string) string {
	switch {
	case rank(a) < 0:
		return b
	case rank(b) < 0 || rank(a) <= rank(b):
		return a
	}
	return b
}
