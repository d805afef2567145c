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

// licenceNames are names of licence files, best first, as the program GitHub
// recognises licences with ranks them.
// https://github.com/licensee/licensee/blob/main/lib/licensee/project_files/license_file.rb
var licenceNames = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(un)?licen[sc]e$`),
	regexp.MustCompile(`(?i)^(un)?licen[sc]e\.(md|markdown|txt|html)$`),
	regexp.MustCompile(`(?i)^copy(ing|right)$`),
	regexp.MustCompile(`(?i)^copy(ing|right)\.(md|markdown|txt|html)$`),
}

// keptLicence is where a tree has its licence file.
type keptLicence struct {
	Version int    `json:"v"`
	Tree    string `json:"t"`
	SPDX    string `json:"s"`
	Path    string `json:"p"`
	Size    int    `json:"z"`
}

// licence completes the licence the host recognised with the file it is in: by
// its name where one in the root bears a usual one, else by asking.
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
	case errors.Is(err, errMissing): // recognised a moment ago, and gone
		return fmt.Errorf("%w: its host tells a licence in one way and not in another", source.ErrUnavailable)
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

// licenceFile returns the file that bears the best of the usual names; false
// when none does, or two do.
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
