package purl_test

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/purl"
)

func TestStable_knowsThePreReleasesOfEachRegistry(t *testing.T) {
	t.Parallel()
	for kind, versions := range map[string][2]string{
		"npm":      {"1.0.0 0.4.2 2.0.0+build.1", "1.0.0-rc.1 2.0.0-0 3.0.0-beta"},
		"cargo":    {"1.0.0 0.1.0", "1.0.0-alpha.1"},
		"nuget":    {"13.0.3 1.0.0.1", "13.0.4-beta1"},
		"golang":   {"v1.2.3 v4.0.0+incompatible", "v1.2.3-rc.1 v0.0.0-20230102030405-abcdef012345"},
		"gem":      {"7.1.3 7.1.3.4", "8.0.0.rc1 1.0.pre"},
		"pypi":     {"2.31.0 1.0.post1 2024.1 1.0+cpu", "1.0a1 1.0b2 2.0rc1 3.0.dev4 1.0.0-beta 1.0.0.alpha1"},
		"maven":    {"33.0.0-jre 6.4.4.Final 5.3.31.RELEASE 20030203.000550 1.0-b 2.17.1", "5.0.0.M1 6.0.0.CR1 2.0-rc1 1.0-SNAPSHOT 3.0.0-alpha1 1.0-b12 4.0.0-beta-3"},
		"composer": {"3.1.0 v7.0.1 1.0.0-p1", "dev-main 3.x-dev 4.0.0-RC1 2.0.0-beta2 1.0.0-alpha"},
	} {
		for i, want := range []bool{true, false} {
			for _, v := range strings.Fields(versions[i]) {
				if got := purl.Stable(kind, v); got != want {
					t.Errorf("%s %s: %t, want %t", kind, v, got, want)
				}
			}
		}
	}
	if purl.Stable("npm", "") || purl.Stable("cpan", "1.0") {
		t.Error("no version, or one of a registry nobody asked, is a release")
	}
}
