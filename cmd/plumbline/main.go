// Command plumbline ranks critical open source projects by how much depends on
// them and how well they are looked after, and says how sure it is.
//
// This file is the map: arguments → configuration → lists and model → store →
// queue → sources → collector → handler. Each command is a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/app/usage"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
	"github.com/plumbline-scorecard/plumbline/internal/curated"
	"github.com/plumbline-scorecard/plumbline/internal/health"
	"github.com/plumbline-scorecard/plumbline/internal/source/ossf"
)

// The exit codes. A wrong argument is 2, as everywhere.
const (
	exitOK          = 0
	exitError       = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() { // the first signal asks, the second one ends
		<-ctx.Done()
		stop()
	}()
	if len(os.Args) == 2 && os.Args[1] == ossf.ChildArg { // a scan, in a process of its own
		if err := ossf.Child(ctx, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(exitError)
		}
		os.Exit(exitOK)
	}
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

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
	Live    liveCheckCmd `cmd:"" name:"live-check" help:"Ask the real services once for what is taken for granted of them; reads only, needs a token."`
	Version versionCmd   `cmd:"" help:"Print the version."`
}

// app is what a command needs from the outside.
type app struct {
	ctx            context.Context
	stdout, stderr io.Writer
	log            *slog.Logger
	now            func() time.Time
	dsn            string
	// token is GitHub's, from the environment; children do not see it.
	token string
	set   *curated.Set
}

// exit carries the code kong wants to leave with (after --help).
type exit int

// run is the program without the process around it: it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if e, ok := recover().(exit); ok {
			code = int(e)
		}
	}()
	var c commands
	parser, err := kong.New(&c, kong.Name("plumbline"), kong.Writers(stdout, stderr), kong.DefaultEnvars("PLUMBLINE"),
		kong.Description("Which critical open source projects need help first, how sure are we, and what would help?"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Exit(func(code int) { panic(exit(code)) }))
	if err != nil { // the struct above is wrong: a broken program
		panic(err)
	}
	command, err := parser.Parse(negative(args))
	if err != nil {
		fmt.Fprintf(stderr, "plumbline: %s%s\n", oneLine(err), hint(err))
		return exitUsage
	}
	a := &app{ctx: ctx, stdout: stdout, stderr: stderr, now: time.Now, dsn: c.DB, log: logger(stderr, c.Log), token: takeToken()}
	load := func() (*curated.Set, error) { return curated.Load(c.OnDisk...) }
	if strings.HasPrefix(command.Command(), "scan ") && folder(c.Scan.Repo) {
		load = curated.LoadRules // a folder stands on no list, and reading them is a third of a small scan
	}
	if a.set, err = load(); err == nil && !strings.HasPrefix(command.Command(), "model check ") { // a bad file in the environment is no reason not to check it
		err = a.useModel(c.Weights)
	}
	if err == nil {
		err = command.Run(a)
	}
	return a.report(err)
}

// negative joins a flag and a number below zero that follows it, which else would be
// taken for a flag, so that the command can say what is allowed.
func negative(args []string) []string {
	out := make([]string, 0, len(args))
	for _, arg := range args {
		if _, err := strconv.ParseFloat(arg, 64); err == nil && strings.HasPrefix(arg, "-") && len(out) > 0 {
			if last := out[len(out)-1]; len(last) > 2 && strings.HasPrefix(last, "--") && !strings.Contains(last, "=") {
				out[len(out)-1] = last + "=" + arg
				continue
			}
		}
		out = append(out, arg)
	}
	return out
}

// hint says where what a command takes is explained, when it lacks something.
func hint(err error) string {
	var wrong *kong.ParseError
	if !errors.As(err, &wrong) || !strings.HasPrefix(wrong.Error(), "expected ") {
		return ""
	}
	path := "plumbline"
	for n := wrong.Context.Selected(); n != nil && n.Type == kong.CommandNode; n = n.Parent {
		path = "plumbline " + n.Name + strings.TrimPrefix(path, "plumbline")
	}
	return "; " + path + " --help says what there is"
}

// takeToken reads the token out of the environment and takes it away there, so
// that no child inherits it.
func takeToken() string {
	token := strings.TrimSpace(os.Getenv(sources.TokenVariable))
	os.Unsetenv(sources.TokenVariable) // fails for an impossible name only
	return token
}

// report prints the error, if any, and returns the exit code for it.
func (a *app) report(err error) int {
	var wrong *usage.Error
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &wrong):
		fmt.Fprintf(a.stderr, "plumbline: %s\n", oneLine(err))
		return exitUsage
	case a.ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	default:
		fmt.Fprintf(a.stderr, "plumbline: %s\n", cli.Redact(err.Error()))
		return exitError
	}
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(cli.Redact(err.Error())), " ")
}

func logger(w io.Writer, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil { // the enum allows only levels
		l = slog.LevelWarn
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}

// list returns a list by slug, or a usage error naming those there are.
func (a *app) list(slug string) (health.Curated, error) {
	var have []string
	for _, l := range a.set.Lists {
		if l.Slug == slug {
			return l, nil
		}
		have = append(have, l.Slug)
	}
	return health.Curated{}, usage.Errorf("no list %q; there is: %s", slug, strings.Join(have, ", "))
}

// project returns the list entry REPO names: a slug, owner/name or URL.
func (a *app) project(repo string) (health.Project, health.Curated, error) {
	id, parseErr := health.ParseRepository(repo)
	for _, l := range a.set.Lists {
		for _, p := range l.Projects {
			if strings.EqualFold(p.Slug, repo) {
				return p, l, nil
			}
			for _, r := range p.Repositories {
				if rid, err := health.ParseRepository(r.URL); err == nil && parseErr == nil && rid.Key() == id.Key() {
					return p, l, nil
				}
			}
		}
	}
	if parseErr != nil && strings.ContainsAny(repo, "/: ") {
		return health.Project{}, health.Curated{}, usage.Errorf("%v", parseErr)
	}
	return health.Project{}, health.Curated{}, fmt.Errorf("%s is not on a list here: %w; measure it with: plumbline scan OWNER/NAME", repo, health.ErrNotFound)
}
