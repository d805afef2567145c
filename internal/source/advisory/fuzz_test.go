package advisory

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

func FuzzReadRecord(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("..", "..", "..", "testdata", "advisory", "*.json"))
	if err != nil || len(names) < 15 {
		f.Fatalf("%d stories, %v", len(names), err)
	}
	for _, n := range names {
		f.Add(story(f, strings.TrimSuffix(filepath.Base(n), ".json")))
	}
	f.Add([]byte(`{"id":"A","published":"2026-01-01T00:00:00Z","affected":[{"ranges":[{"events":[{"introduced":{}}]}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := readRecord(b)
		if err != nil {
			return
		}
		for _, s := range []subject{acmeCore, acmeTools, acmeGo, acmeMaven, libacme} {
			red := reduce(r, s)
			kept, err := json.Marshal(memory{Records: []record{red}})
			if err != nil {
				t.Fatalf("%+v: %v", red, err)
			}
			merge([]evidence{{s, []record{red}, released{Version: "1"}}})
			var m memory
			if err := json.Unmarshal(kept, &m); err != nil {
				t.Fatalf("what was kept cannot be read: %v", err)
			}
		}
	})
}

func FuzzReduceAnswers(f *testing.F) {
	f.Add([]byte(`{"count":1,"vulnerabilities":[{"cveID":"CVE-2021-44228"}]}`))
	f.Add([]byte(`{"versions":[{"versionKey":{"version":"1.0"},"publishedAt":"2026-01-01T00:00:00Z","isDefault":true}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if out, err := reduceExploited(b); err == nil && !json.Valid(out) {
			t.Fatalf("%s", out)
		}
		if out, err := reduceReleases(b); err == nil && json.Unmarshal(out, &released{}) != nil {
			t.Fatalf("%s", out)
		}
	})
}
