package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// hardening is added to every call: git must start no other programs, use no credential helpers and
// do no background maintenance.
var hardening = []string{
	"safe.directory=*",
	"core.hooksPath=/dev/null", "core.fsmonitor=false", "core.sshCommand=false", "core.askPass=false", "core.pager=cat", "core.editor=false",
	"core.attributesFile=/dev/null", "core.excludesFile=/dev/null",
	"credential.helper=", "protocol.ext.allow=never", "protocol.file.allow=user",
	"submodule.recurse=false", "fetch.recurseSubmodules=false", "transfer.bundleURI=false",
	"gc.auto=0", "maintenance.auto=false", "log.showSignature=false", "gpg.program=false",
	"core.quotePath=false", "i18n.logOutputEncoding=UTF-8", "mailmap.file=", "mailmap.blob=HEAD:.mailmap",
	"http.lowSpeedLimit=1000", "http.lowSpeedTime=60",
}

// runner is the only place that starts git.
type runner struct {
	bin       string
	env       []string // from Config.Env: PATH, proxies, certificates
	protocols string   // for calls that may use the network, "https"
	limits    Limits
	started   func(args []string) // for tests that count calls; may be nil
}

// call is one run of git.
type call struct {
	dir     string // the git directory; empty for commands that need none
	config  []string
	args    []string
	stdin   io.Reader
	network bool
}

// failure is the exit of git with the start of its error output, without the user info of
// addresses.
type failure struct {
	command string
	code    int
	said    string
}

func (f *failure) Error() string {
	return fmt.Sprintf("git %s: exit %d: %s", f.command, f.code, f.said)
}

func (f *failure) Unwrap() error { return source.ErrUnavailable }

var (
	errTime   = fmt.Errorf("git took too long: %w", source.ErrLimit)
	errOutput = fmt.Errorf("git printed too much: %w", source.ErrLimit)
	errSize   = fmt.Errorf("the clone grew too large: %w", source.ErrLimit)
)

func (r *runner) environment(network bool) []string {
	env := append([]string{
		"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/nonexistent", "XDG_CONFIG_HOME=/nonexistent", "LC_ALL=C", "TZ=UTC",
	}, r.env...)
	protocols := "none" // for a git too old for GIT_NO_LAZY_FETCH, this stops lazy fetches
	if network {
		protocols = r.protocols
	} else {
		env = append(env, "GIT_NO_LAZY_FETCH=1")
	}
	return append(env,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_ATTR_NOSYSTEM=1",
		"GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=false", "SSH_ASKPASS=false", "GIT_SSH_COMMAND=false",
		"GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_ALLOW_PROTOCOL="+protocols, "GIT_PROTOCOL_FROM_USER=0")
}

func (r *runner) command(ctx context.Context, c call) *exec.Cmd {
	args := []string{"--no-pager"}
	for _, kv := range append(hardening[:len(hardening):len(hardening)], c.config...) {
		args = append(args, "-c", kv)
	}
	if c.dir != "" {
		args = append(args, "--git-dir="+c.dir)
	}
	cmd := exec.CommandContext(ctx, r.bin, append(args, c.args...)...)
	cmd.Env, cmd.Stdin, cmd.Dir = r.environment(c.network), c.stdin, "/"
	// Git starts its own children (index-pack, remote-https), so the complete process group must
	// end.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// stream runs git and passes its output to read, which must consume all of it. If read returns an
// error, git is killed and that error is returned. It returns ErrLimit for time and size,
// ErrUnavailable if git fails.
func (r *runner) stream(ctx context.Context, c call, read func(io.Reader) error) error {
	if r.started != nil {
		r.started(c.args)
	}
	limit := r.limits.Command
	if c.network {
		limit = r.limits.Network
	}
	ctx, stop := context.WithTimeoutCause(ctx, limit, errTime)
	defer stop()
	ctx, kill := context.WithCancelCause(ctx)
	defer kill(nil)
	cmd := r.command(ctx, c)
	said := &head{max: 4096}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("git %s: %w", c.args[0], err)
	}
	if err := cmd.Start(); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return fmt.Errorf("git %s: %w: %w", c.args[0], err, source.ErrUnavailable)
	}
	readErr := read(&capped{r: out, left: r.limits.Output})
	if readErr != nil {
		kill(readErr)
	}
	waitErr := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("git %s: %w", c.args[0], context.Cause(ctx))
	case waitErr != nil:
		return &failure{command: c.args[0], code: cmd.ProcessState.ExitCode(), said: said.line()}
	}
	return nil
}

// output returns the output of git, at most 64 MiB.
func (r *runner) output(ctx context.Context, c call) ([]byte, error) {
	var b bytes.Buffer
	err := r.stream(ctx, c, func(out io.Reader) error {
		_, err := io.Copy(&b, &capped{r: out, left: 64 << 20})
		return err
	})
	return b.Bytes(), err
}

// exitCode returns the exit code of git, or −1 for another kind of error.
func exitCode(err error) int {
	var f *failure
	if errors.As(err, &f) {
		return f.code
	}
	return -1
}

// capped fails with errOutput instead of reading for ever.
type capped struct {
	r    io.Reader
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errOutput
	}
	if int64(len(p)) > c.left {
		p = p[:c.left]
	}
	n, err := c.r.Read(p)
	c.left -= int64(n)
	return n, err
}

// head keeps the first bytes written to it and drops the rest.
type head struct {
	b   []byte
	max int
}

func (h *head) Write(p []byte) (int, error) {
	h.b = append(h.b, p[:min(len(p), h.max-len(h.b))]...)
	return len(p), nil
}

var userInfo = regexp.MustCompile(`://[^/\s@]*@`)

// line returns the text on one line without user info in addresses.
func (h *head) line() string {
	s := strings.Join(strings.Fields(strings.ToValidUTF8(string(h.b), "?")), " ")
	return userInfo.ReplaceAllString(s[:min(len(s), 400)], "://")
}
