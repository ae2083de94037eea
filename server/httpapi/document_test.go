package httpapi

import (
	"bytes"
	"mime/multipart"
	"testing"

	"github.com/esteira/esteira/schemas/fault"
)

func form(t *testing.F, write func(*multipart.Writer)) []byte {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if err := w.SetBoundary("edge"); err != nil {
		t.Fatal(err)
	}
	write(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return body.Bytes()
}

// FuzzMultipart sends hostile bodies to what reads uploads: it takes the file or refuses with a fault, never more.
func FuzzMultipart(f *testing.F) {
	f.Add(form(f, func(w *multipart.Writer) {
		_ = w.WriteField("field", "/doc_front")
		part, _ := w.CreateFormFile("file", "a.jpg")
		_, _ = part.Write([]byte{0xff, 0xd8, 0xff})
	}))
	f.Add(form(f, func(w *multipart.Writer) { _ = w.WriteField("field", string(bytes.Repeat([]byte("x"), 5000))) }))
	f.Add([]byte("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../etc/passwd\"\r\n\r\nx\r\n--edge"))
	f.Add([]byte("--edge\r\n\r\n\r\n--edge\r\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		in, err := readUpload(multipart.NewReader(bytes.NewReader(body), "edge"), new(bytes.Buffer))
		if err != nil && fault.CodeOf(err) == "" {
			t.Fatalf("not a fault: %v", err)
		}
		if err == nil && (in.Field == "" || in.Content == nil || len(in.Field) > 400) {
			t.Fatalf("taken without a field or file: %q", in.Field)
		}
	})
}
