package sources

import (
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source"
	"github.com/plumbline-scorecard/plumbline/internal/source/git"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
	"github.com/plumbline-scorecard/plumbline/internal/tree"
)

// Services holds the flags of what Scorecard's checks ask beside GitHub.
type Services struct {
	OSV           string `name:"osv-url" placeholder:"URL" help:"Mirror of OSV (api.osv.dev), for the Vulnerabilities check and for advisories. A mirror on this machine also serves deps.dev and CISA, as URL/api.deps.dev."`
	BestPractices string `name:"best-practices-url" placeholder:"URL" help:"Mirror of www.bestpractices.dev, for the CII-Best-Practices check."`
	OSSFuzz       string `name:"oss-fuzz-url" placeholder:"URL" help:"Mirror of the OSS-Fuzz project list, for the Fuzzing check."`
}

// of returns who is asked. A stand-in for GitHub on this machine tells of
// invented repositories: about these the real services are left alone.
func (s Services) of(h *Host, agent string, guard *fetch.Guard) ossf.Services {
	out := ossf.Services{OSV: s.OSV, BestPractices: s.BestPractices, OSSFuzz: s.OSSFuzz, Agent: agent, Transport: NewBase(guard)}
	if loopback(h.API.Hostname()) && s == (Services{}) {
		out.Transport = left{}
	}
	return out
}

// left sends nothing.
type left struct{}

// RoundTrip refuses.
func (left) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("not used with a fake GitHub")
}

// Scorecard returns the source of posture: all of Scorecard's checks where
// the host can be asked with a token, else those over the trees the git source
// reads. h and cache may be nil.
func (o Options) Scorecard(env Env, src *git.Source, h *Host, cache source.Cache) (*ossf.Source, error) {
	env, err := o.guarded(env)
	if err != nil {
		return nil, err
	}
	tmp, err := ossf.Scratch(os.TempDir())
	if err != nil {
		return nil, err
	}
	c := ossf.Config{
		Trees: func(ctx context.Context, p health.Project, asOf time.Time) (tree.Tree, error) {
			return OpenTree(ctx, src, p, asOf)
		},
		Rule: env.Set.Model.Scorecard, Cache: cache, TempDir: tmp, Now: env.Now, Log: env.Log,
	}
	if h != nil && h.Transport.Authenticated() {
		c.Host = h
		c.Site = h.site
		c.Services = o.Services.of(h, o.GitHub.agent(env), env.Guard)
		c.Together = h.Scans
		c.Workers = o.Workers
	}
	return ossf.New(c)
}
