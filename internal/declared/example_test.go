package declared_test

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/declared"
)

func ExampleRead() {
	s := declared.Read([]declared.File{
		{Path: "SECURITY.md", Text: []byte("Please report holes to security@plain.test.\nWe aim to respond within 3 working days.\n")},
		{Path: "security-insights.yml", Text: []byte("header:\n  schema-version: 2.2.0\nproject:\n  vulnerability-reporting:\n    reports-accepted: false\n")},
	})
	for _, c := range s.Claims {
		fmt.Printf("%s, line %d, %s\n", c.Path, c.Line, c.Says())
	}
	for _, c := range s.Contradictions() {
		fmt.Println(c)
	}
	// Output:
	// security-insights.yml, line 5, says that reports of vulnerabilities are not accepted
	// SECURITY.md, line 1, names a mail address
	// SECURITY.md, line 2, promises an answer within 3 working days, as a goal
	// security-insights.yml says that reports of vulnerabilities are not accepted; SECURITY.md names a mail address
}
