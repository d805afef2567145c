package advisory

import (
	"encoding/json"
	"strings"
	"testing"
)

// Databases mark what maintainers dispute in a field, or before the text.
func TestReduce_disputed(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`"details":"** DISPUTED ** it is as intended"`: true, `"details":"it is **not** ** DISPUTED **"`: false, `"details":7`: false, `"details":true`: true,
		`"details":"A long text.\n\n** DISPUTED ** Late."`: true, `"summary":"**DISPUTED** acme"`: true,
		`"details":"A crafted query is slow. NOTE: this is disputed by the maintainers, as intended."`: true,
		`"details":"It leaks. NOTE: the vendor disputes this because it is intended."`:                 true,
		`"details":"It leaks. NOTE: multiple third parties\ndispute the validity, as intended"`:        true,
		`"details":"The existence of this vulnerability is still disputed."`:                           true, `"details":"This issue has been disputed."`: true,
		// Software for disputes, and a dispute about something else.
		`"details":"An attacker can approve a disputed payment. When a payment is disputed by the buyer, it leaks."`: false,
		`"details":"The vendor disputes the severity."`:                                                              false, `"details":"The severity of this issue is disputed."`: false,
		`"details":"This is no longer disputed."`: false, `"details":"This issue is not disputed by the vendor."`: false, `"details":"It is undisputed."`: false,
		`"database_specific":{"tags":["x","disputed"]}`: true, `"database_specific":{"cve_tags":"DISPUTED"}`: true, `"database_specific":{"tags":["undisputed"],"status":7}`: false,
		`"database_specific":{"cveTags":[{"sourceIdentifier":"a","tags":["disputed"]}]}`: true,
		`"database_specific":{"isDisputed":true}`:                                        true, `"database_specific":{"isDisputed":false}`: false, `"summary":"x"`: false,
	} {
		r, err := readRecord([]byte(`{"id":"X-1","published":"2026-01-01T00:00:00Z",` + body + `}`))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := json.Marshal(r) // as it is kept of an answer
		if err != nil {
			t.Fatal(err)
		}
		again, err := readRecord(kept)
		if reduce(r, acmeCore).Disputed != want || reduce(again, acmeCore).Disputed != want || err != nil || strings.Contains(string(kept), "intended") {
			t.Errorf("%s: %v, then %s (%v)", body, reduce(r, acmeCore).Disputed, kept, err)
		}
	}
}

func TestReduce_rejected(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`"withdrawn":"2026-02-01T00:00:00Z"`: true, `"details":"** REJECT ** DO NOT USE THIS CANDIDATE NUMBER."`: true, `"details":"Rejected reason: a duplicate."`: true,
		`"database_specific":{"status":"REJECTED"}`: true, `"database_specific":{"vulnStatus":"Rejected"}`: true, `"database_specific":{"state":"PUBLISHED"}`: false,
		`"details":"A rejected request leaks. ** REJECT ** is a header."`: false, `"details":7`: false,
	} {
		r, err := readRecord([]byte(`{"id":"X-1","published":"2026-01-01T00:00:00Z",` + body + `}`))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := json.Marshal(r)
		again, err2 := readRecord(kept)
		if err != nil || err2 != nil || reduce(r, acmeCore).Withdrawn != want || reduce(again, acmeCore).Withdrawn != want {
			t.Errorf("%s: %+v, stored %s, errors %v, %v", body, reduce(r, acmeCore), kept, err, err2)
		}
	}
}
