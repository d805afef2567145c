package ossf

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/source"
)

// atOnce is the number of asks of one child that are answered concurrently.
const atOnce = 8

// asked is an ask with its answer, with which a later scan can check that the answer is the same.
type asked struct {
	Ask    ask    `json:"ask"`
	Digest string `json:"digest"`
}

// replies answers the asks of one child on its input.
type replies struct {
	answer func(ctx context.Context, q ask) answer
	limits Limits
	heard  *atomic.Int64
	cancel context.CancelFunc
	ctx    context.Context
	slots  chan struct{}
	busy   sync.WaitGroup
	count  int // used only by the listener

	mu    sync.Mutex
	out   io.Writer
	bytes int64
	told  map[string][]asked // by check
}

// newReplies sends the job and waits for asks; answer is nil if nothing can answer them.
func newReplies(ctx context.Context, j job, p process, out io.Writer, heard *atomic.Int64) *replies {
	r := &replies{
		answer: p.answer, limits: p.limits, heard: heard, out: out,
		slots: make(chan struct{}, atOnce), told: map[string][]asked{},
	}
	r.ctx, r.cancel = context.WithCancel(ctx)
	// A large job does not fit into the pipe. If the child ends before it has read the job, its
	// messages say why.
	r.busy.Go(func() { r.send(j) })
	return r
}

func (r *replies) send(v any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	// The error means that the child ended, which is detected elsewhere.
	_ = json.NewEncoder(r.out).Encode(v)
}

// take answers an ask of a check. It does not block.
func (r *replies) take(check string, q ask) {
	r.count++
	switch {
	case r.answer == nil:
		r.reply(check, q, answer{ID: q.ID, Error: "a scan of a tree asks nobody"})
	case r.count > r.limits.Asks:
		r.reply(check, q, answer{ID: q.ID, Error: fmt.Sprintf("%v: more than %d asks", source.ErrLimit, r.limits.Asks)})
	default:
		r.busy.Go(func() {
			select {
			case r.slots <- struct{}{}:
				defer func() { <-r.slots }()
				r.reply(check, q, r.answer(r.ctx, q))
			case <-r.ctx.Done():
			}
		})
	}
}

// reply sends the answer to the child, unless the limit of answers is exceeded.
func (r *replies) reply(check string, q ask, a answer) {
	r.mu.Lock()
	if r.bytes += int64(len(a.Body)); r.bytes > r.limits.Answers {
		a = answer{ID: q.ID, Error: fmt.Sprintf("%v: more than %d bytes of answers", source.ErrLimit, r.limits.Answers)}
	}
	if digest := a.digest(); a.Error == "" {
		q.ID = 0
		r.told[check] = append(r.told[check], asked{q, digest})
	}
	r.mu.Unlock()
	// The time spent waiting for us does not count as silence of the check.
	r.heard.Store(time.Now().UnixNano())
	r.send(a)
}

// stop cancels all asks in progress. It is called when the child has exited.
func (r *replies) stop() {
	r.cancel()
	r.busy.Wait()
}
