package relate

import (
	"math"

	"github.com/paulmach/orb"
)

// layers are the parts of a geometry by their dimension; see [newFigure].
type layers [3][][]orb.LineString

// layersOf takes a geometry to parts. A line without length is a point.
func layersOf(g orb.Geometry) *layers {
	l := new(layers)
	l.add(g)
	return l
}

func (l *layers) add(g orb.Geometry) {
	switch g := g.(type) {
	case nil:
	case orb.Point:
		l.points([]orb.Point{g})
	case orb.MultiPoint:
		l.points(g)
	case orb.LineString:
		l.line(g)
	case orb.MultiLineString:
		for _, part := range g {
			l.line(part)
		}
	case orb.Ring:
		l.polygon(orb.Polygon{g})
	case orb.Polygon:
		l.polygon(g)
	case orb.MultiPolygon:
		for _, part := range g {
			l.polygon(part)
		}
	case orb.Collection:
		for _, part := range g {
			l.add(part)
		}
	case orb.Bound:
		l.add(Box(g.Min[0], g.Min[1], g.Max[0], g.Max[1]))
	default:
		panic("relate: a geometry of no known kind")
	}
}

func (l *layers) points(all []orb.Point) {
	lines := make([]orb.LineString, len(all))
	for i := range all {
		lines[i] = all[i : i+1 : i+1]
		l[0] = append(l[0], lines[i:i+1:i+1])
	}
}

func (l *layers) line(line orb.LineString) {
	if len(line) == 0 {
		return
	}
	for _, p := range line {
		if p != line[0] {
			l[1] = append(l[1], []orb.LineString{line})
			return
		}
	}
	l.points(line[:1])
}

func (l *layers) polygon(p orb.Polygon) {
	rings := make([]orb.LineString, 0, len(p))
	for _, r := range p {
		if len(r) > 0 {
			rings = append(rings, orb.LineString(r))
		}
	}
	if len(rings) > 0 {
		l[2] = append(l[2], rings)
	}
}

// figures lays out each dimension there is.
func (l *layers) figures() []*figure {
	var all []*figure
	for dim, parts := range l {
		if len(parts) > 0 {
			all = append(all, newFigure(dim, parts))
		}
	}
	return all
}

// finite reports whether all coordinates are finite numbers.
func (l *layers) finite() bool {
	for _, parts := range l {
		for _, part := range parts {
			for _, line := range part {
				for _, p := range line {
					if d := p[0] - p[0] + p[1] - p[1]; d != 0 || math.IsNaN(d) {
						return false
					}
				}
			}
		}
	}
	return true
}
