package pagetest

import (
	"context"
	"os"
	"path/filepath"

	"github.com/plumbline-scorecard/plumbline/internal/access"
	"github.com/plumbline-scorecard/plumbline/internal/shortlist"
	"github.com/plumbline-scorecard/plumbline/internal/store"
)

// Password is the one of sites that save shortlists, and passwordHash its hash with the least
// parameters.
const (
	Password     = "correct horse battery"
	passwordHash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$iPOQ5f2O21FsjnBvo1AiFcDuSXciCnKUrXFO+yfgNoM"
)

// Writer is the header with which a request is that of a person who may write.
var Writer = []string{"X-Test-User", "someone"}

// Token is that of the shortlist that a site with Writing keeps: of the first two projects.
const Token shortlist.Token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Writing lets people save shortlists, with the password or the header, and keeps one; edit may
// change it.
func (b *Builder) Writing(edit func(*shortlist.Shortlist)) *Builder {
	b.T.Helper()
	file := filepath.Join(b.T.TempDir(), "password")
	if err := os.WriteFile(file, []byte(passwordHash), 0o600); err != nil {
		b.T.Fatal(err)
	}
	g, err := access.New(access.Options{PasswordFile: file, TrustedHeader: Writer[0], TrustedProxies: []string{"192.0.2.0/24"}}, b.Clock)
	if err != nil {
		b.T.Fatal(err)
	}
	b.Access = g
	b.keep = func(st *store.Store) error {
		s := shortlist.Shortlist{Title: "For the board", Created: b.Now, Changed: b.Now, Expires: b.Now.AddDate(0, 0, 90)}
		for _, p := range b.List.Projects[:min(2, len(b.List.Projects))] {
			s.Items = append(s.Items, shortlist.Item{Slug: p.Slug, Decision: shortlist.Undecided})
		}
		if edit != nil {
			edit(&s)
		}
		return st.NewShortlist(context.Background(), Token.Key(), s)
	}
	return b
}
