package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"github.com/plumbline-scorecard/plumbline/internal/forge"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// licenceNames are names of licence files, best first, in the order of the program that GitHub uses
// to detect licences.
// https://github.com/licensee/licensee/blob/main/lib/licensee/project_files/license_file.rb
var licenceNames = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(un)?licen[sc]e$`),
	regexp.MustCompile(`(?i)^(un)?licen[sc]e\.(md|markdown|txt|html)$`),
	regexp.MustCompile(`(?i)^copy(ing|right)$`),
	regexp.MustCompile(`(?i)^copy(ing|right)\.(md|markdown|txt|html)$`),
}

// keptLicence is the location of the licence file in a tree.
type keptLicence struct {
	Version int    `json:"v"`
	Tree    string `json:"t"`
	SPDX    string `json:"s"`
	Path    string `json:"p"`
	Size    int    `json:"z"`
}

// licence adds the file to the licence that the host detected: by name if a file in the root has a
// usual one, otherwise with a query.
func (g *gathering) licence(ctx context.Context) error {
	info := g.data.LicenseInfo
	if info == nil || !g.sees(forge.PartLicences) {
		return nil
	}
	out := forge.Licence{Key: info.Key, Name: info.Name, SPDX: info.SpdxID, Type: "file"}
	if e, ok := licenceFile(g.data.Tip.Tree.Entries); ok {
		out.Path, out.Size = e.Name, e.Size
		g.out.Licences = []forge.Licence{out}
		return nil
	}
	key := "licence " + g.of.node
	var kept keptLicence
	if raw, ok := g.cfg.Memory.Load(key); ok && json.Unmarshal(raw, &kept) == nil && kept.Version == format && kept.Tree == g.out.Tree && kept.SPDX == out.SPDX {
		out.Path, out.Size = kept.Path, kept.Size
		g.out.Licences = []forge.Licence{out}
		return nil
	}
	var file struct {
		Name string `json:"name"`
		Size int    `json:"size"`
	}
	switch err := g.restJSON(ctx, "repos/"+g.of.name+"/license", &file); {
	case errors.Is(err, errMissing): // detected a moment ago, and gone
		return fmt.Errorf("%w: two answers of its host about the licence disagree", source.ErrUnavailable)
	case err != nil:
		return g.part(forge.PartLicences, fmt.Errorf("its licence: %w", err))
	}
	out.Path, out.Size = file.Name, file.Size
	g.out.Licences = []forge.Licence{out}
	if raw, err := json.Marshal(keptLicence{format, g.out.Tree, out.SPDX, out.Path, out.Size}); err == nil { // plain values always encode
		g.cfg.Memory.Save(key, raw)
	}
	return nil
}

// licenceFile returns the file with the best of the usual names; false if none matches, or two do.
func licenceFile(entries []treeEntry) (treeEntry, bool) {
	for _, name := range licenceNames {
		var found []treeEntry
		for _, e := range entries {
			if e.Type == "blob" && name.MatchString(e.Name) {
				found = append(found, e)
			}
		}
		if len(found) > 0 {
			return found[0], len(found) == 1
		}
	}
	return treeEntry{}, false
}
