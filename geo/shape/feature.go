package shape

import (
	"errors"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// errShape is of a geometry whose GeoJSON is not as a feature has it.
var errShape = errors.New("read a geometry's GeoJSON: it is broken")

// Take makes s the geometry of f (lon, lat degrees), with heights where it has
// them; Nowhere for none. The error is of a record that is broken.
func (s *Shape) Take(f geo.Feature) error {
	if p, ok := f.Point(); ok && !f.HasHeights() {
		s.Reset(Point)
		s.XY = append(s.XY, p)
		return nil
	}
	if !f.HasHeights() {
		s.Set(f.Geometry())
		return nil
	}
	r := jsonReader{text: f.GeometryJSON()}
	if r.geometry(s, 0); r.bad || len(r.text) > 0 {
		return errShape
	}
	return nil
}

// Set makes s the geometry g, which has no heights; nil for none.
func (s *Shape) Set(g orb.Geometry) {
	switch g := g.(type) {
	case nil:
		s.Reset(Nowhere)
	case orb.Point:
		s.Reset(Point)
		s.XY = append(s.XY, g)
	case orb.LineString:
		s.Reset(LineString)
		s.XY = append(s.XY, g...)
	case orb.MultiPoint:
		s.Reset(MultiPoint)
		s.XY = append(s.XY, g...)
	case orb.Polygon:
		s.Reset(Polygon)
		for _, ring := range g {
			s.XY = append(s.XY, ring...)
			s.EndLine()
		}
	case orb.MultiLineString:
		s.Reset(MultiLineString)
		for _, line := range g {
			s.XY = append(s.XY, line...)
			s.EndLine()
		}
	case orb.MultiPolygon:
		s.Reset(MultiPolygon)
		for _, part := range g {
			s.Part(Polygon).Set(part)
		}
	case orb.Collection:
		s.Reset(Collection)
		for _, part := range g {
			s.Part(Nowhere).Set(part)
		}
	default:
		panic("shape: a geometry of no known kind: " + g.GeoJSONType())
	}
}

// Give checks s, which is in CRS84 (lon, lat degrees), and sets it as the geometry
// of the feature that b makes, which shares the memory of s until then. Rings are
// turned to run as RFC 7946 §3.1.6 asks; parts without a position are left out, and
// rounding errors at the edge of the Earth put right, which changes s. The error is
// Invalid: a position that is not on Earth, a line of one position, a ring that is
// not closed.
func (s *Shape) Give(b *geo.Builder) error {
	if err := s.tidy(); err != nil {
		return err
	}
	if !s.HasHeights() {
		b.SetGeometry(s.Geometry(), nil)
		return nil
	}
	b.SetGeometry(s.Geometry(), s.AppendGeoJSON(nil))
	b.SetHeights()
	return nil
}

// Geometry returns s in two dimensions; nil if it is nowhere. It shares the
// positions with s.
func (s *Shape) Geometry() orb.Geometry {
	switch s.Kind {
	case Point:
		return s.XY[0]
	case LineString:
		return orb.LineString(s.XY)
	case MultiPoint:
		return orb.MultiPoint(s.XY)
	case Polygon:
		return s.polygon()
	case MultiLineString:
		lines := make(orb.MultiLineString, len(s.Ends))
		for i := range lines {
			lines[i], _ = s.Line(i)
		}
		return lines
	case MultiPolygon:
		polygons := make(orb.MultiPolygon, len(s.Parts))
		for i := range polygons {
			polygons[i] = s.Parts[i].polygon()
		}
		return polygons
	case Collection:
		parts := make(orb.Collection, len(s.Parts))
		for i := range parts {
			parts[i] = s.Parts[i].Geometry()
		}
		return parts
	}
	return nil
}

func (s *Shape) polygon() orb.Polygon {
	rings := make(orb.Polygon, len(s.Ends))
	for i := range rings {
		rings[i], _ = s.Line(i)
	}
	return rings
}
