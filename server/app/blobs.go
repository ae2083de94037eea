package app

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"path/filepath"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/blob"
	"github.com/esteira/esteira/server/config"
)

// documents keeps the bytes of documents where the configuration says.
type documents struct{ blob.Store }

func (a *App) openBlobs(ctx context.Context, o blob.DiskOptions) (documents, error) {
	c := a.Config
	if c.S3.Endpoint == "" {
		o.Folder, o.Secret = filepath.Join(c.Data, "documents"), c.Secret
		disk, err := blob.NewDisk(o)
		return documents{disk}, err
	}
	s3, err := blob.NewS3(ctx, blob.S3Options{
		Endpoint: c.S3.Endpoint, Bucket: c.S3.Bucket, Region: c.S3.Region, AccessKey: c.S3.AccessKey,
		SecretKey: c.S3.SecretKey, PublicEndpoint: c.S3.PublicURL, Log: a.log,
	})
	return documents{s3}, err
}

// Put keeps the bytes of a document.
func (d documents) Put(ctx context.Context, key string, content []byte, mime string) error {
	return d.Store.Put(ctx, key, bytes.NewReader(content), int64(len(content)), mime)
}

// maxRead is more than any upload: what is read is held in memory.
const maxRead = 128 << 20

// Get gives the bytes of a document.
func (d documents) Get(ctx context.Context, key string) ([]byte, error) {
	r, info, err := d.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read
	content := bytes.NewBuffer(make([]byte, 0, min(info.Size, maxRead)+bytes.MinRead))
	if _, err := content.ReadFrom(io.LimitReader(r, maxRead)); err != nil {
		return nil, fault.New(fault.Unavailable, "blob.unavailable").Because(err)
	}
	return content.Bytes(), nil
}

// Link gives an address of some minutes at which a browser may show the document, or save it.
func (d documents) Link(ctx context.Context, doc document.Document, saved bool) (conveyor.Link, error) {
	url, until, err := d.Store.Link(ctx, doc.Blob, blob.LinkOptions{Name: doc.Name, MIME: doc.MIME, Inline: !saved})
	return conveyor.Link{URL: url, ExpiresAt: until}, err
}

// files serves the links of local disk; nil when documents lie elsewhere.
func (d documents) files() http.Handler {
	disk, ok := d.Store.(*blob.Disk)
	if !ok {
		return nil
	}
	return http.HandlerFunc(disk.ServeLink)
}

// documentOrigins are where documents are shown from beside the server itself.
func documentOrigins(c config.Config) []string {
	address := c.S3.PublicURL
	if address == "" {
		address = c.S3.Endpoint
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil
	}
	return []string{u.Scheme + "://" + u.Host}
}
