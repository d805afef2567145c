package ossf

import (
	"context"
	"errors"
	"net"
	"net/http"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/ossf/scorecard/v4/clients"
)

var errNoNetwork = errors.New("a scan has no network")

// refuse is a transport, a resolver and the clients of Scorecard's outside
// services; none of them answers.
type refuse struct{}

func (refuse) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		// The contract of RoundTrip: the body is closed even on errors.
		_ = r.Body.Close()
	}
	return nil, errNoNetwork
}

func (refuse) GetBadgeLevel(context.Context, string) (clients.BadgeLevel, error) {
	return clients.Unknown, errNoNetwork
}

func (refuse) ListUnfixedVulnerabilities(context.Context, string, string) (clients.VulnerabilitiesResponse, error) {
	return clients.VulnerabilitiesResponse{}, errNoNetwork
}

// cutNetwork makes every way to a network that Scorecard's code knows fail in
// this process, or go by way of the given transport. Several of them cannot be
// injected: CII, OSV and OSS-Fuzz use http.DefaultClient, crane looks up image
// digests over its own transport, which always fails: it is for advice only.
// It is for the child process only.
func cutNetwork(by http.RoundTripper) {
	http.DefaultTransport = by
	http.DefaultClient = &http.Client{Transport: by}
	remote.DefaultTransport = refuse{}
	net.DefaultResolver = &net.Resolver{
		PreferGo: true,
		Dial:     func(context.Context, string, string) (net.Conn, error) { return nil, errNoNetwork },
	}
}
