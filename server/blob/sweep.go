package blob

import (
	"context"
	"errors"
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

// Sweep deletes old files that nothing names. A file of another kind of name is not ours and stays.
func (d *Disk) Sweep(ctx context.Context, names *Names, before time.Time) (int, error) {
	swept := 0
	var failed error
	err := fs.WalkDir(d.root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if path == halfDone {
			return fs.SkipDir
		}
		dir, name, _ := strings.Cut(path, "/")
		if entry.IsDir() || len(name) != 64 || !strings.HasPrefix(name, dir) || names.known[name] {
			return nil
		}
		info, err := entry.Info()
		if err != nil || !info.ModTime().Before(before) {
			return nil //nolint:nilerr // it went away by itself
		}
		if err := d.root.Remove(path); err != nil {
			failed = errors.Join(failed, err)
			return nil
		}
		swept++
		return nil
	})
	return swept, errors.Join(failed, err)
}

// Sweep deletes old objects that nothing names.
func (s *S3) Sweep(ctx context.Context, names *Names, before time.Time) (int, error) {
	swept := 0
	for _, folder := range names.folders {
		for object := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: folder + "/", Recursive: true}) {
			if object.Err != nil {
				return swept, s.fault(object.Err)
			}
			if names.has(object.Key) || !object.LastModified.Before(before) {
				continue
			}
			if err := s.Delete(ctx, object.Key); err != nil {
				return swept, err
			}
			swept++
		}
	}
	return swept, nil
}
