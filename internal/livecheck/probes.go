package livecheck

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/cost"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/transport"
)

// probes by the id of the assumption.
var probes = map[string]probe{
	"github-repository":   (*Check).gitHubRepository,
	"github-not-modified": (*Check).gitHubNotModified,
	"github-limits":       (*Check).gitHubLimits,
	"github-renamed":      (*Check).gitHubRenamed,
	"github-batch":        (*Check).gitHubBatch,
	"github-not-found":    (*Check).gitHubNotFound,
	"github-activity":     (*Check).gitHubActivity,
	"github-together":     (*Check).gitHubTogether,
	"github-archive":      (*Check).gitHubArchive,
	"osv-query": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodPost, c.at.osv+"/v1/query", `{"package":{"name":"lodash","ecosystem":"npm"}}`, "vulns.0.id", "vulns.0.affected")
	},
	"osv-batch": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodPost, c.at.osv+"/v1/querybatch", `{"queries":[{"package":{"name":"lodash","ecosystem":"npm"}}]}`, "results.0.vulns.0.id", "results.0.vulns.0.modified")
	},
	"osv-version": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodPost, c.at.osv+"/v1/querybatch", `{"queries":[{"package":{"name":"lodash","ecosystem":"npm"},"version":"4.17.20"}]}`, "results.0.vulns.0.id")
	},
	"osv-repository": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodPost, c.at.osv+"/v1/querybatch", `{"queries":[{"package":{"name":"https://github.com/curl/curl","ecosystem":"GIT"}}]}`, "results.0.vulns.0.id")
	},
	"osv-record": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodGet, c.at.osv+"/v1/vulns/GHSA-35jh-r3h4-6jhm", "", "id", "modified", "published", "affected.0.ranges.0.events", "database_specific.severity")
	},
	"cisa-exploited": registryProbe("www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json", "count", "vulnerabilities.0.cveID"),
	"best-practices": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodGet, c.at.bestPractices+"/projects.json?url="+url.QueryEscape("https://github.com/curl/curl"), "", "0.badge_level")
	},
	"depsdev-dependents": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodGet, c.at.depsDev+"/v3alpha/systems/npm/packages/lodash/versions/4.17.21:dependents", "", "dependentCount")
	},
	"depsdev-package": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodGet, c.at.depsDev+"/v3/systems/npm/packages/lodash", "", "versions.0.versionKey.version", "versions.0.publishedAt", "versions.0.isDefault")
	},
	"npm-package":       registryProbe("registry.npmjs.org/isarray", "maintainers.0", "versions", "time.created"),
	"npm-downloads":     registryProbe("api.npmjs.org/downloads/point/last-month/isarray", "downloads"),
	"pypi-downloads":    registryProbe("pypistats.org/api/packages/requests/recent", "data.last_month"),
	"crates-crate":      registryProbe("crates.io/api/v1/crates/serde", "crate.recent_downloads"),
	"crates-owners":     registryProbe("crates.io/api/v1/crates/serde/owners", "users.0.kind"),
	"rubygems-owners":   registryProbe("rubygems.org/api/v1/gems/rails/owners.json", "0.id"),
	"packagist-package": registryProbe("packagist.org/packages/symfony/symfony.json", "package.downloads.monthly", "package.versions"),
	"repology-module":   (*Check).repologyModule,
	"repology-project": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodGet, c.at.repology+"/api/v1/project/curl", "", "0.repo")
	},
	"scorecard-api": func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodGet, c.at.scorecard+"/projects/github.com/curl/curl", "", "date", "repo.commit", "scorecard.version", "score", "checks.0.name")
	},
	"scorecard-not-modified": (*Check).scorecardNotModified,
	"scorecard-none":         (*Check).scorecardNone,
}

// registryProbe returns a probe of a package registry; address starts with its host.
func registryProbe(address string, paths ...string) probe {
	return func(c *Check, ctx context.Context) (string, error) {
		return c.shape(ctx, http.MethodGet, c.at.packages+address, "", paths...)
	}
}

func (c *Check) repologyModule(ctx context.Context) (string, error) {
	res, err := send(ctx, c.other, http.MethodGet, c.at.repology+"/api/v1/project/python:requests", "", "User-Agent", "plumbline live check")
	if err != nil {
		return "", err
	}
	var packages []struct{ Repo, SrcName, VisibleName string }
	if err := json.Unmarshal(res.body, &packages); err != nil {
		return "", fmt.Errorf("it answers %s, and not as it did: %w", res.Status, err)
	}
	for _, p := range packages {
		if p.Repo == "pypi" && (p.SrcName == "requests" || p.VisibleName == "requests") {
			return fmt.Sprintf("one of %d entries is that of PyPI", len(packages)), nil
		}
	}
	return "", fmt.Errorf("none of %d entries is that of PyPI", len(packages))
}

// answer is a response that was read completely.
type answer struct {
	*http.Response
	body []byte
}

func send(ctx context.Context, c *http.Client, method, address, body string, header ...string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := c.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, 16<<20))
	return answer{res, b}, err
}

// gitHub requests a path below the REST root.
func (c *Check) gitHub(ctx context.Context, path string, header ...string) (answer, error) {
	return send(ctx, transport.Client(c.host.Transport), http.MethodGet, c.host.API.JoinPath(path).String(), "", header...)
}

// graphQL posts a query and returns its data and the errors beside it.
func (c *Check) graphQL(ctx context.Context, query string) (answer, error) {
	q, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return answer{}, err
	}
	return send(ctx, transport.Client(c.host.Transport), http.MethodPost, transport.GraphQL(c.host.API).String(), string(q))
}

func (c *Check) gitHubRepository(ctx context.Context) (string, error) {
	res, err := c.gitHub(ctx, "repos/"+c.repository)
	if err == nil && res.Header.Get("ETag") == "" {
		err = errors.New("there is no ETag")
	}
	if err != nil {
		return "", err
	}
	return "answered with an ETag", has(res, "node_id", "full_name", "archived")
}

func (c *Check) gitHubNotModified(ctx context.Context) (string, error) {
	first, err := c.gitHub(ctx, "repos/"+c.repository)
	if err != nil {
		return "", err
	}
	before := c.core()
	again, err := c.gitHub(ctx, "repos/"+c.repository, "If-None-Match", first.Header.Get("ETag"))
	if err != nil {
		return "", err
	}
	if again.StatusCode != http.StatusNotModified {
		return "", fmt.Errorf("asked again it answers %s", again.Status)
	}
	if now := c.core(); now.Remaining < before.Remaining {
		return "", fmt.Errorf("the quota went from %d to %d", before.Remaining, now.Remaining)
	}
	return fmt.Sprintf("304, and the quota stays at %d", before.Remaining), nil
}

// core returns the budget of REST requests in the last response.
func (c *Check) core() transport.Budget {
	for _, b := range c.host.Transport.Budgets() {
		if b.Resource == "core" {
			return b
		}
	}
	return transport.Budget{}
}

func (c *Check) gitHubLimits(ctx context.Context) (string, error) {
	if _, err := c.gitHub(ctx, "repos/"+c.repository); err != nil {
		return "", err
	}
	b := c.core()
	if b.Limit <= 0 || b.Reset.IsZero() {
		return "", errors.New("the limits of core requests are not told")
	}
	return fmt.Sprintf("%d of %d core requests left until %s", b.Remaining, b.Limit, b.Reset.UTC().Format(time.TimeOnly)), nil
}

func (c *Check) gitHubRenamed(ctx context.Context) (string, error) {
	rest, err := c.gitHub(ctx, "repos/"+c.renamed)
	if err != nil {
		return "", err
	}
	owner, name, _ := strings.Cut(c.renamed, "/")
	res, err := c.graphQL(ctx, fmt.Sprintf(`{repository(owner:%q,name:%q){id nameWithOwner}}`, owner, name))
	if err != nil {
		return "", err
	}
	var a struct {
		NodeID string `json:"node_id"`
	}
	var b struct {
		Data struct {
			Repository struct{ ID, NameWithOwner string }
		}
	}
	if err := errors.Join(json.Unmarshal(rest.body, &a), json.Unmarshal(res.body, &b)); err != nil {
		return "", err
	}
	switch now := b.Data.Repository; {
	case a.NodeID == "" || a.NodeID != now.ID:
		return "", fmt.Errorf("REST says it is %q, GraphQL %q", a.NodeID, now.ID)
	case strings.EqualFold(now.NameWithOwner, c.renamed):
		return "", fmt.Errorf("%s keeps its name", c.renamed)
	default:
		return c.renamed + " is " + now.NameWithOwner, nil
	}
}

func (c *Check) gitHubBatch(ctx context.Context) (string, error) {
	m := new(cost.Meter)
	some := c.projects[:min(80, len(c.projects))]
	if err := c.host.Prefetch(cost.WithMeter(ctx, m), some); err != nil {
		return "", err
	}
	cost := m.Cost()
	if cost.Points < 1 || cost.Points > 10 {
		return "", fmt.Errorf("%d projects cost %d points in %d requests; 1 to 10 were expected", len(some), cost.Points, cost.Requests)
	}
	return fmt.Sprintf("%d projects: %d points in %d requests", len(some), cost.Points, cost.Requests), nil
}

func (c *Check) gitHubNotFound(ctx context.Context) (string, error) {
	owner, name, _ := strings.Cut(c.repository, "/")
	none, absent, _ := strings.Cut(c.absent, "/")
	res, err := c.graphQL(ctx, fmt.Sprintf(`{a:repository(owner:%q,name:%q){id} b:repository(owner:%q,name:%q){id}}`, owner, name, none, absent))
	if err != nil {
		return "", err
	}
	return "one is null, with the error NOT_FOUND", has(res, "data.a.id", "errors.0.type", "errors.0.path")
}

func (c *Check) gitHubActivity(ctx context.Context) (string, error) {
	m := new(cost.Meter)
	p := health.Project{Slug: "live", Repositories: []health.Repository{{URL: "https://github.com/" + c.repository, Role: health.Primary}}}
	snap, err := c.host.Observe(cost.WithMeter(ctx, m), p, time.Time{})
	if err != nil {
		return "", err
	}
	cost := m.Cost()
	if cost.Requests > 3 || cost.Points > 30 {
		return "", fmt.Errorf("a first reading cost %d requests and %d points; at most 3 and 30 were expected", cost.Requests, cost.Points)
	}
	return fmt.Sprintf("%d inputs for %d requests and %d points", len(snap.Inputs), cost.Requests, cost.Points), nil
}

func (c *Check) gitHubArchive(ctx context.Context) (string, error) {
	res, err := c.gitHub(ctx, "repos/"+c.repository+"/tarball/HEAD")
	if err != nil {
		return "", err
	}
	if !bytes.HasPrefix(res.body, []byte{0x1f, 0x8b}) {
		return "", errors.New("what is sent is not gzip")
	}
	return "gzip from " + res.Request.URL.Hostname(), nil
}

// shape queries another service and checks that the paths exist.
func (c *Check) shape(ctx context.Context, method, address, body string, paths ...string) (string, error) {
	res, err := send(ctx, c.other, method, address, body, "User-Agent", "plumbline live check")
	if err != nil {
		return "", err
	}
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("it answers %s", res.Status)
	}
	return "answered with " + strings.Join(paths, ", "), has(res, paths...)
}

// has checks that a JSON answer has a value at each path: "checks.0.name".
func has(res answer, paths ...string) error {
	var doc any
	if err := json.Unmarshal(res.body, &doc); err != nil {
		return fmt.Errorf("it answers %s, and not JSON: %w", res.Status, err)
	}
	for _, p := range paths {
		at := doc
		for _, step := range strings.Split(p, ".") {
			at = stepInto(at, step)
		}
		if at == nil {
			return fmt.Errorf("it answers %s, without %s", res.Status, p)
		}
	}
	return nil
}

func stepInto(v any, step string) any {
	switch v := v.(type) {
	case map[string]any:
		return v[step]
	case []any:
		if step == "0" && len(v) > 0 {
			return v[0]
		}
	}
	return nil
}

func (c *Check) scorecardNotModified(ctx context.Context) (string, error) {
	address := c.at.scorecard + "/projects/github.com/curl/curl"
	first, err := send(ctx, c.other, http.MethodGet, address, "")
	if err != nil {
		return "", err
	}
	tag := first.Header.Get("ETag")
	if tag == "" {
		return "", errors.New("there is no ETag")
	}
	again, err := send(ctx, c.other, http.MethodGet, address, "", "If-None-Match", tag)
	if err == nil && again.StatusCode != http.StatusNotModified {
		err = fmt.Errorf("asked again it answers %s", again.Status)
	}
	return "304", err
}

func (c *Check) scorecardNone(ctx context.Context) (string, error) {
	res, err := send(ctx, c.other, http.MethodGet, c.at.scorecard+"/projects/github.com/"+c.absent, "")
	if err == nil && res.StatusCode != http.StatusNotFound {
		err = fmt.Errorf("it answers %s", res.Status)
	}
	return "404", err
}
