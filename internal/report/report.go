// Package report is permanent reports: the figures of a set of projects at one run, with what they were
// made from, as a pack of files that anybody can check without the site. It is pure: packs are bytes.
package report

import (
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cause"
	"github.com/plumbline-scorecard/plumbline/internal/exchange"
	"github.com/plumbline-scorecard/plumbline/internal/survey"
)

// The formats of the documents. Another number means that fields have another meaning.
const (
	Format         = "plumbline-report/1"
	EvidenceFormat = "plumbline-evidence/1"
)

// The limits of a report, in letters and projects.
const (
	MostTitle    = 120
	MostID       = 60
	MostProjects = 5_000
	// MostRows is the longest list whose whole ranking is part of a pack.
	MostRows = 50_000
)

// Report is the figures of a set of projects at one run. It never changes after it was made.
type Report struct {
	Format string    `json:"format"`
	ID     string    `json:"id"` // in addresses: a to z, digits, hyphens
	Title  string    `json:"title"`
	Made   time.Time `json:"made"`
	// Plumbline is the version of the program that wrote the report; Run has the one that judged.
	Plumbline string `json:"plumbline"`
	// Address is where the report was published; empty: the site did not know its address.
	Address string  `json:"address,omitempty"`
	List    ListRef `json:"list"`
	// Set is which projects of the list are part of it.
	Set   SetRef          `json:"set"`
	Run   exchange.RunRef `json:"run"`
	Model string          `json:"model"` // name and version; the hash is that of the run
	// Assumed is what had to be taken for granted of the run; empty: nothing.
	Assumed string `json:"assumed,omitempty"`
	// Data is the hash of the figures of the whole list, as in citations.
	Data   string        `json:"data_sha256"`
	Counts survey.Survey `json:"counts"`
	// Absent are members of the set without figures, Newer the projects of the list that are no members
	// of the cohort.
	Absent []Absent `json:"members_without_figures"`
	Newer  int      `json:"newer_on_list"`
	// Projects are those of the set, by name.
	Projects []Row `json:"projects"`
	// Since is the report of the same set before; null: there is none.
	Since *Since `json:"since"`
}

// ListRef names a list.
type ListRef struct {
	Slug  string `json:"slug"`
	Title string `json:"title"`
	// Revision is the one that the run used.
	Revision string `json:"revision"`
}

// SetRef is which projects of a list are meant; its zero value is all.
type SetRef struct {
	Cohort *CohortRef `json:"cohort"`
	// AddedBefore leaves out projects that were added on this day or later, YYYY-MM-DD. Tag leaves out
	// those without it.
	AddedBefore string `json:"added_before,omitempty"`
	Tag         string `json:"tag,omitempty"`
}

// same reports whether two sets have the same rule.
func (s SetRef) same(o SetRef) bool {
	sha := func(c *CohortRef) string {
		if c == nil {
			return ""
		}
		return c.SHA256
	}
	return sha(s.Cohort) == sha(o.Cohort) && s.AddedBefore == o.AddedBefore && s.Tag == o.Tag
}

// CohortRef names a cohort by the hash of its file, which is part of the pack.
type CohortRef struct {
	Slug   string `json:"slug"`
	Title  string `json:"title"`
	SHA256 string `json:"sha256"`
}

// Absent is a member without figures, and why.
type Absent struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
	Why  string `json:"why"`
}

// Row is a project as the run ranked it, with its evidence.
type Row struct {
	exchange.RowJSON
	EvidenceID     string `json:"evidence_id"`
	EvidenceSHA256 string `json:"evidence_sha256"`
}

// Since is what differs from an earlier report of the same set.
type Since struct {
	Report string          `json:"report"` // its id
	SHA256 string          `json:"sha256"` // of its pack
	Run    exchange.RunRef `json:"run"`
	// Unknown is why no causes can be told; empty: they are known.
	Unknown string `json:"causes_unknown_because,omitempty"`
	// Causes are what moved the risk of the projects of the set, in the order of pages.
	Causes []CauseSum `json:"causes"`
}

// CauseSum is what one cause did to a set.
type CauseSum struct {
	Cause cause.Cause `json:"cause"`
	// Projects counts those whose risk it moved by a tenth of a point or more. Up and Down are the sums
	// of what it did to risks, in points, apart: rises and falls do not hide each other.
	Projects int     `json:"projects"`
	Up       float64 `json:"points_up"`
	Down     float64 `json:"points_down"`
}

// Evidence is everything that was known of one project at a run: what each figure is, from where, and
// which rules gave the score. The same run gives the same bytes.
type Evidence struct {
	Format string          `json:"format"`
	List   ListRef         `json:"list"`
	Run    exchange.RunRef `json:"run"`
	Model  string          `json:"model"`
	// Figures are the inputs with their sources, Score how the risk is composed of them, and which
	// gates fired.
	Figures exchange.ProjectJSON `json:"figures"`
	Score   exchange.ExplainJSON `json:"score"`
}
