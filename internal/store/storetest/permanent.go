package storetest

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/permanent"
)

func document(kind permanent.Kind, id, body string, after time.Duration) permanent.Document {
	return permanent.New(permanent.Head{Kind: kind, ID: id, List: "critical", Run: 3, Title: "Für “alle” \\", Made: noon.Add(after)}, []byte(body))
}

// A document is stored once and reads back as it was; another one with its name is refused, and then
// nothing of the call is stored.
func keptNeverChange(t *testing.T, e env) {
	d := e.open()
	want := document(permanent.Report, "2026-q4", "PK\x00\xff\x01", 0)
	if err := d.KeepDocuments(d.ctx(), want); err != nil {
		t.Fatal(err)
	}
	again := document(permanent.Report, "2026-q4", "PK\x00\xff\x01", time.Hour)
	if err := d.KeepDocuments(d.ctx(), again); err != nil {
		t.Errorf("the same document again: %v", err)
	}
	err := d.KeepDocuments(d.ctx(), document(permanent.Evidence, "e1", "new", 0), document(permanent.Report, "2026-q4", "other", 0))
	if !errors.Is(err, permanent.ErrTaken) {
		t.Errorf("another document with its name: %v", err)
	}
	got, err := e.open().Document(d.ctx(), permanent.Report, "2026-q4")
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	for _, c := range []struct {
		kind permanent.Kind
		id   string
	}{{permanent.Evidence, "e1"}, {permanent.Evidence, "2026-q4"}, {permanent.Report, ""}, {permanent.Report, "\x00"}, {"", "2026-q4"}} {
		if _, err := d.Document(d.ctx(), c.kind, c.id); !errors.Is(err, health.ErrNotFound) {
			t.Errorf("%q %q: %v", c.kind, c.id, err)
		}
	}
	bad := document(permanent.Cohort, "q3", "body", 0)
	bad.Body = bytes.ToUpper(bad.Body)
	if err := d.KeepDocuments(d.ctx(), bad); !errors.Is(err, permanent.ErrDamaged) {
		t.Errorf("a document of another hash: %v", err)
	}
}

func keptNewestFirst(t *testing.T, e env) {
	d := e.open()
	first, second := document(permanent.Cohort, "b", "1", 0), document(permanent.Cohort, "a", "2", time.Hour)
	if err := d.KeepDocuments(d.ctx(), first, second, document(permanent.Report, "r", "3", 2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[int][]permanent.Head{1: {second.Head}, 9: {second.Head, first.Head}} {
		got, err := d.Documents(d.ctx(), permanent.Cohort, limit)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("limit %d: %v (-want +got)\n%s", limit, err, diff)
		}
	}
	if got, err := d.Documents(d.ctx(), permanent.Evidence, 9); err != nil || len(got) != 0 {
		t.Errorf("no document of a kind: %v, %v", got, err)
	}
}
