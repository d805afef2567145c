package advisory

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/fetch"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// The hosts of this source, which the client must be configured for.
const (
	HostOSV     = "api.osv.dev"
	HostCISA    = "www.cisa.gov"
	HostDepsDev = "api.deps.dev"
)

// Limits of an answer of OSV.
const (
	mostQueries = 1000 // in one batch, by its documentation
	mostRecords = 2000 // read for one name; the kernel has more
	mostPages   = 20
	mostBytes   = 64 << 20
	// fewDetails is the maximum number of records requested one by one; more are requested at once,
	// by the name.
	fewDetails = 3
	// mostSingle limits the records requested one by one in one turn.
	mostSingle = 20
)

type query struct {
	Package struct {
		Ecosystem string `json:"ecosystem"`
		Name      string `json:"name"`
	} `json:"package"`
	// Version asks for what affects one release.
	Version   string `json:"version,omitempty"`
	PageToken string `json:"page_token,omitempty"`
}

func queryOf(s subject, token string) query {
	q := query{PageToken: token}
	q.Package.Ecosystem, q.Package.Name = s.Ecosystem, s.Name
	return q
}

// listed is OSV's records for a name: the days of modification by id.
type listed struct {
	modified map[string]string
	tooMany  bool
	// whole is false if not all of its pages were read.
	whole bool
}

// list queries the records of up to mostQueries names, page by page. The results of completed names
// are valid even after an error. The error wraps source.ErrUnavailable, or is that of ctx. Cost:
// one request per page.
func (s *Source) list(ctx context.Context, names []subject) ([]listed, error) {
	out := make([]listed, len(names))
	todo := make([]int, len(names))
	tokens := make([]string, len(names))
	for i := range names {
		out[i].modified, todo[i] = map[string]string{}, i
	}
	for range mostPages {
		var body []query
		for _, i := range todo {
			body = append(body, queryOf(names[i], tokens[i]))
		}
		results, err := s.batch(ctx, body)
		if err != nil {
			return out, err
		}
		var next []int
		for at, i := range todo {
			r, l := results[at], &out[i]
			for _, v := range r.Vulns {
				l.modified[v.ID] = v.Modified
			}
			l.tooMany = len(l.modified) > mostRecords
			if l.whole = r.Next == "" || l.tooMany; !l.whole {
				tokens[i], next = r.Next, append(next, i)
			}
		}
		if todo = next; len(todo) == 0 {
			return out, nil
		}
	}
	return out, fmt.Errorf("%w: OSV's pages do not end", source.ErrUnavailable)
}

// result is OSV's answer to one query of a batch. Next is set if there is more.
type result struct {
	Vulns []struct{ ID, Modified string } `json:"vulns"`
	Next  string                          `json:"next_page_token"`
}

// batch sends up to mostQueries queries and returns the answer to each. All ids are good ones. Cost:
// one request.
func (s *Source) batch(ctx context.Context, queries []query) ([]result, error) {
	var answer struct {
		Results []result `json:"results"`
	}
	if err := s.post(ctx, "/v1/querybatch", map[string][]query{"queries": queries}, &answer); err != nil {
		return nil, err
	}
	if len(answer.Results) != len(queries) {
		return nil, fmt.Errorf("%w: OSV gives %d answers to %d questions", source.ErrUnavailable, len(answer.Results), len(queries))
	}
	for _, r := range answer.Results {
		for _, v := range r.Vulns {
			if !goodID(v.ID) {
				return nil, fmt.Errorf("%w: OSV names %.40q, which is no id", source.ErrUnavailable, v.ID)
			}
		}
	}
	return answer.Results, nil
}

// all queries every record of one name, page by page, and returns the readable ones by id. Cost:
// one request per page.
func (s *Source) all(ctx context.Context, name subject) (map[string]raw, error) {
	out, token := map[string]raw{}, ""
	for range mostPages {
		var answer struct {
			Vulns []json.RawMessage `json:"vulns"`
			Next  string            `json:"next_page_token"`
		}
		if err := s.post(ctx, "/v1/query", queryOf(name, token), &answer); err != nil {
			return nil, err
		}
		for _, b := range answer.Vulns {
			if r, err := readRecord(b); err == nil { // another one is requested by its id
				out[r.ID] = r
			}
		}
		if token = answer.Next; token == "" || len(out) > mostRecords {
			return out, nil
		}
	}
	return nil, fmt.Errorf("%w: OSV's pages do not end", source.ErrUnavailable)
}

// errUnread is a record that OSV lists but does not serve, or in an unknown form.
var errUnread = errors.New("the record cannot be read")

// one requests one record. The error is errUnread, that of ctx, or wraps source.ErrUnavailable.
func (s *Source) one(ctx context.Context, id string) (raw, error) {
	a, err := s.cfg.Client.Ask(ctx, fetch.Question{
		Host: HostOSV, Path: "/v1/vulns/" + url.PathEscape(id), Size: mostBytes, Form: "osv 2",
		Reduce: func(b []byte) ([]byte, error) {
			if !json.Valid(b) {
				return nil, errors.New("no JSON")
			}
			r, err := readRecord(b)
			if err != nil {
				return []byte("{}"), nil // the host works; the record is invalid
			}
			return json.Marshal(r)
		},
	})
	if errors.Is(err, fetch.ErrNone) {
		return raw{}, errUnread
	}
	if err != nil {
		return raw{}, err
	}
	r, err := readRecord(a.Body)
	if err != nil || r.ID != id {
		return raw{}, errUnread
	}
	return r, nil
}

// post sends a query to OSV and decodes its answer into out.
func (s *Source) post(ctx context.Context, path string, question, out any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	a, err := s.cfg.Client.Ask(ctx, fetch.Question{Host: HostOSV, Path: path, Body: body, Size: mostBytes, Form: "osv 1"})
	if errors.Is(err, fetch.ErrNone) {
		return fmt.Errorf("%w: OSV knows no %s", source.ErrUnavailable, path)
	}
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(a.Body))
	if err := d.Decode(out); err != nil {
		return fmt.Errorf("%w: OSV's answer: %w", source.ErrUnavailable, err)
	}
	return nil
}

// exploited requests the CVE ids in CISA's list of known exploited vulnerabilities. Cost: one
// request a day.
func (s *Source) exploited(ctx context.Context) (map[string]bool, error) {
	a, err := s.cfg.Client.Ask(ctx, fetch.Question{
		Host: HostCISA, Path: "/sites/default/files/feeds/known_exploited_vulnerabilities.json",
		Keep: day, Stale: 7 * day, Size: 32 << 20, Form: "kev 1", Reduce: reduceExploited,
	})
	if err != nil {
		return nil, err
	}
	var ids []string
	if err := json.Unmarshal(a.Body, &ids); err != nil {
		return nil, fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, nil
}

// reduceExploited keeps the ids. A list that is empty, or shorter than it states, would wrongly
// mean "no" for missing ids.
func reduceExploited(b []byte) ([]byte, error) {
	var list struct {
		Count           int
		Vulnerabilities []struct{ CveID string }
	}
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, err
	}
	ids := []string{}
	for _, v := range list.Vulnerabilities {
		if strings.HasPrefix(v.CveID, "CVE-") && goodID(v.CveID) {
			ids = append(ids, v.CveID)
		}
	}
	if len(ids) == 0 || len(ids) != len(list.Vulnerabilities) || list.Count != 0 && list.Count != len(ids) {
		return nil, fmt.Errorf("a list of %d, which says it is of %d", len(ids), list.Count)
	}
	slices.Sort(ids)
	return json.Marshal(slices.Compact(ids))
}

// releases queries deps.dev for the newest release of a package and the days of all releases. It
// returns an empty result without an error if deps.dev does not know the package. Cost: at most one
// request per day and package.
func (s *Source) releases(ctx context.Context, name subject) (released, error) {
	_, system := name.registry()
	if system == "" {
		return released{}, nil
	}
	a, err := s.cfg.Client.Ask(ctx, fetch.Question{
		Host: HostDepsDev, Path: "/v3/systems/" + system + "/packages/" + url.PathEscape(name.Name),
		Keep: day, Stale: 7 * day, Size: mostBytes, Form: "releases 1", Reduce: reduceReleases,
	})
	if errors.Is(err, fetch.ErrNone) {
		return released{}, nil
	}
	var out released
	if err != nil {
		return out, err
	}
	if err := json.Unmarshal(a.Body, &out); err != nil {
		return released{}, fmt.Errorf("%w: %w", source.ErrUnavailable, err)
	}
	return out, nil
}

// reduceReleases keeps the newest release, which deps.dev calls the default, and the day of each.
func reduceReleases(b []byte) ([]byte, error) {
	var p struct {
		Versions []struct {
			VersionKey  struct{ Version string }
			PublishedAt time.Time
			IsDefault   bool
		}
	}
	if err := json.Unmarshal(b, &p); err != nil {
		return nil, err
	}
	out := released{Days: map[string]string{}}
	for _, v := range p.Versions {
		if v.VersionKey.Version == "" || v.PublishedAt.IsZero() {
			continue
		}
		out.Days[plainVersion(v.VersionKey.Version)] = v.PublishedAt.UTC().Format(time.DateOnly)
		if v.IsDefault {
			out.Version, out.Day = v.VersionKey.Version, v.PublishedAt.UTC()
		}
	}
	if len(p.Versions) == 0 {
		return nil, errors.New("no versions")
	}
	return json.Marshal(out)
}
