package sources

import (
	"net/url"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/fetch"
)

// guarded returns the environment with the guard of these flags, if it has none yet. The error is a
// usage error that names the wrong network.
func (o Options) guarded(env Env) (Env, error) {
	if env.Guard != nil {
		return env, nil
	}
	networks, err := fetch.Networks(o.AllowNetworks)
	if err != nil {
		return env, usage.Errorf("--allow-networks: %v", err)
	}
	addresses := []string{o.Results.URL, o.Registries.URL, o.Debian.Mirror, o.Advisories.KEV, o.Services.OSV, o.Services.BestPractices, o.Services.OSSFuzz}
	if api, _, err := o.GitHub.address(); err == nil {
		addresses = append(addresses, named(api)...)
	}
	env.Guard = fetch.NewGuard(networks, addresses...)
	return env, nil
}

// named returns the addresses that an operator names with that of GitHub's API: the API, the
// repositories and their archives. GitHub's own have public addresses.
func named(api *url.URL) []string {
	if api.Host == "api.github.com" {
		return nil // nobody had to configure it
	}
	site := strings.TrimPrefix(api.Host, "api.")
	return []string{api.String(), api.Scheme + "://" + site, api.Scheme + "://codeload." + site}
}
