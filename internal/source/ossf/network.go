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

// refuse is a transport, a resolver and the clients of Scorecard's external services; each of them
// returns an error.
type refuse struct{}

func (refuse) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		// By the contract of RoundTrip, the body is closed even after errors.
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

// cutNetwork makes every network access in Scorecard's code fail in this process, or use the given
// transport. Several cannot be injected: CII, OSV and OSS-Fuzz use http.DefaultClient. crane looks
// up image digests with its own transport, which always fails, because the digests are only for
// advice. Use it only in the child process.
func cutNetwork(by http.RoundTripper) {
	http.DefaultTransport = by
	http.DefaultClient = &http.Client{Transport: by}
	remote.DefaultTransport = refuse{}
	net.DefaultResolver = &net.Resolver{
		PreferGo: true,
		Dial:     func(context.Context, string, string) (net.Conn, error) { return nil, errNoNetwork },
	}
}
