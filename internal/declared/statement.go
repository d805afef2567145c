package declared

import (
	"cmp"
	"slices"
	"time"
)

// File is one file of a repository at one commit.
type File struct {
	Path string
	Text []byte
	// Changed is the day of the last commit that changed the file, YYYY-MM-DD; empty if unknown.
	Changed string
	// Unread is why the text could not be read, in a sentence without a full stop; empty if it was.
	Unread string
}

// Reading is how one file was read.
type Reading struct {
	Path string `json:"path"`
	Kind Kind   `json:"kind"`
	// Why says in one sentence, without a full stop, why nothing of the file counts; empty if it
	// does.
	Why string `json:"why,omitempty"`
	// Changed is the day of the last commit that changed the file, YYYY-MM-DD; empty if unknown.
	Changed string `json:"changed,omitempty"`
	// Missing and Wrong are fields of its schema that the file lacks or has in another form. The
	// rest counts.
	Missing []string `json:"missing,omitempty"`
	Wrong   []string `json:"wrong,omitempty"`
	// Template means that sentences of the host's template were left out.
	Template bool `json:"template,omitempty"`
	// Expires is the day after which the file says that it is no longer valid, YYYY-MM-DD.
	Expires string `json:"expires,omitempty"`
}

// Statement is what a project says of itself in its files.
type Statement struct {
	// Readings are of the files that are of a known kind, sorted by kind and place.
	Readings   []Reading
	Claims     []Claim // those of Security Insights first, then in the order of Readings and lines
	Exemptions []Exemption
}

// mostFiles bounds the files of one project.
const mostFiles = 60

// placed is a file with its place.
type placed struct {
	File
	Place
}

// Read reads the files of one project. Files of no known kind are passed over. Of several files of
// one kind the one counts that its tools would read. Pure; the cost grows with the size of the
// files, which is bounded.
func Read(files []File) Statement {
	var all []placed
	for _, f := range files {
		if p, ok := PlaceOf(f.Path); ok && len(all) < mostFiles {
			all = append(all, placed{f, p})
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int {
		return cmp.Or(
			cmp.Compare(order(a.Kind), order(b.Kind)), cmp.Compare(a.Rank, b.Rank),
			cmp.Compare(a.Path, b.Path),
		)
	})
	r := reader{files: all, counted: map[Kind]string{}}
	for _, f := range all {
		r.read(f)
	}
	r.insights()
	return r.out
}

func order(k Kind) int {
	return slices.Index([]Kind{
		SecurityInsights, SecurityPolicy, Readme, CLOMonitor, Scorecard, FundingFile, FundingManifest,
		Support, Maintainers, Owners, OwnersAliases, CodeOwners, SecurityContacts,
	}, k)
}

// KeptOn returns the claim that the project is still looked after that counts longest on a day,
// YYYY-MM-DD; false: none does. Such a claim counts for twelve months, or for its year.
func (s Statement) KeptOn(day string) (Claim, bool) {
	var best Claim
	for _, c := range s.Claims {
		if c.Subject == Kept && !c.Beside && c.Date <= day && day <= c.Until && c.Until > best.Until {
			best = c
		}
	}
	return best, best.Until != ""
}

// Of returns the claims about a subject, of the files that count.
func (s Statement) Of(subject Subject) []Claim {
	var out []Claim
	for _, c := range s.Claims {
		if c.Subject == subject && !c.Beside {
			out = append(out, c)
		}
	}
	return out
}

// Contradictions returns the pairs of claims that contradict each other. Claims of files that do not
// count are compared, too.
func (s Statement) Contradictions() []Contradiction { return contradictions(s.Claims) }

// With returns the statement with claims from outside the files.
func (s Statement) With(claims ...Claim) Statement {
	s.Claims = append(s.Claims[:len(s.Claims):len(s.Claims)], claims...)
	return s
}

// yearAfter returns the day a year after another, YYYY-MM-DD; empty if it is none.
func yearAfter(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return at.AddDate(1, 0, 0).Format(time.DateOnly)
}
