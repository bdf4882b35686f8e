// Package exchange has what the binary formats share: geometries with their
// heights, laid out flat as files have them; well-known binary; which type of
// column holds a property; the order along the Hilbert curve; and JSON texts
// brought into the one form that features have. It writes and reads no format of
// its own.
//
// A [Shape] is used again from feature to feature:
//
//	var s exchange.Shape
//	for … {
//		err := s.Take(feature) // to write it
//		err := s.Give(builder) // or after reading it
//	}
package exchange
