package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed all:files
var files embed.FS

// taken is when the clones were taken, as their files say.
var taken = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// clones are the repositories commands read.
var clones = []struct {
	name   string
	people []string
	from   time.Time
	months int
}{
	{"tukaani-project+xz", []string{"Ada", "Ben", "Ada", "helper[bot]"}, time.Date(2021, 1, 5, 9, 0, 0, 0, time.UTC), 70},
	{"curl+curl", []string{"Cleo"}, time.Date(2019, 3, 2, 9, 0, 0, 0, time.UTC), 66},
	{"example+ending", []string{"Dora", "Emil"}, time.Date(2019, 6, 2, 9, 0, 0, 0, time.UTC), 40},
}

// writeFixtures fills a folder with what commands read: the files, and the
// repositories with the same people, dates and so the same commits every time.
func writeFixtures(ctx context.Context, dir string) error {
	tree, err := fs.Sub(files, "files")
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, tree); err != nil {
		return err
	}
	for _, c := range clones {
		at := filepath.Join(dir, "clones", c.name)
		stream := history(c.people, c.from, c.months)
		err := errors.Join(
			git(ctx, dir, "", "init", "-q", "--bare", "--template=", "-b", "main", at),
			git(ctx, dir, stream, "--git-dir="+at, "fast-import", "--quiet"),
			os.Chtimes(filepath.Join(at, "HEAD"), taken, taken),
			os.Chtimes(filepath.Join(at, "refs", "heads", "main"), taken, taken))
		if err != nil {
			return err
		}
	}
	return nil
}

// history returns a stream for git fast-import: a commit a month by each of the
// people in turn, and a tag every half a year.
func history(people []string, from time.Time, months int) string {
	var out strings.Builder
	for m := range months {
		who := people[m%len(people)]
		at := from.AddDate(0, m, m%5).Unix()
		fmt.Fprintf(&out, "commit refs/heads/main\nmark :%d\nauthor %s Example <%s@example.org> %d +0000\n", m+1, who, who, at)
		fmt.Fprintf(&out, "committer %s Example <%s@example.org> %d +0000\ndata 6\nchange\n", who, who, at)
		for _, f := range []string{fmt.Sprintf("file%d.c", m), "LICENSE", "SECURITY.md"} {
			text := fmt.Sprintf("MIT License, report to security@example.org, change %d of %s\n", m, f)
			fmt.Fprintf(&out, "M 100644 inline %s\ndata %d\n%s\n", f, len(text), text)
		}
		if m%6 == 5 {
			fmt.Fprintf(&out, "tag v1.%d\nfrom :%d\ntagger %s Example <%s@example.org> %d +0000\ndata 1\nx\n", m/6, m+1, who, who, at)
		}
	}
	return out.String()
}

func git(ctx context.Context, home, stdin string, args ...string) error {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GIT_CONFIG_NOSYSTEM=1"}
	cmd.Stdin = strings.NewReader(stdin)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}
