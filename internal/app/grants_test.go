package app

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
)

func TestGround_keepsGoodRowsAndNamesBadOnes(t *testing.T) {
	t.Parallel()
	set, err := curated.Load()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	a := &App{Set: set, Log: slog.New(slog.NewTextHandler(&log, nil))}
	file := filepath.Join(t.TempDir(), "grants.csv")
	text := strings.Join([]string{
		"project,funder,amount,currency,start,url,seen,source",
		"curl,Our Foundation,5000,EUR,2026-11,https://example.org/1,2026-12-01,primary",
		"curl,Our Foundation,much,EUR,2026,https://example.org/2,2026-12-01,primary",
		"no-such-project,Our Foundation,1,EUR,2026,https://example.org/3,2026-12-01,primary",
		"curl,Our Foundation,1,EUR,2026,http://example.org/4,2026-12-01,primary",
		"zlib,Our Foundation,7000,EUR,2026-10,https://example.org/5,2026-12-01,secondary",
	}, "\n")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	g, err := a.ground(set.Lists, file)
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"curl", "zlib"} {
		if len(g.Grants[slug]) != len(set.Ground.Grants[slug])+1 || g.Grants[slug][0].Funder != "Our Foundation" {
			t.Errorf("%s has %d grants, %d are bundled; the newest is %+v", slug, len(g.Grants[slug]), len(set.Ground.Grants[slug]), g.Grants[slug][0])
		}
	}
	for _, want := range []string{"line=3", "line=4", "no-such-project", "line=5", "https://"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not say %q:\n%s", want, log.String())
		}
	}
	if g.SHA256 == set.Ground.SHA256 {
		t.Error("answers would be kept as if nothing had been added")
	}
	for name, content := range map[string]string{"none.csv": "", "head.csv": "project,who\n"} {
		bad := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(bad, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := a.ground(set.Lists, bad); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := a.ground(set.Lists, filepath.Join(t.TempDir(), "absent.csv")); err == nil || !strings.Contains(err.Error(), "absent.csv") {
		t.Errorf("an absent file: %v", err)
	}
}
