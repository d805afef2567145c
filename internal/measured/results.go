// Package measured is what our tools measured of the model and the lists, for the pages that show
// how well both do. It reads and computes nothing: package curated reads the files.
package measured

import (
	"github.com/plumbline-scorecard/plumbline/internal/candidate"
	"github.com/plumbline-scorecard/plumbline/internal/model"
)

// Results are the measurements that come with the program. Each is dated, and each may be absent:
// a page then says nothing of it. A new measurement is a field here and a reader in package curated.
type Results struct {
	// Backtest is how the model did when it was last measured; nil if it never was.
	Backtest *model.Backtest
	// Releases are the versions of the shipped model, newest first, with the order before and after
	// each.
	Releases []model.Release
	// Candidates are what built-in lists lack by measure, by the slug of the list.
	Candidates []candidate.Document
	// PriorCheck is how right the table of expected scores is; nil if it was never measured.
	PriorCheck *model.PriorCheck
	// Validity is how criticality and some facts compare with what is known independently; nil if
	// they were never compared.
	Validity *model.Validity
}

// Models returns the versions of the model by hash, as far as this program has a copy of them.
func (r Results) Models() map[string]string {
	out := map[string]string{}
	for _, x := range r.Releases {
		if x.Model != nil {
			out[x.Model.SHA256] = x.Version
		}
	}
	return out
}
