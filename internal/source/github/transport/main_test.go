package transport

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// closed stands in for http.DefaultTransport while the tests run.
type closed struct{ asked atomic.Int64 }

const control = "control.invalid"

var errClosed = errors.New("the default transport was used")

func (c *closed) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != control {
		c.asked.Add(1)
	}
	return nil, errClosed
}

// TestMain makes what nobody may use fail for all tests of the package.
func TestMain(m *testing.M) {
	nobody := &closed{}
	http.DefaultTransport = nobody
	http.DefaultClient = &http.Client{Transport: nobody}
	code := m.Run()
	if n := nobody.asked.Load(); n > 0 {
		fmt.Fprintf(os.Stderr, "http.DefaultTransport was asked %d times, want 0\n", n)
		code = 1
	}
	os.Exit(code)
}

func TestDefaults_failClosed(t *testing.T) {
	t.Parallel()
	for _, client := range []*http.Client{http.DefaultClient, {}} {
		resp, err := client.Get("http://" + control + "/")
		if !errors.Is(err, errClosed) {
			t.Errorf("got error %v, want %v", err, errClosed)
		}
		if resp != nil {
			_ = resp.Body.Close()
		}
	}
}

func TestPackage_namesNoDefaults(t *testing.T) {
	t.Parallel()
	banned := map[string]bool{"DefaultTransport": true, "DefaultClient": true, "Get": true, "Post": true, "PostForm": true, "Head": true}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(gotoken.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "http" && banned[sel.Sel.Name] {
					t.Errorf("%s uses http.%s", name, sel.Sel.Name)
				}
			}
			return true
		})
	}
}
