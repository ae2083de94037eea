package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// rounds is how often the product and the bare writers take turns, so that a noisy moment hits both.
const rounds = 6

// warm is how many submits come before those that count.
const warm = 200

const megabyte = 1 << 20

// Promises.
const (
	leastShare   = 0.3
	leastUploads = 500
	mostPeak     = 150
	mostIdle     = 80
	mostBinary   = 60
	mostStart    = 1000 // milliseconds to the first page
)

// rates add up rounds: the mean of a rate over equal work is harmonic.
type rates struct {
	seconds, done float64
	cpu           time.Duration // of the server
}

func (r *rates) add(n int, rate float64) {
	r.seconds, r.done = r.seconds+float64(n)/rate, r.done+float64(n)
}

func (r *rates) mean() float64 { return r.done / r.seconds }

// each is the processor time of the server for one, in microseconds.
func (r *rates) each() float64 { return float64(r.cpu.Microseconds()) / r.done }

// spend runs work of the server and adds the processor time that it took there.
func (r *rates) spend(s *server, n int, work func() (float64, error)) error {
	before, err := s.cpu()
	if err != nil {
		return err
	}
	rate, err := work()
	if err != nil {
		return err
	}
	after, err := s.cpu()
	r.add(n, rate)
	r.cpu += after - before
	return err
}

func (b *bench) sqlite(ctx context.Context) error {
	data := filepath.Join(b.dir, "sqlite")
	file := filepath.Join(data, "esteira.db")
	p := &place{environ: []string{"ESTEIRA_DATA=" + data}, driver: "sqlite", url: "file:" + file + sqliteSettings}
	if err := p.prepare(ctx, warm+b.cases+b.uploads+2*(warm+looked)); err != nil {
		return err
	}
	bare := filepath.Join(b.dir, "bare.db")
	if err := copyFile(file, bare); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+bare+sqliteSettings)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // thrown away
	if err := cloneDrafts(db, p.cases[0].id, 1, 2*b.cases+2*clients*rounds); err != nil {
		return err
	}
	s, err := serve(ctx, b.binary, p.environ)
	if err != nil {
		return err
	}
	b.add(figure{what: "start to first page", measured: float64(s.started.Milliseconds()), promised: mostStart, unit: "ms"})
	if err := b.idle(s); err != nil {
		return errors.Join(err, s.stop())
	}
	err = errors.Join(b.sqliteSubmits(ctx, s, p, db), b.upload(s, p), b.peak(s, "SQLite: submits and uploads"))
	if err = errors.Join(err, s.stop(), b.size()); err != nil {
		return err
	}
	rest := p.cases[warm+b.cases+b.uploads:]
	if err := b.profiled(ctx, p, sample{"sqlite", "a submit", rest[:warm+looked], submits}); err != nil {
		return err
	}
	photo, err := picture()
	if err != nil {
		return err
	}
	return b.profiled(ctx, p, sample{"sqlite-upload", "an upload", rest[warm+looked:], func(addr string, cases []prepared) (float64, error) {
		return uploads(addr, cases, photo)
	}})
}

func (b *bench) sqliteSubmits(ctx context.Context, s *server, p *place, bare *sql.DB) error {
	w, err := b.warmUp(s, p)
	if err != nil {
		return err
	}
	writer, err := newBareWriter(ctx, bare, w)
	if err != nil {
		return err
	}
	var product, single, grouped rates
	each := b.cases / rounds / clients * clients
	for round := range rounds {
		cases := p.cases[warm+round*each:][:each]
		if err := product.spend(s, each, func() (float64, error) { return submits(s.addr, cases) }); err != nil {
			return err
		}
		from := 1 + round*2*each
		rate, err := writer.single(from, each)
		if err != nil {
			return err
		}
		single.add(each, rate)
		if rate, err = writer.grouped(from+each, each); err != nil {
			return err
		}
		grouped.add(each, rate)
	}
	b.notes = append(b.notes, "SQLite, one submit: "+w.summary())
	b.add(
		figure{what: "SQLite: submits by HTTP, 8 clients", measured: product.mean(), unit: "/s"},
		figure{what: "SQLite: bare writer, a commit each", measured: single.mean(), unit: "/s"},
		figure{what: "SQLite: bare writer, 8 a commit", measured: grouped.mean(), unit: "/s"},
		figure{what: "SQLite: processor time of the server, a submit", measured: product.each(), unit: "µs"},
		figure{what: "SQLite: submits / bare writer", measured: product.mean() / single.mean(), promised: leastShare, atLeast: true},
	)
	return nil
}

// warmUp fills the caches and reads back what one submit wrote.
func (b *bench) warmUp(s *server, p *place) (written, error) {
	if _, err := submits(s.addr, p.cases[:warm]); err != nil {
		return written{}, err
	}
	db, err := p.database()
	if err != nil {
		return written{}, err
	}
	defer db.Close() //nolint:errcheck // only read
	return capture(db, p.cases[warm/2].id)
}

func submits(addr string, cases []prepared) (float64, error) {
	requests := make([]net.Buffers, len(cases))
	for i, c := range cases {
		requests[i] = submitRequest(c)
	}
	return volley(addr, len(cases), 200, func(i int) net.Buffers { return requests[i] })
}

func uploads(addr string, cases []prepared, photo []byte) (float64, error) {
	return volley(addr, len(cases), 201, func(i int) net.Buffers { return uploadRequest(cases[i], photo) })
}

func (b *bench) upload(s *server, p *place) error {
	photo, err := picture()
	if err != nil {
		return err
	}
	cases := p.cases[warm+b.cases:][:b.uploads]
	var up, bare rates
	each := len(cases) / rounds
	for round := range rounds {
		part := cases[round*each:][:each]
		err := up.spend(s, each, func() (float64, error) {
			return uploads(s.addr, part, photo)
		})
		if err != nil {
			return err
		}
		rate, err := writeFiles(filepath.Join(b.dir, "bare"), each, photo)
		if err != nil {
			return err
		}
		bare.add(each, rate)
	}
	b.add(
		figure{what: fmt.Sprintf("uploads of a %d KB JPEG to disk, 8 clients", len(photo)/1000), measured: up.mean(), promised: leastUploads, atLeast: true, unit: "/s"},
		figure{what: "the same files by a bare writer, each durable", measured: bare.mean(), unit: "/s"},
		figure{what: "processor time of the server, an upload", measured: up.each(), unit: "µs"},
	)
	return nil
}

// writeFiles writes n files from all clients, each on the disk before the next.
func writeFiles(dir string, n int, content []byte) (float64, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, err
	}
	began := time.Now()
	err := spread(n, func(_, i int) error {
		f, err := os.Create(filepath.Join(dir, strconv.Itoa(i)))
		if err != nil {
			return err
		}
		_, err = f.Write(content)
		return errors.Join(err, f.Sync(), f.Close())
	})
	rate := float64(n) / time.Since(began).Seconds()
	return rate, errors.Join(err, os.RemoveAll(dir))
}

func (b *bench) idle(s *server) error {
	time.Sleep(6 * time.Second) // the first housekeeping is part of the start
	now, err := s.memory("VmRSS")
	b.add(figure{what: "memory, idle", measured: now / megabyte, promised: mostIdle, unit: "MB"})
	return err
}

func (b *bench) peak(s *server, what string) error {
	most, err := s.memory("VmHWM")
	b.add(figure{what: "memory, peak, " + what, measured: most / megabyte, promised: mostPeak, unit: "MB"})
	return err
}

func (b *bench) size() error {
	info, err := os.Stat(b.binary)
	if err != nil {
		return err
	}
	b.add(figure{what: "binary", measured: float64(info.Size()) / megabyte, promised: mostBinary, unit: "MB"})
	return nil
}

func (b *bench) postgres(ctx context.Context) error {
	c, err := openCluster(b.dir)
	if err != nil {
		return err
	}
	if err := c.exec("CREATE DATABASE load OWNER " + postgresRole); err != nil {
		return err
	}
	p := &place{
		environ: []string{"ESTEIRA_DATA=" + filepath.Join(b.dir, "postgres"), "ESTEIRA_DATABASE_URL=" + c.named("load", postgresRole)},
		driver:  "pgx", url: c.named("load", c.url.User.Username()),
	}
	if err := p.prepare(ctx, warm+b.cases+warm+looked); err != nil {
		return err
	}
	if err := c.exec("CREATE DATABASE bare TEMPLATE load"); err != nil {
		return err
	}
	if err := c.clone(p, b.cases); err != nil {
		return err
	}
	s, err := serve(ctx, b.binary, p.environ)
	if err != nil {
		return err
	}
	if err := errors.Join(b.postgresSubmits(ctx, s, p, c), b.peak(s, "PostgreSQL: submits"), s.stop()); err != nil {
		return err
	}
	return b.profiled(ctx, p, sample{"postgres", "a submit", p.cases[warm+b.cases:], submits})
}

// clone makes the cases that pgbench submits.
func (c cluster) clone(p *place, cases int) error {
	db, err := sql.Open("pgx", c.named("bare", c.url.User.Username()))
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // the statements tell
	for client := range clients {
		from := client * perClient
		if err := cloneDrafts(db, p.cases[0].id, from+1, from+cases/clients+rounds); err != nil {
			return err
		}
	}
	_, err = db.Exec("VACUUM ANALYZE")
	return err
}

func (b *bench) postgresSubmits(ctx context.Context, s *server, p *place, c cluster) error {
	w, err := b.warmUp(s, p)
	if err != nil {
		return err
	}
	var product, bare rates
	each := b.cases / rounds / clients * clients
	for round := range rounds {
		cases := p.cases[warm+round*each:][:each]
		if err := product.spend(s, each, func() (float64, error) { return submits(s.addr, cases) }); err != nil {
			return err
		}
		rate, err := c.pgbench(ctx, w.script(), p.tenant.ID, 1+round*each/clients, each/clients)
		if err != nil {
			return err
		}
		bare.add(each, rate)
	}
	b.notes = append(b.notes, "PostgreSQL, one submit: "+w.summary())
	b.add(
		figure{what: "PostgreSQL: submits by HTTP, 8 clients", measured: product.mean(), unit: "/s"},
		figure{what: "PostgreSQL: pgbench, the same rows", measured: bare.mean(), unit: "/s"},
		figure{what: "PostgreSQL: processor time of the server, a submit", measured: product.each(), unit: "µs"},
		figure{what: "PostgreSQL: submits / pgbench", measured: product.mean() / bare.mean(), promised: leastShare, atLeast: true},
	)
	return nil
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}
