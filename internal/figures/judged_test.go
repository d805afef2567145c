package figures_test

import (
	"math"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/figures"
	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

var seen = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func known(ins ...health.Input) figures.Project {
	f := figures.Project{Inputs: health.Inputs{}, Snapshots: []health.Snapshot{{Source: field.SourceGit, ObservedAt: seen}}}
	for _, in := range ins {
		if in.Source == "" {
			in.Source = field.SourceGit
		}
		f.Inputs.Put(in)
	}
	return f
}

func onHost(in health.Input) health.Input { in.Source = field.SourceGitHub; return in }

func TestJudged_joinsWhatSourcesSay(t *testing.T) {
	t.Parallel()
	const months, integrators, archived, flow = "months_since_human_act", "integrators_12m", "archived", "release_flow_months"
	tagged := func(day string) health.Input { return health.ObsText("last_release", day) }
	commit := func(day string) health.Input { return health.ObsText("last_human_commit", day) }
	published := func(day string) health.Input {
		in := health.ObsText("registry_release", day)
		in.Source = field.SourceRegistry
		return in
	}
	act := func(day string) health.Input { return onHost(health.ObsText("last_maintainer_act", day)) }
	listed := health.ObsBool(archived, true)
	listed.Source = field.SourceList
	for name, tc := range map[string]struct {
		ins    []health.Input
		field  string
		want   float64 // NaN: not observed
		source string
	}{
		"a later act on the host":       {[]health.Input{health.Obs(months, 9), act("2026-10-22")}, months, 30.5 / 30.4375, field.SourceGitHub},
		"a later commit":                {[]health.Input{health.Obs(months, .5), act("2026-10-22")}, months, .5, field.SourceGit},
		"an act of today":               {[]health.Input{health.Obs(months, 9), act("2026-11-22")}, months, 0, field.SourceGitHub},
		"an act after the figures":      {[]health.Input{health.Obs(months, 9), act("2026-12-24")}, months, 0, field.SourceGitHub},
		"no commit at all, an act":      {[]health.Input{health.Missing(months, "none", nil), act("2026-11-20")}, months, 1.5 / 30.4375, field.SourceGitHub},
		"no act known":                  {[]health.Input{health.Obs(months, 9), onHost(health.Missing("last_maintainer_act", "not asked", nil))}, months, 9, field.SourceGit},
		"more merge than git shows":     {[]health.Input{health.Obs(integrators, 1), onHost(health.Obs("mergers_12m", 3))}, integrators, 3, field.SourceGitHub},
		"git shows more":                {[]health.Input{health.Obs(integrators, 4), onHost(health.Obs("mergers_12m", 0))}, integrators, 4, field.SourceGit},
		"git cannot tell":               {[]health.Input{health.Missing(integrators, "web", nil), onHost(health.Obs("mergers_12m", 2))}, integrators, 2, field.SourceGitHub},
		"a mirror has none, whoever":    {[]health.Input{health.NotApplies(integrators, "a mirror"), onHost(health.Obs("mergers_12m", 2))}, integrators, math.NaN(), field.SourceGit},
		"archived on the host":          {[]health.Input{health.Missing(archived, "ask", nil), onHost(health.ObsBool("repository_archived", true))}, archived, 1, field.SourceGitHub},
		"not archived on the host":      {[]health.Input{health.Missing(archived, "ask", nil), onHost(health.ObsBool("repository_archived", false))}, archived, 0, field.SourceGitHub},
		"the list's word stands":        {[]health.Input{listed, onHost(health.ObsBool("repository_archived", false))}, archived, 1, field.SourceList},
		"archived, no successor known":  {[]health.Input{onHost(health.ObsBool("repository_archived", true))}, "successor", math.NaN(), field.SourceGitHub},
		"published after the tag":       {[]health.Input{health.Obs(flow, 9), tagged("2026-02-20"), commit("2026-11-20"), published("2026-10-22")}, flow, 30.5 / 30.4375, field.SourceRegistry},
		"published after all commits":   {[]health.Input{health.Obs(flow, 9), tagged("2026-02-20"), commit("2026-10-22"), published("2026-10-22")}, flow, 0, field.SourceRegistry},
		"tagged after publishing":       {[]health.Input{health.Obs(flow, 2), tagged("2026-09-20"), commit("2026-11-20"), published("2026-09-19")}, flow, 2, field.SourceGit},
		"tagged and published":          {[]health.Input{health.Obs(flow, 2), tagged("2026-09-20"), commit("2026-11-20"), published("2026-09-20")}, flow, 2, field.SourceGit},
		"nothing waits for a tag":       {[]health.Input{health.Obs(flow, 0), tagged("2026-09-20"), commit("2026-09-20"), published("2026-10-01")}, flow, 0, field.SourceGit},
		"published and never tagged":    {[]health.Input{health.Missing(flow, "no tag", nil), commit("2026-11-20"), published("2026-10-22")}, flow, 30.5 / 30.4375, field.SourceRegistry},
		"neither, commits unknown":      {[]health.Input{health.Missing(flow, "no tag", nil), published("2026-10-22")}, flow, math.NaN(), field.SourceGit},
		"published after the figures":   {[]health.Input{health.Missing(flow, "no tag", nil), commit("2026-11-20"), published("2026-12-24")}, flow, math.NaN(), field.SourceGit},
		"published beside an old copy":  {[]health.Input{health.Obs(flow, 9), tagged("2026-02-20"), commit("2026-11-20"), published("2026-11-23")}, flow, 9, field.SourceGit},
		"published today":               {[]health.Input{health.Obs(flow, 9), tagged("2026-02-20"), commit("2026-11-20"), published("2026-11-22")}, flow, 0, field.SourceRegistry},
		"makes no releases, says it":    {[]health.Input{health.NotApplies(flow, "rolling"), commit("2026-11-20"), published("2026-10-22")}, flow, math.NaN(), field.SourceGit},
		"never published":               {[]health.Input{health.Obs(flow, 9), tagged("2026-02-20"), commit("2026-11-20")}, flow, 9, field.SourceGit},
		"nothing known of archiving":    {nil, archived, math.NaN(), ""},
		"not archived tells no one off": {[]health.Input{onHost(health.ObsBool("repository_archived", false))}, "successor", math.NaN(), ""},
	} {
		f := known(tc.ins...)
		got := f.Judged(model.Model{}).Inputs.Field(field.ID(tc.field))
		if got.Known() == math.IsNaN(tc.want) || got.Known() && math.Abs(got.Value-tc.want) > 1e-9 || got.Source != tc.source {
			t.Errorf("%s: %s is %v by %q (%s), want %v by %q", name, tc.field, got.Value, got.Source, got.Reason, tc.want, tc.source)
		}
		f.Inputs = f.Judged(model.Model{}).Inputs
		if again := f.Judged(model.Model{}).Inputs.Field(field.ID(tc.field)); again != got {
			t.Errorf("%s: judged twice %+v, once %+v", name, again, got)
		}
	}
}

func TestJudged_fundingOfTheOwner(t *testing.T) {
	t.Parallel()
	const id, owners = field.FundingChannels, field.OwnerFundingChannels
	named := func(id field.ID, channels ...string) health.Input {
		return health.ObsList(id, append([]string{}, channels...))
	}
	emptyFile := named(id)
	emptyFile.Reason = funding.NoneNamed
	for name, tc := range map[string]struct {
		ins    []health.Input
		want   string // the text; "?": unknown
		source string
	}{
		"only the owner":          {[]health.Input{named(id), onHost(named(owners, "github"))}, `["github"]`, field.SourceGitHub},
		"both":                    {[]health.Input{named(id, "ko_fi"), onHost(named(owners, "github"))}, `["ko_fi"]`, field.SourceGit},
		"neither":                 {[]health.Input{named(id), onHost(named(owners))}, "[]", field.SourceGit},
		"its own names none":      {[]health.Input{emptyFile, onHost(named(owners, "github"))}, "[]", field.SourceGit},
		"its own is unreadable":   {[]health.Input{health.Missing(id, "no mapping", nil), onHost(named(owners, "github"))}, "?", field.SourceGit},
		"the owner's is unknown":  {[]health.Input{named(id), onHost(health.Unasked(owners, "GitHub", "it is slow", nil))}, "[]", field.SourceGit},
		"without its host":        {[]health.Input{named(id)}, "[]", field.SourceGit},
		"the host and not a tree": {[]health.Input{onHost(named(owners, "github"))}, "?", ""},
	} {
		f := known(tc.ins...)
		in := f.Judged(model.Model{}).Inputs.Field(id)
		text := in.Text
		if !in.Known() {
			text = "?"
		}
		if text != tc.want || in.Source != tc.source || (in.Reason == "in the owner's .github repository") != (tc.source == field.SourceGitHub) {
			t.Errorf("%s: %s by %q (%s), want %s by %q", name, text, in.Source, in.Reason, tc.want, tc.source)
		}
	}
}

func TestJudged_leavesTheFiguresAlone(t *testing.T) {
	t.Parallel()
	f := known(health.Obs("integrators_12m", 1), onHost(health.Obs("mergers_12m", 3)))
	if f.Judged(model.Model{}); f.Inputs.Field("integrators_12m").Value != 1 {
		t.Error("judging changed what was observed")
	}
}
