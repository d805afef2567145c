package health_test

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/field"
	"github.com/plumbline-scorecard/plumbline/internal/health"
)

// An observed value replaces an unknown one. An unknown never replaces a value.
func ExampleInputs_Put() {
	ins := health.Inputs{}
	ins.Put(health.Missing("regulars_12m", "the history was not read", nil))
	ins.Put(health.Obs("regulars_12m", 2))
	ins.Put(health.Missing("regulars_12m", "the host did not answer", nil))
	fmt.Println(ins.Field("regulars_12m").String(field.Count))
	// Output: 2
}

// A field that no source reported is unknown, and says why. It is never zero.
func ExampleInputs_Field() {
	in := health.Inputs{}.Field("stars")
	fmt.Println(in.Known(), in.String(field.Count), in.Reason != "")
	fmt.Println(in.JSON(field.Count))
	// Output:
	// false unknown true
	// <nil>
}
