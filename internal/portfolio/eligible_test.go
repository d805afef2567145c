package portfolio_test

import (
	"slices"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/portfolio"
)

var today = time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC)

// Each project answers one condition with no; one answers none of them, and unknown is not no.
func TestNewFunnel_removesOnlyWhatIsKnown(t *testing.T) {
	t.Parallel()
	all := []portfolio.Applicant{
		{Slug: "archived", Host: "github.com", Status: health.StatusArchived},
		{Slug: "closed", Host: "github.com", Open: funding.No, Licence: "BUSL-1.1"},
		{Slug: "application", Host: "github.com", Application: funding.Yes, Category: "desktop"},
		{Slug: "granted", Host: "github.com", Grants: []funding.Grant{{Funder: "A Fund", Start: "2020"}, {Funder: "B Fund", End: "2025"}}},
		{Slug: "salaried", Host: "github.com", Facts: funding.Facts{Paid: &funding.Paid{State: funding.Salaried}}},
		{Slug: "elsewhere", Host: "gitlab.com"},
		{Slug: "unknown", Host: "github.com"},
		{Slug: "no-channel", Host: "github.com", Channels: []string{}}, // other places were not read
	}
	var ids []string
	for _, r := range portfolio.Eligibility {
		if ids = append(ids, r.ID); r.ID == "channel" {
			ids = ids[:len(ids)-1] // it removes nothing, as judged below
		}
	}
	f := portfolio.NewFunnel(all, ids, today)
	if !slices.Equal(f.Left, []string{"unknown", "no-channel"}) {
		t.Errorf("left are %v", f.Left)
	}
	i := 0
	for _, s := range f.Steps {
		if s.Condition.ID == "channel" {
			continue
		}
		if i++; !slices.Equal(s.Removed, []string{all[i-1].Slug}) || !s.Applies || s.Left != len(all)-i {
			t.Errorf("%s removes %v and leaves %d", s.Condition.ID, s.Removed, s.Left)
		}
	}
	if channel := portfolio.NewFunnel(all, []string{"channel"}, today); len(channel.Left) != len(all) {
		t.Errorf("no named channel removes projects: %v are left", channel.Left)
	}
	if s := f.Steps[3]; s.Unknown != 4 {
		t.Errorf("%d projects without a grant on record, want 4: the record is not complete", s.Unknown)
	}
	none := portfolio.NewFunnel(all, nil, today)
	if len(none.Left) != len(all) || none.Steps[0].Applies || none.Steps[0].Left != len(all) {
		t.Errorf("without a condition %v are left", none.Left)
	}
}

func TestEligibility_saysWhy(t *testing.T) {
	t.Parallel()
	for _, r := range portfolio.Eligibility {
		if known, ok := portfolio.ConditionByID(r.ID); !ok || known.Label != r.Label {
			t.Errorf("%s is not found", r.ID)
		}
		for _, a := range []portfolio.Applicant{
			{Host: "gitlab.com"},
			{
				Host: "github.com", Status: health.StatusActive, Open: funding.Yes, Licence: "MIT", Category: "library", Application: funding.No,
				Channels: []string{"github"}, Facts: funding.Facts{Paid: &funding.Paid{State: funding.Unfunded}}, Grants: []funding.Grant{{Funder: "A Fund"}},
			},
		} {
			if answer, why := r.Judge(a, today); why == "" || answer == "" {
				t.Errorf("%s answers %q because %q", r.ID, answer, why)
			}
		}
	}
}
