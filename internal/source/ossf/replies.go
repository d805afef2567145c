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

// atOnce is how many asks of one child are answered at the same time.
const atOnce = 8

// asked is an ask and what it was told, by which a later scan knows that it
// would be told the same.
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
	count  int // of the listener alone

	mu    sync.Mutex
	out   io.Writer
	bytes int64
	told  map[string][]asked // by check
}

// newReplies sends the job and waits for asks; answer is nil when there is
// nobody to answer them.
func newReplies(ctx context.Context, j job, p process, out io.Writer, heard *atomic.Int64) *replies {
	r := &replies{
		answer: p.answer, limits: p.limits, heard: heard, out: out,
		slots: make(chan struct{}, atOnce), told: map[string][]asked{},
	}
	r.ctx, r.cancel = context.WithCancel(ctx)
	// A large job does not fit into the pipe. Should the child end before it has
	// read it, its messages say why.
	r.busy.Go(func() { r.send(j) })
	return r
}

func (r *replies) send(v any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	// The error is that of a child that ended, which is noticed elsewhere.
	_ = json.NewEncoder(r.out).Encode(v)
}

// take answers an ask of a check. It does not wait.
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

// reply tells the child, unless it was told too much.
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
	// Waiting for us was not the check's silence.
	r.heard.Store(time.Now().UnixNano())
	r.send(a)
}

// stop ends all asks under way. It is called when the child is gone.
func (r *replies) stop() {
	r.cancel()
	r.busy.Wait()
}
