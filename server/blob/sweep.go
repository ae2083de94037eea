package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
)

// Names are the keys that are still spoken of. They take some tens of bytes each, however long they are.
type Names struct {
	folders []string // the first parts of keys that are ours
	known   map[string]bool
}

// NewNames returns no names yet. folders are the first parts that all of our keys begin with: in a bucket may lie what is
// somebody else's.
func NewNames(folders ...string) *Names { return &Names{folders: folders, known: map[string]bool{}} }

// Add says that a key is spoken of.
func (n *Names) Add(key string) {
	_, name := place(key)
	n.known[name] = true
}

// Len is how many keys are spoken of.
func (n *Names) Len() int { return len(n.known) }

func (n *Names) has(key string) bool {
	_, name := place(key)
	return n.known[name]
}

// ErrTooMany says that so much is named by nothing that the names are more likely wrong than the bytes: a database that
// was begun anew, or that of another installation.
var ErrTooMany = errors.New("blob: too much that nothing names")

// spares says whether so many without a name are too many to be left over by crashes.
func (n *Names) spares(orphans int) bool { return orphans > 100+n.Len()/100 }

// Sweep deletes old files that nothing names. A file of another kind of name is not ours and stays. Returns ErrTooMany,
// and deletes nothing, when the names can hardly be right.
func (d *Disk) Sweep(ctx context.Context, names *Names, before time.Time) (int, error) {
	orphans, err := d.orphans(ctx, names, before)
	if err != nil {
		return 0, err
	}
	if names.spares(len(orphans)) {
		return 0, fmt.Errorf("%w: %d files", ErrTooMany, len(orphans))
	}
	swept := 0
	for _, path := range orphans {
		if rerr := d.root.Remove(path); rerr != nil {
			err = errors.Join(err, rerr)
			continue
		}
		swept++
	}
	return swept, err
}

func (d *Disk) orphans(ctx context.Context, names *Names, before time.Time) ([]string, error) {
	var orphans []string
	for i := range 256 {
		dir := fmt.Sprintf("%02x", i)
		list, err := fs.ReadDir(d.root.FS(), dir)
		if err = errors.Join(err, ctx.Err()); err != nil {
			return nil, err
		}
		for _, entry := range list {
			name := entry.Name()
			if entry.IsDir() || len(name) != 64 || !strings.HasPrefix(name, dir) || names.known[name] {
				continue
			}
			if info, err := entry.Info(); err == nil && info.ModTime().Before(before) { // else it went away by itself
				orphans = append(orphans, dir+"/"+name)
			}
		}
	}
	return orphans, nil
}

// Sweep deletes old objects that nothing names. Returns ErrTooMany, and deletes nothing, when the names can hardly be
// right.
func (s *S3) Sweep(ctx context.Context, names *Names, before time.Time) (int, error) {
	var orphans []string
	for _, folder := range names.folders {
		for object := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: folder + "/", Recursive: true}) {
			if object.Err != nil {
				return 0, s.fault(object.Err)
			}
			if !names.has(object.Key) && object.LastModified.Before(before) {
				orphans = append(orphans, object.Key)
			}
		}
	}
	if names.spares(len(orphans)) {
		return 0, fmt.Errorf("%w: %d objects", ErrTooMany, len(orphans))
	}
	for i, key := range orphans {
		if err := s.Delete(ctx, key); err != nil {
			return i, err
		}
	}
	return len(orphans), nil
}
