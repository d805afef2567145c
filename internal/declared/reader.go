package declared

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/funding"
)

// reader makes the statement of one project.
type reader struct {
	files []placed
	out   Statement
	// counted is the file of each kind that counts.
	counted map[Kind]string
	found   []insightsFile
}

// insightsFile is a Security Insights file with its reading.
type insightsFile struct {
	placed
	Insights
	reading int // index in Readings
}

// read reads one file, unless an earlier one of its kind counts.
func (r *reader) read(f placed) {
	if f.Kind == OwnersAliases || f.Kind == Readme && r.counted[Readme] != "" {
		return // read with OWNERS; a README of a part
	}
	r.out.Readings = append(r.out.Readings, Reading{Path: f.Path, Kind: f.Kind, Changed: f.Changed})
	reading := &r.out.Readings[len(r.out.Readings)-1]
	switch other := r.counted[f.Kind]; {
	case f.Unread != "":
		reading.Why = f.Unread
		return
	case f.Wrong != "":
		reading.Why = "the file is in the wrong place: " + f.Wrong
		return
	case other != "" && f.Kind != SecurityInsights:
		reading.Why = other + " counts in its place"
		return
	}
	if err := r.claims(f, reading); err != nil {
		reading.Why = err.Error()
		return
	}
	if r.counted[f.Kind] == "" {
		r.counted[f.Kind] = f.Path
	}
}

// claims adds what a file says. The error is a sentence.
func (r *reader) claims(f placed, reading *Reading) error {
	switch f.Kind {
	case SecurityInsights:
		in, err := ReadInsights(f.Text)
		if err == nil {
			reading.Missing, reading.Wrong, reading.Expires = in.Missing, in.Wrong, in.Expires.Value
			r.found = append(r.found, insightsFile{f, in, len(r.out.Readings) - 1})
		}
		return err
	case SecurityPolicy:
		return r.policy(f, reading)
	case Readme:
		return r.readme(f)
	case CLOMonitor, Scorecard:
		return r.exemptions(f, reading)
	case FundingFile, FundingManifest:
		return r.funding(f, reading)
	case Support:
		all, err := ReadSupport(f.Text)
		for _, h := range all {
			r.claim(f, Claim{Subject: HelpPlace, Value: h.Kind, Line: h.Line})
		}
		return err
	}
	return r.people(f)
}

// claim adds a claim of a file with a line.
func (r *reader) claim(f placed, c Claim) {
	if c.Line == 0 {
		return
	}
	c.Kind, c.Path, c.Date = f.Kind, f.Path, cmp.Or(c.Date, f.Changed)
	r.out.Claims = append(r.out.Claims, c)
}

func (r *reader) mark(f placed, subject Subject, m Mark) {
	r.claim(f, Claim{Subject: subject, Value: m.Value, Line: m.Line})
}

func (r *reader) channels(f placed, all []Channel, date string) {
	for _, c := range all {
		r.claim(f, Claim{Subject: PrivateWay, Value: string(c.Kind), N: c.Count, Line: c.Line, Date: date})
	}
}

func (r *reader) policy(f placed, reading *Reading) error {
	p, err := ReadPolicy(f.Text)
	if err != nil {
		return err
	}
	reading.Template = p.Template
	if p.Template && p.Silent() {
		return errTemplate
	}
	r.channels(f, p.Channels, "")
	r.mark(f, PolicyPage, p.Elsewhere)
	r.mark(f, PublicWay, p.Public)
	r.claim(f, Claim{Subject: AnswerTime, Value: p.Promise.String(), N: p.Promise.Days, Line: p.Promise.Line})
	r.mark(f, Bounty, p.Bounty)
	r.mark(f, MachineMade, p.Machine)
	r.mark(f, Steward, p.Steward)
	return nil
}

func (r *reader) readme(f placed) error {
	b, err := ReadReadme(f.Text)
	if err != nil {
		return err
	}
	r.mark(f, Status, b.Status)
	for _, other := range b.Others {
		r.mark(f, Status, other)
	}
	if year := b.Kept.Value; year != "" {
		r.claim(f, Claim{
			Subject: Kept, Value: year, Line: b.Kept.Line, Date: year + "-01-01", Until: year + "-12-31",
		})
	}
	return nil
}

func (r *reader) exemptions(f placed, reading *Reading) error {
	read := ReadCLOMonitor
	if f.Kind == Scorecard {
		read = ReadAnnotations
	}
	all, err := read(f.Text)
	reading.Wrong = all.Wrong
	for _, e := range all.List {
		e.Path = f.Path
		r.out.Exemptions = append(r.out.Exemptions, e)
	}
	return err
}

func (r *reader) funding(f placed, reading *Reading) error {
	if f.Kind == FundingFile {
		names, err := funding.Channels(f.Text)
		if err != nil {
			return errFunding
		}
		if len(names) > 0 {
			r.claim(f, Claim{Subject: Funding, Value: strings.Join(names, " "), N: len(names), Line: 1})
		}
		return nil
	}
	plans, wrong, err := funding.Manifest(f.Text)
	if err != nil {
		return errManifest
	}
	reading.Wrong = wrong
	n := 0
	for _, p := range plans {
		if p.Active {
			n++
		}
	}
	r.claim(f, Claim{Subject: Funding, Value: fmt.Sprintf("%d active plans", n), N: n, Line: 1})
	return nil
}

// people counts the people of a file of its own form.
func (r *reader) people(f placed) error {
	var p People
	var err error
	subject := Maintainer
	switch f.Kind {
	case CodeOwners:
		subject = CodeOwner
		p, err = ReadCodeOwners(f.Text)
	case Owners:
		subject = Owner
		p, err = ReadOwners(f.Text, r.aliases())
	case SecurityContacts:
		subject = Contact
		p, err = ReadSecurityContacts(f.Text)
	default:
		p, err = ReadMaintainers(f.Text)
	}
	if err == nil && !p.Listed() {
		err = errUnlisted
		if p.Elsewhere > 0 {
			err = errElsewhere
		}
	}
	r.claim(f, Claim{
		Subject: subject, Value: "list", N: p.Individuals + p.Unsorted, Teams: p.Teams, Line: p.Line,
	})
	return err
}

func (r *reader) aliases() []byte {
	for _, f := range r.files {
		if f.Kind == OwnersAliases {
			return f.Text
		}
	}
	return nil
}

// insights adds the claims of Security Insights files before all others. The newest version counts, then the first place; what others say is compared.
func (r *reader) insights() {
	slices.SortStableFunc(r.found, func(a, b insightsFile) int { return cmp.Compare(b.Major, a.Major) })
	rest := r.out.Claims
	var counted, compared []Claim
	for i, f := range r.found {
		r.out.Claims = nil
		r.insightsClaims(f)
		if i == 0 {
			counted = r.out.Claims
			continue
		}
		for _, c := range r.out.Claims {
			c.Beside = true
			compared = append(compared, c)
		}
		r.out.Readings[f.reading].Why = r.found[0].Path + " counts in its place"
	}
	r.out.Claims = slices.Concat(counted, compared, rest)
}

// insightsClaims adds the claims of the Security Insights file that counts.
func (r *reader) insightsClaims(f insightsFile) {
	in := f.Insights
	date := cmp.Or(in.Reviewed.Value, in.Updated.Value)
	add := func(subject Subject, m Mark) {
		r.claim(f.placed, Claim{Subject: subject, Value: m.Value, Line: m.Line, Date: date})
	}
	add(Status, in.Status)
	add(FixesOnly, in.BugFixesOnly)
	if until := yearAfter(date); until != "" && in.Status.Value == "active" {
		if in.Expires.Stated() {
			until = min(until, in.Expires.Value)
		}
		line := cmp.Or(in.Reviewed.Line, in.Updated.Line)
		r.claim(f.placed, Claim{Subject: Kept, Value: date, Line: line, Date: date, Until: until})
	}
	add(Reports, in.Reports)
	r.channels(f.placed, in.Channels, date)
	add(PolicyPage, in.Policy)
	bounty := in.Bounty
	if bounty.Stated() {
		bounty.Value = map[string]string{Yes: BountyOffered, No: BountyNone}[bounty.Value]
	}
	add(Bounty, bounty)
	add(MachineChange, in.AutomatedChanges)
	add(Steward, in.Steward)
	add(Funding, in.Funding)
	add(SupportPolicy, in.SupportPolicy)
	for _, c := range []struct {
		subject Subject
		count   Count
	}{{CoreTeam, in.CoreTeam}, {Administrator, in.Administrators}, {Champions, in.Champions}} {
		r.claim(f.placed, Claim{Subject: c.subject, Value: "list", N: c.count.N, Line: c.count.Line, Date: date})
	}
}
