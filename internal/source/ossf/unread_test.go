package ossf

import (
	"strings"
	"testing"

	"github.com/plumbline-scorecard/plumbline/internal/check"
)

// A workflow beyond our limits is kept from the parsers of the checks, and says so.
func TestScan_workflowsBeyondTheLimits(t *testing.T) {
	t.Parallel()
	const name = ".github/workflows/large.yml"
	line := "# " + strings.Repeat("a", 97) + "\n"
	files := map[string]string{"README.md": "x", ".github/workflows/ci.yml": workflowOf("")}
	files[name] = workflowOf(strings.Repeat(line, workflowLimits.Size/len(line)+1))
	r := scan(t, files, nil)
	for _, c := range []string{"Dangerous-Workflow", "Token-Permissions", "Pinned-Dependencies"} {
		got := got(t, r, c)
		if got.State != check.Errored || !strings.HasPrefix(got.Reason, "this tree could not be read by the check: "+name) || !strings.Contains(got.Reason, "1048576 bytes") {
			t.Errorf("%s: %+v, want errored with the file and the limit", c, got)
		}
	}
	if c := got(t, r, "License"); c.State != check.Scored {
		t.Errorf("License: %+v, want it untouched", c)
	}

	files[name] = workflowOf(strings.Repeat(line, workflowLimits.Size/len(line)-10))
	if c := got(t, scan(t, files, nil), "Token-Permissions"); c.State != check.Scored {
		t.Errorf("just below the limit: %+v", c)
	}
}

func workflowOf(comment string) string {
	return "name: ci\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo\n" + comment
}
