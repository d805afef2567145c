package main

import (
	"strings"
	"testing"
)

func TestReport_namesSkipsLastWithTheirReason(t *testing.T) {
	t.Parallel()
	in := strings.Join([]string{
		`{"Action":"output","Package":"p","Test":"TestBrowser","Output":"=== RUN   TestBrowser\n"}`,
		`{"Action":"output","Package":"p","Test":"TestBrowser","Output":"    x_test.go:9: needs chromium\n"}`,
		`{"Action":"skip","Package":"p","Test":"TestBrowser"}`,
		`{"Action":"pass","Package":"p","Test":"TestOther"}`,
		`{"Action":"pass","Package":"p","Elapsed":1.25}`,
	}, "\n")
	var out strings.Builder
	failed, err := report(strings.NewReader(in), &out)
	if err != nil || failed {
		t.Fatalf("failed %v, error %v", failed, err)
	}
	want := "pass p 1.2s\nskipped: TestBrowser: needs chromium\n1 passed, 0 failed, 1 skipped\n"
	if out.String() != want {
		t.Errorf("got:\n%swant:\n%s", out.String(), want)
	}
}

func TestReport_failureShowsItsOutput(t *testing.T) {
	t.Parallel()
	in := `{"Action":"output","Package":"p","Test":"TestX","Output":"    x_test.go:3: got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"TestX"}
{"Action":"fail","Package":"p","Elapsed":0.1}`
	var out strings.Builder
	failed, err := report(strings.NewReader(in), &out)
	if err != nil || !failed {
		t.Fatalf("failed %v, error %v", failed, err)
	}
	if !strings.Contains(out.String(), "got 1, want 2") || !strings.HasSuffix(out.String(), "0 passed, 1 failed, 0 skipped\n") {
		t.Errorf("got:\n%s", out.String())
	}
}
