package access_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/access"
)

// wait is how long a log-in says to wait; 0: it does not.
func wait(err error) time.Duration {
	var w *access.WaitError
	if errors.As(err, &w) {
		return w.For
	}
	return 0
}

func TestGuard_wrongPasswordsWaitLongerAndLonger(t *testing.T) {
	t.Parallel()
	g, c := guard(t, access.Options{PasswordFile: "password"})
	for i := range 5 {
		if _, err := g.LogIn(from("192.0.2.1:5"), "wrong"); !errors.Is(err, access.ErrWrong) {
			t.Fatalf("wrong password %d: %v", i+1, err)
		}
	}
	last := time.Duration(0)
	for i := range 12 {
		if _, err := g.LogIn(from("192.0.2.1:5"), "wrong"); !errors.Is(err, access.ErrWrong) {
			t.Fatalf("wrong password %d after its wait: %v", i+6, err)
		}
		_, err := g.LogIn(from("192.0.2.1:6"), password)
		now := wait(err)
		if now < last || now < time.Second || now > 15*time.Minute+time.Second {
			t.Fatalf("after %d wrong passwords the right one waits %s, before %s", i+6, now, last)
		}
		c.pass(now)
		last = now
	}
	if last < 10*time.Minute {
		t.Errorf("the longest wait is %s", last)
	}
	if _, err := g.LogIn(from("192.0.2.2:5"), password); err != nil {
		t.Errorf("another address waits: %v", err)
	}
	if _, err := g.LogIn(from("192.0.2.1:5"), password); err != nil {
		t.Errorf("after the wait the right password is not accepted: %v", err)
	}
}

func TestGuard_oneNetworkOfIPv6IsOneAddress(t *testing.T) {
	t.Parallel()
	g, _ := guard(t, access.Options{PasswordFile: "password"})
	for i := range 6 {
		_, _ = g.LogIn(from(fmt.Sprintf("[2001:db8:0:1::%d]:5", i)), "wrong")
	}
	if _, err := g.LogIn(from("[2001:db8:0:1::ffff]:5"), password); wait(err) == 0 {
		t.Errorf("another address of the network: %v", err)
	}
	if _, err := g.LogIn(from("[2001:db8:0:2::1]:5"), password); err != nil {
		t.Errorf("another network: %v", err)
	}
}

func TestGuard_manyAddressesWaitTogetherButNotLong(t *testing.T) {
	t.Parallel()
	g, c := guard(t, access.Options{PasswordFile: "password"})
	tried := 0
	for i := range 60 {
		if _, err := g.LogIn(from(fmt.Sprintf("198.51.100.%d:5", i)), "wrong"); errors.Is(err, access.ErrWrong) {
			tried++
		}
	}
	_, err := g.LogIn(from("192.0.2.1:5"), password)
	if got := wait(err); tried != 51 || got == 0 || got > 31*time.Second {
		t.Errorf("%d of 60 passwords were tried, and another address waits %s", tried, got)
	}
	c.pass(31 * time.Second)
	if _, err := g.LogIn(from("192.0.2.1:5"), password); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// A network that had the right password does not wait for what strangers do, and what they did long
// ago does not count for ever.
func TestGuard_strangersCannotKeepTheOperatorOut(t *testing.T) {
	t.Parallel()
	g, c := guard(t, access.Options{PasswordFile: "password"})
	if _, err := g.LogIn(from("192.0.2.1:5"), password); err != nil {
		t.Fatal(err)
	}
	attack := func() {
		for i := range 200 {
			_, _ = g.LogIn(from(fmt.Sprintf("198.51.100.%d:5", i)), "wrong")
			c.pass(time.Second)
		}
	}
	attack()
	if _, err := g.LogIn(from("203.0.113.1:5"), password); wait(err) == 0 {
		t.Fatalf("the attack makes no one wait: it tests nothing: %v", err)
	}
	if _, err := g.LogIn(from("192.0.2.1:6"), password); err != nil {
		t.Errorf("the operator waits for strangers: %v", err)
	}
	for i := range 6 {
		if _, err := g.LogIn(from("192.0.2.1:6"), "wrong"); !errors.Is(err, access.ErrWrong) {
			t.Errorf("wrong password %d: %v", i, err)
		}
	}
	if _, err := g.LogIn(from("192.0.2.1:6"), password); wait(err) == 0 {
		t.Errorf("a known network may guess without end: %v", err)
	}
	c.pass(50 * time.Minute) // less than an hour: not all is forgotten
	if _, err := g.LogIn(from("203.0.113.2:5"), "wrong"); !errors.Is(err, access.ErrWrong) {
		t.Fatal(err)
	}
	if _, err := g.LogIn(from("203.0.113.3:5"), password); err != nil {
		t.Errorf("after a quiet time one wrong password makes all wait: %v", err)
	}
}

// At once, no more passwords are looked at than are free.
func TestGuard_guessesAtOnceAreCounted(t *testing.T) {
	t.Parallel()
	g, _ := guard(t, access.Options{PasswordFile: "password"})
	var wg sync.WaitGroup
	var mu sync.Mutex
	tried := 0
	for range 20 {
		wg.Go(func() {
			if _, err := g.LogIn(from("192.0.2.1:5"), "wrong"); errors.Is(err, access.ErrWrong) {
				mu.Lock()
				tried++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if tried > 6 {
		t.Errorf("%d passwords were tried at once, want at most 6", tried)
	}
}

func TestMemory_isBounded(t *testing.T) {
	t.Parallel()
	if open, addresses, known := access.Bounds(11_000, time.Unix(0, 0)); open != 1000 || addresses != 10_000 || known != 1000 {
		t.Errorf("%d sessions, %d addresses and %d known networks are held", open, addresses, known)
	}
}
