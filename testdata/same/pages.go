package main

import (
	"context"
	_ "embed"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

//go:embed addresses.txt
var addressLines string

// crawl asks two sites for the same pages, and for what these link to.
type crawl struct {
	sites  [2]*site
	report *report
	name   string
	most   int
	queue  []asked
	seen   map[string]bool
}

// asked is a request: its name in the report, and the path on each site, as the
// names of static files may differ.
type asked struct {
	key, method string
	paths       [2]string
}

// comparePages serves a database by both builds and compares what they answer,
// and how the servers end.
func comparePages(ctx context.Context, sides [2]*side, r *report, db string, most int) error {
	c := &crawl{report: r, name: db, most: most, seen: map[string]bool{}}
	for i, s := range sides {
		site, err := start(ctx, s, db+".db", "serve", "--addr", "127.0.0.1:0")
		if err != nil {
			return err
		}
		defer site.stop()
		c.sites[i] = site
	}
	if err := c.seed(ctx); err != nil {
		return err
	}
	for n := 0; n < len(c.queue) && n < most; n++ {
		if err := c.page(ctx, c.queue[n]); err != nil {
			return err
		}
	}
	var ends [2]string
	for i, s := range c.sites {
		ends[i] = s.stop().text(s.side.normal)
	}
	r.commands++
	r.compare(db+" plumbline serve", ends)
	return nil
}

// slugs matches a project of /projects.json, choices a value of the filter form.
var (
	slugs   = regexp.MustCompile(`"slug": "([^"]+)"`)
	choices = regexp.MustCompile(`<input type="checkbox" name="([^"]+)" value="([^"]*)"`)
)

// seed queues the addresses of addresses.txt, every value of the filter form and
// every project.
func (c *crawl) seed(ctx context.Context) error {
	words := strings.NewReplacer("TODAY", day(time.Now()), "LONG", strings.Repeat("long", 60))
	for line := range strings.Lines(addressLines) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		method, path, ok := strings.Cut(line, " ")
		if !ok {
			method, path = http.MethodGet, line
		}
		c.add(method, words.Replace(path), words.Replace(path))
	}
	for i := range c.sites {
		form, err := c.sites[i].ask(ctx, http.MethodGet, "/projects", "")
		if err != nil {
			return err
		}
		list, err := c.sites[i].ask(ctx, http.MethodGet, "/projects.json", "")
		if err != nil {
			return err
		}
		for _, m := range choices.FindAllStringSubmatch(form.body, -1) {
			path := "/projects?" + m[1] + "=" + url.QueryEscape(html.UnescapeString(m[2]))
			c.add(http.MethodGet, path, path)
		}
		for _, m := range slugs.FindAllStringSubmatch(list.body, -1) {
			for _, path := range []string{"/p/" + m[1], "/p/" + m[1] + ".json"} {
				c.add(http.MethodGet, path, path)
			}
		}
	}
	return nil
}

// add queues a request unless it was queued before.
func (c *crawl) add(method string, paths ...string) {
	key := c.name + " " + method + " " + c.sites[old].side.normal.text(paths[old])
	if !c.seen[key] {
		c.seen[key] = true
		c.queue = append(c.queue, asked{key, method, [2]string{paths[old], paths[current]}})
	}
}

// page compares the answers of the sites to a request, and queues what they link
// to.
func (c *crawl) page(ctx context.Context, a asked) error {
	var answers, again [2]answer
	var errs [2]error
	var both sync.WaitGroup
	for i, s := range c.sites {
		both.Go(func() {
			answers[i], errs[i] = s.ask(ctx, a.method, a.paths[i], "")
			if tag := answers[i].header.Get("ETag"); errs[i] == nil && tag != "" {
				again[i], errs[i] = s.ask(ctx, a.method, a.paths[i], tag)
			}
		})
	}
	both.Wait()
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("%s: %w", a.key, err)
		}
	}
	c.report.pages++
	c.report.compare(a.key, c.texts(answers, again))
	for i, s := range again {
		if answers[i].status == http.StatusOK && s.status != 0 && s.status != http.StatusNotModified {
			got := fmt.Sprintf("status %d by the %s build\n", s.status, []string{"old", "new"}[i])
			c.report.compare(a.key+" with its own tag", [2]string{"status 304\n", got})
		}
	}
	c.follow(a, answers)
	return nil
}

// texts returns what is compared of the answers to a request and to the same one
// with the tag the first gave. Equal bodies are left out, for to normalise one
// takes longer than to make it.
func (c *crawl) texts(answers, again [2]answer) (out [2]string) {
	same := answers[old].body == answers[current].body
	for i, s := range c.sites {
		a := answers[i]
		if same {
			a.body = ""
		}
		out[i] = a.text(s.side.normal)
		if again[i].status != 0 {
			out[i] += "\n--- again, with its tag\n" + again[i].text(s.side.normal)
		}
	}
	return out
}

// follow queues the links of a page, first those both have, under one name.
func (c *crawl) follow(a asked, answers [2]answer) {
	other := map[string]string{}
	before := answers[old].links(c.sites[old].base + a.paths[old])
	after := before
	if answers[current].body != answers[old].body || answers[current].status != answers[old].status {
		after = answers[current].links(c.sites[current].base + a.paths[current])
	}
	for _, path := range after {
		other[c.sites[current].side.normal.text(path)] = path
	}
	for _, path := range before {
		twin, ok := other[c.sites[old].side.normal.text(path)]
		if !ok {
			twin = path
		}
		c.add(http.MethodGet, path, twin)
	}
	for _, path := range after {
		c.add(http.MethodGet, path, path)
	}
}
