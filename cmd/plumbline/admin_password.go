package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/plumbline-scorecard/plumbline/internal/access"
	"github.com/plumbline-scorecard/plumbline/internal/cli"
)

type adminPasswordCmd struct {
	Out string `name:"out" placeholder:"FILE" help:"New file for the hash, readable by its owner only (default: print the hash)."`
}

// Run reads a password and writes its hash. A password is no argument and no variable: other
// processes can see those.
func (c adminPasswordCmd) Run(ctx context.Context, out cli.Streams) error {
	password, err := askPassword(ctx, os.Stdin, out.Err)
	if err != nil {
		return err
	}
	h, err := access.NewHash(password)
	if err != nil {
		return err
	}
	if c.Out != "" {
		return access.WriteHash(c.Out, h)
	}
	_, err = fmt.Fprintln(out.Out, h)
	return err
}

// askPassword reads a password: twice and unseen from a terminal, or else the first line.
func askPassword(ctx context.Context, in *os.File, prompt io.Writer) (string, error) {
	fd := int(in.Fd())
	if !term.IsTerminal(fd) {
		line, err := bufio.NewReader(io.LimitReader(in, 1<<16)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password from standard input: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	// A person who ends the program at the prompt gets a terminal that shows what is typed.
	if state, err := term.GetState(fd); err == nil {
		defer context.AfterFunc(ctx, func() { _ = term.Restore(fd, state) })()
	}
	var asked [2]string
	for i, text := range []string{"Password: ", "The same again: "} {
		fmt.Fprint(prompt, text)
		raw, err := term.ReadPassword(fd)
		fmt.Fprintln(prompt)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		asked[i] = string(raw)
	}
	if asked[0] != asked[1] {
		return "", errors.New("the two passwords differ; nothing was written")
	}
	return asked[0], nil
}
