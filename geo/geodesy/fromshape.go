package geodesy

import (
	"math"

	"github.com/paulmach/orb"

	"cairn/geo/relate"
)

// Shape is a geometry from which many distances are asked: what [From] is for a
// position. It never changes, so goroutines may share it.
type Shape struct {
	web
	// hubs are those of the web's boxes, the first level those of its spans.
	hubs [][]hub
	// meets are the shape as it is, and turned by 360 degrees to the east and to
	// the west where it reaches the antimeridian; nil where it does not.
	meets [3]*relate.Prepared
	bound orb.Bound // as written
	arc   arc
}

// FromShape prepares a geometry, lon, lat in degrees, which must not be changed
// afterwards. Edges and areas are those of [ToGeometry]; positions that are none
// are not counted, and what has no others is +Inf away from everything.
func FromShape(g orb.Geometry) *Shape {
	s := &Shape{web: newWeb(g)}
	if len(s.spans) == 0 {
		return s
	}
	s.arc = arcOf(s.spans)
	for level := -1; level < len(s.boxes); level++ {
		n := len(s.spans)
		if level >= 0 {
			n = len(s.boxes[level])
		}
		hubs := make([]hub, n)
		for i := range hubs {
			hubs[i] = newHub(s.box(level, i))
		}
		s.hubs = append(s.hubs, hubs)
	}
	s.bound = orb.Bound{Min: s.spans[0].start, Max: s.spans[0].start}
	for _, e := range s.spans {
		s.bound = s.bound.Extend(e.start).Extend(e.end)
	}
	for i, turn := range turns {
		if turn == 0 || turn > 0 && s.bound.Min[0]+turn <= 180 || turn < 0 && s.bound.Max[0]+turn >= -180 {
			// It has no NaN or it is not one that can be met.
			s.meets[i], _ = relate.Prepare(turned(g, turn))
		}
	}
	return s
}

// turns are the ways to write a longitude.
var turns = [3]float64{0, 360, -360}

// turned is a copy of g written some degrees further east.
func turned(g orb.Geometry, degrees float64) orb.Geometry {
	if degrees == 0 || g == nil {
		return g
	}
	g = orb.Clone(g)
	switch g := g.(type) {
	case orb.Point:
		return orb.Point{g[0] + degrees, g[1]}
	case orb.MultiPoint:
		turn(g, degrees)
	case orb.LineString:
		turn(g, degrees)
	case orb.MultiLineString:
		for _, l := range g {
			turn(l, degrees)
		}
	case orb.Ring:
		turn(g, degrees)
	case orb.Polygon:
		for _, r := range g {
			turn(r, degrees)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			for _, r := range p {
				turn(r, degrees)
			}
		}
	case orb.Collection:
		for i := range g {
			g[i] = turned(g[i], degrees)
		}
	case orb.Bound:
		g.Min[0] += degrees
		g.Max[0] += degrees
		return g
	}
	return g
}

func turn(positions []orb.Point, degrees float64) {
	for i := range positions {
		positions[i][0] += degrees
	}
}

// placed is a geometry as relate asks for it.
type placed struct {
	g orb.Geometry
	b orb.Bound
}

func (p *placed) Geometry() orb.Geometry { return p.g }

func (p *placed) Bound() (orb.Bound, bool) { return p.b, !p.b.IsEmpty() }

func (p *placed) Point() (orb.Point, bool) {
	at, ok := p.g.(orb.Point)
	return at, ok
}

// touches reports whether the shape and g share a point.
func (s *Shape) touches(g orb.Geometry) bool {
	b := g.Bound()
	for _, turn := range turns {
		// As for the shape: longitudes beyond ±180 are tried as they would be within.
		if turn > 0 && b.Min[0] >= -180 || turn < 0 && b.Max[0] <= 180 {
			continue
		}
		p := placed{turned(g, turn), orb.Bound{Min: orb.Point{b.Min[0] + turn, b.Min[1]}, Max: orb.Point{b.Max[0] + turn, b.Max[1]}}}
		for _, m := range s.meets {
			if m != nil && m.Is(relate.Intersects, &p) {
				return true
			}
		}
	}
	return false
}

// ToGeometry gives the geodesic distance in metres from the nearest point of the
// shape to the nearest point of g, and the azimuth of the line there at the shape,
// in degrees clockwise from north. Where they share a point, both are 0. The rest
// is as [ToGeometry] says: no other pair of points is nearer by more than 1 mm, or
// 10 cm close to the antipode.
func (s *Shape) ToGeometry(g orb.Geometry) (metres, azimuth float64) {
	if g == nil || len(s.spans) == 0 {
		return math.Inf(1), math.NaN()
	}
	if s.touches(g) {
		return 0, 0
	}
	other := newWeb(g)
	if len(other.spans) == 0 {
		return math.Inf(1), math.NaN()
	}
	c := closest{from: s, to: &other, metres: math.Inf(1)}
	c.nodes(len(s.boxes)-1, 0, len(other.boxes)-1, 0)
	if c.metres <= slack { // a pole, which has many longitudes
		return 0, 0
	}
	return c.metres, bearing(c.sin, c.cos)
}

// LowerBound gives metres that no point of the box is nearer to the shape than, 0
// when they share a point. The box is as for [LowerBound].
func (s *Shape) LowerBound(b orb.Bound) float64 {
	if len(s.spans) == 0 {
		return math.Inf(1)
	}
	// A box in the inside of an area is far from its edges.
	for _, m := range s.meets {
		if m != nil && m.Meets(b.Min) {
			return 0
		}
	}
	top := len(s.boxes) - 1
	return s.least(b, top, 0, s.hubs[top+1][0].atLeast(b), math.Inf(1))
}

// least is the least of known and what a node's spans are at least away from b, the
// node's box being bound away. It does not look into a node that is small for how far
// it is, and looks into the nearest first.
func (s *Shape) least(b orb.Bound, level, i int, bound, known float64) float64 {
	if level < 0 || s.hubs[level+1][i].radius < bound/32 {
		return min(known, bound)
	}
	first, last := s.under(level, i)
	hubs := s.hubs[level][first:last]
	var bounds [webFan]float64
	for k := range hubs {
		bounds[k] = hubs[k].atLeast(b)
	}
	for range hubs {
		next := 0
		for k := range hubs {
			if bounds[k] < bounds[next] {
				next = k
			}
		}
		if bounds[next] >= known {
			break
		}
		known = s.least(b, level-1, first+next, bounds[next], known)
		bounds[next] = math.Inf(1)
	}
	return known
}

// Surrounding gives one or two boxes, boxes[:n], that hold every point within so
// many metres of the shape; see [Surrounding]. They are up to 0.4 % larger than they
// need be, and hold all between the shape's parts.
//
// Proof. With the mapping of [LowerBound], ds ≥ r dσ ≥ b dσ, so σ ≤ metres/b. A cap
// of that radius about a point of latitude θ lies within θ ± σ and, if it holds no
// pole, within asin(sin σ/cos θ) of its longitude, which grows with |θ|.
func (s *Shape) Surrounding(metres float64) (boxes [2]orb.Bound, n int) {
	if !(metres >= 0) || len(s.spans) == 0 {
		return boxes, 0
	}
	boxes[0] = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	if metres >= halfMeridian {
		return boxes, 1
	}
	sigma := (metres*(1+grain) + slack) / polarRadius
	south, north := geocentric(s.bound.Min[1]), geocentric(s.bound.Max[1])
	if south-sigma > -math.Pi/2 {
		boxes[0].Min[1] = max(-90, geographic(south-sigma)-outward)
	}
	if north+sigma < math.Pi/2 {
		boxes[0].Max[1] = min(90, geographic(north+sigma)+outward)
	}
	if boxes[0].Min[1] == -90 || boxes[0].Max[1] == 90 {
		return boxes, 1
	}
	cos := math.Cos(max(math.Abs(south), math.Abs(north)))
	side := math.Asin(min(1, math.Sin(sigma)/cos*(1+grain)))/degree + outward
	return s.arc.wider(side).cut(boxes[0])
}

// geocentric is the inverse of [geographic].
func geocentric(lat float64) float64 {
	sin, cos := sincosLatitude(lat)
	return math.Atan2((1-flattening)*(1-flattening)*sin, cos)
}
