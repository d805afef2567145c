package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"
)

// The ends of a session: without use, and whatever is done.
const (
	IdleEnd = 2 * time.Hour
	HardEnd = 12 * time.Hour
)

// mostSessions is how many sessions there are at once; a further one ends the oldest.
const mostSessions = 1000

// sessions are the open sessions, by the SHA-256 of their tokens. They end with the process.
type sessions struct {
	mu   sync.Mutex
	open map[[sha256.Size]byte]session
}

type session struct{ opened, used time.Time }

func (s session) ended(now time.Time) bool {
	return now.Sub(s.used) >= IdleEnd || now.Sub(s.opened) >= HardEnd
}

// begin opens a session and returns its token: 256 random bits.
func (s *sessions) begin(now time.Time) string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	token := base64.RawURLEncoding.EncodeToString(b[:])
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tidy(now)
	if s.open == nil {
		s.open = map[[sha256.Size]byte]session{}
	}
	s.open[sha256.Sum256([]byte(token))] = session{opened: now, used: now}
	return token
}

// tidy removes the sessions that have ended, and the oldest if there are too many.
func (s *sessions) tidy(now time.Time) {
	var oldest [sha256.Size]byte
	var when time.Time
	for key, one := range s.open {
		if one.ended(now) {
			delete(s.open, key)
		} else if when.IsZero() || one.opened.Before(when) {
			oldest, when = key, one.opened
		}
	}
	if len(s.open) >= mostSessions {
		delete(s.open, oldest)
	}
}

// use reports whether the token has an open session, and moves its idle end.
func (s *sessions) use(token string, now time.Time) bool {
	key := sha256.Sum256([]byte(token))
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.open[key]
	if !ok {
		return false
	}
	if one.ended(now) {
		delete(s.open, key)
		return false
	}
	one.used = now
	s.open[key] = one
	return true
}

// end ends the session of a token.
func (s *sessions) end(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, sha256.Sum256([]byte(token)))
}
