package app

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"
)

func logo(t *testing.T, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func dataURL(mime string, content []byte) string {
	return "data:" + mime + ";base64," + base64.StdEncoding.EncodeToString(content)
}

// TestTheBrandIsChangedByWhoMay changes it as an administrator, refuses older revisions and everybody else, and shows it
// to applicants.
func TestTheBrandIsChangedByWhoMay(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin, applicant := s.staff("aurora", "admin"), s.visitor("aurora")
	s.run(step{name: "before", by: applicant, do: "GET /brand", has: map[string]any{"/revision": missing{}, "/logo": missing{}}})
	body := map[string]any{"accent": "#AA3300", "contact": "help@aurora.example", "logo": dataURL("image/png", logo(t, 120, 40)), "revision": 0}
	s.run(step{name: "by a clerk", by: s.staff("aurora", "cadastro"), do: "PUT /brand", body: body, status: http.StatusForbidden})
	saved := s.run(step{name: "save", by: admin, do: "PUT /brand", body: body, has: map[string]any{"/accent": "#aa3300", "/revision": 1}})
	s.run(step{name: "an older revision", by: admin, do: "PUT /brand", body: body, status: http.StatusConflict, has: map[string]any{"/code": "stale"}})
	s.run(step{name: "what applicants see", by: applicant, do: "GET /brand", has: map[string]any{
		"/accent": "#aa3300", "/contact": "help@aurora.example", "/logo": saved.text("/logo"),
	}})
	s.run(step{name: "another tenant", by: s.visitor("horizonte"), do: "GET /brand", has: map[string]any{"/logo": missing{}}, never: []string{"#aa3300"}})
}

// TestHostileLogosAreRefused sends what is no small raster image, and what hides behind one.
func TestHostileLogosAreRefused(t *testing.T) {
	t.Parallel()
	s := &scenario{house: still(t), tenant: "aurora"}
	admin := s.staff("aurora", "admin")
	good := logo(t, 8, 8)
	for name, url := range map[string]string{
		"SVG":                  dataURL("image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)),
		"SVG that says PNG":    dataURL("image/png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)),
		"HTML":                 dataURL("image/png", []byte("<script>alert(1)</script>")),
		"an address elsewhere": "https://evil.example/logo.png",
		"no base64":            "data:image/png;base64,%%%",
		"no image type":        "data:text/html;base64," + base64.StdEncoding.EncodeToString(good),
		"cut":                  dataURL("image/png", good[:len(good)-20]),
		"rotten":               dataURL("image/png", append(append([]byte{}, good[:40]...), bytes.Repeat([]byte{0}, 60)...)),
		"too many bytes":       dataURL("image/png", append(append([]byte{}, good...), bytes.Repeat([]byte("x"), 65<<10)...)),
		"too many pixels":      dataURL("image/png", logo(t, 2001, 10)),
	} {
		s.run(step{
			name: name, by: admin, do: "PUT /brand", body: map[string]any{"accent": "#112233", "logo": url, "revision": 0},
			status: http.StatusUnprocessableEntity, has: map[string]any{"/violations/0/path": "/logo"},
		})
	}
	s.run(step{name: "a colour that is none", by: admin, do: "PUT /brand", body: map[string]any{"accent": "red;}", "revision": 0}, status: http.StatusUnprocessableEntity})
	tail := append(append([]byte{}, good...), []byte("<script>alert(1)</script>")...)
	got := s.run(step{name: "what follows the image is cut off", by: admin, do: "PUT /brand", body: map[string]any{"accent": "#112233", "logo": dataURL("image/png", tail), "revision": 0}})
	_, kept, _ := strings.Cut(got.text("/logo"), ",")
	if raw, err := base64.StdEncoding.DecodeString(kept); err != nil || bytes.Contains(raw, []byte("script")) {
		t.Errorf("kept %q, %v", raw, err)
	}
}
