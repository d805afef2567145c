package collect

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// noRepository is the answer of a project that has no repository by its nature.
type noRepository struct{ reason string }

func (e noRepository) Error() string { return "no repository to read: " + e.reason }

// sourceError is a failure with the source that failed.
type sourceError struct {
	source string
	err    error
}

func (e sourceError) Error() string { return e.source + ": " + e.err.Error() }
func (e sourceError) Unwrap() error { return e.err }

// reasons returns what readers and operators are told about the failures. Two
// sources that fail for one reason have one.
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

// Explain returns an error in words a reader of the dashboard understands.
func Explain(err error) string {
	var none noRepository
	var later *source.LaterError
	var from sourceError
	errors.As(err, &from)
	switch {
	case errors.As(err, &none):
		return none.Error()
	case errors.Is(err, errLeft):
		return errLeft.Error()
	case errors.As(err, &later) && !errors.Is(err, source.ErrUnavailable):
		return "its host lets us ask no more for a while; it is asked again later"
	case from.source == field.SourceRegistry && !errors.Is(err, source.ErrReused):
		return "package registries could not be asked"
	case from.source == field.SourceAdvisory && !errors.Is(err, source.ErrReused):
		return "the databases of advisories could not be asked"
	case errors.Is(err, source.ErrPublisher): // whatever the cause: it is no fault of the repository
		return "the published Scorecard result could not be had"
	case errors.Is(err, source.ErrReused):
		return "its address now belongs to another repository, so nothing was read there"
	case errors.Is(err, source.ErrGone):
		return "its host has no such repository any more, as three checks on three days showed"
	case errors.Is(err, source.ErrBlocked):
		return "its host does not show the repository for legal reasons"
	case errors.Is(err, source.ErrEmpty):
		return "the repository holds no commits, or none before the date asked for"
	case errors.Is(err, source.ErrPartialTree):
		return "the repository could be read only in part, so nothing of it was used"
	case errors.Is(err, source.ErrLimit), errors.Is(err, context.DeadlineExceeded):
		return "reading the repository took more time or space than we allow"
	case from.source == field.SourceGitHub && errors.Is(err, source.ErrUnavailable):
		return "GitHub could not be reached, or did not show the repository"
	case from.source == field.SourcePublished:
		return "the publisher of Scorecard results could not be asked"
	case errors.Is(err, source.ErrNoCopy):
		return "no copy of the repository was at hand, and the network was not asked"
	case errors.Is(err, source.ErrUnavailable):
		return "the repository could not be reached or read"
	default:
		return "the repository could not be measured"
	}
}
