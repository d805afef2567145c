package method

import "github.com/plumbline-scorecard/plumbline/internal/explain"

// guide is what the README is too short for. Its commands are run by the test of the
// README's commands.
var guide = []section{
	{
		ID: "token", Head: "Your GitHub token",
		Text: []string{
			"Issues, pull requests and merges are not in git. To collect them, create a GitHub token with no scopes; public data needs none. Set PLUMBLINE_GITHUB_TOKEN, or name a file with --github-token-file. A GitHub App works, too.",
			"Without a token Plumbline stays within GitHub’s 60 requests an hour. It then collects repository metadata only, and the rest is unknown.",
		},
		Code: []string{
			"export PLUMBLINE_GITHUB_TOKEN=…",
			"plumbline collect --plan              # print how many requests a collection needs",
			"plumbline collect --list critical",
		},
		Points: []string{
			"A request waits up to 70 seconds for a rate limit. Plumbline says when a longer one ends, and goes on after it.",
			"The token goes to the GitHub API only: not to child processes, logs or pages.",
			"HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR work, for git too. For GitHub Enterprise Server use --github-url https://HOST/api/v3/.",
			"Plumbline asks public addresses, and those that you write in flags such as --github-url. For repositories in a network of your own, use --allow-networks 10.0.0.0/8 (PLUMBLINE_ALLOW_NETWORKS).",
			"“make fake-github” starts a fake GitHub with invented repositories, to try this without a token.",
		},
	},
	{
		ID: "own-list", Head: "Your own lists",
		Text: []string{
			"“plumbline init” begins a list from what you have: a text with one address, package URL or host/path a line, CSV with a column url (and name, slug, why_critical, tags, category, purl), or the repositories of a GitHub organization. It writes a list file, names each bad row with its line and reason, and says what is missing. Forks and archived repositories of an organization are left out.",
			"Fields that you leave blank are unknown, not zero. A list without a word on criticality has no ranks and is in the order of health.",
			"Use --lists PATH, or PLUMBLINE_LISTS, with any command that uses lists. PATH is a list file, a folder with list.yaml, or a folder of such folders. A large list can keep its projects in projects.jsonl next to list.yaml, one object per line.",
		},
		Code: []string{
			"plumbline init repos.txt              # write repos.yaml; --from org NAME takes an organization",
			"plumbline collect --lists repos.yaml --list repos",
			"plumbline serve --lists repos.yaml --home repos",
			"plumbline lists check PATH            # print each problem with file, line and field",
			"plumbline lists candidates            # print what a list lacks: packages that much of Debian needs",
			"plumbline run --lists PATH",
		},
		Points: []string{
			"“--mirror 'clones/{owner}/{name}.git' --offline” collects from clones that you have, without a network. “plumbline init --scan --serve” does all three steps.",
			"“tracker: https://…” under list says where mistakes of the list are reported. Without it, they go to the operator of the site (“--report-to”), or else to the tracker of Plumbline. The forms of GitHub and GitLab then have the page and the figure already, except for what only a private list has.",
			"“visibility: private” under list keeps a list to yourself. Pages, search, JSON, CSV, feeds and the sitemap of a site do not show it, and its addresses answer as those of an unknown list. “plumbline export” refuses it without --private.",
			"“serve --show-private” shows private lists to everyone who reaches the site. Every answer then tells search engines not to index it (X-Robots-Tag: noindex), shared caches not to keep it (Cache-Control: private) and other sites not to read it. Plumbline has no log-in: put the site behind yours.",
			"A project that is on a public list, too, stays public as that list has it. The reason, tags and assessments of the private list do not show, and count only in its own ranking.",
			"Keep a private list among --lists of every process on its database. One that does not know the list still hides the projects that it alone has. /status counts the jobs of all lists without naming them.",
		},
	},
	{
		ID: "own-weights", Head: "Your own weights",
		Text: []string{
			"You can replace every number of the model without building the program. Write an overlay with what differs and a reason. Everything else stays as shipped, and unknown names are refused.",
		},
		Code: []string{
			"overlay: {id: people-first, why: \"We fund people, so their number counts most.\"}",
			"risk: {omega: {R: 0.6}}              # shares of the axes, divided by their sum",
			"axes:",
			"  V: [{id: V4, off: true}]           # leave out an input",
			"  R: [{id: R2, weight: 30, curve: [[0, 0], [3, 100]]}]",
			"gates: [{id: G3, floor: 65}]",
		},
		Points: []string{
			"“plumbline model check mine.yaml” prints each problem with line and field. “plumbline model diff shipped mine.yaml” prints what would change and publishes nothing.",
			"“--model mine.yaml” or PLUMBLINE_MODEL uses the overlay. rank, show, explain, changes and model only read with it. run, serve, work, collect and import publish with it, so give each served model its own database.",
			"Weights count by their share of the observed weight. Coverage is a share of weight, too, so more weight on data you cannot see means fewer ranked projects.",
			"The resulting model has its own SHA-256, which every score, page and export shows. It starts its own series; no other scores are rewritten.",
		},
	},
	{
		ID: "changes", Head: "What changed, and why",
		Text: []string{
			"Many figures change although the project did not. Every change between two runs has exactly one cause: our model, the list, the source, the instrument, coverage, elapsed time or the project. The points of the causes add up to the change in risk.",
			"When one check changes in 30% of all projects at once, the instrument changed, and pages report it once.",
		},
		Code: []string{
			"plumbline changes --since RUN|DAY --cause project,list",
			"plumbline explain PROJECT --since RUN|DAY",
			"plumbline rank --as-of RUN|DAY",
		},
		Points: []string{
			"Pages, CSV and JSON accept a date, too: /projects?as_of=DAY and /p/PROJECT?as_of=run-RUN. /p/PROJECT/history shows all runs of a project.",
			"/p/PROJECT/past shows the quarters since 2020, reconstructed from the repository and scored by today’s model. Nothing on it was published. Projects were chosen today, which favours survivors.",
			"Scores are never rewritten. Each run keeps its model and its ranking. Entries of older list revisions and ranks with other weights are not kept.",
		},
	},
	{
		ID: "upgrade", Head: "Upgrading Plumbline",
		Text: []string{
			"A new version can bring another model, other list entries and newer bundled figures. The dry run compares them with your published ranking and writes nothing. It names every project that moves by " + explain.FarPlaces() + ", or gains or loses a position, with the cause.",
		},
		Code: []string{
			"plumbline upgrade --dry-run",
			"plumbline upgrade                     # publish it now",
		},
		Points: []string{
			"The ranking is computed again after each step, and what a project moves in a step belongs to that cause: clock (time since your last run), list (entries), fact (newer figures), rule (model), assumption (unseen checks). The parts of a move add up to it.",
			"A new model and new list entries also take effect when run, serve or work starts, and with the next collect or import. Bundled figures take effect only with “plumbline upgrade”, and only where they are newer than yours.",
			"If your former model is not stored, the cause is unknown. Published runs are never rewritten: “plumbline rank --as-of RUN” prints each as it was.",
			"/changes/model/VERSION shows what each version of the model did to the bundled figures.",
		},
	},
	{
		ID: "published", Head: "Published Scorecard results",
		Text: []string{
			"OpenSSF scans about one million repositories every week and publishes the results. Some projects publish their own. Plumbline asks api.scorecard.dev once per project and week. “plumbline import” reads such results from files (JSON of version 4 or 5).",
			"Published results are never mixed with our own scans. Posture uses the result that covers more of its weight, and the project page compares the two. A result more than a month older than the other figures is shown but does not count.",
		},
	},
	{
		ID: "registries", Head: "Dependents and downloads",
		Text: []string{
			"Plumbline asks package registries, deps.dev and Repology about a project’s packages: four or five requests per project and month. Counts earn points only with a dated reference table of the ecosystem. A table of npm downloads is included. No table of dependents may be bundled, so supply your own with --reference FILE.",
		},
	},
	{
		ID: "advisories", Head: "Known vulnerabilities",
		Text: []string{
			"Plumbline asks OSV once a day about a project’s packages and repository, and CISA’s catalogue of known exploited vulnerabilities while an advisory is open. A serious advisory that stays unpatched for 30 days raises risk. The number of past advisories never counts. Days to a patched release and advisories of the ten newest releases are shown, never scored; OSV answers for each release, once a week. OSV lacks many C projects, so no record means unknown, not none.",
		},
	},
	{
		ID: "backtests", Head: "Test the model yourself",
		Text: []string{
			"With clones of your own you can measure how well the model predicts, offline. The limits page shows the result that this program was built with.",
		},
		Code: []string{
			"plumbline backtest silence --mirror 'clones/{owner}/{name}.git'",
			"plumbline backtest cases --cases incidents.csv --mirror 'clones/{owner}/{name}.git'",
			"plumbline backtest alerts --mirror 'clones/{owner}/{name}.git'",
		},
	},
	{
		ID: "operate", Head: "Operation",
		Points: []string{
			"“plumbline run” serves the dashboard and collects: each project once a day and the Scorecard checks once a week, spread evenly. “--every 0” only serves.",
			"With PostgreSQL (--db postgres://…) several “plumbline work” processes share the work. “plumbline status” and /status show how it went and what it cost.",
			"“--sources” selects the sources, and “--offline” uses none of the network.",
			"A list can name public copies of a repository. “--offline” reads one from a local clone, “collect --copies” clones one when the repository is too large. Pages name the copy.",
			"“plumbline doctor” checks git, disk, database, scans, tokens and clock, and says how to fix problems.",
			"“plumbline bench generate” makes synthetic lists of any size for performance tests. Everything in them is marked as synthetic.",
			"Every flag is also an environment variable: --db is PLUMBLINE_DB.",
		},
	},
}
