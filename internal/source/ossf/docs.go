package ossf

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/ossf/scorecard/v4/docs/checks"
	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/field"
)

// texts returns the documentation built into the library: 90 kB of YAML, read once.
var texts = sync.OnceValues(checks.Read)

// Docs returns the documentation of the checks in the catalogue, sorted by
// name, from the texts built into the library. Cost: the first call parses 90 kB of YAML.
func Docs() ([]check.Doc, error) {
	var names []string
	for _, f := range field.Catalogue {
		if f.Source == field.SourceScorecard {
			names = append(names, string(f.ID))
		}
	}
	return docsOf(names)
}

func docsOf(names []string) ([]check.Doc, error) {
	texts, err := texts()
	if err != nil {
		return nil, fmt.Errorf("read the documentation of the checks: %w", err)
	}
	version, _ := Version()
	var docs []check.Doc
	for _, name := range names {
		c, err := texts.GetCheck(name)
		if err != nil {
			return nil, fmt.Errorf("documentation of %s: %w", name, err)
		}
		docs = append(docs, check.Doc{
			Name: name, Risk: c.GetRisk(), Short: c.GetShort(), Description: c.GetDescription(),
			Remediation: c.GetRemediation(), URL: c.GetDocumentationURL(version),
		})
	}
	slices.SortFunc(docs, func(a, b check.Doc) int { return cmp.Compare(a.Name, b.Name) })
	return docs, nil
}
