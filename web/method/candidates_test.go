package method_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
	"github.com/plumbline-scorecard/plumbline/web/pagetest"
)

func TestCandidates_areShownWithSharesAndCoverage(t *testing.T) {
	t.Parallel()
	b := pagetest.Scanned(t)
	b.Results.Candidates = []candidate.Document{{
		List: "moon", Revision: "abc", Suite: "trixie", Date: "2026-11-21", Packages: "Packages.xz sha256:1", Index: "Sources.xz sha256:2", Signature: "signature checked",
		Sources: 37590, MinShare: .01, Total: 636, Coverage: candidate.Coverage{Share: .9, Core: 1736, Covered: 84, Dependents: 1000, CoveredDependents: 267},
		Candidates: []candidate.Candidate{
			{Source: "debconf", RunShare: .446, BuildShare: 1, Base: "required", Native: true, Repository: "https://salsa.debian.org/a/debconf", From: candidate.VcsGit},
			{Source: "db5.3", RunShare: .5421, BuildShare: .9998, Base: "required"},
		},
	}}
	doc := pagetest.Page(t, b.Site(), "/method/candidates", 200)
	section := doc.Find("section[aria-labelledby=list-moon]")
	for _, want := range []string{
		"covers 84 of the 1,736 source packages that carry 90% of the dependence in Debian trixie (5%). It covers 27% of their dependents",
		"636 source packages are needed at run time by at least 1% of the archive", "The 2 most needed are shown.", "list revision abc", "Sources.xz sha256:2", "signature checked",
	} {
		if !strings.Contains(section.Text(), want) {
			t.Errorf("the section lacks %q: %s", want, section.Text())
		}
	}
	row := strings.Join(pagetest.Texts(section.Find("tr[data-row=debconf]").Children()), " ")
	if got := pagetest.Numbers(row); !slices.Equal(got, []string{"44.6", "100.0"}) {
		t.Errorf("the row has the numbers %q in %s", got, row)
	}
	for _, want := range []string{"native", "required", "Vcs-Git"} {
		if !strings.Contains(row, want) {
			t.Errorf("the row lacks %q: %s", want, row)
		}
	}
	if empty := pagetest.Page(t, pagetest.Scanned(t).Site(), "/method/candidates", 200); !strings.Contains(empty.Find("main").Text(), "No candidates are bundled") {
		t.Error("without candidates the page does not say so")
	}
}
