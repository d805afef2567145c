package field_test

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
)

func ExampleByID() {
	row, ok := field.ByID("last_release")
	fmt.Println(ok, row.ID, row.Kind, row.Source)

	_, ok = field.ByID("last_relaese")
	fmt.Println(ok)
	// Output:
	// true last_release date git
	// false
}
