package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

const (
	// tolerance is how much nearer than the point found another may be, in
	// metres; half the promise of ToGeometry.
	tolerance = 0.5e-3
	// antipodal is the distance from which two shortest lines may lie close to
	// one another; up to it the distance has a continuous derivative. The cut
	// locus lies within 70 km of the antipode.
	antipodal          = 19.8e6
	antipodalTolerance = 50e-3
)

// edge is the straight line in longitude and latitude, x(t) = start + t·(λ′, φ′),
// t from 0 to 1, with what bounds the distance D(t) from p along it.
//
// By the first variation dD/dt is the velocity v of x along the direction in which
// the geodesic arrives, and by the second
//
//	D″ = H (|v|² − D′²) + ⟨direction, A⟩
//
// where H is the logarithmic derivative of the reduced length and A the covariant
// acceleration of x, which has the components (north, east)
//
//	dM/dφ φ′² + r sin φ λ′²,   −2M sin φ φ′λ′      (M curvature, r = N cos φ).
//
// The curvature of the ellipsoid is at most 1/b², so by Sturm's comparison
// H ≥ cot(D/b)/b for D < πb. This gives two tests for a piece of the edge:
//
//   - H |v|² > |A| all along: wherever D′ = 0, D″ > 0, so D falls and then rises, and
//     its minimum is found by Newton's method in a bracket (edge.descend).
//   - D″ ≥ −C with C = |A| + max(0, −H)|v|²: D lies above the parabolas of curvature
//     −C that touch it at the ends, which can show that the piece holds nothing
//     nearer than what is known (edge.floor).
//
// The second has a better C where p is near a pole, for which a parallel is nearly
// at one distance. By Clairaut's relation ∂D/∂λ = r sin α₂ = r(p) sin α₁, and α₁ turns
// by |dα₁| ≤ |v| dt/m₁₂ with the reduced length m₁₂ ≥ b sin(D/b), so that, term by term,
//
//	D″ ≥ −r(p) (r λ′² + 2M |φ′λ′|)/m₁₂ − |dM/dφ| φ′² + min(0, H) M² φ′².
//
// A piece for which neither decides is halved. Close to the antipode, where D may
// have kinks, only |dD| ≤ |v| dt is used.
type edge struct {
	from       *From
	start, end orb.Point
	dLon, dLat float64 // λ′, φ′ in radians
	// fastest and slowest bound |v|, in metres; bend bounds |A|. turn bounds
	// r λ′² + 2M |φ′λ′|, swell |dM/dφ| φ′², and north M |φ′|.
	fastest, slowest, bend, turn, swell, north float64
}

// mark is a point of the edge with its distance: D = line.metres, slope = D′.
type mark struct {
	t, slope float64
	line
}

func newEdge(f *From, a, b orb.Point) edge {
	e := edge{from: f, start: a, end: b, dLon: (b[0] - a[0]) * degree, dLat: (b[1] - a[1]) * degree}
	south, north := min(a[1], b[1]), max(a[1], b[1])
	high := max(math.Abs(south), math.Abs(north))
	sin, cos := sincosLatitude(high)
	widest := 1.0 // cosine of the latitude nearest to the equator
	if south > 0 || north < 0 {
		_, widest = sincosLatitude(min(math.Abs(south), math.Abs(north)))
	}
	// a cos φ ≤ r ≤ a²/b cos φ and b²/a ≤ M ≤ a²/b.
	e.fastest = largestCurve * math.Hypot(e.dLat, widest*e.dLon) * (1 + grain)
	e.slowest = math.Hypot(smallestCurve*e.dLat, equatorialRadius*cos*e.dLon) * (1 - grain)
	e.turn = largestCurve * (widest*e.dLon*e.dLon + 2*math.Abs(e.dLat*e.dLon))
	e.swell = curveBend / 2 * e.dLat * e.dLat
	e.north = largestCurve * math.Abs(e.dLat)
	e.bend = e.swell + sin*e.turn
	return e
}

// at measures to the point t.
func (e *edge) at(t float64) mark {
	p := orb.Point{e.start[0] + t*(e.end[0]-e.start[0]), e.start[1] + t*(e.end[1]-e.start[1])}
	if t == 1 {
		p = e.end
	}
	q := newSite(p)
	m := mark{t: t, line: solve(&e.from.site, &q)}
	if h := math.Hypot(m.sin2, m.cos2); h > 0 {
		m.slope = (meridianCurve(&q)*e.dLat*m.cos2 + equatorialRadius*q.cosBeta*e.dLon*m.sin2) / h
	}
	return m
}

// meridianCurve is M.
func meridianCurve(s *site) float64 {
	w := 1 - eccentricity2*s.sinPhi*s.sinPhi
	return equatorialRadius * (1 - eccentricity2) / (w * math.Sqrt(w))
}

// edge looks for the nearest point of the edge from a to b.
func (s *search) edge(a, b orb.Point) {
	if s.from.LowerBound(around(a, b)) > s.reach {
		return
	}
	if a[1] == b[1] || math.Abs(s.from.lat) == 90 {
		s.level(a, b)
		return
	}
	e := newEdge(s.from, a, b)
	first, last := e.at(0), e.at(1)
	s.offer(first.line)
	s.offer(last.line)
	s.piece(&e, first, last)
}

// around is the box of an edge, its longitudes brought to within ±180 if written
// otherwise.
func around(a, b orb.Point) orb.Bound {
	box := orb.Bound{
		Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])},
		Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])},
	}
	if box.Min[0] < -180 || box.Max[0] > 180 {
		box.Min[0], box.Max[0] = -180, 180
	}
	return box
}

// level looks along a parallel, where the distance grows with the difference of
// longitude up to 180 degrees (dD/dλ = a sin α₀ ≥ 0), or from a pole, where it
// depends on the latitude alone. There the nearest point is in closed form.
func (s *search) level(a, b orb.Point) {
	s.offer(s.to(a))
	s.offer(s.to(b))
	if a[1] != b[1] {
		return
	}
	west, east := min(a[0], b[0]), max(a[0], b[0])
	lon := s.from.lon + 360*math.Ceil((west-s.from.lon)/360)
	if lon <= east {
		s.offer(s.to(orb.Point{s.from.lon, a[1]}))
	}
}

// piece looks between two marks.
func (s *search) piece(e *edge, first, last mark) {
	length := e.fastest * (last.t - first.t)
	far := (first.metres + last.metres + length) / 2
	least, enough := (first.metres+last.metres-length)/2, tolerance
	if far < antipodal {
		stretch := 1 / (polarRadius * math.Tan(far/polarRadius)) // bounds H
		if far < polarRadius && stretch*e.slowest*e.slowest > e.bend {
			s.descend(e, first, last, stretch)
			return
		}
		least = max(least, floor(first, last, e.fall(stretch, least, far)))
	} else {
		enough = antipodalTolerance
	}
	if !(least < s.best.metres-enough) {
		return
	}
	middle := e.at((first.t + last.t) / 2)
	s.offer(middle.line)
	if s.apart(e, first, middle) {
		s.piece(e, first, middle)
	}
	if s.apart(e, middle, last) {
		s.piece(e, middle, last)
	}
}

// fall bounds −D″ for distances between near and far, by the better of two ways;
// stretch bounds H.
func (e *edge) fall(stretch, near, far float64) float64 {
	back := max(0, -stretch)
	c := e.bend + back*e.fastest*e.fastest
	if near <= 0 {
		return c
	}
	reduced := polarRadius * min(math.Sin(near/polarRadius), math.Sin(far/polarRadius))
	return min(c, e.from.axis*e.turn/reduced+e.swell+back*e.north*e.north)
}

// apart says whether a piece may hold what is nearer, by its box.
func (s *search) apart(e *edge, first, last mark) bool {
	at := func(t float64) orb.Point {
		return orb.Point{e.start[0] + t*(e.end[0]-e.start[0]), e.start[1] + t*(e.end[1]-e.start[1])}
	}
	return s.from.LowerBound(around(at(first.t), at(last.t))) < s.best.metres
}

// floor is the least value between two marks of the greater of the parabolas with
// D″ = −fall that touch D there.
func floor(first, last mark, fall float64) float64 {
	w := last.t - first.t
	// d₀ + g₀x − Cx²/2 = d₁ + g₁(x−w) − C(x−w)²/2 is linear in x.
	rise := last.metres - first.metres - last.slope*w - fall*w*w/2
	turn := first.slope - last.slope - fall*w
	least := min(first.metres, last.metres)
	if turn == 0 {
		return least
	}
	if x := rise / turn; x > 0 && x < w {
		least = min(least, first.metres+first.slope*x-fall*x*x/2)
	}
	return least
}

// descend finds the minimum of a piece along which D falls and then rises. It ends
// when the convexity around the minimum, D″ ≥ c with c = H(|v|² − D′²) − |A|, shows
// that D is within a micrometre of it: D − min D ≤ |D′| · min(|D′|/c, bracket).
func (s *search) descend(e *edge, low, high mark, stretch float64) {
	if low.slope >= 0 || high.slope <= 0 {
		return // the minimum is at an end
	}
	const near = 1e-6
	// In the plane D·D′ is linear in t.
	t := low.t + (high.t-low.t)*low.metres*low.slope/(low.metres*low.slope-high.metres*high.slope)
	for range 60 {
		if !(t > low.t && t < high.t) {
			t = (low.t + high.t) / 2
		}
		m := e.at(t)
		s.offer(m.line)
		slope, width := math.Abs(m.slope), high.t-low.t
		convex := stretch*(e.slowest*e.slowest-m.slope*m.slope) - e.bend
		if slope*width < near && convex > 0 || convex > 0 && slope*slope < near*convex || width*e.fastest < near {
			return
		}
		if m.slope < 0 {
			low = m
		} else {
			high = m
		}
		t = m.t - m.slope/e.curvature(m)
	}
}

// curvature is D″ with the H of a sphere, for Newton's method.
func (e *edge) curvature(m mark) float64 {
	lat := (e.start[1] + m.t*(e.end[1]-e.start[1]))
	sin, cos := sincosLatitude(lat)
	const r = equatorialRadius
	v2 := r * r * (e.dLat*e.dLat + cos*cos*e.dLon*e.dLon)
	north := r * sin * cos * e.dLon * e.dLon
	east := -2 * r * sin * e.dLat * e.dLon
	h := math.Hypot(m.sin2, m.cos2)
	return (v2-m.slope*m.slope)/(r*math.Tan(m.metres/r)) + (north*m.cos2+east*m.sin2)/h
}
