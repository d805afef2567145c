package main

import (
	"bufio"
	"io"
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
	failed, err := report(strings.NewReader(in), &out, 0)
	if err != nil || failed {
		t.Fatalf("failed %v, error %v", failed, err)
	}
	want := "pass   1/1 p 1.2s\nskipped: TestBrowser: needs chromium\n1 passed, 0 failed, 1 skipped\n"
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
	failed, err := report(strings.NewReader(in), &out, 0)
	if err != nil || !failed {
		t.Fatalf("failed %v, error %v", failed, err)
	}
	if !strings.Contains(out.String(), "got 1, want 2") || !strings.HasSuffix(out.String(), "0 passed, 1 failed, 0 skipped\n") {
		t.Errorf("got:\n%s", out.String())
	}
}

func TestReport_aPackageIsALineAsItEnds(t *testing.T) {
	t.Parallel()
	r, events := io.Pipe()
	lines, w := io.Pipe()
	go func() {
		_, err := report(r, w, 3)
		w.CloseWithError(err)
	}()
	in := bufio.NewScanner(lines)
	for _, step := range [][2]string{
		{`{"Action":"pass","Package":"github.com/plumbline-scorecard/plumbline/a","Elapsed":60}`, "pass   1/3 a 60.0s"},
		{`{"Action":"skip","Package":"without/tests"}` + "\n" + `{"Action":"fail","Package":"b","Elapsed":2}`, "fail   3/3 b 2.0s"},
	} {
		go io.WriteString(events, step[0]+"\n") // the next event has not come yet
		if !in.Scan() || in.Text() != step[1] {
			t.Errorf("got %q, want %q", in.Text(), step[1])
		}
	}
	events.Close()
	if in.Scan(); in.Text() != "0 passed, 0 failed, 0 skipped" {
		t.Errorf("the last line is %q", in.Text())
	}
}

func TestReport_aBuildThatFailsShowsItsOwnOutput(t *testing.T) {
	t.Parallel()
	in := `{"ImportPath":"a","Action":"build-output","Output":"# a\n"}
{"ImportPath":"b","Action":"build-output","Output":"# b\n"}
{"ImportPath":"a","Action":"build-fail"}
{"ImportPath":"b","Action":"build-fail"}`
	var out strings.Builder
	failed, err := report(strings.NewReader(in), &out, 2)
	if err != nil || !failed || !strings.HasPrefix(out.String(), "# a\n# b\n0 passed") {
		t.Errorf("failed %v, error %v:\n%s", failed, err, out.String())
	}
}
