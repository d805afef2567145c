package githubtest

import (
	"bytes"
	"compress/gzip"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// send sends the response, in the way that a fault requires.
func (s *Server) send(w http.ResponseWriter, r *http.Request, a *answer, f *Fault) {
	if f == nil {
		f = &Fault{}
	}
	s.counts.answered(a)
	if f.Drop {
		drop(w)
		return
	}
	if f.Hang {
		select {
		case <-r.Context().Done():
		case <-s.closed:
		}
		panic(http.ErrAbortHandler)
	}
	if !s.wait(r, f.Delay) {
		panic(http.ErrAbortHandler)
	}
	s.zip(r, a)
	for name, values := range a.header {
		w.Header()[name] = values
	}
	length := int64(len(a.body)) + f.Pad
	if a.status != http.StatusNotModified && a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.FormatInt(length, 10))
	}
	w.WriteHeader(a.status)
	if r.Method == http.MethodHead || a.status == http.StatusNotModified || a.status == http.StatusNoContent {
		return
	}
	s.body(w, r, a.body, f)
}

// body writes the body. Errors mean that the client has gone.
func (s *Server) body(w http.ResponseWriter, r *http.Request, body []byte, f *Fault) {
	if f.Cut > 0 {
		_, _ = w.Write(body[:min(f.Cut, len(body))])
		flush(w)
		panic(http.ErrAbortHandler) // the connection ends in the middle
	}
	blank := bytes.Repeat([]byte(" "), 64<<10)
	for left := f.Pad; left > 0; {
		n, err := w.Write(blank[:min(left, int64(len(blank)))])
		if err != nil {
			return
		}
		left -= int64(n)
	}
	if f.BytesPerSecond == 0 {
		_, _ = w.Write(body)
		return
	}
	for i := range body {
		if _, err := w.Write(body[i : i+1]); err != nil {
			return
		}
		flush(w)
		if !s.wait(r, time.Second/time.Duration(f.BytesPerSecond)) {
			panic(http.ErrAbortHandler)
		}
	}
}

func flush(w http.ResponseWriter) {
	if fl, ok := w.(http.Flusher); ok {
		fl.Flush()
	}
}

// drop closes the connection without a response: with a reset if the system allows it.
func drop(w http.ResponseWriter) {
	h, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	c, _, err := h.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

// zip compresses a response above a minimum size, as GitHub does for clients that accept it.
func (s *Server) zip(r *http.Request, a *answer) {
	if !s.cfg.Gzip || len(a.body) < 1400 || a.header.Get("Content-Encoding") != "" || a.archive || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		return
	}
	a.body = zipped(a.body)
	a.header.Set("Content-Encoding", "gzip")
}

func zipped(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a bytes.Buffer accepts everything
	_ = z.Close()
	return b.Bytes()
}
