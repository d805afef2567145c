package funding

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestReadGrants_badRowsAreNamedAndGoodOnesRead(t *testing.T) {
	t.Parallel()
	const file = "\ufeffproject,funder,amount,currency,start,end,url,seen,source\n" +
		"curl,A Fund,97500,EUR,2022-10,2023,https://example.org/a,2026-01-02,primary\n" +
		"xz,A Fund,ten,EUR,,,https://example.org/a,2026-01-02,primary\n" +
		"xz,A Fund,1,euro,,,https://example.org/a,2026-01-02,primary\n" +
		"xz,A Fund,,EUR,,,https://example.org/a,2026-01-02,primary\n" +
		"xz,A Fund,,,2024-13,,https://example.org/a,2026-01-02,primary\n" +
		"xz,A Fund,,,2024,2023-05,https://example.org/a,2026-01-02,primary\n" +
		"xz,A Fund,,,,,http://example.org/a,2026-01-02,primary\n" +
		"xz,A Fund,,,,,https://example.org/a,yesterday,primary\n" +
		"xz,A Fund,,,,,https://example.org/a,2026-01-02,rumour\n" +
		",A Fund,,,,,https://example.org/a,2026-01-02,primary\n" +
		"xz,A Fund,,\n" +
		"xz,\"A \"Fund,,,,,https://example.org/a,2026-01-02,primary\n" +
		"zlib,\"A Fund, B\",,,,,https://example.org/a,2026-01-02,secondary\n"
	got, bad, err := ReadGrants(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []Grant{
		{Project: "curl", Funder: "A Fund", Amount: 97500, Currency: "EUR", Start: "2022-10", End: "2023", URL: "https://example.org/a", Seen: "2026-01-02", Line: 2, Primary: true},
		{Project: "zlib", Funder: "A Fund, B", URL: "https://example.org/a", Seen: "2026-01-02", Line: 14},
	}
	if !slices.Equal(got, want) {
		t.Errorf("read %+v", got)
	}
	words := []string{"amount", "currency", "currency without", "start", "before it starts", "url", "seen", "source", "no project", "cells", "quote"}
	if len(bad) != len(words) {
		t.Fatalf("%d bad rows: %v", len(bad), bad)
	}
	for i, b := range bad {
		if b.Line != i+3 || !strings.Contains(b.String(), words[i]) {
			t.Errorf("row %d says %q, want line %d with %q", i, b, i+3, words[i])
		}
	}
}

func TestReadGrants_headThatIsNotRight(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"": "no head", "project,funder,url,seen\n": "no column source", "project,project\n": "twice",
		"project,funder,url,seen,source,wage\n": `unknown column "wage"`, strings.Repeat("x", mostGrantBytes+1): "more than",
	} {
		got, bad, err := ReadGrants(strings.NewReader(file))
		if err == nil || !strings.Contains(err.Error(), want) || got != nil || bad != nil {
			t.Errorf("%.40q: %v, want %q", file, err, want)
		}
	}
}

func TestGrant_Recent(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		start, end string
		want       Answer
	}{
		{"", "", Unknown},
		{"2020", "", Unknown},
		{"2020", "2024-12-02", Yes},
		{"2020", "2024-12-01", No},
		{"", "2024", Yes},        // it may have ended on 31 December
		{"2024-11", "", Unknown}, // it may still run
		{"", "2023", No},
		{"2024-12", "", Yes},  // as late as 31 December
		{"2025", "2028", Yes}, // it runs
	} {
		if got := (Grant{Start: tc.start, End: tc.end}).Recent(at); got != tc.want {
			t.Errorf("%q to %q: %s, want %s", tc.start, tc.end, got, tc.want)
		}
	}
}
