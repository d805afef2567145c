package health

// Assumption is something taken for granted of a service that is asked.
type Assumption struct {
	ID, Service, Text string
	// Verified is the day (YYYY-MM-DD) it was last seen to hold against the real
	// service; empty: never.
	Verified string
}
