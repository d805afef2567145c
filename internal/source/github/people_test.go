package github

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/bots"
)

// keys are of a test; "helper-bot" stands on its list of bots.
func testKeys(t testing.TB) keyring {
	t.Helper()
	bots, err := bots.New([]bots.Rule{{ID: "helper", Pattern: "^helper-bot$", In: "both"}})
	if err != nil {
		t.Fatal(err)
	}
	return newKeyring([]byte("a key of a test"), bots)
}

func TestEmployer_oneOrganisationOneKey(t *testing.T) {
	t.Parallel()
	for want, written := range map[string][]string{
		"acme":             {"Acme", "@acme", " ACME ", "Acme, Inc.", "acme inc", "Acme Ltd", "Acme GmbH", "Acme Co., Ltd.", "acme.com", "@acme @kubernetes", "Acme Incorporated", "Acme S.A."},
		"redhat":           {"Red Hat", "@RedHat", "Red Hat, Inc."},
		"" /* nobody's */ : {"", "  ", "@", "none", "N/A", "Freelancer", "Self-employed", "-", "student"},
		"müller":           {"Müller", "Müller AG", "@müller"},
		"inc":              {"Inc"}, // a name that is nothing else stays
	} {
		for _, s := range written {
			if got := normalCompany(s); got != want {
				t.Errorf("%q is %q, want %q", s, got, want)
			}
		}
	}
	k := testKeys(t)
	if a, b := k.employer("Acme, Inc."), k.employer("@acme"); a != b || len(a) != 32 || strings.Contains(a, "acme") {
		t.Errorf("keys %q and %q", a, b)
	}
}

func TestKeyring_personsAndPrograms(t *testing.T) {
	t.Parallel()
	k := testKeys(t)
	if k.person("Jo") != k.person("jO") || k.person("jo") == k.person("joe") || k.person("jo") == k.hash("jo") {
		t.Error("a person's key hangs on case, or is not its own")
	}
	other := newKeyring([]byte("another key"), bots.List{})
	if k.person("jo") == other.person("jo") || k.print == other.print {
		t.Error("two keys make one person")
	}
	for _, tc := range []struct {
		a    *actor
		want bool
	}{
		{nil, false},
		{&actor{"User", "jo"}, false},
		{&actor{"Bot", "renovate"}, true},
		{&actor{"User", "helper-bot"}, true},
		{&actor{"Mannequin", "jo"}, false},
		{&actor{"", "x[bot]"}, true},
	} {
		if got := k.program(tc.a); got != tc.want {
			t.Errorf("%+v is a program: %v", tc.a, got)
		}
	}
}

func TestSameRepository_bothFormsOfAnID(t *testing.T) {
	t.Parallel()
	older := base64.StdEncoding.EncodeToString([]byte("010:Repository1296269"))
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"R_kgDOABPHjQ", "R_kgDOABPHjQ", true},
		{older, "R_kgDOABPHjQ", true}, // 1296269 both
		{older, base64.StdEncoding.EncodeToString([]byte("010:Repository1296270")), false},
		{"R_kgDOABPHjQ", "R_kgDOABPHjg", false},
		{"x", "x", true},
		{"x", "y", false},
		{"", "R_", false},
	} {
		if got := sameRepository(tc.a, tc.b); got != tc.want {
			t.Errorf("%q and %q: %v", tc.a, tc.b, got)
		}
	}
}

func TestClean_oneLineOfBoundedLength(t *testing.T) {
	t.Parallel()
	if got := clean(" a\x00\x1b[31mb\u202ec\n\u200b "); got != "a[31mbc" {
		t.Errorf("%q", got)
	}
	if got := clean(strings.Repeat("ü", 5000)); len([]rune(got)) > 200 {
		t.Errorf("%d characters", len([]rune(got)))
	}
}

// The host calls some programs users; their logins tell them, and surnames that end alike do not.
func TestKeyring_programsUnderOrdinaryAccounts(t *testing.T) {
	t.Parallel()
	k := newKeyring([]byte("a key of a test"), realBots(t))
	for login, want := range map[string]bool{
		"acmebot": true, "AcmeBot": true, "acme-bot": true, "claassistant": true, "codecov-commenter": true, "acme-gerrit": true,
		"jtalbot": false, "mary-abbot": false, "sue-example": false, "botond": false,
	} {
		if got := k.program(&actor{"User", login}); got != want {
			t.Errorf("%s is a program: %v", login, got)
		}
	}
}
