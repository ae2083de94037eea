package blob

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
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
	Patience       time.Duration // how long one request may take before the service counts as not answering; 0 means 15 s
	Log            *slog.Logger  // nil means slog.Default()
}

// A person waits for an upload: who does not answer is asked a second time and no more, in all within the patience and
// what the bytes take on a slow line.
const (
	defaultPatience = 15 * time.Second
	maxAsked        = 2
	slowest         = 1 << 20 // bytes a second
	longestRead     = 2 * time.Minute
)

// S3 keeps bytes in a bucket.
type S3 struct {
	client *minio.Client
	links  *minio.Client
	bucket string
	region string

	patience time.Duration
	found    atomic.Bool // the bucket is there
}

// NewS3 connects and makes the bucket when it is not there. A service that does not answer is no reason not to start: the
// bucket is looked for when something is put there. Returns fault.Unavailable when the service refuses.
func NewS3(ctx context.Context, o S3Options) (*S3, error) {
	if o.Patience <= 0 {
		o.Patience = defaultPatience
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	client, err := connect(o.Endpoint, o)
	if err != nil {
		return nil, err
	}
	s := &S3{client: client, links: client, bucket: o.Bucket, region: o.Region, patience: o.Patience}
	if o.PublicEndpoint != "" {
		if s.links, err = connect(o.PublicEndpoint, o); err != nil {
			return nil, err
		}
	}
	ctx, cancel := s.within(ctx, 0)
	defer cancel()
	switch err := s.furnish(ctx); {
	case err == nil:
	case isRefusal(err):
		return nil, unavailable(err)
	default:
		o.Log.WarnContext(ctx, "the store of files does not answer; uploads are refused until it does", "endpoint", o.Endpoint, "error", err)
	}
	return s, nil
}

// furnish makes the bucket when it is not there.
func (s *S3) furnish(ctx context.Context) error {
	if s.found.Load() {
		return nil
	}
	found, err := s.client.BucketExists(ctx, s.bucket)
	if err == nil && !found {
		err = s.client.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: s.region})
	}
	if err == nil {
		s.found.Store(true)
	}
	return err
}

// isRefusal tells a service that says no from one that does not answer, or cannot now.
func isRefusal(err error) bool {
	status := minio.ToErrorResponse(err).StatusCode
	return status >= http.StatusBadRequest && status < http.StatusInternalServerError
}

// within bounds one request that takes so many bytes along.
func (s *S3) within(ctx context.Context, size int64) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.patience+time.Duration(size/slowest)*time.Second)
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
	transport, err := minio.DefaultTransport(secure)
	if err != nil {
		return nil, err
	}
	transport.DialContext = (&net.Dialer{Timeout: o.Patience / 3}).DialContext
	transport.ResponseHeaderTimeout = o.Patience
	return minio.New(strings.TrimSuffix(host, "/"), &minio.Options{
		Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""), Secure: secure, Region: o.Region,
		Transport: transport, MaxRetries: maxAsked,
	})
}

// Put keeps the bytes of r, durably when it returns nil.
func (s *S3) Put(ctx context.Context, key string, r io.Reader, size int64, mime string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	limited, cancel := s.within(ctx, size)
	defer cancel()
	if err := s.furnish(limited); err != nil {
		return s.fault(err)
	}
	body := &exactly{r: r, left: size}
	_, err := s.client.PutObject(limited, s.bucket, key, body, size, minio.PutObjectOptions{
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
	ctx, cancel := context.WithTimeout(ctx, longestRead)
	// One request: the client's own reader asks twice, and fails when the bytes were replaced in between.
	body, info, _, err := minio.Core{Client: s.client}.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		cancel()
		return nil, Info{}, s.fault(err)
	}
	return bounded{body, cancel}, Info{Size: info.Size, MIME: info.ContentType, At: info.LastModified.UTC()}, nil
}

// bounded are bytes that have to be read within a time.
type bounded struct {
	io.ReadCloser

	over context.CancelFunc
}

// Close lets go of them.
func (b bounded) Close() error {
	defer b.over()
	return b.ReadCloser.Close()
}

// Delete forgets a key; one that is not there is forgotten already.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	ctx, cancel := s.within(ctx, 0)
	defer cancel()
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
