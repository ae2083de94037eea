package store

import (
	"crypto/rand"
	"encoding/binary"
	"sync"
	"time"
)

// NewID returns an id of 26 lower-case letters and digits. It starts with the time in milliseconds, so that rows
// made together lie together, and ends with 80 random bits; two of one process always sort in the order they were made.
func NewID() string { return ids.next(time.Now().UnixMilli()) }

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

var ids generator

type generator struct {
	mu   sync.Mutex
	last int64
	high uint16
	low  uint64
}

func (g *generator) next(ms int64) string {
	var fresh [10]byte
	_, _ = rand.Read(fresh[:]) // never fails: the program stops first

	g.mu.Lock()
	defer g.mu.Unlock()
	if ms > g.last {
		g.last = ms
		g.high = binary.BigEndian.Uint16(fresh[:2]) & 0x7fff // room to count up
		g.low = binary.BigEndian.Uint64(fresh[2:])
	} else {
		// A random step within the same millisecond: in order, and still not to be guessed.
		before := g.low
		g.low += uint64(binary.BigEndian.Uint32(fresh[:4])) + 1
		if g.low < before {
			g.high++
		}
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(g.last)<<16|uint64(g.high))
	binary.BigEndian.PutUint64(b[8:], g.low)
	return encode(b)
}

// encode writes 128 bits as 26 digits of 5 bits, most significant first, so that text sorts as the number does.
func encode(b [16]byte) string {
	high, low := binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
	var out [26]byte
	for i := 25; i >= 0; i-- {
		out[i] = alphabet[low&31]
		low = low>>5 | high<<59
		high >>= 5
	}
	return string(out[:])
}
