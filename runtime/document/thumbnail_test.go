package document

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"github.com/esteira/esteira/schemas/fault"
)

// TestThumbnailsAreUpright compares what is shown of each EXIF orientation with a picture that somebody has looked at.
// UPDATE=1 writes them anew, to be looked at again.
func TestThumbnailsAreUpright(t *testing.T) {
	t.Parallel()
	plain := makeJPEG(t, 640, 320)
	for orientation := 1; orientation <= 8; orientation++ {
		t.Run(fmt.Sprint(orientation), func(t *testing.T) {
			t.Parallel()
			file, err := Inspect(withSegments(plain, segment(0xE1, "Exif\x00\x00"+string(exif(orientation)))), Rules{})
			if err != nil {
				t.Fatal(err)
			}
			small, err := Thumbnail(file.Content)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(small, []byte("Exif")) || bytes.Contains(small, []byte("GPS")) {
				t.Error("it says where it was taken")
			}
			golden := filepath.Join("testdata", fmt.Sprintf("orientation-%d.jpg", orientation))
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(golden, small, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			alike(t, decode(t, small), decode(t, want))
		})
	}
}

func decode(t *testing.T, content []byte) image.Image {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// alike allows for encoders that round differently.
func alike(t *testing.T, got, want image.Image) {
	t.Helper()
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%v, want %v", got.Bounds(), want.Bounds())
	}
	for y := 0; y < want.Bounds().Dy(); y += 8 {
		for x := 0; x < want.Bounds().Dx(); x += 8 {
			a, b := color.GrayModel.Convert(got.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(want.At(x, y)).(color.Gray).Y
			if max(a, b)-min(a, b) > 24 {
				t.Fatalf("%d,%d: %d, want %d", x, y, a, b)
			}
		}
	}
}

func TestThumbnailsOfHostileFiles(t *testing.T) {
	t.Parallel()
	cut := makeJPEG(t, 64, 64)
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"nothing": {nil, "file_broken"},
		"text":    {[]byte("no picture at all"), "file_broken"},
		"cut":     {cut[:len(cut)/3], "file_broken"},
		"a bomb":  {pngOf(60_000, 60_000), "file_bomb"},
	} {
		_, err := Thumbnail(c.content)
		if f, ok := err.(*fault.Fault); !ok || f.Key != c.key { //nolint:errorlint // faults come bare
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}
