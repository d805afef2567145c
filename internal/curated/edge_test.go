package curated

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const primary = "    repositories:\n      - {url: https://github.com/o/n, role: primary}\n"

// listOf is a list of one project with more lines, and its primary as given.
func listOf(repository, more string) []byte {
	return []byte("list: {slug: l, title: L, purpose: P, owner: O, licence: CC0}\nprojects:\n  - slug: a\n    name: A\n    why: W\n    category: c\n" +
		"    added: 2026-01-01\n    added_by: list editors\n" + repository + more)
}

func TestReadList_correctionsNewestFirst(t *testing.T) {
	t.Parallel()
	l, err := ReadList("l.yaml", listOf(primary, `    corrections:
      - {kind: corrected, what: The primary repository., why: It had moved., by: reader, date: 2024-05-01, url: https://example.org/1}
      - {kind: opt_down, what: No rank., why: Two people of their own time., by: maintainer, date: 2025-05-01, expires: 2027-04-30}
`))
	if err != nil {
		t.Fatal(err)
	}
	got := l.Projects[0].Corrections
	want := health.Correction{Kind: health.OptDown, What: "No rank.", Why: "Two people of their own time.", By: "maintainer", Date: "2025-05-01", Expires: "2027-04-30"}
	if len(got) != 2 || got[0] != want || got[1].URL != "https://example.org/1" {
		t.Errorf("got %+v", got)
	}
}

func TestReadList_statementsNewestFirst(t *testing.T) {
	t.Parallel()
	l, err := ReadList("l.yaml", listOf(primary, `    statements:
      - {kind: help_wanted, text: The maintainers look for reviewers., url: https://example.org/1, date: 2024-05-01}
      - {kind: stepping_down, text: The last maintainer steps down., url: https://example.org/2, date: 2025-05-01}
`))
	if err != nil {
		t.Fatal(err)
	}
	got := l.Projects[0].Statements
	if len(got) != 2 || got[0] != (health.Statement{Kind: health.SteppingDown, Text: "The last maintainer steps down.", URL: "https://example.org/2", Date: "2025-05-01"}) {
		t.Errorf("got %+v", got)
	}
}

func TestReadList_internalAddressesAreRefusedWithWhatToDo(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"127.0.0.1", "10.0.0.7", "169.254.169.254", "100.64.0.1", "0x7f.1", "127.1", "x.localhost"} {
		_, err := ReadList("l.yaml", listOf(strings.Replace(primary, "github.com", host, 1), ""))
		if !Tells(err, "malformed l.yaml:10: projects[0].repositories[0].url | "+host+" | --allow-networks") {
			t.Errorf("%s: got %v", host, err)
		}
	}
	if _, err := ReadList("l.yaml", listOf(strings.Replace(primary, "github.com", "git.intranet.example", 1), "")); err != nil {
		t.Errorf("a name: %v", err)
	}
}

func TestReadList_canonicalFork(t *testing.T) {
	t.Parallel()
	l, err := ReadList("l.yaml", listOf(strings.Replace(primary, "primary}", "primary, canonical: true}", 1), ""))
	if err != nil || !l.Projects[0].Repositories[0].Canonical {
		t.Errorf("got %+v, %v", l.Projects, err)
	}
}

func TestReadList_problemsOfStatementsAndForksSayWhere(t *testing.T) {
	t.Parallel()
	for want, b := range map[string][]byte{
		"not_allowed l.yaml:12: projects[0].statements[0].kind | tired | help_wanted | stepping_down": listOf(primary, "    statements:\n      - {kind: tired, text: T, url: https://example.org/1, date: 2024-05-01}\n"),
		"missing l.yaml:12: projects[0].statements[0].url":                                            listOf(primary, "    statements:\n      - {kind: help_wanted, text: T, date: 2024-05-01}\n"),
		"malformed l.yaml:12: projects[0].statements[0].url | http://example.org":                     listOf(primary, "    statements:\n      - {kind: help_wanted, text: T, url: http://example.org, date: 2024-05-01}\n"),
		"malformed l.yaml:12: projects[0].statements[0].date | May":                                   listOf(primary, "    statements:\n      - {kind: help_wanted, text: T, url: https://example.org, date: May}\n"),
		"missing l.yaml:12: projects[0].corrections[0].expires":                                       listOf(primary, "    corrections:\n      - {kind: opt_down, what: W, why: Y, by: maintainer, date: 2024-05-01}\n"),
		"out_of_range l.yaml:12: projects[0].corrections[0].expires | 2024-04-30":                     listOf(primary, "    corrections:\n      - {kind: opt_down, what: W, why: Y, by: maintainer, date: 2024-05-01, expires: 2024-04-30}\n"),
		"not_allowed l.yaml:12: projects[0].corrections[0].by | Jane | maintainer | editor | reader":  listOf(primary, "    corrections:\n      - {kind: kept, what: W, why: Y, by: Jane, date: 2024-05-01}\n"),
		"not_allowed l.yaml:12: projects[0].corrections[0].by | reader":                               listOf(primary, "    corrections:\n      - {kind: opt_down, what: W, why: Y, by: reader, date: 2024-05-01, expires: 2025-05-01}\n"),
		"missing l.yaml:12: projects[0].corrections[0].why":                                           listOf(primary, "    corrections:\n      - {kind: kept, what: W, by: editor, date: 2024-05-01}\n"),
		"unknown_field l.yaml:12: projects[0].statements[0].name":                                     listOf(primary, "    statements:\n      - {kind: help_wanted, text: T, url: https://example.org, date: 2024-05-01, name: N}\n"),
		"conflict l.yaml:11: projects[0].repositories[1].branch":                                      listOf(primary+"      - {url: https://github.com/o/m, role: component, branch: devel, note: N}\n", ""),
		"missing l.yaml:10: projects[0].repositories[0].branch | note missing":                        listOf(strings.Replace(primary, "primary}", "primary, branch: devel}", 1), ""),
		"malformed l.yaml:10: projects[0].repositories[0].branch":                                     listOf(strings.Replace(primary, "primary}", "primary, branch: --devel, note: N}", 1), ""),
		"conflict l.yaml:11: projects[0].repositories[1].canonical":                                   listOf(primary+"      - {url: https://github.com/o/m, role: component, canonical: true}\n", ""),
		"conflict l.yaml:10: projects[0].repositories[0].canonical":                                   listOf(strings.Replace(primary, "primary}", "primary, mirror: true, canonical: true}", 1), ""),
		"wrong_kind l.yaml:10: projects[0].repositories[0].canonical":                                 listOf(strings.Replace(primary, "primary}", "primary, canonical: maybe}", 1), ""),
	} {
		if _, err := ReadList("l.yaml", b); !Tells(err, want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
