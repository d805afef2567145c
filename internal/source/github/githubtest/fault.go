package githubtest

import "net/http"

type served struct{}
type faults struct{ served map[string]served }

func (s *Server) send(w http.ResponseWriter, _ *http.Request, a *answer) {
	s.counts.answered(a)
	for k, v := range a.header {
		w.Header()[k] = v
	}
	w.WriteHeader(a.status)
	w.Write(a.body)
}
