package collect

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// noRepository is the answer of a project that by its nature has no repository.
type noRepository struct{ reason string }

func (e noRepository) Error() string { return "no repository to read: " + e.reason }

// sourceError is a failure with the source that failed.
type sourceError struct {
	source string
	err    error
}

func (e sourceError) Error() string { return e.source + ": " + e.err.Error() }
func (e sourceError) Unwrap() error { return e.err }

// reasons returns the texts about the failures for readers and operators. If two sources fail for
// the same reason, it occurs once.
func reasons(problems []error) (reader, operator string) {
	var r, o []string
	for _, err := range problems {
		if why := Explain(err); !slices.Contains(r, why) {
			r = append(r, why)
		}
		o = append(o, err.Error())
	}
	return strings.Join(r, "; "), strings.Join(o, "; ")
}

// limited says until when a host accepts no requests.
func limited(later *source.LaterError) string {
	const what = "its host has limited our requests"
	if later.At.IsZero() {
		return what
	}
	return what + " until " + later.At.UTC().Format("2006-01-02 15:04:05") + " UTC"
}

// Explain returns an error in words for readers of the dashboard.
func Explain(err error) string {
	var none noRepository
	var later *source.LaterError
	var said source.Refusal
	var from sourceError
	var over *tree.Excess
	errors.As(err, &from)
	switch {
	case errors.As(err, &none):
		return none.Error()
	case errors.Is(err, errLeft):
		return errLeft.Error()
	case errors.As(err, &later) && !errors.Is(err, source.ErrUnavailable):
		return limited(later)
	case from.source == field.SourceRegistry && !errors.Is(err, source.ErrReused):
		return refused(err, " for packages", "package registries were not reachable")
	case from.source == field.SourceDistro:
		return refused(err, " for Debian's archive", "Debian's archive could not be read")
	case from.source == field.SourceAdvisory && !errors.Is(err, source.ErrReused):
		return refused(err, " for advisories", "the advisory databases were not reachable")
	case errors.Is(err, source.ErrPublisher): // whatever the cause: the repository is not at fault
		return refused(err, " for published results", "the published Scorecard result was not available")
	case errors.Is(err, source.ErrReused):
		return "its address now belongs to another repository, so nothing was read"
	case errors.Is(err, source.ErrGone):
		return "its host no longer has this repository (checked on three days)"
	case errors.Is(err, source.ErrBlocked):
		return "its host blocks the repository for legal reasons"
	case errors.Is(err, source.ErrEmpty):
		return "the repository has no commits, or none before the requested date"
	case errors.As(err, &over):
		return over.Error()
	case errors.Is(err, source.ErrPartialTree):
		return "the repository could only be read in part, so nothing was used"
	case errors.As(err, &said):
		return refused(err, "", "")
	case errors.Is(err, source.ErrLimit), errors.Is(err, context.DeadlineExceeded):
		return "reading the repository exceeded the time or size limit"
	case from.source == field.SourceGitHub && errors.Is(err, source.ErrUnavailable):
		return "GitHub was not reachable or did not show the repository"
	case from.source == field.SourcePublished:
		return "the publisher of Scorecard results was not reachable"
	case errors.Is(err, source.ErrNoCopy):
		return "no local copy of the repository, and the network was not used"
	case errors.Is(err, source.ErrUnavailable):
		return "the repository could not be reached or read"
	default:
		return "the repository could not be measured"
	}
}

// refused returns which service could not be asked, for what, and what happened; only what happened
// if no service is at fault; otherwise the words if the error has none.
func refused(err error, what, otherwise string) string {
	switch whom, why, ok := source.RefusalOf(err); {
	case !ok:
		return otherwise
	case whom == "":
		return why
	default:
		return whom + " could not be asked" + what + ": " + why
	}
}
