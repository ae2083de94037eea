package event

import (
	"bytes"
	"crypto/sha256"
	"math/bits"
)

// Inclusion proves that a leaf stands at Index among Size leaves.
type Inclusion struct {
	Index int      `json:"index"`
	Size  int      `json:"size"`
	Path  [][]byte `json:"path"` // sibling hashes, lowest first
}

// Root returns the Merkle tree hash of RFC 6962: leaves and nodes are hashed with different prefixes, so that a node
// can never be passed off as a leaf. The root of no leaves is the hash of nothing.
func Root(leaves [][]byte) []byte {
	switch len(leaves) {
	case 0:
		sum := sha256.Sum256(nil)
		return sum[:]
	case 1:
		return leafHash(leaves[0])
	}
	k := split(len(leaves))
	return nodeHash(Root(leaves[:k]), Root(leaves[k:]))
}

// Proof returns the proof for the leaf at an index; an index outside the leaves gives a proof of size 0, which
// proves nothing.
func Proof(leaves [][]byte, index int) Inclusion {
	if index < 0 || index >= len(leaves) {
		return Inclusion{}
	}
	return Inclusion{Index: index, Size: len(leaves), Path: path(leaves, index)}
}

// VerifyProof says whether the leaf is part of the tree with this root, at the place that the proof names.
func VerifyProof(root, leaf []byte, p Inclusion) bool {
	if p.Index < 0 || p.Index >= p.Size {
		return false
	}
	hash := leafHash(leaf)
	at, last := p.Index, p.Size-1
	for _, sibling := range p.Path {
		if last == 0 {
			return false
		}
		if at&1 == 1 || at == last {
			hash = nodeHash(sibling, hash)
			// A right edge without a sibling rises unhashed until it has one.
			up := bits.TrailingZeros(uint(at)) //nolint:gosec // at is not negative
			at, last = at>>up, last>>up
		} else {
			hash = nodeHash(hash, sibling)
		}
		at, last = at>>1, last>>1
	}
	return last == 0 && bytes.Equal(hash, root)
}

func path(leaves [][]byte, index int) [][]byte {
	if len(leaves) == 1 {
		return nil
	}
	k := split(len(leaves))
	if index < k {
		return append(path(leaves[:k], index), Root(leaves[k:]))
	}
	return append(path(leaves[k:], index-k), Root(leaves[:k]))
}

// split is the largest power of two below n.
func split(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) } //nolint:gosec // n is at least 2

func leafHash(leaf []byte) []byte {
	h := sha256.New()
	h.Write([]byte{0})
	h.Write(leaf)
	return h.Sum(nil)
}

func nodeHash(left, right []byte) []byte {
	var b [65]byte
	b[0] = 1
	copy(b[1:], left)
	copy(b[33:], right)
	sum := sha256.Sum256(b[:])
	return sum[:]
}
