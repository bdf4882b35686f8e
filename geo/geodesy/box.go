package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// LowerBound gives metres that no point of the box is nearer to p than, 0 when p
// is in the box. The box has west ≤ east within ±180 and south ≤ north, in degrees;
// the shortest way to it may cross the antimeridian or pass a pole.
//
// It is meant to order a search: it never exceeds the distance, and falls short of
// it by less than 0.03 % below 600 km and 0.7 % anywhere.
//
// Proof. If the longitude of p is one of the box's, the nearest point is on the same
// meridian, because a line element is at least its part along the meridian, M dφ.
// The arc of the meridian from φ to φ+Δ is at least Δ min M = Δ b²/a, and by Taylor's
// theorem at least |Δ| (M + M′Δ/2 − CΔ²/6) with C ≥ |M″|. The bound is the larger.
//
// Otherwise project the surface from the centre onto the unit sphere: the point of
// geographic latitude φ goes to the geocentric latitude θ, tan θ = (1−e²) tan φ, and
// the same longitude, so that the image of the box is a box. If r is the distance
// from the centre and dσ the length of the image of a line element, the element
// itself, by its component across the radius, is ds ≥ r dσ. The image of a path from p to the box
// has some length L ≥ σ, the least spherical distance to the image of the box. After
// an arc t of it |θ| has grown by at most t; r falls with |θ|, from a to b, and
// |dr/dθ| = r³ |sin θ cos θ| (1/b² − 1/a²) ≤ a e′²/2. Hence
//
//	s ≥ ∫₀ᴸ r dt ≥ ∫₀^σ max(b, r(p) − t a e′²/2) dt ≥ σ max(b, r(p) − σ a e′²/4).
//
// σ itself: on the sphere, along any parallel the distance from p grows with the
// difference of longitude up to 180 degrees, so the nearest point lies on the nearer
// side of the box, at Δλ. On that meridian cos σ = R cos(θ − ϑ) with
// tan ϑ = tan θ(p)/cos Δλ: nearest is ϑ, where sin σ = cos θ(p) sin Δλ, if it is
// between the box's latitudes, else one of the corners.
func LowerBound(p orb.Point, b orb.Bound) float64 {
	f := FromPoint(p)
	return f.LowerBound(b)
}

// radiusFall is a e′²/4 of the proof, and curveBend is C: the largest
// |M″| = 3ae²(1−e²) |cos 2φ W⁻⁵ + 5e² sin²φ cos²φ W⁻⁷|, W² = 1 − e² sin²φ.
const (
	radiusFall = equatorialRadius * secondEccentricity2 / 4
	curveBend  = 131000
)

// LowerBound is [LowerBound] from this position.
func (f *From) LowerBound(b orb.Bound) float64 {
	gap := f.gap(b.Min[0], b.Max[0])
	var bound float64
	if gap == 0 {
		bound = f.toParallel(b.Min[1], b.Max[1])
	} else {
		sigma := f.toSide(gap, b.Min[1], b.Max[1])
		bound = sigma * max(polarRadius, f.radius-sigma*radiusFall)
	}
	return max(0, bound*(1-grain)-slack)
}

// gap is the difference of longitude to the nearer side, 0 within the box.
func (f *From) gap(west, east float64) float64 {
	w, e := west-f.lon, f.lon-east
	if w <= 0 && e <= 0 {
		return 0
	}
	if w < 0 {
		w += 360
	}
	if e < 0 {
		e += 360
	}
	return max(0, min(w, e))
}

// toParallel bounds the arc of the meridian to the nearer of two parallels.
func (f *From) toParallel(south, north float64) float64 {
	var d float64
	switch {
	case f.lat > north:
		d = north - f.lat
	case f.lat < south:
		d = south - f.lat
	default:
		return 0
	}
	d *= degree
	return math.Abs(d) * max(smallestCurve, f.curve+d*f.change/2-d*d*(curveBend/6))
}

// toSide gives the angle at the centre, rounded down, to the side of a box that
// lies gap degrees of longitude away.
func (f *From) toSide(gap, south, north float64) float64 {
	lat, sin := f.lat, f.sinPhi
	if lat < 0 {
		lat, sin, south, north = -lat, -sin, -north, -south
	}
	half := sinHalf(gap)
	h2 := half * half
	cos := 1 - 2*h2 // of Δλ
	if cos <= 0 {
		return min(f.toCorner(north, h2), f.toCorner(south, h2))
	}
	if north <= lat {
		return f.toCorner(north, h2)
	}
	// φ is below the foot where sin φ cos φ(p) cos Δλ < cos φ sin φ(p).
	k := f.cosPhi * cos
	if s, c := sincosLatitude(north); s*k <= c*sin {
		return f.toCorner(north, h2)
	}
	if south > lat {
		if s, c := sincosLatitude(south); s*k >= c*sin {
			return f.toCorner(south, h2)
		}
	}
	return asinSmall(min(1, 2*f.cosTheta*half*math.Sqrt(1-h2)))
}

// toCorner gives the angle at the centre to a latitude, mirrored to the hemisphere
// of the position, from the sine squared of half the difference of longitude.
func (f *From) toCorner(lat, h2 float64) float64 {
	s, c := sincosLatitude(lat)
	s *= (1 - flattening) * (1 - flattening)
	scale := 1 / math.Sqrt(s*s+c*c)
	c *= scale
	dz, dr := s*scale-math.Abs(f.sinTheta), c-f.cosTheta
	chord := math.Sqrt(dr*dr + dz*dz + 4*c*f.cosTheta*h2)
	return 2 * asinSmall(min(1, chord/2))
}
