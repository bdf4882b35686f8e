// Package shape has geometries with their heights, laid out flat as files have
// them: what every reader of a format makes and every writer takes apart. It holds a
// geometry to what RFC 7946 asks and turns its rings to run as it asks; it reads and
// writes GeoJSON, well-known text and well-known binary, knows the systems of
// coordinates that files name, and the order along the Hilbert curve. What else is in
// a file is its format's own.
//
// A [Shape] is used again from feature to feature:
//
//	var s shape.Shape
//	for … {
//		err := s.Take(feature) // to write it
//		err := s.Give(builder) // or after reading it
//	}
package shape
