// Command order computes the bundled ranking under the model before and the model now, and compares
// criticality with pairs that people ordered before it was computed.
//
//	go run ./testdata/order sides        writes scorecards/orders.json, which /changes/model/VERSION shows
//	go run ./testdata/order pairs        prints how criticality agrees with the open pairs
//	go run ./testdata/order pairs -sealed  also reads the sealed pairs: once, when the model is done
//
// It needs no network and no database. Run it in the folder of the module.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
)

const (
	// changesFile says what a version of the model changed, a line each.
	changesFile = "testdata/order/changes-%s.txt"
	pairsFile   = "testdata/order/pairs.csv"
	ordersFile  = "scorecards/orders.json"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "order:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("name what to do: sides or pairs")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	sealed := flags.Bool("sealed", false, "read the sealed pairs, too")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	s, err := load(".")
	if err != nil {
		return err
	}
	switch args[0] {
	case "sides":
		b, err := s.encode()
		if err != nil {
			return err
		}
		return os.WriteFile(ordersFile, b, 0o644)
	case "pairs":
		f, err := os.Open(pairsFile)
		if err != nil {
			return err
		}
		defer f.Close()
		all, err := readPairs(f, *sealed)
		if err != nil {
			return err
		}
		s.agreement(all).print(os.Stdout)
		return nil
	}
	return fmt.Errorf("%q is neither sides nor pairs", args[0])
}

// encode returns the orders as the file holds them.
func (s *sides) encode() ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(s.orders())
	return buf.Bytes(), err
}
