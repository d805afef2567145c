package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/draft"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// The ways to begin a list.
const (
	FromFile         = "auto" // urls or csv, by the content
	FromURLs         = "urls"
	FromCSV          = "csv"
	FromOrganization = "org"
)

// InitOptions say from what to begin a list, and what to call it. Empty texts have a default.
type InitOptions struct {
	// From is how to read Source: the path of a file, "-" for standard input, or an account.
	From, Source string
	// Out is the file to write; empty: the slug with .yaml.
	Out                         string
	Slug, Title, Owner, Licence string
	Private, Force              bool
	GitHub                      sources.GitHub
}

// Begun is a list that was written.
type Begun struct {
	File  string
	From  string // what it was made from, for people
	List  health.List
	Draft draft.Draft
}

// mostInput is the maximum number of bytes of an input.
const mostInput = 8 << 20

// Init makes a list file and adds the list to the set. Nothing is collected. It never replaces a file
// unless Force is set, and then only a list file. Without a project to write it returns what it read
// with the error.
func (a *App) Init(ctx context.Context, o InitOptions, stdin io.Reader) (Begun, error) {
	b, err := a.begin(&o)
	if err != nil {
		return b, err
	}
	maker := draft.New(a.Now().UTC().Format(time.DateOnly), b.List.Owner, a.Set.Lists)
	if o.From == FromOrganization {
		err = a.organization(ctx, o, maker)
	} else {
		err = readDraft(o, stdin, maker)
	}
	if err != nil {
		return b, err
	}
	b.Draft = maker.Done()
	b.List.Projects = b.Draft.Projects
	if len(b.List.Projects) == 0 {
		return b, fmt.Errorf("%s has no project that can be listed; nothing was written", b.From)
	}
	note := fmt.Sprintf("Begun with \"plumbline init\" on %s from %s.", a.Now().UTC().Format(time.DateOnly), b.From)
	if err := writeList(o, b.List, note); err != nil {
		return b, err
	}
	return b, a.Set.AddLists(b.File)
}

// begin fills in the defaults and checks what can be checked before anything is read.
func (a *App) begin(o *InitOptions) (Begun, error) {
	b := Begun{From: o.Source}
	name := strings.TrimSuffix(filepath.Base(o.Source), filepath.Ext(o.Source))
	switch {
	case o.From == FromOrganization:
		o.Source = account(o.Source)
		name, b.From = o.Source, "the repositories of "+o.Source
	case o.Source == "-":
		name, b.From = "my-list", "standard input"
	}
	if o.Slug == "" {
		o.Slug = draft.Slug(name)
	}
	if o.Slug == "" || draft.Slug(o.Slug) != o.Slug {
		return b, usage.Errorf("--slug is %q; allowed: a-z, 0-9 and single hyphens between them", o.Slug)
	}
	for _, l := range a.Set.Lists {
		if l.Slug == o.Slug {
			return b, usage.Errorf("%q is the slug of a list this program was built with; choose another with --slug", o.Slug)
		}
	}
	if o.Out == "" {
		o.Out = o.Slug + ".yaml"
	}
	if b.File = o.Out; o.From != FromOrganization && samePlace(o.Source, o.Out) {
		return b, usage.Errorf("--out is %s, the file to read", o.Out)
	}
	b.List = health.List{
		Slug: o.Slug, Title: o.Title, Owner: o.Owner, Licence: o.Licence, Private: o.Private,
		Purpose: "Which of these projects need help first?",
	}
	if b.List.Title == "" {
		words := strings.ReplaceAll(o.Slug, "-", " ")
		b.List.Title = strings.ToUpper(words[:1]) + words[1:]
	}
	return b, replaceable(*o)
}

// account returns the name of an account by its name or address.
func account(text string) string {
	s := strings.TrimSpace(text)
	if _, rest, ok := strings.Cut(s, "://"); ok {
		_, s, _ = strings.Cut(rest, "/")
		s = strings.TrimPrefix(s, "orgs/")
	}
	s, _, _ = strings.Cut(strings.Trim(s, "/@"), "/")
	return s
}

func samePlace(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// replaceable returns a usage error if the file to write exists and must not be replaced.
func replaceable(o InitOptions) error {
	info, err := os.Stat(o.Out)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return usage.Errorf("--out is %s, which is not a file", o.Out)
	case !o.Force:
		return usage.Errorf("%s exists; --force replaces it, --out FILE writes another", o.Out)
	}
	f, err := os.Open(o.Out)
	if err != nil {
		return err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, mostInput))
	if k := draft.KindOf(content); err == nil && k != draft.ListFile && k != draft.Empty {
		return usage.Errorf("%s is %s, not a list file; --force replaces only list files", o.Out, k)
	}
	return err
}

// organization adds the repositories of an account.
func (a *App) organization(ctx context.Context, o InitOptions, m *draft.Maker) error {
	if o.Source == "" || strings.Trim(strings.ToLower(o.Source), "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" {
		return usage.Errorf("%q is not the name of an organization or user", o.Source)
	}
	h, err := o.GitHub.Open(ctx, a.env(), randomKey(), nil)
	if err != nil {
		return err
	}
	owned, err := h.Owned(ctx, o.Source)
	if err != nil {
		return fmt.Errorf("read the repositories of %s: %w", o.Source, err)
	}
	found := make([]draft.Found, len(owned))
	for i, r := range owned {
		found[i] = draft.Found(r)
	}
	m.Organization(found)
	return nil
}

// readDraft adds the rows of a file, after a look at what it is.
func readDraft(o InitOptions, stdin io.Reader, m *draft.Maker) error {
	in := stdin
	if o.Source != "-" {
		f, err := openInput(o.Source)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	content, err := io.ReadAll(io.LimitReader(in, mostInput+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", o.Source, err)
	}
	if len(content) > mostInput {
		return usage.Errorf("%s has more than %d MB", o.Source, mostInput>>20)
	}
	if err := draft.Read(m, o.Source, o.From, content); err != nil {
		return usage.Errorf("%v", err)
	}
	return nil
}

// openInput opens a file that has an end.
func openInput(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && !strings.ContainsAny(path, `/\.`):
		return nil, usage.Errorf("no file %s; for the repositories of the account of that name: --from org", path)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, usage.Errorf("%s is a folder; name a file", path)
	}
	return os.Open(path)
}

// writeList writes the list after reading it back: what the program cannot read must not be written.
func writeList(o InitOptions, list health.List, note string) error {
	var buf bytes.Buffer
	if err := curated.WriteList(&buf, list, note); err != nil {
		return err
	}
	if _, err := curated.ReadList(o.Out, buf.Bytes()); err != nil {
		return fmt.Errorf("the list would not be valid; nothing was written:\n%w", err)
	}
	if err := os.MkdirAll(filepath.Dir(o.Out), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", o.Out, err)
	}
	if o.Force {
		return replaceFile(o.Out, buf.Bytes())
	}
	f, err := os.OpenFile(o.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // one may have appeared
	if err != nil {
		return fmt.Errorf("write %s: %w", o.Out, err)
	}
	_, err = f.Write(buf.Bytes())
	return errors.Join(err, f.Close())
}
