package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// outward is added to each side of a box, in degrees: 0.1 µm, far above what
// rounding can take away.
const outward = 1e-12

// Surrounding gives one or two boxes, boxes[:n], that hold every point within so
// many metres of p: two where the circle crosses the antimeridian, one over all
// longitudes where it holds a pole. Nothing is within a negative or NaN distance
// (n = 0), nor of a position that is not one.
//
// Proof. By the bound of [LowerBound], a point whose image on the sphere is σ away
// is at least σ max(b, r − σ a e′²/4) away. The second factor falls with σ, so for
// all points within m metres, which have σ ≤ σ₀ = m/b, it is at least its value at
// σ₀; their σ is at most m over that. On the sphere the cap of radius σ about p lies
// between θ ± σ and, if it holds no pole, within asin(sin σ/cos θ) of p's longitude.
func Surrounding(p orb.Point, metres float64) (boxes [2]orb.Bound, n int) {
	f := FromPoint(p)
	return f.Surrounding(metres)
}

// Surrounding is [Surrounding] of this position.
func (f *From) Surrounding(metres float64) (boxes [2]orb.Bound, n int) {
	if !(metres >= 0) || math.IsNaN(f.lat) || math.IsNaN(f.lon) {
		return boxes, 0
	}
	boxes[0] = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	if metres >= halfMeridian {
		return boxes, 1
	}
	metres = metres*(1+grain) + slack
	sigma := metres / polarRadius
	sigma = metres / max(polarRadius, f.radius-sigma*radiusFall)
	theta := math.Atan2(f.sinTheta, f.cosTheta)
	north, south := theta+sigma, theta-sigma
	if south > -math.Pi/2 {
		boxes[0].Min[1] = max(-90, geographic(south)-outward)
	}
	if north < math.Pi/2 {
		boxes[0].Max[1] = min(90, geographic(north)+outward)
	}
	if boxes[0].Min[1] == -90 || boxes[0].Max[1] == 90 {
		return boxes, 1
	}
	side := math.Asin(min(1, math.Sin(sigma)/f.cosTheta*(1+grain)))/degree + outward
	west, east := f.lon-side, f.lon+side
	switch {
	case east-west >= 360:
		return boxes, 1
	case west <= -180:
		boxes[1] = boxes[0]
		boxes[0].Min[0], boxes[1].Max[0] = west+360, east
		return boxes, 2
	case east >= 180:
		boxes[1] = boxes[0]
		boxes[0].Min[0], boxes[1].Max[0] = west, east-360
		return boxes, 2
	}
	boxes[0].Min[0], boxes[0].Max[0] = west, east
	return boxes, 1
}

// geographic turns a geocentric latitude in radians into a geographic one in
// degrees.
func geographic(theta float64) float64 {
	sin, cos := math.Sincos(theta)
	return math.Atan2(sin, (1-flattening)*(1-flattening)*cos) / degree
}
