package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// advisoryDatabases stands in for OSV and CISA. It holds one serious advisory of
// the repository of xz, forty days old, without a patched release and known to be
// exploited; it is an invention.
func advisoryDatabases(t *testing.T) string {
	t.Helper()
	day := time.Now().UTC().AddDate(0, 0, -40).Format(time.RFC3339)
	record := fmt.Sprintf(`{"id":"CVE-2026-99999","modified":%q,"published":%q,"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
		"affected":[{"ranges":[{"type":"GIT","repo":"https://github.com/tukaani-project/xz","events":[{"introduced":"0"}]}]}]}`, day, day)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v1/querybatch":
			var in struct {
				Queries []struct{ Package struct{ Name string } }
			}
			if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
				http.Error(w, "not a question", http.StatusBadRequest)
				return
			}
			var results []string
			for _, q := range in.Queries {
				if strings.HasSuffix(q.Package.Name, "tukaani-project/xz") {
					results = append(results, fmt.Sprintf(`{"vulns":[{"id":"CVE-2026-99999","modified":%q}]}`, day))
				} else {
					results = append(results, "{}")
				}
			}
			fmt.Fprintf(w, `{"results":[%s]}`, strings.Join(results, ","))
		case "/v1/vulns/CVE-2026-99999":
			io.WriteString(w, record)
		case "/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json":
			io.WriteString(w, `{"count":1,"vulnerabilities":[{"cveID":"CVE-2026-99999"}]}`)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}
