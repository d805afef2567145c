package main

// commands is every command and flag. Each flag is also an environment variable,
// PLUMBLINE_ and its name in capitals.
type commands struct {
	DB  string `name:"db" default:"sqlite:plumbline.db" placeholder:"DSN" help:"Database: sqlite:FILE or postgres://…"`
	Log string `name:"log" default:"warn" enum:"debug,info,warn,error" help:"Log level: debug, info, warn or error."`
	// Weights is the flag --model; the command has the name.
	Weights string `name:"model" placeholder:"FILE" help:"Model to score by: an overlay file over the shipped one, or scenario:NAME."`
	// OnDisk is the flag --lists; the command has the name.
	OnDisk []string `name:"lists" sep:"," placeholder:"PATH" help:"More lists: a list file, a folder with list.yaml (and projects.jsonl) in it, or a folder of such folders. May be repeated."`

	Run     runCmd       `cmd:"" help:"Serve the dashboard and collect in the background."`
	Work    workCmd      `cmd:"" help:"Collect in the background only; any number of processes on one database."`
	Serve   serveCmd     `cmd:"" help:"Serve the dashboard only."`
	Collect collectCmd   `cmd:"" help:"Collect a list now, and rank it."`
	Scan    scanCmd      `cmd:"" help:"Measure one repository, without a database."`
	Rank    rankCmd      `cmd:"" help:"Print the ranking."`
	Show    showCmd      `cmd:"" help:"Print every figure of a project."`
	Explain explainCmd   `cmd:"" help:"Print where a project's risk comes from."`
	Changes changesCmd   `cmd:"" help:"Print what differs between two runs, and why."`
	Back    backtestCmd  `cmd:"" name:"backtest" help:"Measure the model against what happened, on local clones."`
	Lists   listsCmd     `cmd:"" help:"Work with list files."`
	Model   modelCmd     `cmd:"" help:"Show, check and compare models: your own weights."`
	Import  importCmd    `cmd:"" help:"Read OpenSSF Scorecard result files of others, and rank again."`
	Export  exportCmd    `cmd:"" help:"Write the stored figures of a list to a bundle file."`
	Status  statusCmd    `cmd:"" help:"Print runs, ages of figures, what failed and what is next."`
	Doctor  doctorCmd    `cmd:"" help:"Check git, disk, database, scans, tokens and clock, and say what to do."`
	Live    liveCheckCmd `cmd:"" name:"live-check" help:"Verify our assumptions about external services (read-only, needs a token)."`
	Bench   benchCmd     `cmd:"" help:"Generate synthetic data, to measure with."`
	Version versionCmd   `cmd:"" help:"Print the version."`
}
