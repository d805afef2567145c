package source

import "errors"

// Refusal is an error of a service that was asked and gave no usable answer.
type Refusal interface {
	error
	// Refused returns the host, and what happened in words for people: "it answers 502 Bad Gateway".
	Refused() (host, why string)
}

// RefusalOf returns the host and what happened, or false if no service is at fault.
func RefusalOf(err error) (host, why string, ok bool) {
	var r Refusal
	if !errors.As(err, &r) {
		return "", "", false
	}
	host, why = r.Refused()
	return host, why, true
}
