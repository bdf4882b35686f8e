package cql2

import "github.com/paulmach/orb"

// What is wrong with geometries, in both encodings.
const (
	nestedCollection = "a geometry collection within another"
	envelopeSizes    = "4 numbers in a bounding box (west, south, east, north) or 6 with heights"
)

func tooManyPositions() string {
	return "the geometries have more than " + number(MaxPositions) + " positions"
}

// lineFault says what is wrong with a line; empty if nothing is.
func lineFault(line orb.LineString) string {
	if len(line) < 2 {
		return "a line has two positions or more"
	}
	return ""
}

// ringFault says what is wrong with a ring; empty if nothing is.
func ringFault(ring orb.Ring) string {
	switch {
	case len(ring) < 4:
		return "a ring has four positions or more, the last one equal to the first"
	case ring[0] != ring[len(ring)-1]:
		return "the ring is not closed: its last position must equal its first"
	}
	return ""
}

// envelopeOf makes a box of four numbers, or of six of which two are heights.
func envelopeOf(n []float64) (*Envelope, bool) {
	switch len(n) {
	case 4:
		return &Envelope{West: n[0], South: n[1], East: n[2], North: n[3]}, true
	case 6:
		return &Envelope{West: n[0], South: n[1], East: n[3], North: n[4]}, true
	}
	return nil, false
}
