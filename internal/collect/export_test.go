package collect

// ErrLeft is the answer of a project that left its list.
var ErrLeft = errLeft

// Again is again.
var Again = again
