package cost

import (
	"context"
	"fmt"
	"sync/atomic"
)

// Cost is the load of observing on the hosts: requests and points.
type Cost struct {
	// Requests are the requests sent to an API, whatever the response. Unchanged is how many of
	// them returned "not modified", which the host does not count.
	Requests, Unchanged int
	// Points are the cost of GraphQL queries as reported by the host.
	Points int
}

// Add returns the sum.
func (c Cost) Add(o Cost) Cost {
	return Cost{c.Requests + o.Requests, c.Unchanged + o.Unchanged, c.Points + o.Points}
}

// Plan is the estimated cost of a run.
type Plan struct {
	// Projects is how many will be observed, First how many of them for the first time.
	Projects, First int
	// Cost is the estimate.
	Cost Cost
	// Hourly is how many requests or points may be used in an hour, over all budgets; 0 if unknown.
	// It counts points if a credential is set, and requests otherwise.
	Hourly int
	// Without is what cannot be observed, and why; empty if everything can.
	Without string
}

// Share returns the part of an hour's quota that the plan uses, or 0 if unknown. Above 1 the plan
// needs more than an hour.
func (p Plan) Share() float64 {
	if p.Hourly <= 0 {
		return 0
	}
	return float64(max(p.Cost.Requests, p.Cost.Points)) / float64(p.Hourly)
}

// String returns "145 projects ≈ 437 requests = 8.7% of an hour's quota".
func (p Plan) String() string {
	text := few(p.Projects, "project") + " ≈ " + few(p.Cost.Requests, "request")
	switch share := p.Share() * 100; {
	case p.Hourly <= 0 || p.Projects == 0:
	case share < 0.1:
		text += ", less than 0.1% of an hour's quota"
	case share < 10:
		text += fmt.Sprintf(" = %.1f%% of an hour's quota", share)
	case share <= 100:
		text += fmt.Sprintf(" = %.0f%% of an hour's quota", share)
	default:
		text += fmt.Sprintf(" = the quota of %.1f hours", share/100)
	}
	return text
}

func few(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Meter counts the cost of one observation. It is safe for concurrent use, and
// a nil Meter counts nothing.
type Meter struct{ requests, unchanged, points atomic.Int64 }

// Add adds the cost.
func (m *Meter) Add(c Cost) {
	if m == nil {
		return
	}
	m.requests.Add(int64(c.Requests))
	m.unchanged.Add(int64(c.Unchanged))
	m.points.Add(int64(c.Points))
}

// Cost returns the sum of all costs added.
func (m *Meter) Cost() Cost {
	if m == nil {
		return Cost{}
	}
	return Cost{Requests: int(m.requests.Load()), Unchanged: int(m.unchanged.Load()), Points: int(m.points.Load())}
}

type meterKey struct{}

// WithMeter returns a context in which the meter counts all requests.
func WithMeter(ctx context.Context, m *Meter) context.Context {
	return context.WithValue(ctx, meterKey{}, m)
}

// MeterOf returns the meter of the context, or nil if there is none.
func MeterOf(ctx context.Context) *Meter {
	m, _ := ctx.Value(meterKey{}).(*Meter)
	return m
}
