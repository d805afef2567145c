package testkit

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Postgres returns the address of a new, empty PostgreSQL database, dropped when the test ends. All
// tests of a process share one private server, which listens only on a socket in its folder. The
// server stops and its folder is removed when the process ends, however that happens. Without
// PostgreSQL the test is skipped; see Need for CI. Cost: two seconds for the first database, a
// tenth for each other.
func Postgres(t testing.TB) (dsn string) {
	t.Helper()
	c, err := cluster()
	Need(t, "postgres", err)
	name := fmt.Sprintf("test%d", databases.Add(1))
	if out, err := c.client("createdb", name).CombinedOutput(); err != nil {
		t.Fatalf("create database: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		if out, err := c.client("dropdb", "--force", name).CombinedOutput(); err != nil {
			t.Errorf("drop database: %v\n%s", err, out)
		}
	})
	return "postgres:///" + name + "?host=" + c.dir + "&user=plumbline"
}

var databases atomic.Int64

// server is a running PostgreSQL.
type server struct{ bin, dir string }

// cluster starts the server of this process, once.
var cluster = sync.OnceValues(func() (server, error) {
	bin, err := postgresBin()
	if err != nil {
		return server{}, err
	}
	// The path of a socket has at most 107 bytes, so the folder of a test is too long.
	dir, err := os.MkdirTemp("", "plumbline-pg-")
	if err != nil {
		return server{}, err
	}
	c := server{bin, dir}
	if err := c.start(); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log")) // it may not exist yet
		return c, errors.Join(fmt.Errorf("%w\n%s", err, log), os.RemoveAll(dir))
	}
	return c, nil
})

// postgresBin returns the folder of the server's programs, which is not in PATH on Debian.
func postgresBin() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if p, err := exec.LookPath("initdb"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return "", errors.New("no initdb in PATH or /usr/lib/postgresql (Debian package postgresql)")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// keeper creates the cluster and runs the server until standard input ends, which happens when the
// process at its other end is gone. It then stops the server and removes the folder.
const keeper = `
cd "$DIR" || exit 1
trap '' INT HUP
"$BIN/initdb" --pgdata=data --username=plumbline --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >log 2>&1 || exit 1
"$BIN/postgres" -D data -k "$DIR" -c listen_addresses= -c max_connections=200 -c shared_buffers=64MB \
	-c fsync=off -c synchronous_commit=off -c full_page_writes=off </dev/null >>log 2>&1 &
server=$!
read -r _
kill -INT $server
wait $server
cd / && rm -rf "$DIR"
`

func (c server) start() error {
	cmd := exec.Command("/bin/sh", "-c", keeper)
	cmd.Env = []string{"PATH=/usr/bin:/bin", "BIN=" + c.bin, "DIR=" + c.dir}
	// An interrupt from the terminal is for the tests; the keeper must still clean up.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 {
		// The server refuses to run as root.
		uid, gid, err := unprivileged()
		if err != nil {
			return err
		}
		if err := os.Chown(c.dir, int(uid), int(gid)); err != nil {
			return err
		}
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	// The kernel closes the other end.
	if _, err := cmd.StdinPipe(); err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	ready := time.NewTicker(50 * time.Millisecond)
	defer ready.Stop()
	deadline := time.After(time.Minute)
	for {
		select {
		case err := <-ended:
			return fmt.Errorf("the server ended: %w", err)
		case <-deadline:
			return errors.Join(errors.New("the server was not ready within a minute"), cmd.Process.Kill())
		case <-ready.C:
			if c.client("pg_isready", "--quiet").Run() == nil {
				return nil
			}
		}
	}
}

// client returns a command that runs a PostgreSQL program against the server.
func (c server) client(program string, args ...string) *exec.Cmd {
	return exec.Command(filepath.Join(c.bin, program), append([]string{"--host=" + c.dir, "--username=plumbline"}, args...)...)
}

// unprivileged returns a user without any valuable files.
func unprivileged() (uid, gid uint32, err error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		id, err := strconv.ParseUint(u.Uid, 10, 32)
		group, gerr := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err, gerr); err != nil {
			return 0, 0, fmt.Errorf("user %s: %w", name, err)
		}
		return uint32(id), uint32(group), nil
	}
	return 0, 0, errors.New("no user postgres or nobody to run the server as")
}
