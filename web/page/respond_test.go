package page

import (
	"net/http/httptest"
	"testing"
)

func TestCSV_isAFileWithItsName(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	r := &Request{W: w}
	if err := r.CSV("a.csv", [][]string{{"name", "n"}, {"a, b", "-7"}}); err != nil {
		t.Fatal(err)
	}
	if got := w.Body.String(); got != "name,n\n\"a, b\",-7\n" {
		t.Errorf("the file is %q", got)
	}
	h := w.Header()
	if h.Get("Content-Type") != "text/csv; charset=utf-8" || h.Get("Content-Disposition") != `attachment; filename="a.csv"` {
		t.Errorf("the head is %q", h)
	}
}
