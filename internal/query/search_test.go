package query

import (
	"fmt"
	"slices"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

func searched(t *testing.T) *Reader {
	t.Helper()
	at := func(slug, name, repo string, p health.Project) health.Project {
		p.Slug, p.Name = slug, name
		p.Repositories = append([]health.Repository{{URL: "https://" + repo, Role: health.Primary}}, p.Repositories...)
		return p
	}
	return New(Config{Lists: []health.List{{Slug: "critical", Projects: []health.Project{
		at("curl", "curl", "github.com/curl/curl", health.Project{Aliases: []string{"libcurl"}}),
		at("xz", "XZ Utils", "github.com/tukaani-project/xz", health.Project{Aliases: []string{"liblzma"}}),
		at("openssl", "OpenSSL", "github.com/openssl/openssl", health.Project{Aliases: []string{"libssl", "libcrypto"}}),
		at("log4j", "Apache Log4j 2", "github.com/apache/logging-log4j2", health.Project{Packages: []string{"pkg:maven/org.apache.logging.log4j/log4j-core"}}),
		at("express", "Express", "github.com/expressjs/express", health.Project{Packages: []string{"pkg:npm/express"}}),
		at("angular", "Angular", "github.com/angular/angular", health.Project{Packages: []string{"pkg:npm/%40angular/core"}}),
		at("sigstore", "Sigstore", "github.com/sigstore/cosign", health.Project{Packages: []string{"pkg:golang/github.com/sigstore/cosign/v2"}}),
		at("autotools", "GNU Autotools", "github.com/autotools-mirror/autoconf", health.Project{Repositories: []health.Repository{{URL: "https://github.com/autotools-mirror/automake"}}}),
	}}, {Slug: "other", Projects: []health.Project{at("curl-rust", "curl for Rust", "github.com/alexcrichton/curl-rust", health.Project{})}}}})
}

func TestSearch_exact(t *testing.T) {
	t.Parallel()
	r := searched(t)
	for text, want := range map[string]string{
		"libcurl":                               "curl alias libcurl",
		"LibCurl":                               "curl alias libcurl",
		"liblzma":                               "xz alias liblzma",
		"open ssl":                              "openssl name openssl",
		"Open-SSL":                              "openssl name openssl",
		"xz-utils":                              "xz name XZ Utils",
		"log4j-core":                            "log4j package log4j-core",
		"pkg:npm/express":                       "express package pkg:npm/express",
		"pkg:npm/express@4.17.1":                "express package pkg:npm/express",
		"PKG:npm/Express":                       "express package pkg:npm/express",
		"@angular/core":                         "angular package @angular/core",
		"pkg:npm/%40angular/core":               "angular package pkg:npm/@angular/core",
		"org.apache.logging.log4j:log4j-core":   "log4j package org.apache.logging.log4j:log4j-core",
		"cosign":                                "sigstore package cosign",
		"v2":                                    "",
		"curl/curl":                             "curl repository curl/curl",
		"https://github.com/curl/curl.git":      "curl repository github.com/curl/curl",
		"http://github.com/Tukaani-Project/XZ/": "xz repository github.com/tukaani-project/xz",
		"github.com/autotools-mirror/automake":  "autotools repository github.com/autotools-mirror/automake",
		"automake":                              "autotools repository automake",
		"curl":                                  "curl name curl",
		"curl-rust":                             "curl-rust name curl-rust",
		"lib":                                   "",
		"":                                      "",
		" -. ":                                  "",
		"\n":                                    "",
		"pkg:":                                  "",
		"pkg:npm/no%zz":                         "",
		"https://":                              "",
		"nothing of the kind":                   "",
	} {
		got := ""
		for _, m := range r.Search(text).Exact {
			got += fmt.Sprint(m.Project.Slug, " ", m.By, " ", m.Name)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSearch_findsWhatRowsDoNotSay(t *testing.T) {
	t.Parallel()
	r := searched(t)
	for text, want := range map[string][]string{
		"lib":       {"curl", "openssl", "xz"},
		"opens sl":  {"openssl"},
		"openss":    nil, // rows say so themselves
		"log4j cor": {"log4j"},
		"automak":   {"autotools"},
		"b":         nil,
		"curl":      {"curl"}, // exact; the other is found by its row
	} {
		if got := r.Search(text).Slugs; !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSearch_isBounded(t *testing.T) {
	t.Parallel()
	l := health.List{Slug: "l"}
	for i := range 300 {
		l.Projects = append(l.Projects, health.Project{Slug: fmt.Sprintf("p%03d", i), Name: "N", Aliases: []string{fmt.Sprint("alias of ", i)}, Packages: []string{"pkg:npm/same"}})
	}
	r := New(Config{Lists: []health.List{l}})
	if f := r.Search("alias"); len(f.Exact) != 0 || len(f.Slugs) != mostSlugs {
		t.Errorf("a part of 300 names: %d exact, %d slugs", len(f.Exact), len(f.Slugs))
	}
	if f := r.Search("same"); len(f.Exact) != mostExact || f.Exact[0].Project.Slug != "p000" {
		t.Errorf("the name of 300: %d exact", len(f.Exact))
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"libcurl", "pkg:npm/%40a/b@1?x#y", "https://github.com/a/b.git", "\x00\n-", "::/@"} {
		f.Add(s)
	}
	r := New(Config{Lists: []health.List{{Projects: []health.Project{{Slug: "a", Name: "A", Packages: []string{"pkg:npm/%40a/b"}}}}}})
	f.Fuzz(func(t *testing.T, text string) {
		if found := r.Search(text); len(found.Exact) > len(found.Slugs) {
			t.Errorf("%q: %v", text, found)
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	l := health.List{Slug: "l"}
	for i := range 10_000 {
		slug := fmt.Sprintf("project-%05d", i)
		l.Projects = append(l.Projects, health.Project{Slug: slug, Name: "Project " + slug, Packages: []string{"pkg:npm/" + slug}, Repositories: []health.Repository{{URL: "https://github.com/owner/" + slug}}})
	}
	r := New(Config{Lists: []health.List{l}})
	r.Search("x")
	for b.Loop() {
		r.Search("project-09999")
	}
}
