package ossf

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ossf/scorecard/v4/checker"
	scraw "github.com/ossf/scorecard/v4/checks/raw"
	"github.com/ossf/scorecard/v4/clients"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// licensedRepo is a repository of which the host names one licence.
type licensedRepo struct {
	clients.RepoClient
	id string
}

func (l licensedRepo) ListLicenses() ([]clients.License, error) {
	return []clients.License{{Path: "LICENSE", SPDXId: l.id}}, nil
}

// openLicences returns the list of the shipped model.
func openLicences(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile("../../../scorecards/model.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?s)open_licences: \[(.*?)\]`).FindSubmatch(b)
	if m == nil {
		t.Fatal("the model has no list of licences")
	}
	return strings.Split(strings.Join(strings.Fields(string(m[1])), ""), ",")
}

// TestOpenLicences_areThoseOfScorecard: the model's list is the one by which Scorecard judges what a
// host names, so a scan of files alone and one with the host give the same points.
func TestOpenLicences_areThoseOfScorecard(t *testing.T) {
	t.Parallel()
	approves := func(id string) bool {
		d, err := scraw.License(&checker.CheckRequest{RepoClient: licensedRepo{id: id}})
		if err != nil || len(d.LicenseFiles) != 1 {
			t.Fatalf("%s: %v, %v", id, d, err)
		}
		return d.LicenseFiles[0].LicenseInformation.Approved
	}
	rule := model.ScorecardRule{OpenLicences: openLicences(t)}
	if len(rule.OpenLicences) < 160 {
		t.Fatalf("%d licences", len(rule.OpenLicences))
	}
	for _, id := range slices.Concat(rule.OpenLicences, []string{
		"NOASSERTION", "BUSL-1.1", "SSPL-1.0", "Elastic-2.0", "CC-BY-NC-4.0", "JSON", "curl", "ImageMagick", "libpng-2.0", "BlueOak-1.0.0", "EUPL-1.0", "GFDL-1.0",
	}) {
		if id == "Unlicense" {
			continue // Scorecard's map holds it as "UN", for names of files, and never approves it
		}
		if open, _ := rule.Opens(id); open != approves(id) {
			t.Errorf("%s: open %v, Scorecard says %v", id, open, approves(id))
		}
	}
}
