package main

import (
	"context"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

// newParser returns what reads the command line into the commands. It gives the
// context to those that run.
func newParser(ctx context.Context, c *commands, stdout, stderr io.Writer) *kong.Kong {
	parser, err := kong.New(c, kong.Name("plumbline"), kong.Writers(stdout, stderr), kong.DefaultEnvars("PLUMBLINE"),
		kong.Description("Which critical open source projects need help first, how sure are we, and what would help?"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Exit(func(code int) { panic(exit(code)) }),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil { // the struct is wrong: a broken program
		panic(err)
	}
	return parser
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

// missing matches what kong says of flags that lack, and flagWord the name of each.
var (
	missing  = regexp.MustCompile(`^missing flags: --`)
	flagWord = regexp.MustCompile(`--[a-z][a-z-]*`)
)

// words returns the error of the parser in words for people.
func words(err error) string {
	text := cli.OneLine(err)
	if !missing.MatchString(text) {
		return text
	}
	flags := flagWord.FindAllString(text, -1)
	if len(flags) == 1 {
		return flags[0] + " is required"
	}
	last := len(flags) - 1
	return strings.Join(flags[:last], ", ") + " and " + flags[last] + " are required"
}

// hint says where what a command takes is explained, when it lacks something.
func hint(err error) string {
	var wrong *kong.ParseError
	if !errors.As(err, &wrong) || !strings.HasPrefix(wrong.Error(), "expected ") && !missing.MatchString(wrong.Error()) {
		return ""
	}
	path := "plumbline"
	for n := wrong.Context.Selected(); n != nil && n.Type == kong.CommandNode; n = n.Parent {
		path = "plumbline " + n.Name + strings.TrimPrefix(path, "plumbline")
	}
	return "; " + path + " --help lists the commands and flags"
}
