package kml

import (
	"encoding/xml"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo/shape"
)

// geometry reads the geometry that has begun with e into s.
func (d *reader) geometry(e xml.StartElement, p *placemark, s *shape.Shape, depth int) error {
	if depth == 0 {
		return d.fault(e.Name.Local, "more than "+strconv.Itoa(MaxDepth)+" geometries hold one another; expected fewer")
	}
	switch e.Name.Local {
	case "MultiGeometry", "MultiTrack":
		s.Reset(shape.Collection)
		err := d.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack":
				return d.geometry(e, p, s.Part(shape.Nowhere), depth-1)
			}
			return d.skip()
		})
		unite(s)
		return err
	case "Track":
		return d.track(p, s)
	}
	return d.simple(e, s)
}

// unite makes one MultiPoint, MultiLineString or MultiPolygon of a collection whose
// parts are all of one kind.
func unite(s *shape.Shape) {
	s.Parts = slices.DeleteFunc(s.Parts, func(part shape.Shape) bool { return part.Empty() })
	for i := range s.Parts {
		if s.Parts[i].Kind != s.Parts[0].Kind {
			return
		}
	}
	if len(s.Parts) == 0 {
		return
	}
	switch s.Parts[0].Kind {
	case shape.Point:
		s.Kind = shape.MultiPoint
	case shape.LineString:
		s.Kind = shape.MultiLineString
	case shape.Polygon:
		s.Kind = shape.MultiPolygon
		return
	default:
		return
	}
	for _, part := range s.Parts {
		addAll(s, part.XY, part.Z)
		if s.Kind == shape.MultiLineString {
			s.EndLine()
		}
	}
	s.Parts = s.Parts[:0]
}

// addAll adds positions and, if there are any, their heights.
func addAll(s *shape.Shape, xy []orb.Point, z []float64) {
	for i, p := range xy {
		height := math.NaN()
		if len(z) > 0 {
			height = z[i]
		}
		s.Add(p, height)
	}
}

// simple reads a Point, LineString, LinearRing or Polygon.
func (d *reader) simple(e xml.StartElement, s *shape.Shape) error {
	s.Reset(shape.LineString)
	var holes shape.Shape
	mode := ""
	err := d.each(func(inner xml.StartElement) (err error) {
		switch inner.Name.Local {
		case "altitudeMode":
			mode, err = d.text()
			return err
		case "coordinates":
			err = d.coordinates(s)
			s.EndLine()
			return err
		case "outerBoundaryIs":
			return d.rings(s)
		case "innerBoundaryIs":
			return d.rings(&holes)
		}
		return d.skip()
	})
	switch {
	case err != nil:
		return err
	case len(s.XY) == 0 && len(holes.XY) > 0:
		return d.fault(e.Name.Local, "the Polygon has an inner boundary and no outer one; expected the outer one, too")
	case len(s.XY) == 0 || s.Ends[0] == 0:
		s.Reset(shape.Nowhere)
		return nil
	case len(s.Ends) > 1:
		return d.fault(e.Name.Local, "the "+e.Name.Local+" has more than one list of coordinates; expected one, or a MultiGeometry")
	}
	if e.Name.Local == "Polygon" {
		s.Kind = shape.Polygon
		for i := range holes.Ends {
			xy, z := holes.Line(i)
			addAll(s, xy, z)
			s.EndLine()
		}
	} else {
		s.Ends = s.Ends[:0]
	}
	if e.Name.Local == "Point" {
		s.Kind = shape.Point
		if n := len(s.XY); n > 1 {
			return d.fault("Point", "the Point has "+strconv.Itoa(n)+" positions; expected one")
		}
	}
	settle(s, strings.TrimSpace(mode))
	return nil
}

// rings reads the LinearRings of a boundary.
func (d *reader) rings(s *shape.Shape) error {
	return d.each(func(e xml.StartElement) error {
		if e.Name.Local != "LinearRing" {
			return d.skip()
		}
		return d.each(func(e xml.StartElement) error {
			if e.Name.Local != "coordinates" {
				return d.skip()
			}
			err := d.coordinates(s)
			s.EndLine()
			return err
		})
	})
}

// settle takes heights away that say nothing (12-007r2 §9.20): all those above the
// ground, and zeros where it is not said that they are absolute.
func settle(s *shape.Shape, mode string) {
	keep := mode == "absolute"
	if mode != "relativeToGround" && mode != "relativeToSeaFloor" && mode != "clampToSeaFloor" {
		for _, z := range s.Z {
			keep = keep || z < 0 || z > 0
		}
	}
	if !keep {
		s.Z = s.Z[:0]
	}
}

// coordinates reads positions of longitude, latitude and, if need be, height, with
// commas in and spaces between them.
func (d *reader) coordinates(s *shape.Shape) error {
	at := d.line
	text, err := d.text()
	if err != nil {
		return err
	}
	for tuple := range strings.FieldsSeq(text) {
		if !addPosition(s, strings.Split(tuple, ",")) {
			before, _, _ := strings.Cut(text, tuple)
			d.line = at + strings.Count(before, "\n")
			return d.fault("coordinates", strconv.Quote(shown(tuple))+" is no position; expected longitude, latitude and, if need be, height, as 40.73,36.06,298, with no spaces in it")
		}
	}
	return nil
}

// addPosition adds the position whose numbers the parts are, if they are.
func addPosition(s *shape.Shape, parts []string) bool {
	if len(parts) == 3 && parts[2] == "" { // as some write who have no height
		parts = parts[:2]
	}
	if len(parts) != 2 && len(parts) != 3 {
		return false
	}
	p := [...]float64{0, 0, math.NaN()}
	for i, part := range parts {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil || v-v != 0 || strings.Trim(part, "+-.0123456789eE") != "" {
			return false
		}
		p[i] = v
	}
	s.Add(orb.Point{p[0], p[1]}, p[2])
	return true
}

// track reads a gx:Track as the line it draws.
func (d *reader) track(p *placemark, s *shape.Shape) error {
	s.Reset(shape.LineString)
	var times []string
	mode := ""
	err := d.each(func(e xml.StartElement) error {
		text, err := "", error(nil)
		switch e.Name.Local {
		case "when", "coord", "altitudeMode":
			text, err = d.text()
		default:
			return d.skip()
		}
		text = strings.TrimSpace(text)
		switch {
		case err != nil:
		case e.Name.Local == "altitudeMode":
			mode = text
		case e.Name.Local == "when":
			times = append(times, text)
		case text != "": // an empty gx:coord is a moment at an unknown place
			if !addPosition(s, strings.Fields(text)) {
				return d.fault("gx:coord", strconv.Quote(shown(text))+" is no position; expected longitude, latitude and height with spaces between them")
			}
		}
		return err
	})
	if len(times) > 0 {
		first, _ := span(times[0])
		_, last := span(times[len(times)-1])
		if len(p.tracked) == 0 {
			p.tracked = []string{first, last}
		}
		p.tracked[1] = last
	}
	if len(s.XY) == 1 {
		s.Kind = shape.Point
	}
	settle(s, mode)
	return err
}
