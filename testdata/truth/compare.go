package main

import (
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// row is one fact, as both read it.
type row struct {
	what, ours, theirs string
	differs            bool
}

// compare lays both readings side by side. What only the script prints is there to be looked at.
func (r reading) compare() []row {
	o, t := r.ours, r.theirs
	commit := o.Inputs["commits_total"].Commit
	programs := o.says("bot_commits_12m")
	rows := []row{
		{"branch", short(commit), t["branch"] + " " + short(t["commit"]), commit != t["commit"]},
		r.release(),
		{"regulars", o.says("regulars_12m"), "by name " + t["names"] + ", by address " + t["mails"], !near(o.says("regulars_12m"), t["names"], t["mails"])},
		{"programs", programs, t["programs"] + " (" + t["who"] + ")", programs != t["programs"]},
		{"licence", o.says("licence"), t["licence"], !sameLicence(o.says("licence"), t["licence"])},
		{"", o.says("author_shares_12m"), "most active: " + t["top"], false},
		{"", "", "licence files: " + t["files"], false},
	}
	return rows
}

func (r reading) release() row {
	tag, day := r.ours.says("last_release_tag"), r.ours.says("last_release")
	if strings.HasPrefix(tag, "?") {
		return row{"release", tag, r.theirs["release"] + " " + r.theirs["released"], r.theirs["release"] != ""}
	}
	return row{"release", tag + " " + day, r.theirs["release"] + " " + r.theirs["released"], tag != r.theirs["release"] && day != r.theirs["released"]}
}

// near reports whether a number lies between two others, in any order.
func near(n, a, b string) bool {
	x, err := strconv.Atoi(n)
	if err != nil {
		return false
	}
	lo, _ := strconv.Atoi(a) // the script always prints numbers
	hi, _ := strconv.Atoi(b)
	return x >= min(lo, hi) && x <= max(lo, hi)
}

var licenceWord = regexp.MustCompile(`(-only|-or-later)$`)

// sameLicence reports whether an expression names the same licences as a list of words.
func sameLicence(expression, words string) bool {
	if strings.HasPrefix(expression, "?") {
		return words == ""
	}
	ids := map[string]bool{}
	for id := range strings.FieldsFuncSeq(expression, func(c rune) bool { return c == ' ' || c == '(' || c == ')' }) {
		if id != "AND" && id != "OR" && id != "WITH" {
			ids[licenceWord.ReplaceAllString(id, "")] = true
		}
	}
	return slices.Equal(slices.Sorted(maps.Keys(ids)), slices.Sorted(strings.FieldsSeq(words)))
}

func short(commit string) string { return commit[:min(len(commit), 12)] }

// outcome is what one clone adds to the summary.
type outcome struct {
	unread bool
	differ []string
}

type summary struct {
	clones, unread, same int
	differ               map[string]int
}

func (s *summary) add(o outcome) {
	s.clones++
	switch {
	case o.unread:
		s.unread++
	case len(o.differ) == 0:
		s.same++
	}
	if s.differ == nil {
		s.differ = map[string]int{}
	}
	for _, what := range o.differ {
		s.differ[what]++
	}
}

func (s *summary) print(w io.Writer) {
	fmt.Fprintf(w, "\n%d clones: %d without a difference, %d not read\n", s.clones, s.same, s.unread)
	for _, what := range slices.Sorted(maps.Keys(s.differ)) {
		fmt.Fprintf(w, "  %-9s differs in %d\n", what, s.differ[what])
	}
}
