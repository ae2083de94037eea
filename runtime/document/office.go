package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/esteira/esteira/schemas/fault"
)

const (
	maxUnpacked = 200 * megabyte
	maxEntries  = 5000
	maxRatio    = 100
	// A short part of zeros packs well and hurts nobody.
	ratioFrom = megabyte
)

// isOffice tells whether content is a package of Office Open XML with a main part. What is packed is not read.
func isOffice(main string) func([]byte) bool {
	return func(content []byte) bool {
		if !begins("PK\x03\x04")(content) {
			return false
		}
		archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return false
		}
		types, body := false, false
		for _, entry := range archive.File {
			types = types || entry.Name == "[Content_Types].xml"
			body = body || entry.Name == main
		}
		return types && body
	}
}

// inspectOffice refuses packages that grow beyond reason, hold other packages, or run.
func inspectOffice(content []byte, _ Rules) (File, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return File{}, broken(err)
	}
	if len(archive.File) > maxEntries {
		return File{}, fault.New(fault.Invalid, "file_bomb")
	}
	var claimed uint64
	for _, entry := range archive.File {
		if err := weigh(entry); err != nil {
			return File{}, err
		}
		if claimed += entry.UncompressedSize64; claimed > maxUnpacked {
			return File{}, fault.New(fault.Invalid, "file_bomb")
		}
	}
	for _, entry := range archive.File {
		if err := unpack(entry); err != nil {
			return File{}, err
		}
	}
	return File{Content: content}, nil
}

// weigh judges an entry by what it says of itself.
func weigh(entry *zip.File) error {
	if entry.Flags&1 != 0 {
		return fault.New(fault.Invalid, "file_encrypted")
	}
	size, packed := entry.UncompressedSize64, max(1, entry.CompressedSize64)
	if size > maxUnpacked || size > ratioFrom && size/packed > maxRatio {
		return fault.New(fault.Invalid, "file_bomb")
	}
	name := strings.ToLower(entry.Name)
	switch {
	case strings.HasSuffix(name, "vbaproject.bin"), strings.Contains(name, "/activex/"), strings.Contains(name, "oleobject"):
		return fault.New(fault.Invalid, "file_active")
	case strings.Contains(name, ".."), path.IsAbs(name), strings.Contains(name, `\`):
		return fault.New(fault.Invalid, "file_broken")
	}
	return nil
}

// unpack reads an entry as far as it said it goes: who lies about the size is found here, not in the reader of cells.
func unpack(entry *zip.File) error {
	r, err := entry.Open()
	if err != nil {
		return broken(err)
	}
	defer func() { _ = r.Close() }()
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return broken(err)
	}
	if string(head[:n]) == "PK\x03\x04" {
		return fault.New(fault.Invalid, "file_bomb")
	}
	claimed := int64(entry.UncompressedSize64)
	more, err := io.Copy(io.Discard, io.LimitReader(r, claimed+1))
	if err != nil {
		return broken(err)
	}
	if int64(n)+more != claimed {
		return fault.New(fault.Invalid, "file_bomb")
	}
	return nil
}
