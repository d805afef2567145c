package transport

import "time"

// Limits limit the cost of one request. A zero field has its default.
type Limits struct {
	// Concurrent is the maximum number of concurrent requests of one budget (20; the host allows
	// 100). A secondary limit halves it, and it recovers one by one.
	Concurrent int
	// RESTPerMinute and GraphQLPerMinute are the maximum requests of one budget in any minute (900
	// and 2,000, the host's own secondary limits).
	RESTPerMinute, GraphQLPerMinute int
	// Turn is the maximum wait of a request for its turn (5 min).
	Turn time.Duration
	// Patience is the longest time that one request waits out rate limits itself, in at most three
	// pauses, before the caller gets a *source.LaterError (0: none). It does not wait for a limit
	// that ends later, or after the deadline of its context.
	Patience time.Duration
	// Wait is the maximum pause that a host may request (65 min).
	Wait time.Duration
	// Tries is how many times a GET or a query is sent if the host fails (4).
	Tries int
	// Backoff is the maximum wait before the second try (500 ms); it doubles up to 16 times that.
	// The wait is a random part of it.
	Backoff time.Duration
	// Failures is the number of failures in a row that open the breaker of a host (8).
	Failures int
	// Open is how long it stays open (30 s), doubling up to 10 times that.
	Open time.Duration
	// Answer is the maximum size of a response of the API in bytes (32 MiB).
	Answer int64
	// Body is the maximum size in bytes of a request that cannot be rewound (8 MiB).
	Body int64
	// Stored is the maximum size in bytes of a response in the ETag store (1 MiB).
	Stored int64
	// Refresh is the age at which a stored response is fetched again, whatever its ETag is (7
	// days).
	Refresh time.Duration
	Archive ArchiveLimits
}

// ArchiveLimits limit an archive. A zero field has its default.
type ArchiveLimits struct {
	// Compressed and Expanded are the total bytes (256 MiB and 500 MiB).
	Compressed, Expanded int64
	// Entries is the number of entries of any kind (100,000).
	Entries int
	// File is the maximum number of bytes read of one file (10 MiB).
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
