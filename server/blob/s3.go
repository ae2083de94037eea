package blob

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3Options name a bucket.
type S3Options struct {
	Endpoint  string // https://host or http://host:port; without a scheme it is https
	Bucket    string // made when it is not there and may be made
	Region    string
	AccessKey string
	SecretKey string
	// PublicEndpoint is where browsers reach the bucket when that is not where the server does; it is part of links.
	PublicEndpoint string
}

// S3 keeps bytes in a bucket.
type S3 struct {
	client *minio.Client
	links  *minio.Client
	bucket string
}

// NewS3 connects and makes the bucket when it is not there. Returns fault.Unavailable when the service does not answer
// or refuses.
func NewS3(ctx context.Context, o S3Options) (*S3, error) {
	client, err := connect(o.Endpoint, o)
	if err != nil {
		return nil, err
	}
	s := &S3{client: client, links: client, bucket: o.Bucket}
	if o.PublicEndpoint != "" {
		if s.links, err = connect(o.PublicEndpoint, o); err != nil {
			return nil, err
		}
	}
	found, err := client.BucketExists(ctx, o.Bucket)
	if err == nil && !found {
		err = client.MakeBucket(ctx, o.Bucket, minio.MakeBucketOptions{Region: o.Region})
	}
	if err != nil {
		return nil, unavailable(err)
	}
	return s, nil
}

func connect(endpoint string, o S3Options) (*minio.Client, error) {
	host, secure := strings.CutPrefix(endpoint, "https://")
	if !secure {
		var plain bool
		host, plain = strings.CutPrefix(endpoint, "http://")
		secure = !plain
	}
	if o.Region == "" {
		o.Region = "us-east-1" // named, or each link asks the service for it
	}
	return minio.New(strings.TrimSuffix(host, "/"), &minio.Options{
		Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""), Secure: secure, Region: o.Region,
	})
}

// Put keeps the bytes of r, durably when it returns nil.
func (s *S3) Put(ctx context.Context, key string, r io.Reader, size int64, mime string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	body := &exactly{r: r, left: size}
	_, err := s.client.PutObject(ctx, s.bucket, key, body, size, minio.PutObjectOptions{
		ContentType: LinkOptions{MIME: mime}.mime(), DisableMultipart: size < 64<<20,
	})
	if err != nil {
		if body.ended {
			return wrongSize()
		}
		return s.fault(err)
	}
	// The client stops at size: whether there was more shows only afterwards.
	var more [1]byte
	if n, _ := r.Read(more[:]); n > 0 {
		return errors.Join(wrongSize(), s.Delete(ctx, key))
	}
	return nil
}

// Open gives the bytes of a key. Returns fault.NotFound when there are none, fault.Invalid for a key that is not one.
func (s *S3) Open(ctx context.Context, key string) (io.ReadCloser, Info, error) {
	if err := CheckKey(key); err != nil {
		return nil, Info{}, err
	}
	// One request: the client's own reader asks twice, and fails when the bytes were replaced in between.
	body, info, _, err := minio.Core{Client: s.client}.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, Info{}, s.fault(err)
	}
	return body, Info{Size: info.Size, MIME: info.ContentType, At: info.LastModified.UTC()}, nil
}

// Delete forgets a key; one that is not there is forgotten already.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	err := s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{})
	if err == nil || minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
		return nil
	}
	return s.fault(err)
}

// Link returns an address that the service signed for. Returns fault.Invalid for a key that is not one.
func (s *S3) Link(ctx context.Context, key string, o LinkOptions) (string, time.Time, error) {
	if err := CheckKey(key); err != nil {
		return "", time.Time{}, err
	}
	q := url.Values{"response-content-disposition": {o.disposition()}, "response-content-type": {o.mime()}, "response-cache-control": {"private, no-store"}}
	expires := time.Now().UTC().Add(o.ttl()).Truncate(time.Second)
	u, err := s.links.PresignedGetObject(ctx, s.bucket, key, o.ttl(), q)
	if err != nil {
		return "", time.Time{}, s.fault(err)
	}
	return u.String(), expires, nil
}

// SelfTest says whether bytes can be written, read and deleted. Returns fault.Unavailable otherwise.
func (s *S3) SelfTest(ctx context.Context) error { return selfTest(ctx, s) }

func (s *S3) fault(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	response := minio.ToErrorResponse(err)
	if response.Code == "NoSuchKey" || response.StatusCode == http.StatusNotFound {
		return notFound(err)
	}
	return unavailable(err)
}

var _ Store = (*S3)(nil)
