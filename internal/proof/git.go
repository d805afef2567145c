package proof

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

const day = 86400

// clone is how commands name the copy; without CLONE it is the current folder.
const clone = `"${CLONE:-.}"`

// pinned is a figure from git with the commit and the instant that it describes.
type pinned struct {
	Subject
	in     health.Input
	commit string
	at     int64
}

// git returns the proof of a figure from git.
func (s Subject) git(id field.ID, in health.Input) Proof {
	if !isCommit(in.Commit) {
		return because("The figure was stored without its commit, so no command can be pinned to it.")
	}
	p := pinned{Subject: s, in: in, commit: in.Commit, at: in.ObservedAt.Unix()}
	for _, of := range []func(field.ID) (Proof, bool){p.history, p.people, p.releases, p.tree} {
		if proof, ok := of(id); ok {
			return proof
		}
	}
	switch id {
	case field.TopAuthorChanged, field.NewcomerCoreShare:
		return because("It compares the commits per person of two windows; check " + string(field.AuthorShares12m) + ", which counts them.")
	case field.ReleaseGapMonths:
		return because("It is the time between the first two of " + string(field.ReleaseDates) + "; check those.")
	case field.ReleaseTagsOffBranchBefore:
		return because("It counts as " + string(field.ReleaseTagsOffBranch) + " does, for the 36 months before; check that.")
	}
	return because("It is computed from several figures of git; check those.")
}

// isCommit reports whether a text is the full id of a commit, which needs no quotes.
func isCommit(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// git begins a command that reads the clone.
func git(args string) string { return "git -C " + clone + " " + args }

// window is a condition of awk on the date in the first column: days from and to before the
// instant. The newest window ends a day after it, because clocks differ.
func (p pinned) window(from, to int64) string {
	end := p.at - from*day
	if from == 0 {
		end = p.at + day
	}
	return fmt.Sprintf("$1 > %d && $1 <= %d", p.at-to*day, end)
}

// history are the figures that need no persons.
func (p pinned) history(id field.ID) (Proof, bool) {
	year := p.window(0, 365)
	n := "END { print n + 0 }"
	switch id {
	case field.CommitsTotal:
		return show(Command{Run: git("rev-list --count " + p.commit), Prints: p.number(0)}), true
	case field.Merges12m:
		return show(Command{
			Run:    git("log --merges --format=%ct "+p.commit) + " |\n" + awk(year+" { n++ } "+n),
			Prints: p.number(0),
		}), true
	case field.FirstCommit:
		return show(Command{
			Run: "LC_ALL=C TZ=UTC0 " + git("log --date=format-local:%Y-%m-%d --format='%ct%x09%cd' "+p.commit) + " |\n" +
				awk(fmt.Sprintf("$1 > %d && $1 <= %d && (!t || $1 < t) { t = $1; d = $2 } END { print d }", 366*day, p.at+day)),
			Prints: p.in.Text,
		}), true
	case field.ImportedHistory:
		return show(Command{
			Run: git("log --format=%ct "+p.commit) + " |\n" +
				awk(fmt.Sprintf("{ all++ } $1 <= %d { d[int($1 / %d)]++ } END { for (i in d) if (d[i] >= 50 && d[i] > 0.3 * all) y = 1; print (y ? \"yes\" : \"no\") }", p.at+day, day)),
			Prints: yes(p.in),
		}), true
	case field.HumanCommits12m:
		return p.human(year+" { n++ } "+n, p.number(0)), true
	case field.HumanCommitsPrev12m:
		return p.human(p.window(365, 730)+" { n++ } "+n, p.number(0)), true
	case field.HumanCommits6m:
		return p.human(p.window(0, 183)+" { n++ } "+n, p.number(0)), true
	case field.ActiveMonths12m:
		return p.human(fmt.Sprintf("%s && !on[substr($2, 1, 7)]++ { n++ } %s", p.months(12), n), p.number(0)), true
	case field.LastHumanCommit:
		return p.human(fmt.Sprintf("$1 <= %d && $1 > t { t = $1; d = $2 } END { print d }", p.at+day), p.in.Text), true
	case field.MonthsSinceHumanAct:
		return p.human(fmt.Sprintf("$1 <= %d && $1 > t { t = $1 } END { m = (%d - t) / 2629800; printf \"%%.2f\\n\", (m > 0 ? m : 0) }", p.at+day, p.at), p.number(2)), true
	case field.CommitTrendLog2:
		return p.human(fmt.Sprintf("%s { now++ } %s { old++ } END { printf \"%%.2f\\n\", log((now + 1) / (old / 2 + 1)) / log(2) }", year, p.window(365, 1095)), p.number(2)), true
	case field.HumanCommitsByMonth:
		return p.human(fmt.Sprintf("$1 <= %d { c[substr($2, 1, 7)]++ } %s", p.at+day, p.monthly("c[mo[i]] + 0")), p.list()), true
	}
	return p.all(id, year)
}

// all are the figures that count programs, or everybody.
func (p pinned) all(id field.ID, year string) (Proof, bool) {
	const bot = "program($3, $4)"
	switch id {
	case field.CommitsByMonth:
		c := p.changes("", fmt.Sprintf("$1 <= %d { c[substr($2, 1, 7)]++ } %s", p.at+day, p.monthly("c[mo[i]] + 0")))
		c.Prints = p.list()
		return show(c), true
	case field.BotCommits12m:
		c := p.changes("", fmt.Sprintf("%s && %s { n++ } END { print n + 0 }", year, bot))
		c.Prints = p.number(0)
		return show(c), true
	case field.BotShare12m:
		c := p.changes("", fmt.Sprintf("%s { all++; if (%s) n++ } END { printf \"%%.4f\\n\", n / all }", year, bot))
		c.Prints = p.number(4)
		return show(c), true
	case field.AgentCommits12m:
		c := p.changes("%x09%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x09)", humans+fmt.Sprintf(
			"%s {\n  for (i = 5; i <= NF; i++) if (tolower($i) ~ /%s/) { n++; break }\n}\nEND { print n + 0 }", year, slashed(p.Rules.Agents)))
		c.Prints, c.Note = p.number(0), "Coding agents are found by their usual addresses only."
		return show(c), true
	}
	return Proof{}, false
}

// changes is a command that reads the changes of authors with the functions of the setup. more are
// columns after seconds, day, author's name and address.
func (p pinned) changes(more, program string) Command {
	if more != "" {
		more = " " + Quote(more)
	}
	return Command{Setup: p.setup(), Run: "changes" + more + " | count " + Quote(program)}
}

// human is a command that counts the changes of people.
func (p pinned) human(program, prints string) Proof {
	c := p.changes("", humans+program)
	c.Prints = prints
	return show(c)
}

// humans begins a program that leaves out programs.
const humans = "program($3, $4) { next }\n"

// slashed escapes what ends a regular expression of awk.
func slashed(pattern string) string { return strings.ReplaceAll(pattern, "/", `\/`) }

// awk is a program of awk that reads columns ended by tabs.
func awk(program string) string { return "LC_ALL=C awk -F'\\t' " + Quote(program) }

// months is a condition of awk on the day in the second column: the last n calendar months.
func (p pinned) months(n int) string {
	return fmt.Sprintf("$1 <= %d && $2 >= \"%s\" && $2 < \"%s\"", p.at+day, p.month(n-1), p.month(-1))
}

// month returns the calendar month n months before the instant.
func (p pinned) month(n int) string {
	y, m, _ := time.Unix(p.at, 0).UTC().Date()
	return time.Date(y, m-time.Month(n), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// monthly ends a program: it prints an expression of mo[i] for each of 36 months, oldest first.
func (p pinned) monthly(each string) string {
	y, m, _ := time.Unix(p.at, 0).UTC().Date()
	first := y*12 + int(m) - 36 // months since year 0, of January
	return fmt.Sprintf("END {\n  for (i = 0; i < 36; i++) { t = %d + i; mo[i] = sprintf(\"%%04d-%%02d\", int(t / 12), t %% 12 + 1) }\n"+
		"  for (i = 0; i < 36; i++) printf \"%%s%%s\", %s, (i < 35 ? \",\" : \"\\n\")\n}", first, each)
}

// number prints the value as the command does.
func (p pinned) number(decimals int) string {
	return strconv.FormatFloat(p.in.Value, 'f', decimals, 64)
}

// list prints the numbers of a list as the command does.
func (p pinned) list() string { return strings.Trim(p.in.Text, "[]") }

func yes(in health.Input) string {
	if in.True() {
		return "yes"
	}
	return "no"
}
