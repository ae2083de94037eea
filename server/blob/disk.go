package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

// DiskOptions say where files lie and how links to them are made.
type DiskOptions struct {
	Folder  string
	Secret  []byte           // signs links; at least 32 bytes
	BaseURL string           // before /files/…; "" makes links that are relative to the host
	Now     func() time.Time // nil means time.Now
	// Volatile is for what nobody keeps: folders are made when they are needed, and nothing waits for the disk.
	Volatile bool
}

// Disk keeps bytes in files below one folder.
type Disk struct {
	options DiskOptions
	key     []byte
	root    *os.Root
	half    *os.Root // where files are written before they get their place
}

// NewDisk makes the folder when it is not there. It clears away what a crash left half written.
func NewDisk(o DiskOptions) (*Disk, error) {
	if len(o.Secret) < 32 {
		return nil, errors.New("blob: the secret has fewer than 32 bytes")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := os.MkdirAll(filepath.Join(o.Folder, halfDone), 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(o.Folder)
	if err != nil {
		return nil, err
	}
	half, err := root.OpenRoot(halfDone)
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	d := &Disk{options: o, root: root, half: half, key: linkKey(o.Secret)}
	return d, errors.Join(d.makeFolders(), d.clear())
}

// blockSize is what disks write at once; bytes that go past the page cache come in blocks of it, from memory that begins
// at one.
const blockSize = 4096

// roomSize is how much is written in one go: most photographs.
const roomSize = 512 << 10

// buffers are large: each write to the disk costs more than the bytes in it.
var buffers = sync.Pool{New: func() any {
	room := make([]byte, roomSize+blockSize)
	start := blockSize - int(uintptr(unsafe.Pointer(&room[0]))%blockSize) //nolint:gosec // only the address is looked at
	block := room[start : start+roomSize]
	return &block
}}

// makeFolders makes the folders that files lie in once and for all: to make one on the way would cost each Put the time
// to make that durable too.
func (d *Disk) makeFolders() error {
	if _, err := d.root.Stat("ff"); err == nil || d.options.Volatile {
		return nil
	}
	for i := range 256 {
		if err := d.root.Mkdir(fmt.Sprintf("%02x", i), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return d.sync(".")
}

// halfDone is where files are written before they get their place. No key begins with a dot.
const halfDone = ".tmp"

// clear removes half-written files that nobody can still be writing.
func (d *Disk) clear() error {
	list, err := fs.ReadDir(d.half.FS(), ".")
	if err != nil {
		return err
	}
	for _, f := range list {
		info, err := f.Info()
		if err == nil && d.options.Now().Sub(info.ModTime()) > 24*time.Hour {
			_ = d.half.Remove(f.Name()) // it is cleared the next time
		}
	}
	return nil
}

// place is where a key lies: in one of 256 folders, by hash, under a name that any file system can hold.
func place(key string) (dir, name string) {
	sum := sha256.Sum256([]byte(key))
	text := hex.EncodeToString(sum[:])
	return text[:2], text
}

// Put keeps the bytes of r, durably when it returns nil. Returns fault.Unavailable when the disk is full, or gone.
func (d *Disk) Put(ctx context.Context, key string, r io.Reader, size int64, _ string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	err := d.put(ctx, key, r, size)
	if _, refused := errors.AsType[syscall.Errno](err); refused {
		return unavailable(err)
	}
	return err
}

func (d *Disk) put(ctx context.Context, key string, r io.Reader, size int64) error {
	dir, name := place(key)
	tmp := name + "-" + suffix()
	if err := d.write(tmp, &exactly{r: &withContext{ctx, r}, left: size}, size); err != nil {
		return errors.Join(err, d.half.Remove(tmp))
	}
	if d.options.Volatile {
		_ = d.root.Mkdir(dir, 0o700) // where it could not be made, the file has no place either
	}
	if err := d.root.Rename(halfDone+"/"+tmp, dir+"/"+name); err != nil {
		return errors.Join(err, d.half.Remove(tmp))
	}
	return d.sync(dir)
}

// write makes a file among the half-done whose bytes are on the disk.
func (d *Disk) write(name string, r io.Reader, size int64) error {
	f, err := d.create(name, size)
	if err != nil {
		return err
	}
	room := buffers.Get().(*[]byte) //nolint:forcetypeassert // nothing else goes in
	err = writeBlocks(f, r, *room)
	buffers.Put(room)
	if err == nil {
		err = f.Truncate(size) // the last block was filled up
	}
	if err == nil && !d.options.Volatile {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// writeBlocks writes all of r in whole blocks.
func writeBlocks(f *os.File, r io.Reader, room []byte) error {
	for {
		n, err := fill(room, r)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		end := (n + blockSize - 1) / blockSize * blockSize
		clear(room[n:end])
		if end > 0 {
			if err := writeBlock(f, room[:end]); err != nil {
				return err
			}
		}
		if err != nil {
			return nil //nolint:nilerr // the end of what is to be written
		}
	}
}

// fill reads until room is full or r ends. io.ReadFull would give a broken reader's io.ErrUnexpectedEOF for a short end.
func fill(room []byte, r io.Reader) (n int, err error) {
	for n < len(room) && err == nil {
		var more int
		more, err = r.Read(room[n:])
		n += more
	}
	return n, err
}

// sync makes the names in a folder durable.
func (d *Disk) sync(dir string) error {
	if d.options.Volatile {
		return nil
	}
	f, err := d.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open gives the bytes of a key. Returns fault.NotFound when there are none, fault.Invalid for a key that is not one.
func (d *Disk) Open(_ context.Context, key string) (io.ReadCloser, Info, error) {
	f, info, err := d.open(key)
	if err != nil {
		return nil, Info{}, err
	}
	return f, info, nil
}

func (d *Disk) open(key string) (*os.File, Info, error) {
	if err := CheckKey(key); err != nil {
		return nil, Info{}, err
	}
	dir, name := place(key)
	f, err := d.root.Open(dir + "/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Info{}, notFound(err)
	}
	if err != nil {
		return nil, Info{}, err
	}
	stat, err := f.Stat()
	if err != nil {
		return nil, Info{}, errors.Join(err, f.Close())
	}
	return f, Info{Size: stat.Size(), At: stat.ModTime().UTC()}, nil
}

// Delete forgets a key; one that is not there is forgotten already.
func (d *Disk) Delete(_ context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	dir, name := place(key)
	err := d.root.Remove(dir + "/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.sync(dir)
}

// SelfTest says whether bytes can be written, read and deleted. Returns fault.Unavailable otherwise.
func (d *Disk) SelfTest(ctx context.Context) error { return selfTest(ctx, d) }

// Close lets go of the folders.
func (d *Disk) Close() error { return errors.Join(d.half.Close(), d.root.Close()) }

// withContext stops reading when the context ends.
type withContext struct {
	ctx context.Context //nolint:containedctx // lives as long as one Put
	r   io.Reader
}

// Read gives the next bytes.
func (w *withContext) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.r.Read(p)
}

var _ Store = (*Disk)(nil)
