package proof_test

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/proof"
)

// known are observed inputs of every field, with values that a shell could stumble over.
func known(text string) health.Inputs {
	ins := health.Inputs{}
	for _, row := range field.Catalogue {
		in := health.Obs(row.ID, 1)
		switch row.Kind {
		case field.List:
			in = health.ObsList(row.ID, []string{text})
		case field.Text:
			in = health.ObsText(row.ID, text)
		case field.Date:
			in = health.ObsText(row.ID, "2026-11-20")
		}
		in.Source, in.Commit = row.Source, strings.Repeat("0123456789", 4)
		in.ObservedAt = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
		ins.Put(in)
	}
	return ins
}

func subject(address, text string, packages ...string) proof.Subject {
	return proof.Subject{
		Project: health.Project{Slug: "x", Packages: packages, Repositories: []health.Repository{{URL: address, Role: health.Primary}}},
		Inputs:  known(text), Rules: proof.Rules{Programs: `bot/x <`, Agents: `agent@`, Shared: `^nobody@`},
	}
}

func TestOf_everyFieldHasCommandsOrAReason(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://github.com/acme/tool", "https://git.example.org/tool"} {
		s := subject(address, "v1.0", "pkg:npm/%40acme/tool", "pkg:generic/tool")
		for _, row := range field.Catalogue {
			for _, subject := range []proof.Subject{s, {Project: s.Project, Rules: s.Rules}} {
				p := proof.Of(row.ID, subject)
				if (len(p.Commands) == 0) == (p.Why == "") {
					t.Errorf("%s of %s: %d commands and the reason %q; one of them is right", row.ID, address, len(p.Commands), p.Why)
				}
				for _, c := range p.Commands {
					if c.Run == "" || (c.Prints == "") == (c.Shows == "") && row.Kind != field.List {
						t.Errorf("%s: %+v says not what it prints", row.ID, c)
					}
				}
			}
		}
	}
}

func TestOf_fundingOfTheOwner(t *testing.T) {
	t.Parallel()
	s := subject("https://github.com/acme/tool", "heirs/tool") // moved since it was listed
	in := s.Inputs.Field(field.FundingChannels)
	in.Source = field.SourceGitHub
	s.Inputs.Put(in)
	for _, id := range []field.ID{field.FundingChannels, field.OwnerFundingChannels} {
		p := proof.Of(id, s)
		if len(p.Commands) != 1 || !strings.Contains(p.Commands[0].Run, "/heirs/.github/HEAD/'\"$f\"") {
			t.Errorf("%s: %+v", id, p)
		}
	}
}

func TestOf_saysWhatTheFullRulesFound(t *testing.T) {
	t.Parallel()
	note := proof.Of(field.Authors12m, subject("https://github.com/acme/tool", "v1.0")).Commands[0].Setup.Note
	for _, want := range []string{"Plumbline's full rules found 1 commits by programs in 12 months", "Plumbline's figure may differ by"} {
		if !strings.Contains(note, want) {
			t.Errorf("the note %q lacks %q", note, want)
		}
	}
}

func TestOf_withoutCommitOrFieldSaysSo(t *testing.T) {
	t.Parallel()
	s := subject("https://github.com/acme/tool", "v1.0")
	if p := proof.Of("no_such_field", s); p.Why == "" {
		t.Error("an unknown field has no reason")
	}
	for _, commit := range []string{"", "HEAD", strings.Repeat("g", 40), "$(touch x)"} {
		in := s.Inputs.Field(field.CommitsTotal)
		in.Commit = commit
		s.Inputs.Put(in)
		if p := proof.Of(field.CommitsTotal, s); len(p.Commands) > 0 {
			t.Errorf("commit %q made the command %q", commit, p.Commands[0].Run)
		}
	}
}

// Nothing that a tag, a package or an address says may leave its quotes: every command is parsed by
// sh, and its words are looked for where they would run.
func TestOf_commandsAreSafeToCopy(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	evil := "v1'; touch evil; `touch evil` $(touch evil) \"\\"
	s := subject("https://github.com/acme/tool", evil, "pkg:npm/a';touch%20evil;'", "pkg:pypi/$(touch evil)")
	s.Project.Repology = "a'; touch evil; '"
	for _, row := range field.Catalogue {
		for _, c := range proof.Of(row.ID, s).Commands {
			cmd := exec.CommandContext(t.Context(), sh, "-n")
			cmd.Stdin = strings.NewReader(c.Setup.Run + "\n" + c.Run)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: sh cannot read it: %v: %s\n%s", row.ID, err, out, c.Run)
			}
			if bare := unquoted(c.Run); strings.Contains(bare, "touch") || strings.Contains(bare, "`") {
				t.Errorf("%s: a text left its quotes: %s", row.ID, c.Run)
			}
		}
	}
}

// unquoted removes what is between single quotes.
func unquoted(run string) string {
	var b strings.Builder
	in := false
	for i := 0; i < len(run); i++ {
		switch {
		case !in && run[i] == '\\' && i+1 < len(run):
			i++
		case run[i] == '\'':
			in = !in
		case !in:
			b.WriteByte(run[i])
		}
	}
	return b.String()
}
