package ossf

import (
	"bytes"
	"fmt"

	"github.com/ossf/scorecard/v4/checker"
	"github.com/ossf/scorecard/v4/log"
	"github.com/ossf/scorecard/v4/pkg"
	"github.com/ossf/scorecard/v4/rule"
	"github.com/plumbline-scorecard/plumbline/internal/check"
)

// JSON2 returns the result in Scorecard's JSON version 2, written by Scorecard itself, ending in a
// newline. Checks that did not run are left out. One without a score is −1 and not part of the
// aggregate, as in Scorecard. Empty lists are null, in spite of its schema.
func JSON2(r Result) ([]byte, error) {
	texts, err := texts()
	if err != nil {
		return nil, fmt.Errorf("read the documentation of the checks: %w", err)
	}
	out := pkg.ScorecardResult{
		Repo:      pkg.RepoInfo{Name: r.Repo, CommitSHA: r.Commit},
		Date:      r.ScannedAt,
		Scorecard: pkg.ScorecardInfo{Version: r.Version, CommitSHA: r.VersionCommit},
		Metadata:  r.LeftOut,
	}
	for _, c := range r.Checks {
		if c.State == check.NotRun {
			continue
		}
		res := checker.CheckResult{Name: c.Name, Score: c.Score, Reason: c.Reason}
		if c.State == check.Errored {
			res.Reason = c.Error
		}
		for _, d := range c.Details {
			res.Details = append(res.Details, jsonDetail(d))
		}
		out.Checks = append(out.Checks, res)
	}
	var b bytes.Buffer
	if err := out.AsJSON2(true, log.InfoLevel, texts, &b); err != nil {
		return nil, fmt.Errorf("write the result of %s as JSON: %w", r.Repo, err)
	}
	return b.Bytes(), nil
}

// Aggregate returns Scorecard's own weighted mean over the checks with a score, 0 to 10, or −1 if
// there is none. Over a tree alone it means little.
func Aggregate(checkResults []check.Check) (float64, error) {
	texts, err := texts()
	if err != nil {
		return -1, fmt.Errorf("read the documentation of the checks: %w", err)
	}
	var out pkg.ScorecardResult
	for _, c := range checkResults {
		out.Checks = append(out.Checks, checker.CheckResult{Name: c.Name, Score: c.Score})
	}
	score, err := out.GetAggregateScore(texts)
	if err != nil {
		return -1, fmt.Errorf("aggregate score: %w", err)
	}
	return score, nil
}

func jsonDetail(d check.Detail) checker.CheckDetail {
	out := checker.CheckDetail{Type: checker.DetailInfo, Msg: checker.LogMessage{
		Text: d.Text, Path: d.Path, Offset: uint(d.Line), EndOffset: uint(d.EndLine),
	}}
	if d.Type == "warn" {
		out.Type = checker.DetailWarn
	}
	if d.Remedy != "" {
		out.Msg.Remediation = &rule.Remediation{Text: d.Remedy}
	}
	return out
}
