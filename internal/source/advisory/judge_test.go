package advisory

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/testkit"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func ago(days int) time.Time { return noon.AddDate(0, 0, -days) }

// about returns a record about its subject, published so many days ago.
func about(id string, days int, more ...func(*record)) record {
	r := record{ID: id, About: true, Published: ago(days), Modified: ago(days), Severity: high}
	for _, f := range more {
		f(&r)
	}
	return r
}

func ends(e ending) func(*record)         { return func(r *record) { r.Ending = e } }
func is(s severity) func(*record)         { return func(r *record) { r.Severity = s } }
func also(ids ...string) func(*record)    { return func(r *record) { r.Aliases = ids } }
func last(v ...string) func(*record)      { return func(r *record) { r.Ending, r.Last = ended, v } }
func among(v ...string) func(*record)     { return func(r *record) { r.Ending, r.Versions = ended, v } }
func mended(day string) func(*record)     { return func(r *record) { r.Released = day } }
func disputed(r *record)                  { r.Disputed = true }
func broken(r *record)                    { *r = record{ID: r.ID, Broken: true} }
func npm(rs ...record) evidence           { return evidence{subject: acmeCore, records: rs} }
func git(rs ...record) evidence           { return evidence{subject: libacme, records: rs} }
func (e evidence) at(n released) evidence { e.newest = n; return e }

func TestMerge_standings(t *testing.T) {
	t.Parallel()
	newest := released{Version: "2.0.1", Day: ago(10), Days: map[string]string{"2.0.1": ago(10).Format(time.DateOnly), "1.9.0": ago(90).Format(time.DateOnly)}}
	for name, tc := range map[string]struct {
		known []evidence
		want  string
	}{
		"a fix is named":                                {[]evidence{npm(about("GHSA-1", 50))}, "GHSA-1 patched"},
		"no end":                                        {[]evidence{npm(about("GHSA-1", 50, ends(open)))}, "GHSA-1 unpatched"},
		"the last affected one is the newest":           {[]evidence{npm(about("GHSA-1", 50, last("v2.0.1"))).at(newest)}, "GHSA-1 unpatched"},
		"a later one came":                              {[]evidence{npm(about("GHSA-1", 50, last("1.9.0"))).at(newest)}, "GHSA-1 patched"},
		"the last affected one is not known":            {[]evidence{npm(about("GHSA-1", 5, last("1.8.7"))).at(newest)}, "GHSA-1 unsettled"},
		"one came after its publication":                {[]evidence{npm(about("GHSA-1", 50, last("1.8.7"))).at(newest)}, "GHSA-1 patched"},
		"a later one came before it was published":      {[]evidence{npm(about("GHSA-1", 5, last("1.9.0"))).at(newest)}, "GHSA-1 patched"},
		"the other name of the repository knows better": {[]evidence{git(about("CVE-1", 60, ends(open))), {subject: subject{repositories, "https://github.com/acme/libacme"}, records: []record{about("CURL-1", 60, also("CVE-1"))}}}, "CURL-1 patched"},
		"nothing is known of releases":                  {[]evidence{npm(about("GHSA-1", 50, last("1.9.0")))}, "GHSA-1 unsettled"},
		"it was seen once":                              {[]evidence{npm(about("GHSA-1", 50, last("1.9.0"), func(r *record) { r.Patched = true }))}, "GHSA-1 patched"},
		"the newest is among the affected":              {[]evidence{git(about("CVE-1", 5, among("v1", "2.0.1"))).at(newest)}, "CVE-1 unpatched"},
		"the newest is not among them":                  {[]evidence{git(about("CVE-1", 5, among("v1", "v2"))).at(newest)}, "CVE-1 patched"},
		"it says nothing":                               {[]evidence{npm(about("GHSA-1", 50, ends(unclear)))}, "GHSA-1 unsettled"},
		"one record names the fix":                      {[]evidence{npm(about("GHSA-1", 50, ends(open)), about("PYSEC-1", 40, also("GHSA-1")))}, "GHSA-1 patched"},
		"by a third name":                               {[]evidence{npm(about("GHSA-1", 50, ends(open), also("CVE-1")), about("PYSEC-1", 40, also("CVE-1")))}, "GHSA-1 patched"},
		"two packages, one open": {
			[]evidence{npm(about("GHSA-1", 50)), {subject: subject{"npm", "@acme/other"}, records: []record{about("GHSA-1", 50, ends(open))}}},
			"GHSA-1 unpatched",
		},
		"the package goes before commits":  {[]evidence{npm(about("GHSA-1", 50)), git(about("CVE-1", 60, ends(open), also("GHSA-1")))}, "GHSA-1 patched"},
		"and the other way round":          {[]evidence{npm(about("GHSA-1", 50, ends(open))), git(about("CVE-1", 60, also("GHSA-1")))}, "GHSA-1 unpatched"},
		"two names of one repository":      {[]evidence{git(about("CVE-1", 60)), {subject: subject{repositories, "https://github.com/acme/libacme"}, records: []record{about("CVE-1", 60)}}}, "CVE-1 patched"},
		"withdrawn":                        {[]evidence{npm(about("GHSA-1", 50, ends(open), func(r *record) { r.Withdrawn = true }))}, ""},
		"about another package":            {[]evidence{npm(record{ID: "GHSA-1", Published: ago(9), Ending: open})}, ""},
		"not readable":                     {[]evidence{npm(about("GHSA-1", 50, broken))}, "GHSA-1 unsettled"},
		"not readable, and another record": {[]evidence{npm(about("GHSA-1", 50, broken), about("GHSA-2", 40))}, "GHSA-1 unsettled, GHSA-2 patched"},
	} {
		words := []string{"patched", "unsettled", "unpatched"}
		var got []string
		for _, a := range merge(tc.known) {
			got = append(got, a.ID+" "+words[a.Standing])
			if (a.Why != "") != (a.Standing == unsettled) {
				t.Errorf("%s: %s says %q", name, a.ID, a.Why)
			}
		}
		if s := strings.Join(got, ", "); s != tc.want {
			t.Errorf("%s: %q, want %q", name, s, tc.want)
		}
	}
}

// Of several records the first day counts, the severity of the package's own, and
// every CVE id by which CISA's list may know it.
func TestMerge_whatIsTakenFromWhich(t *testing.T) {
	t.Parallel()
	got := merge([]evidence{
		npm(about("GHSA-1", 50, also("CVE-2026-1"), is(moderate), mended("2026-10-20"))),
		git(about("CVE-2026-1", 60, is(critical)), about("CVE-2026-2", 55, also("GHSA-1"), is(critical))),
	})
	want := []advisory{{
		ID: "GHSA-1", CVEs: []string{"CVE-2026-1", "CVE-2026-2"}, Aliases: []string{"CVE-2026-1", "GHSA-1"}, Published: ago(60), Severity: moderate, Standing: patched,
		Released: time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC),
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := merge([]evidence{npm(about("GO-1", 50, is(unrated))), git(about("CVE-2026-1", 60, is(high), also("GO-1")))}); got[0].Severity != high {
		t.Errorf("where the package's record does not say, another's word is not taken: %+v", got[0])
	}
}

// The order in which records come changes nothing.
func TestMerge_orderDoesNotMatter(t *testing.T) {
	t.Parallel()
	some := rapid.Custom(func(t *rapid.T) record {
		r := about(fmt.Sprintf("GHSA-%d", rapid.IntRange(0, 8).Draw(t, "id")), rapid.IntRange(0, 900).Draw(t, "age"))
		r.Aliases = rapid.SliceOfN(rapid.SampledFrom([]string{"CVE-2026-1", "CVE-2026-2", "GHSA-3", "GHSA-5"}), 0, 2).Draw(t, "aliases")
		r.Ending, r.Severity = ending(rapid.IntRange(0, 3).Draw(t, "ending")), severity(rapid.IntRange(0, 4).Draw(t, "severity"))
		return r
	})
	rapid.Check(t, func(t *rapid.T) {
		rs := rapid.SliceOfNDistinct(some, 0, 8, func(r record) string { return r.ID }).Draw(t, "records")
		a := merge([]evidence{npm(rs...)})
		b := merge([]evidence{npm(rapid.Permutation(rs).Draw(t, "shuffled")...)})
		for i := range a { // which reason of several is told may differ
			a[i].Why, b[i].Why = "", ""
		}
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v, then %+v", a, b)
		}
	})
}

// A long chain of names is one advisory, and quickly so.
func TestMerge_longChains(t *testing.T) {
	t.Parallel()
	var rs []record
	for i := range mostRecords {
		rs = append(rs, about(fmt.Sprintf("X-%05d", i), 10, also(fmt.Sprintf("X-%05d", i+1))))
	}
	if got := merge([]evidence{npm(rs...)}); len(got) != 1 {
		t.Errorf("%d advisories of a chain", len(got))
	}
}

func TestPicture_inputs(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		known     []evidence
		pic       picture
		days      string
		ids       string
		exploited string
		published string
	}{
		"none of a package":                          {nil, picture{packaged: true}, "0", "[]", "no", "0"},
		"none of a repository":                       {nil, picture{}, "unknown", "unknown", "unknown", "unknown"},
		"all patched":                                {[]evidence{npm(about("GHSA-1", 50), about("GHSA-2", 900))}, picture{packaged: true}, "0", "[]", "no", "1"},
		"moderate and open":                          {[]evidence{npm(about("GHSA-1", 50, ends(open), is(moderate)))}, picture{packaged: true}, "0", "[]", "no", "1"},
		"one open":                                   {[]evidence{npm(about("GHSA-1", 50, ends(open)))}, picture{packaged: true}, "50", `["GHSA-1"]`, "no", "1"},
		"the oldest counts":                          {[]evidence{npm(about("GHSA-1", 5, ends(open)), about("GHSA-2", 70, ends(open)), about("GHSA-3", 99))}, picture{packaged: true}, "70", `["GHSA-2","GHSA-1"]`, "no", "3"},
		"nobody rated it":                            {[]evidence{npm(about("GHSA-1", 50, ends(open), is(unrated)))}, picture{packaged: true}, "unknown", "unknown", "unknown", "1"},
		"nobody rated it, and it is patched":         {[]evidence{npm(about("GHSA-1", 50, is(unrated)))}, picture{packaged: true}, "0", "[]", "no", "1"},
		"cannot be told":                             {[]evidence{npm(about("GHSA-1", 50, last("1")))}, picture{packaged: true}, "unknown", "unknown", "unknown", "1"},
		"cannot be told, and moderate":               {[]evidence{npm(about("GHSA-1", 50, last("1"), is(moderate)))}, picture{packaged: true}, "0", "[]", "no", "1"},
		"an older one cannot be told":                {[]evidence{npm(about("GHSA-1", 20, ends(open)), about("GHSA-2", 50, ends(unclear)))}, picture{packaged: true}, "unknown", `["GHSA-1"]`, "no", "2"},
		"it could not undo the gate":                 {[]evidence{npm(about("GHSA-1", 40, ends(open)), about("GHSA-2", 50, ends(unclear)))}, picture{packaged: true}, "40", `["GHSA-1"]`, "no", "2"},
		"a younger one cannot be told":               {[]evidence{npm(about("GHSA-1", 20, ends(open)), about("GHSA-2", 10, ends(unclear)))}, picture{packaged: true}, "20", `["GHSA-1"]`, "no", "2"},
		"a record is not there":                      {[]evidence{npm(about("GHSA-1", 50, broken), about("GHSA-2", 9))}, picture{packaged: true}, "unknown", "unknown", "unknown", "unknown"},
		"a record is not there, and another is open": {[]evidence{npm(about("GHSA-1", 50, broken), about("GHSA-2", 40, ends(open)))}, picture{packaged: true}, "40", `["GHSA-2"]`, "unknown", "unknown"},
		"disputed":                                   {[]evidence{git(about("CVE-1", 50, ends(open), disputed))}, picture{}, "0", "[]", "no", "0"},
		"too many":                                   {nil, picture{packaged: true, tooMany: "x"}, "unknown", "unknown", "unknown", "unknown"},
		"known exploited":                            {[]evidence{npm(about("GHSA-1", 50, ends(open), also("CVE-2026-1")))}, picture{packaged: true, exploited: map[string]bool{"CVE-2026-1": true}}, "50", `["GHSA-1"]`, "yes", "1"},
		"exploited, and patched":                     {[]evidence{npm(about("GHSA-1", 50, also("CVE-2026-1")))}, picture{packaged: true, exploited: map[string]bool{"CVE-2026-1": true}}, "0", "[]", "no", "1"},
		"the list could not be had":                  {[]evidence{npm(about("GHSA-1", 50, ends(open), also("CVE-2026-1")))}, picture{packaged: true, exploitedError: source.ErrUnavailable}, "50", `["GHSA-1"]`, "unknown", "1"},
		"the list does not matter":                   {[]evidence{npm(about("GHSA-1", 50))}, picture{packaged: true, exploitedError: source.ErrUnavailable}, "0", "[]", "no", "1"},
		"exploited, and perhaps open": {
			[]evidence{npm(about("GHSA-1", 50, ends(open)), about("GHSA-2", 9, ends(unclear), also("CVE-2026-1")))},
			picture{packaged: true, exploited: map[string]bool{"CVE-2026-1": true}},
			"50", `["GHSA-1"]`, "unknown", "2",
		},
	} {
		p := tc.pic
		p.at, p.advisories = noon, merge(tc.known)
		ins := health.Inputs{}
		for _, in := range p.inputs() {
			if in.State != health.Observed && in.Reason == "" {
				t.Errorf("%s: %s is %s without a reason", name, in.Field, in.State)
			}
			ins.Put(in)
		}
		for fieldID, want := range map[string]string{
			"advisory_unpatched_days": tc.days, "advisories_unpatched": tc.ids, "advisory_known_exploited": tc.exploited, "advisories_24m": tc.published,
		} {
			f, ok := field.ByID(field.ID(fieldID))
			if got := ins.Field(field.ID(fieldID)).String(f.Kind); got != want || !ok {
				t.Errorf("%s: %s is %s (%q), want %s", name, fieldID, got, ins.Field(field.ID(fieldID)).Reason, want)
			}
		}
	}
}

func TestPicture_fixDays(t *testing.T) {
	t.Parallel()
	day := func(days int) string { return ago(days).Format(time.DateOnly) }
	for name, tc := range map[string]struct {
		records []record
		want    float64
		says    string // numbers of the reason
	}{
		"two are too few": {[]record{about("A", 50, mended(day(40))), about("B", 60, mended(day(50)))}, -1, "three"},
		"three":           {[]record{about("A", 50, mended(day(40))), about("B", 60, mended(day(58))), about("C", 70, mended(day(70)))}, 2, "3"},
		"mended before":   {[]record{about("A", 50, mended(day(90))), about("B", 60, mended(day(88))), about("C", 70, mended(day(71)))}, 0, "3"},
		"of six years":    {[]record{about("A", 2200, mended(day(40))), about("B", 60, mended(day(58))), about("C", 70, mended(day(70)))}, -1, "three"},
		"the days are not known": {
			[]record{about("A", 50), about("B", 60), about("C", 70, mended(day(70))), about("D", 80, mended(day(1)))},
			-1,
			"2 of 4",
		},
		"one day is not known": {
			[]record{about("A", 50), about("B", 60, mended(day(50))), about("C", 70, mended(day(50))), about("D", 80, mended(day(50)))},
			20,
			"3 | 1",
		},
		"most days are not known": {
			[]record{about("A", 50), about("B", 60), about("C", 70), about("D", 80), about("E", 60, mended(day(50))), about("F", 70, mended(day(50))), about("G", 80, mended(day(50)))},
			-1,
			"3 of 7",
		},
		"one waits": {[]record{about("A", 100, ends(open)), about("B", 60, mended(day(50))), about("C", 70, mended(day(50)))}, 20, "3 | 1"},
		"most wait": {
			[]record{about("A", 100, ends(open)), about("B", 60, ends(open)), about("C", 70, mended(day(50)))},
			100,
			"3 | 2",
		},
	} {
		p := picture{at: noon, packaged: true, advisories: merge([]evidence{npm(tc.records...)})}
		got := p.fixDays()
		if testkit.Unsaid(got.Reason, strings.Split(tc.says, " | ")...) != nil || got.Known() != (tc.want >= 0) || got.Known() && got.Value != tc.want {
			t.Errorf("%s: %s %g %q, want %g %q", name, got.State, got.Value, got.Reason, tc.want, tc.says)
		}
	}
}

// An unpatched advisory more never makes a project look better.
func TestPicture_oneMoreNeverHelps(t *testing.T) {
	t.Parallel()
	some := rapid.Custom(func(t *rapid.T) record {
		return about(fmt.Sprintf("GHSA-%d", rapid.IntRange(0, 999).Draw(t, "id")), rapid.IntRange(0, 400).Draw(t, "age"),
			ends(ending(rapid.IntRange(0, 3).Draw(t, "ending"))), is(severity(rapid.IntRange(0, 4).Draw(t, "severity"))))
	})
	rapid.Check(t, func(t *rapid.T) {
		rs := rapid.SliceOfNDistinct(some, 0, 6, func(r record) string { return r.ID }).Draw(t, "records")
		days := func(rs []record) health.Input {
			return picture{at: noon, packaged: true, advisories: merge([]evidence{npm(rs...)})}.unpatchedDays()
		}
		before := days(rs)
		after := days(append(rs, about("GHSA-1000", rapid.IntRange(0, 400).Draw(t, "age"), ends(open))))
		if before.Known() && after.Known() && after.Value < before.Value {
			t.Fatalf("%g days, and with one more %g", before.Value, after.Value)
		}
		if !before.Known() && after.Known() && after.Value <= line && after.Value > 0 && strings.Contains(after.Reason, "cannot be told") {
			t.Fatalf("an older one is passed over: %q, then %q", before.Reason, after.Reason)
		}
	})
}
