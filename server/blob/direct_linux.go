package blob

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// create makes a half-done file of some size whose bytes go past the page cache where the file system lets them. A cached file is
// written out when any other file is synced (ext4, data=ordered), and the database, which syncs all the time, would wait
// for every upload under way.
func (d *Disk) create(name string, size int64) (*os.File, error) {
	f, err := d.half.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil || size == 0 {
		return f, err
	}
	// Asked for by an open file: opening with it fails where there is none, and leaves the file behind. One piece of the
	// disk, known before the bytes come, is the other help. What cannot be had is done without.
	_, _ = unix.FcntlInt(f.Fd(), unix.F_SETFL, unix.O_DIRECT)
	_ = unix.Fallocate(int(f.Fd()), unix.FALLOC_FL_KEEP_SIZE, 0, size)
	return f, nil
}

// writeBlock writes whole blocks. A file system that took O_DIRECT and wants larger blocks than ours gets them through
// the cache.
func writeBlock(f *os.File, block []byte) error {
	n, err := f.Write(block)
	if !errors.Is(err, unix.EINVAL) {
		return err
	}
	if _, err := unix.FcntlInt(f.Fd(), unix.F_SETFL, 0); err != nil {
		return err
	}
	_, err = f.Write(block[n:])
	return err
}
