package crs

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// FromCRS84 returns a copy of g in c, in the order east, north. Edges stay straight
// between the same positions; a Bound becomes a Polygon where c is a plane. The
// error is an *[Error] that names the first position outside.
func (c *CRS) FromCRS84(g orb.Geometry) (orb.Geometry, error) {
	return c.each(g, c.Forward, c.Outside)
}

// ToCRS84 returns a copy of g, which is in c in the order east, north, in CRS84.
// Longitudes lie within ±180 one by one, so that a shape across the antimeridian jumps
// there. The error is an *[Error] that names the first position outside.
func (c *CRS) ToCRS84(g orb.Geometry) (orb.Geometry, error) {
	return c.each(g, c.Inverse, c.outsideOwn)
}

// Outside returns the refusal of a CRS84 position for which [CRS.Forward] is not ok.
func (c *CRS) Outside(p orb.Point) error {
	if c.Degrees() {
		return &Error{Msg: "the position " + number(p[0]) + ", " + number(p[1]) + " is not on Earth: expected a longitude within ±180 and a latitude within ±90"}
	}
	return &Error{Msg: "the position " + number(p[0]) + ", " + number(p[1]) + " (longitude, latitude) lies outside of " + c.where()}
}

// outsideOwn is Outside for [CRS.Inverse].
func (c *CRS) outsideOwn(p orb.Point) error {
	if c.Degrees() {
		return c.Outside(p)
	}
	return &Error{Msg: "the position " + number(p[0]) + ", " + number(p[1]) + " (metres east, north) lies outside of " + c.where()}
}

// where tells the area of use for people.
func (c *CRS) where() string {
	a := c.area
	s := "the area of use of " + c.label() + ", " + side(a.west, "E", "W") + " to " + side(a.east, "E", "W") + ", " +
		side(a.south, "N", "S") + " to " + side(a.north, "N", "S")
	if c.margin > 0 {
		s += ", and the " + number(c.margin) + "° around it"
	}
	return s
}

func side(v float64, plus, minus string) string {
	switch {
	case v > 0:
		return number(v) + "°" + plus
	case v < 0:
		return number(-v) + "°" + minus
	}
	return "0°"
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// each returns a copy of g whose positions are turned.
func (c *CRS) each(g orb.Geometry, turn func(orb.Point) (orb.Point, bool), outside func(orb.Point) error) (orb.Geometry, error) {
	w := walk{turn: turn, outside: outside, straight: c.Degrees()}
	out := w.geometry(g)
	if w.err != nil {
		return nil, w.err
	}
	return out, nil
}

// walk turns the positions of a geometry; err is that of the first it cannot turn.
type walk struct {
	turn     func(orb.Point) (orb.Point, bool)
	outside  func(orb.Point) error
	straight bool // a box stays one
	err      error
}

func (w *walk) geometry(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case nil:
		return nil
	case orb.Point:
		return w.point(g)
	case orb.MultiPoint:
		return orb.MultiPoint(w.points(g))
	case orb.LineString:
		return orb.LineString(w.points(g))
	case orb.Ring:
		return orb.Ring(w.points(g))
	case orb.MultiLineString:
		return copied(g, func(l orb.LineString) orb.LineString { return w.points(l) })
	case orb.Polygon:
		return w.polygon(g)
	case orb.MultiPolygon:
		return copied(g, w.polygon)
	case orb.Collection:
		return copied(g, w.geometry)
	case orb.Bound:
		if !w.straight {
			return w.polygon(g.ToPolygon())
		}
		return orb.Bound{Min: w.point(g.Min), Max: w.point(g.Max)}
	}
	w.err = fmt.Errorf("cannot transform a %T", g)
	return nil
}

func (w *walk) polygon(p orb.Polygon) orb.Polygon {
	return copied(p, func(r orb.Ring) orb.Ring { return w.points(r) })
}

func (w *walk) points(list []orb.Point) []orb.Point { return copied(list, w.point) }

func (w *walk) point(p orb.Point) orb.Point {
	q, ok := w.turn(p)
	if !ok && w.err == nil {
		w.err = w.outside(p)
	}
	return q
}

// copied returns what f makes of each; nil of nil.
func copied[S ~[]E, E any](list S, f func(E) E) S {
	if list == nil {
		return nil
	}
	out := make(S, len(list))
	for i, e := range list {
		out[i] = f(e)
	}
	return out
}

// Error is a refusal that tells what was found and what would be right.
type Error struct {
	Msg string
	// Hints are systems that may be meant by a name which [Parse] does not know,
	// the likeliest first.
	Hints []*CRS
}

// Error joins the message and the hints.
func (e *Error) Error() string {
	if len(e.Hints) == 0 {
		return e.Msg
	}
	words := make([]string, len(e.Hints))
	for i, c := range e.Hints {
		words[i] = c.uri + " (" + c.name + ")"
	}
	return e.Msg + "; did you mean " + strings.Join(words, " or ") + "?"
}
