package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

// site is a build that serves.
type site struct {
	side   *side
	base   string // http://127.0.0.1:1234
	cmd    *exec.Cmd
	cancel context.CancelFunc
	client *http.Client
	stdout bytes.Buffer
	stderr bytes.Buffer
	read   chan struct{} // closed when all of stdout is read
	ended  bool
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start runs a command that serves, and returns when it has said where.
func start(ctx context.Context, s *side, db string, args ...string) (*site, error) {
	ctx, cancel := context.WithCancel(ctx)
	out := &site{side: s, cmd: s.command(ctx, db, args), cancel: cancel, read: make(chan struct{})}
	out.client = &http.Client{
		Timeout:       time.Minute,
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	out.cmd.Stderr = &out.stderr
	pipe, err := out.cmd.StdoutPipe()
	if err == nil {
		err = out.cmd.Start()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	where := make(chan string, 1)
	go out.listen(pipe, where)
	select {
	case out.base = <-where:
		return out, nil
	case <-out.read:
	case <-time.After(longest):
	}
	end := out.stop()
	return nil, fmt.Errorf("%s does not serve: exit %d: %s", strings.Join(args, " "), end.code, end.stderr)
}

// listen reads what the command prints and passes the first address on.
func (s *site) listen(pipe io.Reader, where chan<- string) {
	in := bufio.NewScanner(pipe)
	said := false
	for in.Scan() {
		fmt.Fprintln(&s.stdout, in.Text())
		if at := address.FindString(in.Text()); at != "" && !said {
			said = true
			where <- at
		}
	}
	close(s.read)
}

// stop asks the command to end, and returns how it did. A second call does
// nothing.
func (s *site) stop() outcome {
	if s.ended {
		return outcome{}
	}
	s.ended = true
	s.client.CloseIdleConnections()
	stuck := time.AfterFunc(20*time.Second, s.cancel)
	defer stuck.Stop()
	defer s.cancel()
	err := s.cmd.Process.Signal(syscall.SIGTERM)
	<-s.read
	var exited *exec.ExitError
	if e := s.cmd.Wait(); e != nil && !errors.As(e, &exited) {
		err = errors.Join(err, e)
	}
	if err != nil {
		fmt.Fprintln(&s.stderr, err)
	}
	return outcome{s.cmd.ProcessState.ExitCode(), s.stdout.String(), s.stderr.String()}
}

// answer is what a site gave for a request.
type answer struct {
	status int
	header http.Header
	body   string
}

// packed is the method, in this program alone, of a GET whose answer may be
// compressed; the body is compared as it is unpacked.
const packed = "GZIP"

// ask sends a request; a tag asks for the page unless it is still that one.
func (s *site) ask(ctx context.Context, method, path, tag string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, strings.Replace(method, packed, http.MethodGet, 1), s.base+path, nil)
	if err != nil {
		return answer{}, err
	}
	if method == packed {
		req.Header.Set("Accept-Encoding", "gzip")
	}
	if tag != "" {
		req.Header.Set("If-None-Match", tag)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	body := io.Reader(res.Body)
	if res.Header.Get("Content-Encoding") == "gzip" && res.StatusCode == http.StatusOK {
		if body, err = gzip.NewReader(body); err != nil {
			return answer{}, err
		}
	}
	b, err := io.ReadAll(body)
	return answer{res.StatusCode, res.Header, string(b)}, err
}

// unlike are the headers that are the process's own, or the transport's.
var unlike = []string{"Date", "X-Request-Id", "Content-Length"}

var tagged = regexp.MustCompile(`"[^"]*"`)

// text returns the answer as it is compared: status, headers by name, body. Of
// an entity tag only its kind counts, for it hashes the version.
func (a answer) text(n *normaliser) string {
	var out strings.Builder
	fmt.Fprintf(&out, "status %d\n", a.status)
	for name, values := range a.header {
		value := strings.Join(values, " | ")
		if name == "Etag" {
			value = tagged.ReplaceAllString(value, `"TAG"`)
		}
		if !slices.Contains(unlike, name) {
			fmt.Fprintf(&out, "%s: %s\n", name, value)
		}
	}
	lines := strings.SplitAfter(out.String(), "\n")
	slices.Sort(lines)
	body := a.body
	if id := a.header.Get("X-Request-Id"); id != "" {
		body = strings.ReplaceAll(body, id, "REQUEST")
	}
	return n.text(strings.Join(lines, "") + "\n" + body)
}

var (
	linked    = regexp.MustCompile(`\s(?:href|src|action)="([^"]*)"`)
	inHeaders = regexp.MustCompile(`<([^>]*)>`)
)

// links returns the paths of the same site the answer links to, in their order.
func (a answer) links(from string) []string {
	base, err := url.Parse(from)
	if err != nil { // an address that is wrong on purpose has an error page
		return nil
	}
	found := [][]string{{"", a.header.Get("Location")}}
	found = append(found, inHeaders.FindAllStringSubmatch(a.header.Get("Link"), -1)...)
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		found = append(found, linked.FindAllStringSubmatch(a.body, -1)...)
	}
	var out []string
	for _, m := range found {
		to, err := base.Parse(html.UnescapeString(m[1]))
		if m[1] == "" || err != nil || to.Host != base.Host || to.Scheme != base.Scheme {
			continue
		}
		out = append(out, to.RequestURI())
	}
	return out
}
