package main

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"time"
)

// client sends over one connection and spends as little of the shared machine as it can: requests are bytes made
// beforehand, and of an answer only the status is looked at.
type client struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr) //nolint:noctx // ends with the program
	if err != nil {
		return nil, err
	}
	return &client{conn, bufio.NewReaderSize(conn, 64<<10)}, nil
}

func (c *client) send(request net.Buffers, want int) error {
	if _, err := request.WriteTo(c.conn); err != nil {
		return err
	}
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // the connection tells
	if response.StatusCode != want {
		body, _ := io.ReadAll(response.Body)
		return fmt.Errorf("status %d: %s", response.StatusCode, body)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

// volley sends n requests from all clients and returns the rate per second.
func volley(addr string, n, want int, request func(i int) net.Buffers) (float64, error) {
	all := make([]*client, clients)
	for i := range all {
		c, err := dial(addr)
		if err != nil {
			return 0, err
		}
		defer c.conn.Close() //nolint:errcheck // nothing is left to be read
		all[i] = c
	}
	began := time.Now()
	err := spread(n, func(client, i int) error { return all[client].send(request(i), want) })
	return float64(n) / time.Since(began).Seconds(), err
}

// request is a whole request in pieces. They are not put together, so that a large body costs the client no time that the
// server then lacks.
func request(path, cookie, kind string, body ...[]byte) net.Buffers {
	size := 0
	for _, piece := range body {
		size += len(piece)
	}
	head := fmt.Appendf(nil, "POST /t/load/api/v1%s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) load\r\n"+
		"Accept: application/json\r\nX-Esteira: 1\r\nX-Locale: en\r\nIdempotency-Key: %016x%016x\r\nCookie: esteira_applicant=%s\r\n"+
		"Content-Type: %s\r\nContent-Length: %d\r\n\r\n", path, rand.Uint64(), rand.Uint64(), cookie, kind, size)
	return append(net.Buffers{head}, body...)
}

func submitRequest(p prepared) net.Buffers {
	return request("/portal/case/submit", p.cookie, "application/json", []byte(`{"locale":"en"}`))
}

// uploadRequest carries one picture for a case.
func uploadRequest(p prepared, picture []byte) net.Buffers {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	_ = form.WriteField("field", "/"+photoField) // a buffer takes everything
	_, _ = form.CreateFormFile("file", "photo.jpg")
	before := b.Len()
	_ = form.Close()
	text := b.Bytes()
	return request("/portal/case/documents", p.cookie, form.FormDataContentType(), text[:before], picture, text[before:])
}

// picture is a JPEG of about 300 KB.
func picture() ([]byte, error) {
	m := image.NewYCbCr(image.Rect(0, 0, 1280, 960), image.YCbCrSubsampleRatio420)
	for i := range m.Y {
		m.Y[i] = uint8(128 + rand.IntN(40)) //nolint:gosec // noise
	}
	for quality := 30; quality < 100; quality++ {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if b.Len() >= 300_000 {
			return b.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("no quality gives 300 KB")
}
