package app

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestHostileInputIsRefused sends what only an attacker sends. Each is answered with a fault of its own, with a key
// and a sentence in the four languages, and the server stays well: it answers, and its memory is bounded. It runs
// alone, so that the memory is its own.
func TestHostileInputIsRefused(t *testing.T) {
	h := alive(t, built{})
	x := &attack{scenario: &scenario{house: h, tenant: "aurora"}}
	x.prepares()
	peak, stop := watch(t)
	x.bodies()
	x.json()
	x.floodsTheDesk()
	x.contentTypes()
	x.files()
	x.definitions()
	x.addresses()
	x.headers()
	x.tooOften()
	stop()
	if used := peak.Load() >> 20; used > 300 {
		t.Errorf("the heap grew to %d MB", used)
	}
	x.well("in the end")
}

// watch follows the heap until it is told to stop.
func watch(t *testing.T) (peak *atomic.Uint64, stop func()) {
	t.Helper()
	peak = &atomic.Uint64{}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for ctx.Err() == nil {
			<-tick.C
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapAlloc))
		}
	}()
	return peak, func() { cancel(); <-done }
}

type attack struct {
	*scenario
	applicant, admin, compliance *client
}

func (x *attack) prepares() {
	x.t.Helper()
	x.applicant, x.admin, x.compliance = x.visitor("aurora"), x.staff("aurora", "admin"), x.staff("aurora", "compliance")
	answers := personal(heloisa)
	got := x.run(step{
		name: "start", by: x.applicant, do: "POST /portal/onboarding-pf/cases", body: map[string]any{"locale": "en", "values": answers},
		status: http.StatusCreated,
	})
	x.caseID = got.text("/id")
}

// refused does one request and expects a fault with a key.
func (x *attack) refused(st step, status int, key string) {
	x.t.Helper()
	st.status, st.has = status, map[string]any{"/key": key}
	x.run(st)
	x.well("after " + st.name)
}

// well says whether the server still answers.
func (x *attack) well(when string) {
	x.t.Helper()
	for _, path := range []string{"/healthz", "/readyz"} {
		if status := x.fetch(path); status != http.StatusOK {
			x.t.Fatalf("%s: %s is %d", when, path, status)
		}
	}
}

const page = "PUT /portal/case/pages/who"

func (x *attack) bodies() {
	for name, to := range map[string]string{"a page": "PUT /portal/case/pages/who", "a definition": "PUT /definitions/form/big"} {
		by := x.applicant
		if strings.Contains(to, "definitions") {
			by = x.admin
		}
		for _, known := range []bool{true, false} {
			status, got := x.floods(by, flood{to: to, mime: "application/json", size: 50 << 20, known: known})
			if status != http.StatusRequestEntityTooLarge || !strings.Contains(got, `"request.too_large"`) {
				x.t.Errorf("50 MB for %s: %d %s", name, status, got)
			}
			x.well("after 50 MB for " + name)
		}
	}
	for _, known := range []bool{true, false} {
		status, got := x.floods(x.applicant, flood{
			to: "POST /portal/case/documents", mime: "multipart/form-data; boundary=b", size: 50 << 20, known: known,
			before: "--b\r\nContent-Disposition: form-data; name=\"field\"\r\n\r\n/doc_front\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n",
		})
		if status != http.StatusRequestEntityTooLarge {
			x.t.Errorf("50 MB of a file: %d %s", status, got)
		}
		x.well("after a file of 50 MB")
	}
	x.refused(step{name: "a page of 2 MB", by: x.applicant, do: page, body: bare{"application/json", []byte(`{"values":{"full_name":"` + strings.Repeat("a", 2<<20) + `"}}`)}},
		http.StatusRequestEntityTooLarge, "request.too_large")
	x.refused(step{name: "no body", by: x.applicant, do: page, body: bare{"application/json", nil}}, http.StatusUnprocessableEntity, "json.syntax")
}

type flood struct {
	to, mime, before string
	size             int64
	known            bool // its length is told
}

// floods streams a body that nobody should read to its end.
func (x *attack) floods(by *client, f flood) (int, string) {
	x.t.Helper()
	method, path, _ := strings.Cut(f.to, " ")
	body := io.MultiReader(strings.NewReader(f.before), io.LimitReader(zeros{}, f.size))
	r, err := http.NewRequestWithContext(x.t.Context(), method, by.base+path, body)
	if err != nil {
		x.t.Fatal(err)
	}
	if f.known {
		r.ContentLength = f.size + int64(len(f.before))
	}
	r.Header.Set("Content-Type", f.mime)
	r.Header.Set("X-Esteira", "1")
	response, err := by.http.Do(r)
	if err != nil { // the server hung up before all was sent, which is its right; ask it without the body
		return http.StatusRequestEntityTooLarge, `"request.too_large"`
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		x.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func (x *attack) json() {
	deep := strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)
	for name, c := range map[string]struct{ body, key string }{
		"10 000 levels":      {`{"values":{"full_name":` + deep + `}}`, "json.too_deep"},
		"open for ever":      {`{"values":{"a":` + strings.Repeat(`{"a":`, 10_000), "json.too_deep"},
		"a key twice":        {`{"values":{"full_name":"a","full_name":"b"}}`, "json.duplicate_key"},
		"no JSON":            {`<xml/>`, "json.syntax"},
		"no UTF-8":           {"{\"values\":{\"full_name\":\"\xff\xfe\"}}", "json.encoding"},
		"half a pair":        {`{"values":{"full_name":"\ud800"}}`, "json.encoding"},
		"a number too large": {`{"values":{"income":1e999}}`, "json.number"},
		"something after":    {`{"values":{}} {"values":{}}`, "json.trailing"},
		"of another shape":   {`{"values":[1,2]}`, "request.invalid"},
		"no values":          {`{}`, "request.invalid"},
	} {
		x.refused(step{name: name, by: x.applicant, do: page, body: bare{"application/json", []byte(c.body)}}, http.StatusUnprocessableEntity, c.key)
	}
	x.run(step{
		name: "NUL in an answer is none", by: x.applicant, do: page, body: map[string]any{"values": map[string]any{"full_name": "Heloísa\x00 Amostra"}},
		never: []string{`\u0000`},
	})
	wide := map[string]any{}
	for i := range 20_000 {
		wide[fmt.Sprint("k", i)] = i
	}
	x.run(step{name: "keys that no form has", by: x.applicant, do: page, body: map[string]any{"values": wide}, never: []string{"k19999"}})
	x.run(step{
		name: "answers of another shape are told of, not kept as they are", by: x.applicant, do: page,
		body: map[string]any{"values": map[string]any{"full_name": map[string]any{"$ne": 1}, "birth_date": []any{1}, "cpf": true}, "proceed": true},
		has:  map[string]any{"/violations/0/message": given{}, "/next": missing{}},
	})
	for _, to := range []string{"POST /portal/signature/open", "POST /portal/resume"} {
		x.forward(3 * time.Minute)
		for i, text := range []string{"", strings.Repeat("a", 42), strings.Repeat("a", 500), strings.Repeat("=", 43)} {
			x.refused(step{name: fmt.Sprint("part of a token ", i), by: x.visitor("aurora"), do: to, body: map[string]any{"token": text}}, http.StatusUnprocessableEntity, "token.cut_off")
		}
		x.refused(step{name: "a number for a token", by: x.visitor("aurora"), do: to, body: map[string]any{"token": 5}}, http.StatusUnprocessableEntity, "request.invalid")
	}
	x.refused(step{name: "a limit that is none", by: x.compliance, do: "GET /queues/approval/cases?limit=100000"}, http.StatusUnprocessableEntity, "request.invalid")
	x.refused(step{name: "a limit that is text", by: x.compliance, do: "GET /queues/approval/cases?limit=DROP"}, http.StatusUnprocessableEntity, "request.invalid")
	x.refused(step{name: "a cursor that is made up", by: x.compliance, do: "GET /queues/approval/cases?cursor=%27%3B--"}, http.StatusUnprocessableEntity, "queue.cursor.invalid")
	x.refused(step{name: "a filter that is SQL", by: x.compliance, do: "GET /queues/approval/cases?filter=" + url.QueryEscape("1=1;--:=:x")}, http.StatusUnprocessableEntity, "queue.filter")
	x.refused(step{name: "a sort that is SQL", by: x.compliance, do: "GET /queues/approval/cases?sort=" + url.QueryEscape("id;DROP TABLE cases")}, http.StatusUnprocessableEntity, "queue.sort")
}

// floodsTheDesk types a name without end: staff see its beginning, and it pushes nothing else from their screens or letters.
func (x *attack) floodsTheDesk() {
	x.t.Helper()
	stranger := x.visitor("aurora")
	begun := x.run(step{
		name: "a name of 4 000 letters", by: stranger, do: "POST /portal/onboarding-pf/cases", status: http.StatusCreated,
		body: map[string]any{"locale": "en", "values": map[string]any{"full_name": strings.Repeat("é", 4000), "email": "long@demo.example"}},
	})
	got := x.run(step{name: "its case", by: x.compliance, do: "GET /cases/" + begun.text("/id")})
	if name := []rune(got.text("/row/name")); len(name) != 150 || name[149] != '…' {
		x.t.Errorf("staff see a name of %d letters", len(name))
	}
}

func (x *attack) contentTypes() {
	body := []byte(`{"values":{}}`)
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json", "multipart/form-data; boundary=x", "application/jsonp", ";;;"} {
		x.refused(step{name: kind, by: x.applicant, do: page, body: bare{kind, body}}, http.StatusUnsupportedMediaType, "request.media_type")
	}
	x.refused(step{name: "JSON for a file", by: x.applicant, do: "POST /portal/case/documents", body: bare{"application/json", body}},
		http.StatusUnsupportedMediaType, "request.media_type")
	// However it is spelt, JSON is held against the contract.
	for _, kind := range []string{"Application/JSON", "application/json ;charset=utf-8", "application/json;charset=utf-8"} {
		x.refused(step{name: kind, by: x.compliance, do: "POST /cases/" + x.caseID + "/reveal", body: bare{kind, []byte(`{"path":"/cpf","reason":"x"}`)}},
			http.StatusUnprocessableEntity, "request.invalid")
	}
}

func (x *attack) files() {
	svg := `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	real, err := card("Frente", heloisa.name)
	if err != nil {
		x.t.Fatal(err)
	}
	for name, c := range map[string]struct {
		f      file
		status int
		key    string
	}{
		"an SVG called jpg":   {file{"/doc_front", "me.jpg", []byte(svg)}, http.StatusUnsupportedMediaType, "file_type"},
		"a page called jpg":   {file{"/doc_front", "me.jpg", []byte("<html><script>alert(1)</script>")}, http.StatusUnsupportedMediaType, "file_type"},
		"a program":           {file{"/doc_front", "me.jpg", []byte("MZ\x90\x00")}, http.StatusUnsupportedMediaType, "file_type"},
		"nothing":             {file{"/doc_front", "me.jpg", []byte{}}, http.StatusUnprocessableEntity, "file_empty"},
		"half a picture":      {file{"/doc_front", "me.jpg", real[:len(real)/2]}, http.StatusUnprocessableEntity, "file_broken"},
		"a picture of a bomb": {file{"/doc_front", "me.png", pngOf(60_000, 60_000)}, http.StatusUnprocessableEntity, "file_bomb"},
		"no such field":       {file{"/nothing", "me.jpg", real}, http.StatusNotFound, "field.not_found"},
		"a field of text":     {file{"/full_name", "me.jpg", real}, http.StatusNotFound, "field.not_found"},
		"a field of staff":    {file{"/adverse_media", "me.jpg", real}, http.StatusNotFound, "field.not_found"},
		"a path of dots":      {file{"/../../etc/passwd", "me.jpg", real}, http.StatusNotFound, "field.not_found"},
		"NUL in a field":      {file{"/doc_front\x00", "me.jpg", real}, http.StatusNotFound, "field.not_found"},
		"11 MB":               {file{"/doc_front", "me.jpg", append(real, make([]byte, 11<<20)...)}, http.StatusRequestEntityTooLarge, "file_size"},
	} {
		x.refused(step{name: name, by: x.applicant, do: "POST /portal/case/documents", body: c.f}, c.status, c.key)
	}
	for name, body := range map[string]string{
		"cut in the middle": "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\nabc",
		"no parts":          "--b--\r\n", "no boundary": "hello", "empty": "",
	} {
		s := step{name: "multipart " + name, by: x.applicant, do: "POST /portal/case/documents", body: bare{"multipart/form-data; boundary=b", []byte(body)}}
		s.status, s.has = http.StatusUnprocessableEntity, map[string]any{"/key": one{"document.upload_broken", "document.no_file"}}
		x.run(s)
	}
	x.refused(step{name: "multipart without its boundary", by: x.applicant, do: "POST /portal/case/documents", body: bare{"multipart/form-data", []byte("x")}},
		http.StatusUnprocessableEntity, "document.upload_broken")
	got := x.run(step{
		name: "a name full of tricks", by: x.applicant, do: "POST /portal/case/documents", status: http.StatusCreated,
		body: file{"/doc_front", "../../etc/\u202egpj.exe\r\nSet-Cookie: a=b", real}, never: []string{"..", "\u202e", "Set-Cookie: a=b\r"},
	})
	link := x.applicant.send("GET", "/portal/case/documents/"+got.text("/id")+"/link", nil)
	x.strict(link.text("/url"))
	x.bomb()
}

// strict looks at how a document is served.
func (x *attack) strict(address string) {
	x.t.Helper()
	response, err := http.Get(x.base + address) //nolint:noctx // a test's own
	if err != nil {
		x.t.Fatal(err)
	}
	defer response.Body.Close()
	header := response.Header
	if response.StatusCode != http.StatusOK || header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(header.Get("Content-Security-Policy"), "sandbox") || header.Get("Content-Type") != "image/jpeg" {
		x.t.Errorf("a document is served with %d %v", response.StatusCode, header)
	}
	if status := x.fetch(strings.Replace(address, "/files/", "/files/../", 1)); status == http.StatusOK {
		x.t.Error("a link leads out of its folder")
	}
}

// bomb is a workbook that grows a thousandfold, for a form that takes workbooks.
func (x *attack) bomb() {
	x.t.Helper()
	company := x.visitor("aurora")
	answers := map[string]any{"revenue_avg": 2e8}
	if got := company.send("POST", "/portal/"+corporate+"/cases", map[string]any{"locale": "en", "values": answers}); got.status != http.StatusCreated {
		x.t.Fatalf("start: %d %s", got.status, got.raw)
	}
	s := &attack{scenario: &scenario{house: x.house, tenant: "aurora"}}
	s.refused(step{name: "a bomb as xlsx", by: company, do: "POST /portal/case/documents", body: file{"/doc_financials", "figures.xlsx", bombOf(x.t)}},
		http.StatusUnprocessableEntity, "file_bomb")
	s.refused(step{name: "a PDF that runs", by: company, do: "POST /portal/case/documents", body: file{
		"/doc_financials", "figures.pdf",
		bytes.Replace(sheet("x"), []byte("<</Type/Catalog"), []byte("<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), 1),
	}},
		http.StatusUnprocessableEntity, "file_active")
}

func bombOf(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, size := range map[string]int64{"[Content_Types].xml": 100, "xl/workbook.xml": 100, "xl/worksheets/sheet1.xml": 300 << 20} {
		part, err := w.Create(name)
		if err == nil {
			_, err = io.CopyN(part, zeros{}, size)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (x *attack) definitions() {
	for _, ref := range []string{"file:///etc/passwd", "http://169.254.169.254/latest/meta-data", "../../../etc/passwd"} {
		body := aForm("refs", text("name"))
		body["$ref"] = ref
		s := step{name: "$ref " + ref, by: x.admin, do: "PUT /definitions/form/refs", body: map[string]any{"body": body, "revision": 0}, never: []string{"root:"}}
		s.status, s.has = http.StatusUnprocessableEntity, map[string]any{"/violations/0/path": "/$ref"}
		x.run(s)
		body = aForm("refs", text("name"))
		body["$schema"] = ref
		x.run(step{
			name: "$schema " + ref, by: x.admin, do: "PUT /definitions/form/refs" + fmt.Sprint(len(ref)), never: []string{"root:"},
			body: map[string]any{"body": with(body, "key", "refs"+fmt.Sprint(len(ref))), "revision": 0},
		})
	}
	for name, rule := range map[string]string{
		"nested for ever":    strings.Repeat("(", 5000) + "true" + strings.Repeat(")", 5000),
		"longer than a book": "answers.name == '" + strings.Repeat("a", 200_000) + "'",
		"an import":          "import('os').system('id')",
	} {
		key := "rule" + fmt.Sprint(len(rule))
		x.findsOrRefuses(name, key, aForm(key, text("name"), with(text("city"), "visibleWhen", map[string]any{"cel": rule})))
	}
	deepest := map[string]any{"combinator": "and", "rules": []any{}}
	for range 60 {
		deepest = map[string]any{"combinator": "and", "rules": []any{deepest}}
	}
	x.findsOrRefuses("a query of 60 levels", "levels", aForm("levels", with(text("name"), "visibleWhen", map[string]any{"query": deepest})))
	x.findsOrRefuses("a pattern that takes for ever", "slow", aForm("slow", with(text("name"), "config", map[string]any{"pattern": strings.Repeat("(a{1000}){1000}", 10)})))
	x.costs()
}

// tooLong is no figure, which make bench has: it tells work that ends from work that an attacker can make endless.
const tooLong = 30 * time.Second

// findsOrRefuses saves a definition that must not come to life: it is refused at once, or found out and never published.
func (x *attack) findsOrRefuses(name, key string, body map[string]any) {
	x.t.Helper()
	began := time.Now()
	got := x.admin.send("PUT", "/definitions/form/"+key, map[string]any{"body": body, "revision": 0})
	if got.status == http.StatusOK {
		got = x.admin.send("POST", "/definitions/form/"+key+"/publish", map[string]any{"revision": 1})
	}
	if got.status != http.StatusUnprocessableEntity || got.at("/violations/0") == nil && got.text("/message") == "" {
		x.t.Errorf("%s: %d %s", name, got.status, got.raw)
	}
	if took := time.Since(began); took > tooLong {
		x.t.Errorf("%s took %v", name, took)
	}
	x.well("after " + name)
}

// costs publishes a rule that is dear only with certain answers, and gives these answers.
func (x *attack) costs() {
	x.t.Helper()
	list := map[string]any{"id": "f_rows", "key": "rows", "type": "repeat", "label": inFour("Rows"), "config": map[string]any{"min": 0, "max": 200}, "fields": []any{with(text("word"), "id", "f_word")}}
	dear := "answers.rows.all(a, answers.rows.all(b, answers.rows.all(c, answers.rows.all(d, a.word == b.word || c.word == d.word || true))))"
	body := aForm("dear", text("name"), text("email"), list, with(text("city"), "visibleWhen", map[string]any{"cel": dear}))
	loops := "[1,2,3].all(a, " + strings.Repeat("[1,2,3].all(b, ", 16) + "true" + strings.Repeat(")", 17)
	add(body["pages"].([]any)[0].(map[string]any), "fields", with(text("street"), "visibleWhen", map[string]any{"cel": loops}))
	x.publishes("form", "dear", body)
	x.publishes("pipeline", "dear", aLine("dear"))
	applicant := x.visitor("aurora")
	if got := applicant.send("POST", "/portal/dear/cases", map[string]any{"locale": "en"}); got.status != http.StatusCreated {
		x.t.Fatalf("start: %d %s", got.status, got.raw)
	}
	rows := make([]any, 200)
	for i := range rows {
		rows[i] = map[string]any{"word": fmt.Sprint("word ", i)}
	}
	began := time.Now()
	got := applicant.send("PUT", "/portal/case/pages/one", map[string]any{"values": map[string]any{"rows": rows, "name": "Somebody"}, "proceed": true})
	if took := time.Since(began); got.status >= 500 || took > tooLong {
		x.t.Errorf("a rule that is dear: %d after %v: %s", got.status, took, got.raw)
	}
	x.well("after a rule that is dear")
}

func (x *attack) publishes(kind, key string, body map[string]any) {
	x.t.Helper()
	at := "/definitions/" + kind + "/" + key
	if got := x.admin.send("PUT", at, map[string]any{"body": body, "revision": 0}); got.status != http.StatusOK {
		x.t.Fatalf("%s: %d %s", at, got.status, got.raw)
	}
	if got := x.admin.send("POST", at+"/publish", map[string]any{"revision": 1}); got.status != http.StatusCreated {
		x.t.Fatalf("%s: %d %s", at, got.status, got.raw)
	}
}

// aLine is the shortest pipeline there is.
func aLine(key string) map[string]any {
	draft := stage("draft", "applicant")
	draft["answers"] = "open"
	move := func(key, from, to string, trigger map[string]any, by string) any {
		return map[string]any{"key": key, "from": from, "to": to, "trigger": trigger, "by": []any{by}, "title": inFour(key)}
	}
	return map[string]any{
		"key": key, "title": inFour("Short"), "locales": []any{"pt-BR", "es", "en", "ar"}, "defaultLocale": "en", "form": key,
		"contact": map[string]any{"name": "name", "email": "email"}, "stages": []any{draft, stage("done", "end")},
		"transitions": []any{
			move("begin", "", "draft", map[string]any{"verb": "start"}, "applicant"),
			move("keep", "draft", "draft", map[string]any{"verb": "save"}, "applicant"),
			move("send", "draft", "done", map[string]any{"verb": "submit"}, "applicant"),
			move("end", "draft", "done", map[string]any{"timer": map[string]any{"after": []any{"P30D"}, "since": "activity"}}, "system"),
		},
	}
}

func (x *attack) addresses() {
	for _, path := range []string{
		"/cases/..%2f..%2fetc%2fpasswd", "/cases/%2e%2e%2f%2e%2e", "/cases/%00", "/cases/a%00b", "/cases/" + strings.Repeat("a", 5000), "/cases/%F0%9F%92%A9",
		"/cases/1%20OR%201=1", "/versions/..%2f..%2f", "/cases/%ff%fe", "/cases/" + x.caseID + "%00",
	} {
		s := step{name: path[:min(len(path), 40)], by: x.compliance, do: "GET " + path, status: http.StatusNotFound}
		if strings.HasPrefix(path, "/versions") {
			s.by = x.admin
		}
		x.run(s)
	}
	for _, path := range []string{"/definitions/form/..%2f..%2fpasswd", "/definitions/virus/a", "/definitions/form/A%00"} {
		x.run(step{name: path, by: x.admin, do: "GET " + path, status: http.StatusNotFound})
	}
	for _, path := range []string{
		"/files/..%2f..%2f..%2fetc/passwd", "/files/%2e%2e/secret", "/files/../secret", "/t/../../etc/passwd", "/t/%00/api/v1/brand", "/t/..%2faurora/api/v1/brand",
		"/files/?exp=1&sig=x",
	} {
		if status := x.fetch(path); status < 400 || status >= 500 {
			x.t.Errorf("%s is %d", path, status)
		}
	}
	for _, method := range []string{"TRACE", "CONNECT", "PROPFIND", "PATCH"} {
		if got := x.applicant.send(method, "/portal/case", nil); got.status < 400 || got.status >= 500 {
			x.t.Errorf("%s: %d %s", method, got.status, got.raw)
		}
	}
	got := x.applicant.send("PUT", "/portal/case/pages/who", map[string]any{"values": map[string]any{}}, "X-Esteira: ")
	if got.status != http.StatusForbidden || got.text("/key") != "request.cross_site" {
		x.t.Errorf("a form of another site: %d %s", got.status, got.raw)
	}
}

func (x *attack) headers() {
	for _, path := range []string{"/portal/case", "/portal/case/receipt", "/brand", "/nowhere"} {
		if got := x.applicant.send("GET", path, nil).header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none';") {
			x.t.Errorf("%s lets a browser do what its policy says: %q", path, got)
		}
	}
	big := strings.Repeat("a", 100<<10)
	for name, raw := range map[string]string{
		"a huge header":          "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Big: " + big + "\r\n\r\n",
		"a huge cookie":          "GET /t/aurora/api/v1/session HTTP/1.1\r\nHost: a\r\nCookie: esteira_session=" + big + "\r\n\r\n",
		"a huge address":         "GET /" + big + " HTTP/1.1\r\nHost: a\r\n\r\n",
		"no HTTP":                "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		"two lengths":            "POST /t/aurora/api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
		"a length that is none":  "POST /t/aurora/api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
		"a header without colon": "GET /healthz HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n",
	} {
		if line := x.speaks(raw); !strings.HasPrefix(line, "HTTP/1.1 4") {
			x.t.Errorf("%s: %q", name, line)
		}
		x.well("after " + name)
	}
	x.refused(step{name: "a cookie that is made up", by: x.visitor("aurora"), do: "GET /session", header: []string{"Cookie: esteira_session=" + strings.Repeat("x", 4000)}},
		http.StatusUnauthorized, "session.over")
	x.refused(step{name: "an applicant's cookie that is made up", by: x.visitor("aurora"), do: "GET /portal/case", header: []string{"Cookie: esteira_applicant=" + x.caseID + ".zzzzzz.AAAA"}},
		http.StatusUnauthorized, "portal.session_over")
	x.refused(step{
		name: "a key of a request that is too long", by: x.applicant, do: "POST /portal/case/submit", body: map[string]any{"locale": "en"},
		header: []string{"Idempotency-Key: " + strings.Repeat("k", 5000)},
	}, http.StatusUnprocessableEntity, "request.invalid")
	got := x.visitor("aurora").send("GET", "/portal/case", nil, "Accept-Language: "+strings.Repeat("pt-BR;q=0.9,", 4000))
	sentence(x.t, "an endless Accept-Language", got.text("/key"), got.text("/message"))
}

// speaks sends bytes as they are and returns the first line of the answer.
func (x *attack) speaks(raw string) string {
	x.t.Helper()
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(x.t.Context(), "tcp", x.Addr())
	if err != nil {
		x.t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		x.t.Fatal(err)
	}
	_, _ = io.WriteString(conn, raw) // the server may hang up before the end
	answer := make([]byte, 64)
	n, _ := conn.Read(answer)
	line, _, _ := strings.Cut(string(answer[:n]), "\r\n")
	return line
}

// tooOften asks for links until the server has had enough.
func (x *attack) tooOften() {
	x.t.Helper()
	curious := x.visitor("horizonte")
	ask := func() answer {
		return curious.send("POST", "/portal/resume-links", map[string]any{"email": "victim@demo.example"})
	}
	for range 5 {
		if got := ask(); got.status != http.StatusAccepted {
			x.t.Fatalf("%d %s", got.status, got.raw)
		}
	}
	if got := ask(); got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") == "" {
		x.t.Errorf("a sixth letter: %d %s", got.status, got.raw)
	}
	inFourLanguages(x.t, "too often", func(locale string) answer {
		return curious.send("POST", "/portal/resume-links", map[string]any{"email": "victim@demo.example"}, "Accept-Language: "+locale)
	})
	for range 10 {
		curious.send("POST", "/session", map[string]any{"email": "admin@horizonte.example", "password": "guess-guess-guess"})
	}
	got := curious.send("POST", "/session", map[string]any{"email": "admin@horizonte.example", "password": demoPassword})
	if got.status != http.StatusTooManyRequests || got.text("/key") != "session.too_many" {
		x.t.Errorf("after ten wrong passwords: %d %s", got.status, got.raw)
	}
}

// pngOf is a small file that says it is a large picture.
func pngOf(w, h uint32) []byte {
	var out bytes.Buffer
	out.WriteString("\x89PNG\r\n\x1a\n")
	header := []byte{byte(w >> 24), byte(w >> 16), byte(w >> 8), byte(w), byte(h >> 24), byte(h >> 16), byte(h >> 8), byte(h), 8, 2, 0, 0, 0}
	chunk(&out, "IHDR", header)
	chunk(&out, "IDAT", []byte("x\x9cc\x00\x00\x00\x01\x00\x01"))
	chunk(&out, "IEND", nil)
	return out.Bytes()
}

func chunk(out *bytes.Buffer, name string, body []byte) {
	_ = binary.Write(out, binary.BigEndian, uint32(len(body)))
	sum := crc32.ChecksumIEEE(append([]byte(name), body...))
	out.WriteString(name)
	out.Write(body)
	_ = binary.Write(out, binary.BigEndian, sum)
}
