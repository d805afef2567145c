package main

// commands is every command and flag. Each flag is also an environment variable,
// PLUMBLINE_ and its name in capitals.
type commands struct {
	DB  string `name:"db" default:"sqlite:plumbline.db" placeholder:"DSN" help:"Database: sqlite:FILE or postgres://…"`
	Log string `name:"log" default:"warn" enum:"debug,info,warn,error" help:"Log level: debug, info, warn or error."`
	// Weights is the flag --model; the command has the name.
	Weights string `name:"model" placeholder:"FILE" help:"Model to score with: an overlay file on the shipped model, or scenario:NAME."`
	// OnDisk is the flag --lists; the command has the name.
	OnDisk []string `name:"lists" sep:"," placeholder:"PATH" help:"Your own lists: a list file, a folder with list.yaml (and projects.jsonl), or a folder of such folders. Can be repeated."`

	Init    initCmd          `cmd:"" help:"Begin a list of your own from addresses, CSV or a GitHub organization."`
	Run     runCmd           `cmd:"" help:"Serve the dashboard and collect in the background."`
	Work    workCmd          `cmd:"" help:"Collect in the background only. Several processes can share one database."`
	Serve   serveCmd         `cmd:"" help:"Serve the dashboard only."`
	Collect collectCmd       `cmd:"" help:"Collect a list now and rank it."`
	Scan    scanCmd          `cmd:"" help:"Measure one repository without a database."`
	Rank    rankCmd          `cmd:"" help:"Print the ranking."`
	Show    showCmd          `cmd:"" help:"Print all figures of a project."`
	Explain explainCmd       `cmd:"" help:"Explain the risk of a project, input by input."`
	Changes changesCmd       `cmd:"" help:"Print what changed between two runs, and why."`
	Back    backtestCmd      `cmd:"" name:"backtest" help:"Test the model against past events, with local clones."`
	Rebuild reconstructCmd   `cmd:"" name:"reconstruct" help:"Measure local clones at the ends of past quarters, for the page of the past."`
	Lists   listsCmd         `cmd:"" help:"Work with list files."`
	Cohort  cohortCmd        `cmd:"" help:"Make, export and compare frozen sets of projects."`
	Report  reportCmd        `cmd:"" help:"Make, export and compare reports that never change."`
	Verify  verifyCmd        `cmd:"" help:"Check an evidence pack: that no file was changed and that its figures agree."`
	Model   modelCmd         `cmd:"" help:"Show, check and compare models, for example your own weights."`
	Import  importCmd        `cmd:"" help:"Import OpenSSF Scorecard result files and rank again."`
	Upgrade upgradeCmd       `cmd:"" help:"Publish with this program's model, lists and bundled figures, or print who would move and why."`
	Export  exportCmd        `cmd:"" help:"Write the stored figures of a list to a bundle file."`
	Status  statusCmd        `cmd:"" help:"Print runs, data ages, failures and what comes next."`
	Doctor  doctorCmd        `cmd:"" help:"Check git, disk, database, scans, tokens and clock, and print how to fix problems."`
	Admin   adminPasswordCmd `cmd:"" name:"admin-password" help:"Hash a password, read from standard input, for --admin-password-file."`
	Live    liveCheckCmd     `cmd:"" name:"live-check" help:"Verify our assumptions about external services (read-only, needs a token)."`
	Bench   benchCmd         `cmd:"" help:"Generate synthetic data for performance tests."`
	Version versionCmd       `cmd:"" help:"Print the version."`
}
