// Command live compares scans over GitHub by this project's program with those
// by OpenSSF Scorecard's own, of the release whose checks we run:
//
//	live -ours bin/plumbline -peer bin/scorecard-v4
//
// Both ask the same fake GitHub, which takes 80 ms for an answer and enforces
// GitHub's limits, under GitHub's own names: through a proxy on this machine
// that opens TLS with a certificate made for the run. It lies in testdata, apart
// from the program, as it needs the fake of the tests.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/source/github/githubtest"
)

func main() {
	var b bench
	flag.StringVar(&b.paths[ours], "ours", "bin/plumbline", "this project's program")
	flag.StringVar(&b.paths[peer], "peer", "bin/scorecard-v4", "the peer's program")
	flag.IntVar(&b.projects, "projects", 100, "projects of our scans")
	flag.IntVar(&b.fewer, "peer-projects", 10, "projects of the peer's, one process each")
	flag.IntVar(&b.rounds, "rounds", 3, "rounds, ours and the peer's in turn")
	flag.IntVar(&b.workers, "workers", 16, "scans of ours at once")
	flag.DurationVar(&b.latency, "latency", 80*time.Millisecond, "time every host takes for an answer")
	flag.Parse()
	if err := b.run(); err != nil {
		fmt.Fprintln(os.Stderr, "live:", err)
		os.Exit(1)
	}
}

// The two sides, and the owners of their tokens.
const (
	ours = iota
	peer
)

// Where the programs look for their tokens.
const (
	ourToken  = "PLUMBLINE_GITHUB_TOKEN="
	peerToken = "GITHUB_AUTH_TOKEN="
)

var tokens = [2]string{"token-of-ours", "token-of-the-peer"}

// memoryWorkers is how many scans run at once when memory is looked at.
const memoryWorkers = 8

type bench struct {
	paths                            [2]string
	projects, fewer, rounds, workers int
	latency                          time.Duration
	dir                              string
	fake                             *githubtest.Server
	sides                            [2]program
	names, slugs                     []string
	// hour numbers the token of ours that is in use: rounds follow each other
	// within minutes, and each has an hour's quota, as in the field.
	hour                        int
	first, again, changed, each []usage
	memory, peerMemory          usage
	parallel                    time.Duration
	scores                      [2]map[string]map[string]int
}

func (b *bench) run() (err error) {
	if b.dir, err = os.MkdirTemp("", "live-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	if err := b.choose(); err != nil {
		return err
	}
	stop, err := b.start()
	if err != nil {
		return err
	}
	defer stop()
	b.sides[peer].env = append(b.sides[peer].env, peerToken+tokens[peer])
	for round := range b.rounds {
		b.hour = round
		if err := errors.Join(b.runOurs(round), b.runPeer(round)); err != nil {
			return err
		}
	}
	b.hour = b.rounds
	if err := errors.Join(b.watchMemory(), b.runParallel()); err != nil {
		return err
	}
	b.print(os.Stdout)
	return nil
}

// choose takes the first projects of the list that are on GitHub: the program
// collects its list, and the fake tells of repositories with these names.
func (b *bench) choose() error {
	set, err := curated.Load()
	if err != nil {
		return err
	}
	list, _ := set.List("critical")
	seen := map[string]bool{}
	for _, p := range list.Projects {
		r, ok := p.PrimaryRepository()
		name, hosted := strings.CutPrefix(r.URL, "https://github.com/")
		if ok && hosted && !seen[name] && len(b.names) < b.projects {
			seen[name] = true
			b.names, b.slugs = append(b.names, name), append(b.slugs, p.Slug)
		}
	}
	if len(b.names) < b.projects || b.fewer > b.projects {
		return fmt.Errorf("%d projects of the list are on GitHub", len(b.names))
	}
	return nil
}

// start starts the fake and a proxy for each side.
func (b *bench) start() (stop func(), err error) {
	c := githubtest.Config{
		World: githubtest.NewWorld(), Latency: b.latency, Enforce: true,
		Tokens: map[string]githubtest.Budget{tokens[peer]: {Owner: "peer"}},
	}
	for hour := range b.rounds + 1 { // the last one is for memory
		c.Tokens[fmt.Sprintf("%s-%d", tokens[ours], hour)] = githubtest.Budget{Owner: fmt.Sprintf("ours-%d", hour)}
	}
	for i := range memoryWorkers {
		c.Tokens[fmt.Sprintf("%s-%d", tokens[peer], i)] = githubtest.Budget{Owner: fmt.Sprintf("peer-%d", i)}
	}
	b.fake, err = githubtest.New(c)
	if err != nil {
		return nil, err
	}
	b.fake.Edit(func(w *githubtest.World) { w.AddExercised(b.names...) })
	fake, err := url.Parse(b.fake.URL())
	if err != nil {
		return nil, err
	}
	trusted := filepath.Join(b.dir, "trusted.pem")
	keys, err := authority(trusted)
	if err != nil {
		return nil, err
	}
	kept := &archives{fake: fake, kept: map[string][]byte{}}
	for side, path := range b.paths {
		p := newProxy(keys, fake, kept, b.latency)
		b.sides[side] = program{path: path, proxy: p, env: []string{
			"HTTPS_PROXY=" + p.server.URL, "HTTP_PROXY=" + p.server.URL, "SSL_CERT_FILE=" + trusted, "HOME=" + b.dir, "TMPDIR=" + b.dir, "PATH=" + os.Getenv("PATH"),
		}}
	}
	return func() {
		b.fake.Close()
		for _, p := range b.sides { // nothing of them is worth finishing
			_ = p.proxy.close()
		}
	}, b.pack(kept)
}

// pack makes the archives, which takes longer than scanning them.
func (b *bench) pack(kept *archives) (err error) {
	var heads []string
	b.fake.Edit(func(w *githubtest.World) {
		for _, name := range b.names {
			heads = append(heads, w.Repository(name).Commits[0].OID)
		}
	})
	for i, name := range b.names {
		for _, form := range []string{"tar.gz", "legacy.tar.gz"} {
			_, e := kept.get("/" + name + "/" + form + "/" + heads[i])
			err = errors.Join(err, e)
		}
	}
	return err
}

// collect runs our program over the projects, into the database of a number.
func (b *bench) collect(watch bool, db string, workers int, slugs []string, more ...string) (usage, error) {
	args := append([]string{
		"--db", "sqlite:" + filepath.Join(b.dir, db), "collect", "--list", "critical", "--repo", strings.Join(slugs, ","),
		"--sources", "github,scorecard", "--workers", fmt.Sprint(workers), "--cache", filepath.Join(b.dir, "clones"),
	}, more...)
	us := b.sides[ours]
	us.env = append(slices.Clone(us.env), fmt.Sprintf("%s%s-%d", ourToken, tokens[ours], b.hour))
	u, err := us.run(watch, args...)
	if err == nil && len(more) == 0 && !strings.Contains(string(u.stdout), fmt.Sprintf("%d observed, 0 carried with their age, 0 without", len(slugs))) {
		err = fmt.Errorf("not all was observed: %s", u.stdout)
	}
	return u, err
}

// runOurs scans all projects for the first time, again, and after a tenth of
// them changed.
func (b *bench) runOurs(round int) error {
	db := fmt.Sprintf("round-%d.db", round)
	// The bundled figures are read when the database is made, not when it is used.
	if _, err := b.collect(false, db, b.workers, b.slugs, "--plan"); err != nil {
		return err
	}
	for _, into := range []*[]usage{&b.first, &b.again, &b.changed} {
		if into == &b.changed {
			b.fake.Edit(func(w *githubtest.World) {
				for i := 0; i < len(b.names); i += 10 {
					r := w.Repository(b.names[i])
					r.Push(r.Commits[0].Author, w.Start().Add(time.Duration(round-60)*time.Minute))
				}
			})
		}
		u, err := b.collect(false, db, b.workers, b.slugs)
		if err != nil {
			return err
		}
		*into = append(*into, u)
	}
	return b.readOurs(db)
}

// runPeer scans its projects one after the other, as its program is used.
func (b *bench) runPeer(int) error {
	for _, name := range b.names[:b.fewer] {
		u, err := b.sides[peer].run(false, "--repo", "github.com/"+name, "--format", "json")
		if err != nil {
			return err
		}
		b.each = append(b.each, u)
		if err := b.read(peer, name, u.stdout); err != nil {
			return err
		}
	}
	return nil
}

// watchMemory runs both once more and looks at their memory, which would
// disturb the times.
func (b *bench) watchMemory() (err error) {
	n := min(3*memoryWorkers, len(b.slugs))
	if b.memory, err = b.collect(true, "memory.db", memoryWorkers, b.slugs[:n]); err != nil {
		return err
	}
	b.peerMemory, err = b.sides[peer].run(true, "--repo", "github.com/"+b.names[0], "--format", "json")
	return err
}

// runParallel runs eight of the peer at once, each with a token of its own: with
// one, they are over GitHub's limit of 900 requests a minute, and wait for it.
func (b *bench) runParallel() error {
	began, failed := time.Now(), make(chan error)
	for i := range memoryWorkers {
		go func() {
			p := b.sides[peer]
			p.env = append(slices.Clone(p.env), peerToken+fmt.Sprintf("%s-%d", tokens[peer], i))
			_, err := p.run(false, "--repo", "github.com/"+b.names[i%b.fewer], "--format", "json")
			failed <- err
		}()
	}
	var err error
	for range memoryWorkers {
		err = errors.Join(err, <-failed)
	}
	b.parallel = time.Since(began) / memoryWorkers
	return err
}

// readOurs reads what we stored of the projects both scan.
func (b *bench) readOurs(db string) error {
	for i, slug := range b.slugs[:b.fewer] {
		u, err := b.sides[ours].run(false, "--db", "sqlite:"+filepath.Join(b.dir, db), "show", slug, "--json")
		if err != nil {
			return err
		}
		var doc struct{ Instruments struct{ Own json.RawMessage } }
		if err := json.Unmarshal(u.stdout, &doc); err != nil {
			return err
		}
		if err := b.read(ours, b.names[i], doc.Instruments.Own); err != nil {
			return fmt.Errorf("%s: %w", slug, err)
		}
	}
	return nil
}
