package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/esteira/esteira/runtime/conveyor"
	"github.com/esteira/esteira/runtime/document"
	"github.com/esteira/esteira/schemas/fault"
	"github.com/esteira/esteira/server/blob"
	"github.com/esteira/esteira/server/jobs"
	"github.com/esteira/esteira/server/scan"
	"github.com/esteira/esteira/server/tenant"
)

var (
	lostFiles = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: "esteira_lost_files", Help: "Documents whose bytes were not there at the last look, by tenant.",
	}, []string{"tenant"})
	sweptFiles  = promauto.NewCounter(prometheus.CounterOpts{Name: "esteira_swept_files_total", Help: "Files without a document that were deleted."})
	erasedFiles = promauto.NewCounter(prometheus.CounterOpts{Name: "esteira_erased_files_total", Help: "Files that were erased because their time was over."})
)

// scanAgain is how long a file waits for a scanner that does not answer before it is asked again.
const scanAgain = 5 * time.Second

// scanner is the one that the configuration names; nil when files are not scanned.
func (a *App) scanner() document.Scanner {
	if a.Config.Clamd == "" {
		return nil
	}
	return scan.Clamd{Addr: a.Config.Clamd}
}

// examine looks at an uploaded file. One that cannot be looked at now waits for as long as it takes: it stays "not checked
// yet", and nothing is lost.
func (a *App) examine(ctx context.Context, tenantID string, args map[string]string, _ int) error {
	err := a.Conveyor.Examine(ctx, tenantID, args["case"], args["document"])
	if fault.CodeOf(err) == fault.Unavailable && ctx.Err() == nil {
		a.log.WarnContext(ctx, "a file is not checked yet", "tenant", tenantID, "case", args["case"], "document", args["document"], "error", err)
		return jobs.Snooze(scanAgain)
	}
	return final(err)
}

// lostJob is how long after its upload a file that nobody checked is taken for one whose job was lost.
const lostJob = time.Hour

// retain erases files whose time is over, looks whether the others are there, and has those checked that wait too long.
func (a *App) retain(ctx context.Context, tenantID string, _ map[string]string, _ int) error {
	retention, err := a.Store.Retention(ctx, tenantID)
	if err != nil {
		return err
	}
	kept, err := a.Store.Kept(ctx, tenantID, retention, a.now())
	if err != nil {
		return err
	}
	var failed error
	for _, k := range kept {
		if k.OnHold {
			continue
		}
		erased, err := a.Conveyor.EraseDocument(ctx, tenantID, k.Case, k.ID)
		if erased {
			erasedFiles.Inc()
		}
		failed = errors.Join(failed, err, ctx.Err())
	}
	waiting, err := a.Store.Unscanned(ctx, tenantID, a.now().Add(-lostJob))
	failed = errors.Join(failed, err)
	for _, d := range waiting {
		failed = errors.Join(failed, a.Conveyor.ExamineAgain(ctx, d))
	}
	_, err = storage{a}.Inspect(ctx, tenantID)
	return errors.Join(failed, err)
}

// storage is where the files of this installation lie, for its administration.
type storage struct{ app *App }

// Place says where.
func (s storage) Place() (kind, name string) {
	if s.app.Config.S3.Endpoint == "" {
		return "disk", "documents"
	}
	return "s3", s.app.Config.S3.Bucket
}

// Answers returns why files cannot be kept and read just now.
func (s storage) Answers(ctx context.Context) error { return s.app.documents.SelfTest(ctx) }

// Examine tries all that a store has to do.
func (s storage) Examine(ctx context.Context) []tenant.StorageStep {
	steps := blob.Examine(ctx, s.app.documents.Store)
	out := make([]tenant.StorageStep, len(steps))
	for i, step := range steps {
		out[i] = tenant.StorageStep{Step: step.Name, OK: step.Err == nil, Fault: step.Err, Took: step.Took}
	}
	return out
}

// Scanner says whether files are scanned, and whether the scanner answers.
func (s storage) Scanner(ctx context.Context) (bool, error) {
	if s.app.Config.Clamd == "" {
		return false, nil
	}
	return true, scan.Clamd{Addr: s.app.Config.Clamd}.Ping(ctx)
}

const maxMissing = 100

// Inspect looks whether the bytes of all documents of a tenant are there, and keeps what it found.
func (s storage) Inspect(ctx context.Context, tenantID string) (tenant.StorageReport, error) {
	report := tenant.StorageReport{At: clock(s.app.now)(), Missing: []tenant.MissingFile{}}
	var keys []string
	for key, err := range s.app.Store.Blobs(ctx, tenantID) {
		if err != nil {
			return report, err
		}
		if !strings.HasSuffix(key, conveyor.SmallPicture) { // one that is gone is no loss
			keys = append(keys, key)
		}
	}
	// Read after the documents: bytes come before their row, so that each of these had its own by then.
	present, err := s.app.documents.Present(ctx, tenantID)
	if err != nil {
		return report, err
	}
	report.Files = len(keys)
	for _, key := range keys {
		if present.Has(key) {
			continue
		}
		lost, err := s.missing(ctx, tenantID, key)
		if err != nil {
			return report, err
		}
		if lost == nil {
			continue
		}
		if report.Lost++; len(report.Missing) < maxMissing {
			report.Missing = append(report.Missing, *lost)
		}
	}
	lostFiles.WithLabelValues(tenantID).Set(float64(report.Lost))
	if before, err := s.app.Store.StorageReport(ctx, tenantID); err == nil {
		report.Swept = before.Swept
	}
	return report, s.app.Store.PutStorageReport(ctx, tenantID, report)
}

// missing names the document whose bytes lie under a key; nil when no document names it any more.
func (s storage) missing(ctx context.Context, tenantID, key string) (*tenant.MissingFile, error) {
	var out *tenant.MissingFile
	err := s.app.Store.View(ctx, tenantID, func(tx conveyor.Tx) error {
		d, err := tx.DocumentOf(key)
		if err != nil {
			return err
		}
		rec, err := tx.Case(d.Case)
		out = &tenant.MissingFile{Case: d.Case, Document: d.ID, Reference: rec.Reference, Name: d.Name}
		return err
	})
	if fault.CodeOf(err) == fault.NotFound {
		return nil, nil //nolint:nilnil // erased meanwhile
	}
	return out, err
}

// tellSwept adds to what is known of each tenant's files how many the last sweep of all deleted.
func (a *App) tellSwept(ctx context.Context, tenants []string, n int) error {
	for _, id := range tenants {
		report, err := a.Store.StorageReport(ctx, id)
		if err == nil && report.Swept != n {
			report.Swept = n
			err = a.Store.PutStorageReport(ctx, id, report)
		}
		if err != nil && fault.CodeOf(err) != fault.NotFound {
			return err
		}
	}
	return nil
}
