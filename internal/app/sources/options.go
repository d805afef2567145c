package sources

import (
	"slices"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/published"
)

// Options are the flags of every command that measures repositories.
type Options struct {
	Mirror  []string      `name:"mirror" sep:"," placeholder:"PATTERN" help:"Local clone to read instead of the network, with {host} {owner} {name}. Can be repeated; the first that exists is used. Never written to."`
	Cache   string        `name:"cache" placeholder:"DIR" help:"Folder for clones (default: plumbline in the user's cache folder)."`
	Offline bool          `name:"offline" help:"Use no network; read only mirrors and the cache."`
	Copies  bool          `name:"copies" help:"Clone the public copy that a list names when the repository itself is too large. Without it, a copy is read only with --offline, from a local clone."`
	Sources []string      `name:"sources" sep:"," default:"github,published,registry,distro,git,scorecard,advisory" enum:"github,published,registry,distro,git,scorecard,advisory" help:"Sources to use: github, published (published Scorecard results), registry (package registries, deps.dev, Repology), distro (dependents in Debian), git, scorecard, advisory (OSV, CISA KEV). With --offline only git, scorecard and what is kept of distro are used; for the past only git and scorecard."`
	Timeout time.Duration `name:"timeout" default:"15m" help:"Time limit for one project."`
	Workers int           `name:"workers" default:"2" help:"Projects to collect in parallel, 1 to 64."`
	// AllowNetworks are networks of the operator: fetch.Guard.
	AllowNetworks []string `name:"allow-networks" sep:"," placeholder:"CIDR" help:"Networks of your own that may be asked, such as 10.0.0.0/8. Without it, only public addresses and the addresses in other flags are."`
	GitHub        GitHub   `embed:""`
	// Services are asked by Scorecard's checks.
	Services   Services   `embed:""`
	Results    Results    `embed:""`
	Registries Registries `embed:""`
	Debian     Debian     `embed:""`
	Advisories Advisories `embed:""`
}

// Check returns a usage error when a number is out of its range.
func (o Options) Check() error {
	if o.Workers < 1 || o.Workers > 64 {
		return usage.Errorf("--workers is %d; allowed: 1 to 64", o.Workers)
	}
	if o.Timeout < time.Second {
		return usage.Errorf("--timeout is %s; allowed: 1s or more", o.Timeout)
	}
	return nil
}

// Origin returns how the figures of this command come to be; asOf is zero for
// those of now.
func (o Options) Origin(asOf time.Time) health.Origin {
	switch {
	case !asOf.IsZero():
		return health.OriginAsOf
	case len(o.Mirror) > 0:
		return health.OriginMirror
	default:
		return health.OriginLive
	}
}

// AsksHosts reports whether any source sends requests.
func (o Options) AsksHosts() bool {
	return o.asksGitHub() || o.asksPublished() || o.asksRegistries() || o.asksDebian() && !o.Offline && !o.Debian.local() || o.asksAdvisories()
}

func (o Options) asksGitHub() bool {
	return slices.Contains(o.Sources, field.SourceGitHub) && !o.Offline
}

// asksPublished reports whether published results are asked for. Beside a stand-in
// for GitHub on this machine, whose repositories are invented, the real
// publisher is left alone.
func (o Options) asksPublished() bool {
	return slices.Contains(o.Sources, field.SourcePublished) && !o.Offline && (!o.standIn() || o.Results.URL != published.DefaultAPI)
}

// asksRegistries reports whether package registries and Repology are asked. They
// are left alone beside a stand-in for GitHub, too.
func (o Options) asksRegistries() bool {
	return slices.Contains(o.Sources, field.SourceRegistry) && !o.Offline && (!o.standIn() || o.Registries.URL != "")
}

// asksAdvisories reports whether advisories are asked for. Beside a stand-in for
// GitHub on this machine, whose repositories are invented, the real services are
// left alone.
func (o Options) asksAdvisories() bool {
	if !slices.Contains(o.Sources, field.SourceAdvisory) || o.Offline {
		return false
	}
	return !o.standIn() || o.Services.OSV != ""
}

// standIn reports whether GitHub is one on this machine.
func (o Options) standIn() bool {
	api, _, err := o.GitHub.address()
	return err == nil && loopback(api.Hostname())
}
