package screening

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Sum is the hash of an entry: what is told of it is another when its sum is.
func (e Entry) Sum() string {
	b, err := json.Marshal(e)
	if err != nil {
		return "" // an entry is texts and numbers
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// Compare counts what a version has that the one before had not, given the sums of both by the numbers of the entries.
func Compare(before, after map[string]string) Delta {
	var d Delta
	for uid, sum := range after {
		switch was, known := before[uid]; {
		case !known:
			d.Added++
		case was != sum:
			d.Changed++
		}
	}
	for uid := range before {
		if _, stays := after[uid]; !stays {
			d.Removed++
		}
	}
	return d
}
