package store

import (
	"errors"
	"strconv"
	"testing"
)

func TestMemo(t *testing.T) {
	m := memo[string, int]{most: 4}
	made := 0
	get := func(n int) {
		t.Helper()
		got, err := m.get(strconv.Itoa(n), func() (int, error) { made++; return n, nil })
		if err != nil || got != n {
			t.Fatalf("get %d: %d, %v", n, got, err)
		}
	}
	for range 3 {
		get(1)
	}
	if made != 1 {
		t.Errorf("made %d times for one key", made)
	}
	for n := range 100 {
		get(n)
		get(1) // used all the time, it stays
		if len(m.young) > 4 || len(m.old) > 4 {
			t.Fatalf("it holds %d and %d", len(m.young), len(m.old))
		}
	}
	if made != 100 {
		t.Errorf("made %d times for 100 keys", made)
	}
	get(2) // not used for long: made again
	if made != 101 {
		t.Errorf("a value nobody asked for was kept for ever")
	}
}

func TestMemoOfErrorsAndOfNone(t *testing.T) {
	m := memo[string, int]{most: 4}
	if _, err := m.get("a", func() (int, error) { return 0, errors.New("broken") }); err == nil {
		t.Error("the error was lost")
	}
	if got, err := m.get("a", func() (int, error) { return 7, nil }); got != 7 || err != nil {
		t.Errorf("after an error: %d, %v", got, err)
	}
	var none memo[string, int]
	for want := range 2 {
		if got, _ := none.get("a", func() (int, error) { return want, nil }); got != want {
			t.Errorf("a memo of none holds %d", got)
		}
	}
}
