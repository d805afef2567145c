package transport

import "time"

// Limits bound what one request may cost. A zero field is its default.
type Limits struct {
	// Concurrent is how many requests of one budget wait for an answer at the
	// same time (20; the host allows 100). It is halved by a secondary limit and
	// regained one by one.
	Concurrent int
	// RESTPerMinute and GraphQLPerMinute are the requests of one budget in any
	// minute (900 and 2,000, the host's own secondary limits).
	RESTPerMinute, GraphQLPerMinute int
	// Turn is the longest a request waits for its turn (5 min).
	Turn time.Duration
	// Wait is the longest a host may tell us to stay away (65 min).
	Wait time.Duration
	// Tries is how often a GET or a query is sent when the host has trouble (4).
	Tries int
	// Backoff is the longest wait before the second try (500 ms); it doubles up
	// to 16 times that. The wait is a random part of it.
	Backoff time.Duration
	// Failures in a row open the breaker of a host (8).
	Failures int
	// Open is how long it stays open (30 s), doubling up to 10 times that.
	Open time.Duration
	// Answer is the largest answer of the API in bytes (32 MiB).
	Answer int64
	// Body is the largest request in bytes that cannot be rewound (8 MiB).
	Body int64
	// Stored is the largest answer the ETag store keeps in bytes (1 MiB).
	Stored int64
	// Refresh is the age at which a stored answer is fetched anew whatever its
	// ETag says (7 days).
	Refresh time.Duration
	Archive ArchiveLimits
}

// ArchiveLimits bound an archive. A zero field is its default.
type ArchiveLimits struct {
	// Compressed and Expanded are bytes of the whole (256 MiB and 500 MiB).
	Compressed, Expanded int64
	// Entries of any kind (100,000).
	Entries int
	// File is the most that is read of one file in bytes (10 MiB).
	File int64
}

func (l Limits) withDefaults() Limits {
	fill(&l.Concurrent, 20)
	fill(&l.RESTPerMinute, 900)
	fill(&l.GraphQLPerMinute, 2000)
	fill(&l.Turn, 5*time.Minute)
	fill(&l.Wait, 65*time.Minute)
	fill(&l.Tries, 4)
	fill(&l.Backoff, 500*time.Millisecond)
	fill(&l.Failures, 8)
	fill(&l.Open, 30*time.Second)
	fill(&l.Answer, 32<<20)
	fill(&l.Body, 8<<20)
	fill(&l.Stored, 1<<20)
	fill(&l.Refresh, 7*24*time.Hour)
	l.Archive = l.Archive.withDefaults()
	return l
}

func (l ArchiveLimits) withDefaults() ArchiveLimits {
	fill(&l.Compressed, 256<<20)
	fill(&l.Expanded, 500<<20)
	fill(&l.Entries, 100_000)
	fill(&l.File, 10<<20)
	return l
}

func fill[T int | int64 | time.Duration](v *T, standard T) {
	if *v <= 0 {
		*v = standard
	}
}
