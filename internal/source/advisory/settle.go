package advisory

import (
	"context"

	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// settle looks up what the records of a name leave open: whether a release came after the last
// affected one, and the day of the first patched one. Results are stored with the records. If
// nothing can be queried, the records are unchanged, and the errors say for which of the two.
func (s *Source) settle(ctx context.Context, p health.Project, name subject, m *memory) (now released, noEndings, noDays error) {
	since := s.cfg.Now().AddDate(-5, 0, 0)
	wanted := func(r record) (ending, days bool) {
		read := r.About && !r.Withdrawn && !r.Broken
		return read && r.Ending == ended && !r.Patched, read && r.Ending == fixed && !r.Sought && len(r.Fixed) > 0 && r.Published.After(since)
	}
	endings, days := false, false
	for _, r := range m.Records {
		e, d := wanted(r)
		endings, days = endings || e, days || d
	}
	if !endings && (!days || name.repository()) {
		return now, nil, nil
	}
	var err error
	if !name.repository() {
		now, err = s.releases(ctx, name)
	}
	if now.Day.IsZero() && s.cfg.Release != nil {
		if tag, on, known := s.cfg.Release(ctx, p.Slug); known {
			now.Version, now.Day = tag, on
		}
	}
	for i := range m.Records {
		r := &m.Records[i]
		e, d := wanted(*r)
		if standing, _ := r.after(now); e && standing == patched {
			r.Patched = true
		}
		if d && err == nil {
			for _, v := range r.Fixed {
				if on := now.day(v); on != "" && (r.Released == "" || on < r.Released) {
					r.Released, r.ReleasedAs = on, v
				}
			}
			// What deps.dev does not know after two weeks, it will not know later.
			r.Sought = r.Released != "" || s.cfg.Now().Sub(r.Modified) > 14*day
		}
	}
	s.save(name, *m)
	if days && err != nil {
		noDays = err
	}
	if endings && now.Day.IsZero() && err != nil {
		noEndings = err
	}
	return now, noEndings, noDays
}
