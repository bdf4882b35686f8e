package kml

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"cairn/geo/shape"
)

// geometry reads the geometry that has begun with e.
func (d *reader) geometry(e xml.StartElement, p *placemark, depth int) (s shape.Shape, err error) {
	if depth == 0 {
		return s, d.fault(e.Name.Local, "more than "+strconv.Itoa(MaxDepth)+" geometries hold one another; expected fewer")
	}
	switch e.Name.Local {
	case "MultiGeometry", "MultiTrack":
		var parts []shape.Shape
		err = d.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack":
				part, err := d.geometry(e, p, depth-1)
				parts = append(parts, part)
				return err
			}
			return d.skip()
		})
		return multiple(parts), err
	case "Track":
		return d.track(p)
	}
	return d.simple(e)
}

// multiple puts parts together: as one MultiPoint, MultiLineString or MultiPolygon
// where they are all of one kind.
func multiple(parts []shape.Shape) shape.Shape {
	parts = slices.DeleteFunc(parts, shape.Shape.IsEmpty)
	for i := range parts {
		if parts[i].Kind != parts[0].Kind {
			return shape.Shape{Kind: shape.Collection, Parts: parts}
		}
	}
	if len(parts) == 0 {
		return shape.Shape{Kind: shape.Collection}
	}
	var s shape.Shape
	switch parts[0].Kind {
	case shape.Point:
		s = shape.Single(shape.MultiPoint)
		for _, p := range parts {
			s.Polygons[0][0] = append(s.Polygons[0][0], p.Polygons[0][0]...)
		}
	case shape.LineString:
		s = shape.Shape{Kind: shape.MultiLineString, Polygons: make([][][]shape.Position, 1)}
		for _, p := range parts {
			s.Polygons[0] = append(s.Polygons[0], p.Polygons[0][0])
		}
	case shape.Polygon:
		s.Kind = shape.MultiPolygon
		for _, p := range parts {
			s.Polygons = append(s.Polygons, p.Polygons[0])
		}
	default:
		return shape.Shape{Kind: shape.Collection, Parts: parts}
	}
	return s
}

// simple reads a Point, LineString, LinearRing or Polygon.
func (d *reader) simple(e xml.StartElement) (shape.Shape, error) {
	var lines, holes [][]shape.Position
	mode := ""
	err := d.each(func(inner xml.StartElement) (err error) {
		switch name := inner.Name.Local; name {
		case "altitudeMode":
			mode, err = d.text()
			return err
		case "coordinates":
			line, err := d.coordinates()
			lines = append(lines, line)
			return err
		case "outerBoundaryIs", "innerBoundaryIs":
			rings, err := d.rings()
			if name == "outerBoundaryIs" {
				lines = append(lines, rings...)
			} else {
				holes = append(holes, rings...)
			}
			return err
		}
		return d.skip()
	})
	s := shape.Shape{Kind: shape.LineString, Polygons: [][][]shape.Position{append(lines, holes...)}}
	switch {
	case err != nil:
		return s, err
	case len(lines) == 0 || len(lines[0]) == 0:
		return shape.Shape{Kind: shape.Collection}, nil
	case len(lines) > 1:
		return s, d.fault(e.Name.Local, "the "+e.Name.Local+" has more than one list of coordinates; expected one, or a MultiGeometry")
	}
	switch e.Name.Local {
	case "Point":
		s.Kind = shape.Point
		if n := len(lines[0]); n > 1 {
			return s, d.fault("Point", "the Point has "+strconv.Itoa(n)+" positions; expected one")
		}
	case "Polygon":
		s.Kind = shape.Polygon
	}
	settle(s, strings.TrimSpace(mode))
	return s, nil
}

// rings reads the LinearRings of a boundary.
func (d *reader) rings() (rings [][]shape.Position, err error) {
	err = d.each(func(e xml.StartElement) error {
		if e.Name.Local != "LinearRing" {
			return d.skip()
		}
		return d.each(func(e xml.StartElement) error {
			if e.Name.Local != "coordinates" {
				return d.skip()
			}
			ring, err := d.coordinates()
			rings = append(rings, ring)
			return err
		})
	})
	return rings, err
}

// settle takes heights away that say nothing (12-007r2 §9.20): all those above the
// ground, and zeros where it is not said that they are absolute.
func settle(s shape.Shape, mode string) {
	keep := mode == "absolute"
	if mode != "relativeToGround" && mode != "relativeToSeaFloor" && mode != "clampToSeaFloor" {
		for p := range s.Positions {
			keep = keep || p.HasHeight() && p.Height != 0
		}
	}
	if keep {
		return
	}
	for p := range s.Positions {
		*p = shape.At(p.Lon, p.Lat)
	}
}

// coordinates reads positions of longitude, latitude and, if need be, height, with
// commas in and spaces between them.
func (d *reader) coordinates() (line []shape.Position, err error) {
	at := d.line
	text, err := d.text()
	if err != nil {
		return nil, err
	}
	for tuple := range strings.FieldsSeq(text) {
		p, ok := position(strings.Split(tuple, ","))
		if !ok {
			before, _, _ := strings.Cut(text, tuple)
			d.line = at + strings.Count(before, "\n")
			return nil, d.fault("coordinates", strconv.Quote(shown(tuple))+" is no position; expected longitude, latitude and, if need be, height, as 40.73,36.06,298, with no spaces in it")
		}
		line = append(line, p)
	}
	return line, nil
}

func position(parts []string) (p shape.Position, ok bool) {
	p = shape.At(0, 0)
	if len(parts) == 3 && parts[2] == "" { // as some write who have no height
		parts = parts[:2]
	}
	if len(parts) != 2 && len(parts) != 3 {
		return p, false
	}
	to := [...]*float64{&p.Lon, &p.Lat, &p.Height}
	for i, part := range parts {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil || v-v != 0 || strings.Trim(part, "+-.0123456789eE") != "" {
			return p, false
		}
		*to[i] = v
	}
	return p, true
}

// track reads a gx:Track as the line it draws.
func (d *reader) track(p *placemark) (shape.Shape, error) {
	var line []shape.Position
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
			at, ok := position(strings.Fields(text))
			if !ok {
				return d.fault("gx:coord", strconv.Quote(shown(text))+" is no position; expected longitude, latitude and height with spaces between them")
			}
			line = append(line, at)
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
	kind := shape.LineString
	if len(line) == 1 {
		kind = shape.Point
	}
	s := shape.Single(kind, line...)
	settle(s, mode)
	return s, err
}
