package document

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"

	"github.com/esteira/esteira/schemas/fault"
)

const (
	maxPages   = 20
	maxObjects = 64 * megabyte // unpacked object streams of one file
	maxStreams = 20_000        // packed streams of one file
	headPacked = 512           // bytes that tell what is packed
	maxPDFName = 127           // bytes that a name may have
)

var (
	streamWord = []byte("stream")
	// objectNumbers is how a stream of objects begins: number and place of each.
	objectNumbers = regexp.MustCompile(`^\s*[0-9]{1,10}\s+[0-9]{1,10}\s`)
)

// inspectPDF does not parse: readers repair what is broken, each in its way, so that a parser could be led past what
// they see. It looks at every name in the file, and at those in packed objects.
func inspectPDF(content []byte, _ Rules) (File, error) {
	end := bytes.LastIndex(content, []byte("%%EOF"))
	if end < 0 {
		return File{}, broken(errCut)
	}
	s := pdfScan{budget: maxObjects}
	s.names(content)
	if err := s.objects(content); err != nil {
		return File{}, err
	}
	if s.verdict != nil {
		return File{}, s.verdict
	}
	// Objects that are packed in a way that cannot be looked into; no common program writes them.
	if s.claimed > s.read {
		return File{}, fault.New(fault.Invalid, "file_broken")
	}
	if s.count() > maxPages {
		return File{}, fault.New(fault.TooLarge, "file_pages").With("n", maxPages)
	}
	return File{Content: content[:tail(content, end)], Pages: s.count()}, nil
}

// tail is where the file ends. Blanks after the end belong to it; anything else is another file hanging on to this one.
func tail(content []byte, end int) int {
	end += len("%%EOF")
	if len(bytes.TrimSpace(content[end:])) == 0 {
		return len(content)
	}
	return end
}

// pdfScan gathers what the names of a PDF say.
type pdfScan struct {
	budget   int64
	packed   io.ReadCloser // used again for each stream
	streams  int           // packed ones
	claimed  int           // streams that are said to hold objects
	read     int           // streams that did
	pages    int           // objects that are pages; a page that was edited counts again
	declared int           // the greatest /Count; outlines count, too
	verdict  error
}

// count is the smaller of two rough counts, each of which errs upwards.
func (s *pdfScan) count() int {
	if s.declared > 0 {
		return min(s.pages, s.declared)
	}
	return s.pages
}

// names looks at every name in a part of the file. Short names turn up by chance in packed bytes, so they count only
// outside of streams.
func (s *pdfScan) names(in []byte) {
	before, streams := "", streamReader{in: in}
	for at := bytes.IndexByte(in, '/'); at >= 0; {
		name, next := nameAt(in, at+1)
		s.judge(name, streams.inside(at))
		switch {
		case name == "Page" && before == "Type":
			s.pages++
		case name == "ObjStm":
			s.claimed++
		case name == "Count":
			s.declared = max(s.declared, numberAt(in, next))
		}
		before = name
		step := bytes.IndexByte(in[next:], '/')
		if step < 0 {
			return
		}
		at = next + step
	}
}

func (s *pdfScan) judge(name string, inStream bool) {
	if s.verdict != nil {
		return
	}
	switch name {
	case "Encrypt":
		s.verdict = fault.New(fault.Invalid, "file_encrypted")
	case "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "GoToR", "GoToE", "SubmitForm", "ImportData":
		s.verdict = fault.New(fault.Invalid, "file_active")
	case "JS", "XFA":
		if !inStream {
			s.verdict = fault.New(fault.Invalid, "file_active")
		}
	}
}

// objects looks into every packed stream that begins as a stream of objects does, whatever its dictionary says.
func (s *pdfScan) objects(content []byte) error {
	streams := streamReader{in: content}
	for s.verdict == nil {
		start, ok := streams.next()
		if !ok {
			return nil
		}
		plain := s.inflate(content[start:])
		if s.budget < 0 {
			return fault.New(fault.Invalid, "file_bomb")
		}
		s.names(plain)
	}
	return nil
}

// inflate unpacks a stream of objects: after a few bytes it is known whether it is one. What breaks off is judged as
// far as it goes, as readers would show it.
func (s *pdfScan) inflate(in []byte) []byte {
	in = bytes.TrimLeft(in, "\r\n")
	if !s.open(in[:min(len(in), headPacked)]) {
		return nil
	}
	if s.streams++; s.streams > maxStreams {
		s.budget = -1
		return nil
	}
	var head [32]byte
	n, _ := io.ReadFull(s.packed, head[:])
	if !objectNumbers.Match(head[:n]) || !s.open(in) {
		return nil
	}
	s.read++
	var plain bytes.Buffer
	_, _ = io.Copy(&plain, io.LimitReader(s.packed, s.budget+1))
	s.budget -= int64(plain.Len())
	return plain.Bytes()
}

func (s *pdfScan) open(in []byte) bool {
	var err error
	if again, ok := s.packed.(zlib.Resetter); ok {
		err = again.Reset(bytes.NewReader(in), nil)
	} else {
		s.packed, err = zlib.NewReader(bytes.NewReader(in))
	}
	return err == nil
}

// streamReader walks over the words "stream" and "endstream".
type streamReader struct {
	in     []byte
	at     int
	within bool
}

// inside tells whether a place, which is after all places asked for before, is in a stream.
func (r *streamReader) inside(place int) bool {
	for {
		step := bytes.Index(r.in[r.at:place], streamWord)
		if step < 0 {
			// A word may lie across the place.
			r.at = max(r.at, place-len(streamWord))
			return r.within
		}
		r.pass(step)
	}
}

// next goes to the next stream and returns where its bytes begin.
func (r *streamReader) next() (int, bool) {
	for {
		step := bytes.Index(r.in[r.at:], streamWord)
		if step < 0 {
			return 0, false
		}
		if r.pass(step); r.within {
			return r.at, true
		}
	}
}

func (r *streamReader) pass(step int) {
	r.within = !bytes.HasSuffix(r.in[:r.at+step], []byte("end"))
	r.at += step + len(streamWord)
}

// nameAt reads a name after its slash; #4A in it stands for J. It returns where the name ends.
func nameAt(in []byte, at int) (string, int) {
	var name []byte
	for ; at < len(in) && len(name) <= maxPDFName && regular(in[at]); at++ {
		if in[at] == '#' && at+2 < len(in) {
			if b, err := strconv.ParseUint(string(in[at+1:at+3]), 16, 8); err == nil {
				name = append(name, byte(b))
				at += 2
				continue
			}
		}
		name = append(name, in[at])
	}
	return string(name), at
}

func regular(b byte) bool {
	return b > ' ' && b < 0x7F && !bytes.ContainsRune([]byte("/<>[](){}%"), rune(b))
}

func numberAt(in []byte, at int) int {
	for at < len(in) && (in[at] == ' ' || in[at] == '\r' || in[at] == '\n') {
		at++
	}
	end := at
	for end < len(in) && end-at < 6 && in[end] >= '0' && in[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(string(in[at:end]))
	return n
}
