package field_test

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

func ExampleByID() {
	row, ok := field.ByID("last_release")
	fmt.Println(ok, row.Label, row.Kind, row.Source)

	_, ok = field.ByID("last_relaese")
	fmt.Println(ok)
	// Output:
	// true Last release date git
	// false
}
