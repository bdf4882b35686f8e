package relate

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// foreignIs asks simplefeatures, which knows mixed collections; only the valid ones.
func foreignIs(op Op, a, b orb.Geometry) (holds bool, err error) {
	// Where floats round against it, it breaks a promise of its own and panics.
	defer func() {
		if r := recover(); r != nil {
			holds, err = false, fmt.Errorf("relate %v: %v", op, r)
		}
	}()
	f, g := foreign(a), foreign(b)
	for _, x := range []geom.Geometry{f, g} {
		if err := x.Validate(); err != nil {
			return false, fmt.Errorf("relate %v: %w", op, err)
		}
	}
	switch op {
	case Equals:
		return geom.Equals(f, g)
	case Touches:
		return geom.Touches(f, g)
	case Within:
		return geom.Within(f, g)
	case Overlaps:
		return geom.Overlaps(f, g)
	case Crosses:
		return geom.Crosses(f, g)
	case Contains:
		return geom.Contains(f, g)
	}
	return false, fmt.Errorf("relate %v: not asked of collections", op)
}

// foreign turns a geometry into one of simplefeatures.
func foreign(g orb.Geometry) geom.Geometry {
	switch g := g.(type) {
	case nil:
		return geom.Geometry{}
	case orb.Point:
		return foreignPoint(g).AsGeometry()
	case orb.MultiPoint:
		return geom.NewMultiPoint(each(g, foreignPoint)).AsGeometry()
	case orb.LineString:
		return foreignLine(g).AsGeometry()
	case orb.MultiLineString:
		return geom.NewMultiLineString(each(g, foreignLine)).AsGeometry()
	case orb.Ring:
		return foreignPolygon(orb.Polygon{g}).AsGeometry()
	case orb.Polygon:
		return foreignPolygon(g).AsGeometry()
	case orb.MultiPolygon:
		return geom.NewMultiPolygon(each(g, foreignPolygon)).AsGeometry()
	case orb.Collection:
		return geom.NewGeometryCollection(each(g, foreign)).AsGeometry()
	case orb.Bound:
		return foreign(Box(g.Min[0], g.Min[1], g.Max[0], g.Max[1]))
	}
	panic("relate: a geometry of no known kind")
}

func each[A, B any](all []A, f func(A) B) []B {
	out := make([]B, len(all))
	for i, a := range all {
		out[i] = f(a)
	}
	return out
}

func foreignPoint(p orb.Point) geom.Point {
	return geom.NewPoint(geom.Coordinates{XY: geom.XY{X: p[0], Y: p[1]}})
}

func foreignLine(l orb.LineString) geom.LineString {
	flat := make([]float64, 0, 2*len(l)+2)
	for _, p := range l {
		flat = append(flat, p[0], p[1])
	}
	return geom.NewLineString(geom.NewSequence(flat, geom.DimXY))
}

func foreignPolygon(p orb.Polygon) geom.Polygon {
	return geom.NewPolygon(each(p, func(r orb.Ring) geom.LineString {
		if len(r) > 0 && r[0] != r[len(r)-1] {
			r = append(r[:len(r):len(r)], r[0])
		}
		return foreignLine(orb.LineString(r))
	}))
}
