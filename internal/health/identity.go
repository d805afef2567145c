package health

// Assumption is something we assume about an external service.
type Assumption struct {
	ID, Service, Text string
	// Verified is the day (YYYY-MM-DD) on which the real service last met the assumption; empty
	// means never.
	Verified string
}
