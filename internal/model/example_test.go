package model_test

import (
	"fmt"

	"github.com/plumbline-scorecard/plumbline/internal/model"
)

func ExampleModel_Band() {
	// Bands are listed from the highest to the lowest.
	m := model.Model{Bands: map[string][]model.Band{
		"risk": {{Word: "high", From: 50}, {Word: "elevated", From: 30}, {Word: "low", From: 0}},
	}}
	fmt.Println(m.Band("risk", 50).Word)
	fmt.Println(m.Band("risk", 49.9).Word)
	// Output:
	// high
	// elevated
}
