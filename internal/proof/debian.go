package proof

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// archived is how the field debian_archive names the release, its date and the two files with their
// sums.
var archived = regexp.MustCompile(`^([a-z0-9.-]+) main, (\d{4}-\d\d-\d\d); ` +
	`(main/binary-[a-z0-9-]+/Packages\.xz) sha256:([0-9a-f]{64}); (main/source/Sources\.xz) sha256:([0-9a-f]{64})`)

// debian returns the proof of what was counted in Debian's archive: it fetches the two files, compares
// their sums and counts with the program of ours that prints every source package.
func (s Subject) debian(id field.ID, in health.Input) Proof {
	m := archived.FindStringSubmatch(s.Inputs.Field(field.DebianArchive).Text)
	if m == nil {
		return because("It is counted from two index files of Debian's archive, and their names and sums were not stored.")
	}
	files := fetched(m)
	if id == field.DebianArchive {
		return show(files)
	}
	count := Command{
		Run:  "xz -dkf Packages.xz Sources.xz &&\ngo run ./testdata/tools/debian Packages Sources",
		Note: "It needs the files of the first command, Go and xz. Run both in a copy of Plumbline's source code.",
	}
	switch id {
	case field.DebianRunQuantiles, field.DebianBuildQuantiles:
		count.Shows = "The count of every source package, to sort; the column " + column(id) + " has these quantiles."
	case field.DebianSources:
		count.Run += " |\nwc -l"
		count.Shows = "The number of source packages, and one line with the names of the columns; we do not count the project's own."
	default:
		names := s.sources()
		if names == "" {
			return because("The list of the project's source packages in Debian is not known here; " + string(field.DebianArchive) + " names the files.")
		}
		count.Run += " |\nawk -F'\\t' " + Quote("NR == 1 || $1 ~ /"+slashed(names)+"/")
		count.Shows = "The rows of the project's source packages; the column " + column(id) + ". We found " + found(in) + "."
		count.Note += " Several source packages count together, so their numbers do not add up to ours."
	}
	return show(files, count)
}

// fetched loads the two files as they were at the end of the day of the release. The day is in UTC.
func fetched(m []string) Command {
	next := m[2]
	if t, err := time.Parse(time.DateOnly, m[2]); err == nil {
		next = t.AddDate(0, 0, 1).Format("20060102")
	}
	from := "https://snapshot.debian.org/archive/debian/" + next + "T000000Z/dists/" + m[1] + "/"
	return Command{
		Run: curl(from+m[3]) + " -o Packages.xz &&\n" + curl(from+m[5]) + " -o Sources.xz &&\n" +
			"printf '%s  %s\\n' " + m[4] + " Packages.xz \\\n  " + m[6] + " Sources.xz |\nsha256sum -c",
		Shows: "Both files are OK: they are those we counted.",
		Note:  "If one is not, the archive changed again that day: take another time of the day before in the address.",
	}
}

// column returns the column of the table that a field is counted from.
func column(id field.ID) string {
	switch id {
	case field.DebianBase:
		return "base"
	case field.DebianBuildShare, field.DebianBuildDependents, field.DebianBuildQuantiles:
		return "build_env"
	}
	return "transitive"
}

// found returns the value as the table or the division of it shows it.
func found(in health.Input) string {
	switch in.Field {
	case field.DebianBase:
		return in.Text
	case field.DebianRunShare, field.DebianBuildShare:
		return fmt.Sprintf("%.4f after division by the number in %s", in.Value, field.DebianSources)
	}
	return fmt.Sprintf("%.0f", in.Value)
}

// sources returns an extended regular expression for the names of the project's source packages.
func (s Subject) sources() string {
	if s.Project.Debian == nil || len(s.Project.Debian.Sources) == 0 {
		return ""
	}
	var all []string
	for _, name := range s.Project.Debian.Sources {
		all = append(all, strings.ReplaceAll(regexp.QuoteMeta(name), "N", "[0-9]+"))
	}
	return "^(" + strings.Join(all, "|") + ")$"
}
