package statements

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/web/page"
	"github.com/plumbline-scorecard/plumbline/web/ui"
)

var privacy = statement{
	path: page.Privacy, title: "Privacy",
	description: "What this site keeps about its readers, and about the people who work on projects.",
	finding: ui.Finding{
		Says: "cookies:0", Claim: "Reading this site sets no cookies and is not recorded.",
		Rest: "It counts the people who work on projects and does not name them.",
	},
	sections: privacySections,
}

func privacySections(contact string) []section {
	return []section{
		{
			ID: "readers", Head: "Readers of this site",
			Points: []point{
				{Key: "cookies", Text: "Reading sets no cookies. There are no accounts, no scripts and no counters of visits."},
				{Key: "elsewhere", Text: "A page loads nothing from other hosts. A link to another site sends no referrer."},
				{Key: "recheck", Text: "Of a request to read a project again, the database holds the time of the last one for each project, but not who asked."},
				{Key: "never-fetched", Text: "The site never fetches an address that a reader enters."},
			},
		},
		{
			ID: "saving", Head: "People who save shortlists, cohorts and reports",
			Text: []string{"Only where the operator has switched it on, people can log in and save shortlists, cohorts and reports. Then the program keeps:"},
			Points: []point{
				{Key: "session", Term: "A session", Text: "the log-in sets one cookie with a random number. It ends after 2 hours without use, after 12 hours, or at the log-out. The program holds its hash in memory. Where a proxy logs people in, there is no cookie of this program, and the name that the proxy sends is not kept."},
				{Key: "shortlist", Term: "A shortlist", Text: "the database holds the title, projects, decisions, owners, notes and dates of each saved shortlist, and the hash of its address, but not who saved it. Everyone who has the address can read it. It is deleted at the first change of the database more than 30 days after it expires. A list in the address alone, /shortlists?p=…, is not stored."},
				{Key: "kept", Term: "A cohort or report", Text: "the database holds the figures of projects, the title and the day for good, but not who made it. Everyone can read it. It names no person."},
				{Key: "wrong", Term: "Wrong passwords", Text: "the program counts them by network address, in memory only. At each wrong password it forgets the addresses whose last one is an hour old. A network that had the right password is remembered for 30 days, in memory only, so that strangers cannot make it wait."},
			},
		},
		{
			ID: "log", Head: "What the program logs of a request",
			Text: []string{
				"At log level “info” the program writes one line for each request. The default level, “warn”, writes none. The line holds:",
			},
			Points: logged,
		},
		{
			ID: "not-logged", Head: "What it does not log",
			Text: []string{
				"The line has no network address, no query (so nothing that you search for), no browser and no referrer. Failed pages are logged with the id, the path and the error.",
				"At level “debug”, errors of single connections may hold a network address. Servers in front of this program can log more. Ask the people who run this site.",
			},
		},
		{
			ID: "people", Head: "People who work on projects",
			Text: []string{"Pages and downloads show counts and roles, such as “two regular contributors”. They name no person. Four stores hold more than that:"},
			Points: []point{
				{Key: "pseudonyms", Term: "Pseudonyms", Text: fmt.Sprintf("for each contributor of the last twelve months, the database holds a keyed hash, with the number of commits, active months and merges. The key belongs to this installation and is never exported. Each new reading replaces them. They are deleted %d months after the reading, at the next published run.", health.PeopleMonths)},
				{Key: "activity", Term: "Activity on GitHub", Text: "when GitHub is read, the database also holds issues and pull requests by the hash of their author, and the hash of an employer that a person declares in public. Employers expire after 30 days, the rest 90 days after its last use."},
				{Key: "answers", Term: "Answers of GitHub", Text: "the database keeps answers to avoid repeated requests. They can hold public account names. They are deleted 30 days after their last use."},
				{Key: "clones", Term: "Clones", Text: "the operator’s disk holds copies of public repositories, with the names and e-mail addresses in their commits. The program does not copy them into the database, the log or a page."},
			},
		},
		{
			ID: "names", Head: "Names that can still appear",
			Text: []string{
				"An address of a repository can contain the account name of its owner. A list can name a project after a person. Quotations of check results can contain what a repository says.",
				"The curators of lists appear by role.",
			},
			Links: []link{{Label: "How people are counted", Href: page.Programs}},
		},
		contactSection(contact, "Ask here what is kept about you, or ask for a correction or deletion:"),
	}
}

// logged are the attributes of the line of a request. A test compares them with what is written.
var logged = []point{
	{Key: "time", Term: "time, level, msg", Text: "when it was written, the level, and the word “request”"},
	{Key: "id", Term: "id", Text: "a random number of the request, also in the answer"},
	{Key: "method", Term: "method", Text: "GET or HEAD, POST for a form, or what was refused"},
	{Key: "path", Term: "path", Text: "the address of the page without the query and without the token of a shortlist"},
	{Key: "status", Term: "status", Text: "the status of the answer, such as 200 or 404"},
	{Key: "bytes", Term: "bytes", Text: "the size of the answer"},
	{Key: "took", Term: "took", Text: "how long it took"},
}
