// Command order computes the bundled ranking under the model before and the model now, and compares
// criticality with what is known independently of it.
//
//	go run ./testdata/order sides        writes scorecards/orders.json, which /changes/model/VERSION shows
//	go run ./testdata/order validity     writes scorecards/validity.json, which /method/limits shows
//	go run ./testdata/order pairs        prints how criticality agrees with the open pairs
//	go run ./testdata/order pairs -sealed  also reads the sealed pairs: once, when the model is done
//	go run ./testdata/order product -mirror PATTERN   reads what the readers of judged-a.csv read
//	go run ./testdata/order panel -mirror PATTERN -panel FILE   reads clones as of each 1 July
//	go run ./testdata/order vitality -panel FILE -from 2013 -to 2017   compares curves: vitality.md
//	go run ./testdata/order backtest -panel FILE -from 2013 -to 2022   writes scorecards/backtest.json
//
// It needs no network and no database. Run it in the folder of the module.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/plumbline-scorecard/plumbline/internal/app"
)

const (
	// changesFile says what a version of the model changed, a line each.
	changesFile  = "testdata/order/changes-%s.txt"
	pairsFile    = "testdata/order/pairs.csv"
	ordersFile   = "scorecards/orders.json"
	backtestFile = "scorecards/backtest.json"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "order:", err)
		os.Exit(1)
	}
}

// flags are those of all commands.
type flags struct {
	sealed        bool
	mirror, panel string
	from, to      int
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("name what to do: sides, validity, pairs, product, panel, vitality or backtest")
	}
	var f flags
	set := flag.NewFlagSet(args[0], flag.ContinueOnError)
	set.BoolVar(&f.sealed, "sealed", false, "read the sealed pairs, too")
	set.StringVar(&f.mirror, "mirror", "", "pattern of local clones, with {owner} and {name}")
	set.StringVar(&f.panel, "panel", "", "file of the panel")
	set.IntVar(&f.from, "from", firstYear, "first year of the panel")
	set.IntVar(&f.to, "to", choosingYear, "last year of the panel")
	if err := set.Parse(args[1:]); err != nil {
		return err
	}
	switch args[0] {
	case "panel":
		return keepPanel(f.mirror, f.panel)
	case "backtest":
		b, err := backtestOf(f.panel, f.from, f.to)
		if err != nil {
			return err
		}
		return app.WriteJSON(backtestFile, b)
	}
	s, err := load(".")
	if err != nil {
		return err
	}
	switch args[0] {
	case "sides":
		return write(ordersFile, s.orders())
	case "validity":
		v, err := s.validity(".")
		if err != nil {
			return err
		}
		return write(validityFile, v)
	case "pairs":
		return s.pairs(f.sealed)
	case "product":
		return s.readProduct(f.mirror)
	case "vitality":
		return s.vitality(f)
	}
	return fmt.Errorf("%q is none of sides, validity, pairs, product, panel, vitality, backtest", args[0])
}

// pairs prints the agreement with the pairs.
func (s *sides) pairs(sealed bool) error {
	f, err := os.Open(pairsFile)
	if err != nil {
		return err
	}
	defer f.Close()
	all, err := readPairs(f, sealed)
	if err != nil {
		return err
	}
	s.agreement(all).print(os.Stdout)
	return nil
}

// write writes a file as /method reads it.
func write(path string, v any) error {
	b, err := encoded(v)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}
