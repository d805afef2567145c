package distro

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/candidate"
	"github.com/plumbline-scorecard/plumbline/internal/source/distro/archive"
)

// Survey returns the counts of every source package of the archive, and which of them the names or
// patterns cover. Those that share of the others or more need at run time are described, too. It
// reads the archive anew. Cost: some seconds of processor time, and a request or three with a mirror.
func (s *Source) Survey(ctx context.Context, names []string, share float64) (candidate.Archive, error) {
	files, err := s.locate(ctx)
	if err != nil {
		return candidate.Archive{}, err
	}
	st, err := files.read(ctx, s.cfg)
	if err != nil {
		return candidate.Archive{}, err
	}
	out := candidate.Archive{
		Suite: st.Suite, Date: st.Date.Format(time.DateOnly), Packages: st.packages, Index: st.sources, Signature: st.Signed,
	}
	covered := map[string]bool{}
	for _, name := range st.Matching(names...) {
		covered[name] = true
	}
	wanted := map[string]bool{}
	counts := st.Counts()
	for _, c := range counts {
		wanted[c.Name] = !covered[c.Name] && float64(c.Run) >= share*float64(len(counts)-1)
	}
	said, err := files.describe(ctx, st, s.cfg.Arch, wanted)
	if err != nil {
		return candidate.Archive{}, err
	}
	for _, c := range counts {
		about := said[c.Name]
		vcs, _, _ := strings.Cut(about.VcsGit, " ") // a branch may follow
		out.Sources = append(out.Sources, candidate.Source{
			Name: c.Name, Run: c.Run, Build: c.Build, Base: string(c.Base), Covered: covered[c.Name],
			Version: about.Version, Homepage: about.Homepage, VcsGit: vcs,
		})
	}
	return out, nil
}

// describe reads the descriptions of sources from the file that st was read from.
func (s set) describe(ctx context.Context, st *state, arch string, wanted map[string]bool) (map[string]archive.Description, error) {
	f, err := openFile(ctx, s.sources)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out, err := archive.Describe(f, func(name string) bool { return wanted[name] })
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.sources, err)
	}
	if again, err := st.verify(f, mainIndex(arch).sources); err != nil || again != st.sources {
		return nil, fmt.Errorf("%s: it changed while it was read", s.sources)
	}
	return out, nil
}
