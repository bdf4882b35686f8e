package geo

import "errors"

// Kind says what a caller can do about an error.
type Kind uint8

// The kinds of error. Internal is also the kind of every error that is not an
// *[Error].
const (
	Internal Kind = iota // a fault of ours or of the machine
	Invalid              // the request or the data is wrong; it says where
	NotFound             // there is no such collection or feature
	Conflict             // the state is not the one the caller expected, or an id is taken
	Denied               // the caller may not do this
	Busy                 // try again later
	Stale                // what the change expected has been changed since
	Full                 // there is no room to write
)

// ErrorKinds lists every kind, in the order of their constants.
var ErrorKinds = [...]Kind{Internal, Invalid, NotFound, Conflict, Denied, Busy, Stale, Full}

// String names the kind in lower case.
func (k Kind) String() string {
	names := [...]string{"internal", "invalid", "not found", "conflict", "denied", "busy", "stale", "full"}
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// Error is an error a caller can act on.
type Error struct {
	Kind Kind
	Path string // what is wrong: a parameter, a member, a file with line and column
	Msg  string // for the person: what was found and what would be right
	Err  error  // for the log: the cause, may be nil
}

// Error joins path, message and cause.
func (e *Error) Error() string {
	s := e.Msg
	if e.Path != "" {
		s = e.Path + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first *[Error] in err's chain, Internal if
// there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
