//go:build !linux

package blob

import "os"

// create makes a half-done file.
func (d *Disk) create(name string, _ int64) (*os.File, error) {
	return d.half.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

func writeBlock(f *os.File, block []byte) error {
	_, err := f.Write(block)
	return err
}
