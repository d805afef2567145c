package schedule

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/app/sources"
	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// switched is a network that can be switched off, with a clock.
type switched struct {
	off    bool
	looked int
	now    time.Time
	told   []time.Time
}

func (s *switched) gate() *gate {
	dial := func(context.Context, string, string) (net.Conn, error) {
		s.looked++
		if s.off {
			return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
		}
		c, _ := net.Pipe()
		return c, nil
	}
	return &gate{
		network: sources.Network{Hosts: []string{"api.example:443"}, Dial: dial},
		now:     func() time.Time { return s.now },
		tell:    func(again time.Time) { s.told = append(s.told, again) },
	}
}

func TestGate_tellsOnceThatTheNetworkIsGoneAndOnceThatItIsBack(t *testing.T) {
	t.Parallel()
	s := &switched{now: time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC), off: true}
	g := s.gate()
	began := s.now
	for range 5 { // sweeps
		if g.Up(t.Context()) {
			t.Error("it is up")
		}
		s.now = s.now.Add(sweepEvery)
	}
	if len(s.told) != 1 || !s.told[0].Equal(began.Add(sweepEvery)) {
		t.Errorf("told %v, want once, with the next sweep", s.told)
	}
	s.off = false
	if !g.Up(t.Context()) || len(s.told) != 2 || !s.told[1].IsZero() {
		t.Errorf("told %v, want that it is back", s.told)
	}
}

func TestGate_onlineSaysNothingAndSharesALook(t *testing.T) {
	t.Parallel()
	s := &switched{now: time.Now()}
	g := s.gate()
	for range 50 {
		if err := g.Later(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if s.looked != 1 || len(s.told) != 0 {
		t.Errorf("it looked %d times and told %v", s.looked, s.told)
	}
}

func TestGate_aFailureLooksAgain(t *testing.T) {
	t.Parallel()
	s := &switched{now: time.Now()}
	g := s.gate()
	if err := g.Later(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.off = true
	var later *source.LaterError
	if err := g.Lost(t.Context()); !errors.As(err, &later) || !later.At.Equal(s.now.Add(sweepEvery)) {
		t.Errorf("the error is %v, want one for the next sweep", err)
	}
	if err := g.Later(t.Context()); err == nil {
		t.Error("others are asked about")
	}
	if s.looked != 2 {
		t.Errorf("it looked %d times, want 2", s.looked)
	}
}
