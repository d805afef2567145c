package curated_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

const portsTable = `collections:
  - id: vcpkg
    date: "2026-08-22"
    commit: 127402f1c75bb3d5ff6bce04b285faa4930a5aca
    url: https://github.com/microsoft/vcpkg
    total: 2867
    ports:
      - {repository: "https://github.com/madler/zlib", port: zlib, dependents: 695, reviewed: "2026-12-01"}
      - {repository: "https://github.com/curl/curl", port: curl, dependents: 91, reviewed: "2026-12-01"}
`

func TestReadPorts_refuses(t *testing.T) {
	t.Parallel()
	if got, err := curated.ReadPorts("p.yaml", []byte(portsTable)); err != nil || got.Collections[0].Ports[0].Dependents != 695 || got.Collections[0].Total != 2867 {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, tc := range []struct{ want, old, text string }{
		{"missing collections", portsTable, "{}"},
		{"not_allowed id", "id: vcpkg", "id: other"},
		{"malformed port", "port: zlib", `port: "../zlib"`},
		{"out_of_range dependents", "695", "2867"},
		{"twice repository", "curl/curl", "Madler/zlib"},
		{"missing reviewed", `, dependents: 695, reviewed: "2026-12-01"`, ", dependents: 695"},
		{"malformed commit", "1274", "main"},
	} {
		if _, err := curated.ReadPorts("p.yaml", []byte(strings.Replace(portsTable, tc.old, tc.text, 1))); !curated.Tells(err, tc.want) {
			t.Errorf("error is %v, want one that says %q", err, tc.want)
		}
	}
}

func TestLoad_portsReachTheirProjects(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	list, _ := set.List("critical")
	if len(list.Ports) < 20 {
		t.Errorf("%d projects have ports", len(list.Ports))
	}
	for _, collection := range []string{"vcpkg", "conan"} {
		if p := list.Ports["zlib"][collection]; p.Name != "zlib" || p.Dependents < 100 || p.Of < 1000 || !strings.HasSuffix(p.URL, "/zlib") {
			t.Errorf("%s: %+v", collection, p)
		}
	}
}
