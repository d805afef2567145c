package ossf

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ossf/scorecard/v4/checker"
	"github.com/plumbline-scorecard/plumbline/internal/check"
)

// maxText limits every text that a check returns, in bytes.
const maxText = 1000

func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= maxText {
		return s
	}
	return strings.ToValidUTF8(s[:maxText], "") + "…"
}

// notSeen is a warning that describes our view, not the project: without a host, pull requests are
// not visible.
const notSeen = "no pull requests merged into dev branch"

// seen returns the evidence over a tree alone, without warnings about data that was not visible.
func seen(ds []checker.CheckDetail) []checker.CheckDetail {
	return slices.DeleteFunc(ds, func(d checker.CheckDetail) bool { return d.Msg.Text == notSeen })
}

// details converts evidence, at most limit lines, and counts the rest. Debug lines are dropped, as
// in Scorecard's JSON. We sort the lines, because some checks report in random order.
func details(ds []checker.CheckDetail, limit int) ([]check.Detail, int) {
	var out []check.Detail
	for _, d := range ds {
		if d.Type == checker.DetailDebug {
			continue
		}
		out = append(out, detail(d))
	}
	slices.SortStableFunc(out, func(a, b check.Detail) int {
		return cmp.Or(-cmp.Compare(a.Type, b.Type), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	if len(out) <= limit {
		return out, 0
	}
	return out[:limit:limit], len(out) - limit
}

func detail(d checker.CheckDetail) check.Detail {
	out := check.Detail{Type: "info"}
	if d.Type == checker.DetailWarn {
		out.Type = "warn"
	}
	f := d.Msg.Finding
	if f == nil {
		out.Text, out.Path = clip(d.Msg.Text), clip(d.Msg.Path)
		if out.Path != "" {
			out.Line, out.EndLine = int(d.Msg.Offset), int(d.Msg.EndOffset)
		}
		if d.Msg.Remediation != nil {
			out.Remedy = clip(d.Msg.Remediation.Text)
		}
		return out
	}
	out.Text = clip(f.Message)
	if l := f.Location; l != nil {
		out.Path = clip(l.Path)
		if l.LineStart != nil {
			out.Line = int(*l.LineStart)
		}
		if l.LineEnd != nil {
			out.EndLine = int(*l.LineEnd)
		}
	}
	if f.Remediation != nil {
		out.Remedy = clip(fmt.Sprintf("%s (%s effort)", f.Remediation.Text, f.Remediation.Effort.String()))
	}
	return out
}
