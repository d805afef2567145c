package registry

import (
	"context"
	"errors"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/check"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// staleFor is how many times longer than Keep an answer may replace one that is not available.
const staleFor = 3

// reply is the result of one question. The zero reply was not sent.
type reply struct {
	facts
	asked time.Time
	// none means that the service has nothing with that name.
	none bool
	err  error
	// late is why the service could not be asked again, if this is an older answer.
	late error
}

func (r reply) answered() bool { return r.err == nil && !r.asked.IsZero() }

// learned is the result of all questions about one package.
type learned struct {
	pkg
	versions, dependents, downloads, publishers reply
}

// learn sends all questions about one package.
func (s *Source) learn(ctx context.Context, p pkg) learned {
	l := learned{pkg: p}
	if p.system != "" {
		l.versions = s.ask(ctx, p.versions())
	}
	if p.dependent {
		switch {
		case l.versions.err != nil, l.versions.none, l.versions.Default == "":
			l.dependents = l.versions
		default:
			l.dependents = s.ask(ctx, p.dependentsOf(l.versions.Default))
		}
	}
	if p.registry.downloads != nil {
		l.downloads = s.ask(ctx, p.registry.downloads(p.name))
	}
	if p.registry.publishers != nil {
		l.publishers = s.ask(ctx, p.registry.publishers(p.name))
	}
	return l
}

func (s *Source) ask(ctx context.Context, q fetch.Question) reply {
	a, err := s.client.Ask(ctx, s.timed(q))
	switch {
	case errors.Is(err, fetch.ErrNone):
		return reply{none: true, asked: a.Asked, late: a.Late}
	case err != nil:
		return reply{err: err}
	}
	f, err := readFacts(a.Body)
	if err != nil { // a damaged cache
		return reply{err: errors.Join(source.ErrUnavailable, err)}
	}
	return reply{facts: f, asked: a.Asked, late: a.Late}
}

// lateAt returns why the answer is an older one, which the named service gave before.
func (r reply) lateAt(whom string) check.Late {
	if r.late == nil {
		return check.Late{}
	}
	return check.Late{Whom: whom, Why: fetch.Why(r.late)}
}

func (s *Source) timed(q fetch.Question) fetch.Question {
	q.Keep, q.Stale = s.cfg.Keep, staleFor*s.cfg.Keep
	return q
}

// toAsk returns the questions of Observe about a project. The version for the dependents is known
// only after the versions.
func (s *Source) toAsk(p health.Project) []fetch.Question {
	var out []fetch.Question
	for _, p := range packagesOf(p) {
		version := ""
		if p.system != "" {
			q := s.timed(p.versions())
			out = append(out, q)
			if a, known, _ := s.client.Kept(q); known {
				f, _ := readFacts(a.Body) // unknown: the question counts as new
				version = f.Default
			}
		}
		if p.dependent {
			out = append(out, s.timed(p.dependentsOf(version)))
		}
		if p.registry.downloads != nil {
			out = append(out, s.timed(p.registry.downloads(p.name)))
		}
		if p.registry.publishers != nil {
			out = append(out, s.timed(p.registry.publishers(p.name)))
		}
	}
	if name, _ := repologyNames(p); name != "" {
		out = append(out, s.timed(repologyQuestion(name)))
	}
	return out
}
