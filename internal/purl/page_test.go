package purl_test

import (
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/purl"
)

func TestOfPage_readsThePagesOfRegistries(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		"https://www.npmjs.com/package/lodash":                           "pkg:npm/lodash",
		"npmjs.com/package/lodash/v/4.17.21?activeTab=code":              "pkg:npm/lodash",
		"https://www.npmjs.com/package/@babel/core/v/7.0.0":              "pkg:npm/%40babel/core",
		"https://www.npmjs.com/package/%40babel/core":                    "pkg:npm/%40babel/core",
		"https://pypi.org/project/Jinja_2/#history":                      "pkg:pypi/jinja-2",
		"https://pypi.org/project/requests/2.31.0/":                      "pkg:pypi/requests",
		"HTTPS://CRATES.IO/crates/tokio/1.0.0":                           "pkg:cargo/tokio",
		"https://rubygems.org/gems/rails/versions/7.0.0":                 "pkg:gem/rails",
		"https://www.nuget.org/packages/Newtonsoft.Json/13.0.1":          "pkg:nuget/Newtonsoft.Json",
		"https://packagist.org/packages/guzzlehttp/guzzle":               "pkg:composer/guzzlehttp/guzzle",
		"https://mvnrepository.com/artifact/org.slf4j/slf4j-api/2.0.0":   "pkg:maven/org.slf4j/slf4j-api",
		"central.sonatype.com/artifact/org.apache.commons/commons-lang3": "pkg:maven/org.apache.commons/commons-lang3",
		"https://pkg.go.dev/golang.org/x/net/http2@v0.1.0/hpack":         "pkg:golang/golang.org/x/net/http2",
		"https://example.org/package/lodash":                             "",
		"https://www.npmjs.com/settings/tokens":                          "",
		"https://www.npmjs.com/package/":                                 "",
		"https://pypi.org":                                               "",
		"https://pypi.org/project/%zz":                                   "",
		"lodash":                                                         "",
		"https://www.npmjs.com.evil.example/package/lodash":              "",
	} {
		got := ""
		if all := purl.OfPage(page); len(all) > 0 {
			got = all[0].String()
		}
		if got != want {
			t.Errorf("%s is %q, want %q", page, got, want)
		}
	}
	if all := purl.OfPage("pkg.go.dev/golang.org/x/net/http2"); len(all) < 2 || all[1].String() != "pkg:golang/golang.org/x/net" {
		t.Errorf("the module above a package: %v", all)
	}
}

func FuzzOfPage(f *testing.F) {
	for _, s := range []string{"npmjs.com/package/@a/b", "pkg.go.dev/a/b@v1/c", "pypi.org/project/%2e%2e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range purl.OfPage(text) {
			if again, err := purl.Parse(p.String()); err != nil || again.Key() != p.Key() {
				t.Errorf("%q gives %q, which is read as %q, %v", text, p.String(), again.String(), err)
			}
		}
	})
}
