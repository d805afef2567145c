package main

import "github.com/plumbline-scorecard/plumbline/internal/app/usage"

type workCmd struct{ scheduling }

// Run collects until it is asked to stop. Any number of processes may do so on
// one database, beside those that serve.
func (c workCmd) Run(a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	if c.Every == 0 {
		return usage.Errorf("--every is 0: there is nothing to work on")
	}
	st, err := a.ready(a.ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	col, err := collector(a, c.Options, st)
	if err != nil {
		return err
	}
	q, err := c.queue(a, st, col)
	if err != nil {
		return err
	}
	defer q.Close()
	if err := c.announce(a, col); err != nil {
		return err
	}
	return q.Run(a.ctx)
}
