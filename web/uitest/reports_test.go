package uitest

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// officer is the way of policy staff from the start to an evidence pack: they freeze the list, look at
// the cohort, and make a report on it.
var officer = journey{"officer", "/", []travel{
	{Name: "policy", Click: nav("/policy"), See: []string{"main h1", "main .finding", "#risk", "#over-time"}, At: "/policy"},
	{Name: "cohorts", Click: "main a[href^='/cohorts']", See: []string{"main h1", "main [data-says=log-in] a"}, At: "/cohorts"},
	{Name: "login", Click: "main [data-says=log-in] a", See: []string{"#password"}, At: "/login"},
	{Name: "logged-in", Fill: map[string]string{"#password": password}, Click: "form:has(#password) button", See: []string{"#slug", "#title"}, At: "/cohorts"},
	{Name: "frozen", Fill: map[string]string{"#slug": "of-december", "#title": "December 2026"}, Click: "form:has(#slug) button", See: []string{"main .finding", "main a[href='/policy?cohort=of-december']"}, At: "/cohorts/of-december"},
	{Name: "posture", Click: "main a[href='/policy?cohort=of-december']", See: []string{"main .finding", "#risk", "main .cite"}, At: "/policy", Query: "cohort=of-december"},
	{Name: "practice", Click: "main a[href*='check=']", See: []string{"#over-time", "main figure svg"}, At: "/policy", Query: "cohort=of-december"},
	{Name: "reports", Click: "main a[href='/reports?cohort=of-december']", See: []string{"#id", "#cohort:has(option[value=of-december][selected])", "#tag"}, At: "/reports", Query: "cohort=of-december"},
	{Name: "report", Fill: map[string]string{"#id": "december-2026", "#title": "Critical projects, December 2026"}, Click: "form:has(#id) button", See: []string{"main .finding", "#about", "#projects", "main a[href='/reports/december-2026.zip']"}, At: "/reports/december-2026"},
	{Name: "evidence", Click: "main table a[href^='/e/']", See: []string{"main h1", "main .finding", "#rules", "#points", "#figures"}},
}}

// Policy staff reach an evidence pack by what they see, and “plumbline verify” accepts it after two
// further runs.
func TestJourneys_anEvidencePack(t *testing.T) {
	t.Parallel()
	path, base := browser(t), saving.address(t, site.protect)
	steps := map[string]travel{}
	for _, s := range officer.Steps {
		steps[s.Name] = s
	}
	done := 0
	ask(t, "journey.mjs", map[string]any{"browser": path, "base": base, "shots": os.Getenv("PLUMBLINE_SHOTS"), "views": []shot{{"1280", "light", 1280, 900}, {"360", "dark", 360, 780}}, "journeys": []journey{officer}}, func(line []byte) {
		var a arrived
		decode(t, line, &a)
		done++
		t.Run(a.Step, func(t *testing.T) { judgeStep(t, steps[a.Step], a) })
	})
	if done != len(steps) {
		t.Fatalf("%d steps taken, want %d", done, len(steps))
	}
	pack := filepath.Join(t.TempDir(), "pack.zip")
	download(t, base+"/reports/december-2026.zip", pack)

	program, db := filepath.Join(saving.site.dir, "plumbline"), "sqlite:"+filepath.Join(saving.site.dir, "ui.db")
	for range 2 {
		// Nothing can be read without a network, and the run is published with what was known before.
		if out, _ := run(t, program, "--db", db, "collect", "--offline", "--repo", "curl"); !strings.Contains(out, "is published") {
			t.Fatalf("no run was published: %s", out)
		}
	}
	again := filepath.Join(t.TempDir(), "again.zip")
	download(t, base+"/reports/december-2026.zip", again)
	var hash string
	for _, file := range []string{pack, again} {
		out := command(t, program, "verify", file)
		if !strings.HasPrefix(out, "ok: december-2026") {
			t.Errorf("the pack is not accepted: %s", out)
		}
		_, rest, _ := strings.Cut(out, "SHA-256 ")
		sum, _, _ := strings.Cut(rest, "\n")
		if hash != "" && sum != hash {
			t.Errorf("after two runs the site gives another pack: %s, and before %s", sum, hash)
		}
		hash = sum
	}
	if out := command(t, program, "verify", pack, "--sha256", hash); !strings.Contains(out, "is the one you named") {
		t.Errorf("the hash is not compared: %s", out)
	}
}

// download keeps what an address answers.
func download(t *testing.T, address, file string) {
	t.Helper()
	res, err := http.Get(address) //nolint:noctx // the site is ours
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // it was read only
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", address, res.StatusCode, err)
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// command runs the program, which must succeed, and returns what it prints.
func command(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := run(t, program, args...)
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func run(t *testing.T, program string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
	out, err := cmd.CombinedOutput()
	return string(out), err
}
