package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestFakeGitHub_servesUntilStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	out, in := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"--addr", "127.0.0.1:0"}, in, io.Discard)
		in.Close()
	}()
	lines := bufio.NewScanner(out)
	var said []string
	api := ""
	for api == "" && lines.Scan() {
		said = append(said, lines.Text())
		if _, rest, ok := strings.Cut(lines.Text(), "PLUMBLINE_GITHUB_URL="); ok {
			api, _, _ = strings.Cut(rest, " ")
		}
	}
	rest := make(chan string, 1)
	go func() {
		var tail []string
		for lines.Scan() {
			tail = append(tail, lines.Text())
		}
		rest <- strings.Join(tail, "\n")
	}()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Get(api + "/repos/example-quiet/finished")
	if err != nil {
		t.Fatalf("%v; it said: %q", err, said)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(body), "example-quiet/finished") {
		t.Errorf("%v, status %d: %.100s", err, res.StatusCode, body)
	}
	stop()
	if got := <-code; got != 0 {
		t.Errorf("stopped: exit code %d", got)
	}
	if tail := <-rest; !strings.Contains(tail, "Requests answered: 1") {
		t.Errorf("at its end: %q", tail)
	}
}

func TestFakeGitHub_addressTaken(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if code := run(t.Context(), []string{"--addr", "nowhere:-1"}, io.Discard, &out); code != 1 || !strings.Contains(out.String(), "nowhere") {
		t.Errorf("exit code %d: %s", code, out.String())
	}
}

func TestFakeGitHub_wrongArgument(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]int{"--help": 0, "--port": 2} {
		var out strings.Builder
		if code := run(t.Context(), []string{args}, io.Discard, &out); code != want || !strings.Contains(out.String(), "-addr") {
			t.Errorf("%s: exit code %d, want %d: %s", args, code, want, out.String())
		}
	}
}
