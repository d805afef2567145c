package exchange_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// scored is a model in which License is all of posture.
func scored() model.Model {
	m := model.Model{Axes: map[model.Axis][]model.InputRule{model.Posture: {{ID: "License", Field: "License", Weight: 1}, {ID: "SAST", Field: "SAST", Weight: 1}}}}
	m.Ageing.CarryDays = 30
	return m
}

func TestProjectDocument_carriesBothInstrumentsAndMixesNone(t *testing.T) {
	t.Parallel()
	p, f, s := measured()
	at := f.At()
	own := health.Snapshot{Source: field.SourceScorecard, Version: "v4.13.1", ObservedAt: at, Commit: "ours", Checks: []check.Check{
		{Name: "License", State: check.Scored, Score: 9}, {Name: "SAST", State: check.Errored, Score: -1, Reason: "it broke", Error: "a path of the operator"},
	}}
	in := health.Obs("License", 9)
	in.Source = field.SourceScorecard
	f.Inputs.Put(in)
	good, bad := results(t, fixture(t, "v5-own-run.json"))
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	pub := good[0].Snapshot("zlib", health.OriginFile)
	pub.Checks = append(pub.Checks, check.Check{Name: "License", State: check.Scored, Score: 2}, check.Check{Name: "SAST", State: check.Scored, Score: 3})
	pub.ObservedAt = at.Add(-time.Hour)
	f.Snapshots = append(f.Snapshots, own, pub)
	f.Inputs.Put(pub.Inputs...)

	d := exchange.ProjectDocument(p, f.Judged(scored()), s)
	if d.Instruments.Used != "published" || d.Instruments.Why == "" || d.Instruments.Own == nil || d.Instruments.Published == nil {
		t.Fatalf("instruments %+v", d.Instruments)
	}
	if d.Checks["License"].Value != 2.0 || d.Checks["License"].Source != field.SourcePublished || !strings.Contains(d.Checks["License"].Version, "v5.3.0") {
		t.Errorf("what is scored: %+v", d.Checks["License"])
	}
	if o := d.Instruments.Own; o.Version != "v4.13.1" || o.Total != nil || *o.Checks[0].Score != 9 || o.Checks[1].Score != nil || o.Coverage != .5 {
		t.Errorf("our own %+v", o)
	}
	if o := d.Instruments.Published; *o.Total != 6.1 || o.Origin != health.OriginFile || len(o.Checks) != len(pub.Checks) || o.Coverage != 1 {
		t.Errorf("published %+v", o)
	}
	raw, err := json.Marshal(d.Public())
	if err != nil {
		t.Fatal(err)
	}
	if text := string(raw); strings.Contains(text, "of the operator") || !strings.Contains(text, `"annotations":["test-data"]`) || !strings.Contains(text, `"name":"SBOM"`) {
		t.Errorf("document %s", text)
	}
}

func TestProjectDocument_saysWhyNothingIsPublished(t *testing.T) {
	t.Parallel()
	p, f, s := measured()
	none := exchange.NotPublished("zlib", "not in the published set", f.At())
	f.Snapshots = append(f.Snapshots, none)
	f.Inputs.Put(none.Inputs...)
	d := exchange.ProjectDocument(p, f.Judged(scored()), s)
	if d.Instruments.Published != nil || d.Instruments.PublishedReason != "not in the published set" || d.Instruments.Used != "" {
		t.Errorf("instruments %+v", d.Instruments)
	}
}
