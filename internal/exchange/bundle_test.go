package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
)

var made = time.Date(2026, 8, 22, 20, 0, 0, 0, time.UTC)

func sample() Bundle {
	snap := health.Snapshot{
		Project: "curl", Source: field.SourceGit, Version: "git/1", ObservedAt: made, Commit: "5c61e16", SourceURL: "https://github.com/curl/curl",
		People: []health.Person{{Key: "aa", Commits: 3}},
		Checks: []check.Check{{Name: "License", State: check.Scored, Score: 10, Reason: "license file detected", Took: 7}},
	}
	for _, in := range []health.Input{
		health.Obs("active_months_12m", 12), health.Obs("unreleased_human_commits", 0), health.ObsText("last_human_commit", "2026-08-22"),
		health.Missing("licence", "the licence file could not be read", errors.New("blob not here")), health.NotApplies("commit_trend_log2", "fewer than 10 commits"),
	} {
		in.Source, in.Version, in.Commit, in.ObservedAt, in.SourceURL = snap.Source, snap.Version, snap.Commit, made, snap.SourceURL
		snap.Inputs = append(snap.Inputs, in)
	}
	return Bundle{List: "critical", Revision: "abc", MadeAt: made, Plumbline: "1", Projects: []BundleProject{
		NewBundleProject("curl", health.OutcomeObserved, "", []health.Snapshot{snap}),
		NewBundleProject("kvm", health.OutcomeFailed, "no repository of its own", nil),
	}}
}

func TestBundle_roundTripIsByteIdentical(t *testing.T) {
	t.Parallel()
	var first, second bytes.Buffer
	if err := WriteBundle(&first, sample()); err != nil {
		t.Fatal(err)
	}
	b, err := ReadBundle(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteBundle(&second, b); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first.String(), second.String()); diff != "" {
		t.Errorf("a bundle changed on its way through (-want +got):\n%s", diff)
	}
	other, err := ReadBundle(strings.NewReader("\xef\xbb\xbf" + first.String())) // saved by an editor
	if diff := cmp.Diff(b, other); err != nil || diff != "" {
		t.Errorf("a mark changed the bundle, error %v:\n%s", err, diff)
	}
	if strings.Contains(first.String(), `"aa"`) {
		t.Error("a person's key left the installation")
	}
}

func TestBundle_keepsEveryState(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	if err := WriteBundle(&buf, sample()); err != nil {
		t.Fatal(err)
	}
	b, err := ReadBundle(&buf)
	if err != nil {
		t.Fatal(err)
	}
	want := health.Snapshot{
		Project: "curl", Source: field.SourceGit, Version: "git/1", Origin: health.OriginBundle, ObservedAt: made, Commit: "5c61e16", SourceURL: "https://github.com/curl/curl",
		Checks: []check.Check{{Name: "License", State: check.Scored, Score: 10, Reason: "license file detected"}},
	}
	for _, in := range []health.Input{
		health.Obs("active_months_12m", 12), health.Obs("unreleased_human_commits", 0), health.ObsText("last_human_commit", "2026-08-22"),
		health.Missing("licence", "the licence file could not be read", errors.New("blob not here")), health.NotApplies("commit_trend_log2", "fewer than 10 commits"),
	} {
		in.Source, in.Version, in.Commit, in.ObservedAt, in.SourceURL = "git", "git/1", "5c61e16", made, want.SourceURL
		want.Inputs = append(want.Inputs, in)
	}
	if diff := cmp.Diff([]health.Snapshot{want}, b.Projects[0].Health()); diff != "" {
		t.Errorf("snapshots differ (-want +got):\n%s", diff)
	}
}

func TestReadBundle_refuses(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	if err := WriteBundle(&buf, sample()); err != nil {
		t.Fatal(err)
	}
	good := buf.String()
	for name, row := range map[string]struct {
		text string
		is   error
		says string
	}{
		"a changed figure": {strings.Replace(good, `"value":12`, `"value":13`, 1), health.ErrTampered, ""},
		"another format":   {strings.Replace(good, BundleFormat, "plumbline-bundle/9", 1), nil, "plumbline-bundle/9"},
		"a cut-off file":   {good[:len(good)/2], nil, "JSON"},
		"nothing":          {"", nil, "JSON"},
	} {
		if _, err := ReadBundle(strings.NewReader(row.text)); err == nil || row.is != nil && !errors.Is(err, row.is) || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: error is %v, want %v that says %q", name, err, row.is, row.says)
		}
	}
}

func TestReadBundle_namesWhatIsNotInTheCatalogue(t *testing.T) {
	t.Parallel()
	b := sample()
	b.Projects[0].Snapshots[0].Inputs[0].Field = "karma"
	b.Projects[0].Snapshots[0].Inputs[3].State = "maybe"
	var buf bytes.Buffer
	if err := WriteBundle(&buf, b); err != nil {
		t.Fatal(err)
	}
	_, err := ReadBundle(&buf)
	if lines := strings.Split(fmt.Sprint(err), "\n"); len(lines) != 2 || testkit.Unsaid(lines[0], "curl", "karma") != nil || testkit.Unsaid(lines[1], "curl", "licence", "maybe") != nil {
		t.Errorf("error %v", err)
	}
}

func TestBundle_countsTheEvidenceItLeavesOut(t *testing.T) {
	t.Parallel()
	c := check.Check{Name: "SAST", Omitted: 2, Details: make([]check.Detail, bundleEvidence+3)}
	got := NewBundleProject("a", health.OutcomeObserved, "", []health.Snapshot{{Checks: []check.Check{c}}}).Health()[0].Checks[0]
	if len(got.Details) != bundleEvidence || got.Omitted != 5 {
		t.Errorf("%d lines kept, %d said to be left out; want %d and 5", len(got.Details), got.Omitted, bundleEvidence)
	}
}

func FuzzReadBundle(f *testing.F) {
	var buf bytes.Buffer
	if err := WriteBundle(&buf, sample()); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes())
	f.Add([]byte(`{"format":"plumbline-bundle/1","projects":[]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := ReadBundle(bytes.NewReader(raw))
		if err == nil && b.Format != BundleFormat {
			t.Errorf("accepted format %q", b.Format)
		}
	})
}
