package uitest

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// passwordFile is where a site has the hash of its password, and password what people type.
const passwordFile, password = "password", "correct horse battery staple"

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// protect makes the password file, as an operator does.
func (s site) protect(program string) error {
	cmd := exec.Command(program, "admin-password", "--out", filepath.Join(s.dir, passwordFile))
	cmd.Stdin = strings.NewReader(password + "\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("admin-password: %w\n%s", err, out)
	}
	return nil
}

// keeping is the way of a person who saves a shortlist, works with it and removes it. A browser sends
// each form with its own origin, or the site refuses it.
var keeping = journey{"keeper", "/shortlists?p=xz&p=curl", []travel{
	{Name: "list", See: []string{"#projects", "main [data-says=can-save]"}, At: "/shortlists"},
	{Name: "save", Click: "main [data-says=can-save] a", See: []string{"main h1", "main a[href^='/login']"}, At: "/shortlists/new"},
	{Name: "login", Click: "main a[href^='/login']", See: []string{"#password"}, At: "/login"},
	{Name: "wrong", Fill: map[string]string{"#password": "wrong"}, Click: "form:has(#password) button", See: []string{"main .finding", "#password"}, At: "/login", Status: 403},
	{Name: "logged-in", Fill: map[string]string{"#password": password}, Click: "form:has(#password) button", See: []string{"main form[method=post]"}, At: "/shortlists/new"},
	{Name: "saved", Fill: map[string]string{"main form[method=post] [name=title]": "For the board"}, Click: "main form[method=post] button", See: []string{"#edit", "#title", "#since"}},
	{Name: "note", Fill: map[string]string{"#note-0": "Ask first.", "#owner-1": "programme office", "#place-0": "2", "#place-1": "1"}, Click: "section:has(#edit) form >> nth=0 >> button", See: []string{"#edit", "main a[href$='.csv']"}},
	{Name: "reordered", See: []string{"fieldset[data-item=curl] + fieldset[data-item=xz]", "fieldset[data-item=xz] textarea"}},
	{Name: "removed", Click: "button[name=delete]", See: []string{"main h1"}, At: "/shortlists"},
}}

// A shortlist is saved, changed and removed by what a person sees, and the site takes the forms that
// a real browser sends.
func TestJourneys_aSavedShortlist(t *testing.T) {
	t.Parallel()
	path, base := browser(t), saving.address(t, site.protect)
	steps := map[string]travel{}
	for _, s := range keeping.Steps {
		steps[s.Name] = s
	}
	views := []shot{{"1280", "light", 1280, 900}, {"360", "dark", 360, 780}}
	done := 0
	ask(t, "journey.mjs", map[string]any{"browser": path, "base": base, "shots": os.Getenv("PLUMBLINE_SHOTS"), "views": views, "journeys": []journey{keeping}}, func(line []byte) {
		var a arrived
		decode(t, line, &a)
		done++
		t.Run(a.Step, func(t *testing.T) { judgeStep(t, steps[a.Step], a) })
	})
	if done != len(steps) {
		t.Errorf("%d steps taken, want %d", done, len(steps))
	}
}

// send posts a form as a browser does from a page of the site, with the cookies of a job.
func send(t *testing.T, job *looking, path string, form url.Values) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, job.Base+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", job.Base)
	for _, c := range job.Cookies {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil || res.StatusCode != http.StatusSeeOther {
		t.Fatalf("POST %s is answered with %d, %v", path, res.StatusCode, err)
	}
	for _, k := range res.Cookies() {
		// The cookie is for https alone; browsers send it to this machine without, too.
		job.Cookies = append(job.Cookies, cookie{k.Name, k.Value, strings.Replace(job.Base, "http:", "https:", 1)})
	}
	return res
}

// The pages that only people who may write see are as good as all others, for eyes and for the keyboard.
func TestPages_ofPeopleWhoSave(t *testing.T) {
	t.Parallel()
	reader := looking{
		Browser: browser(t), Base: saving.address(t, site.protect), Shots: os.Getenv("PLUMBLINE_SHOTS"),
		Views: []view{phone, desktop, zoom200}, Themes: []string{"light", "dark"},
	}
	if !whole() {
		reader.Views = []view{phone}
	}
	writer := reader
	send(t, &writer, "/login", url.Values{"password": {password}, "to": {"/shortlists"}})
	if len(writer.Cookies) == 0 {
		t.Fatal("no cookie came with the log-in")
	}
	list := send(t, &writer, "/shortlists/new", url.Values{"title": {"For the board"}, "days": {"90"}, "p": {"xz", "curl", "bash"}}).Header.Get("Location")
	reader.Pages = []at{{"login", "/login", 200}, {"save-logged-out", "/shortlists/new?p=xz", 200}, {"shortlist-read", list, 200}}
	writer.Pages = []at{{"logged-in", "/login", 200}, {"logout", "/logout", 200}, {"save", "/shortlists/new?p=xz&p=curl", 200}, {"shortlist-kept", list, 200}}
	for _, job := range []looking{reader, writer} {
		visitAll(t, job)
		walkAll(t, job)
	}
}
