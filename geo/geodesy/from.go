package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// From is a position from which many distances are asked. It keeps what does not
// depend on the other end. It never changes, so goroutines may share it.
type From struct {
	site
	// axis and height are the distances from the polar axis and from the plane
	// of the equator, in metres.
	axis, height float64
	// sinTheta and cosTheta belong to the geocentric latitude θ; radius is the
	// distance to the centre.
	sinTheta, cosTheta, radius float64
	// curve is the radius of curvature M of the meridian, and change dM/dφ.
	curve, change float64
}

// FromPoint prepares a position, lon, lat in degrees.
func FromPoint(p orb.Point) From {
	f := From{site: newSite(p)}
	f.axis = equatorialRadius * f.cosBeta
	f.height = polarRadius * f.sinBeta
	f.radius = math.Sqrt(f.axis*f.axis + f.height*f.height)
	f.sinTheta, f.cosTheta = f.height/f.radius, f.axis/f.radius
	w := 1 - eccentricity2*f.sinPhi*f.sinPhi
	f.curve = equatorialRadius * (1 - eccentricity2) / (w * math.Sqrt(w))
	f.change = 3 * eccentricity2 * f.sinPhi * f.cosPhi * f.curve / w
	return f
}

// Inverse is [Inverse] from this position.
func (f *From) Inverse(q orb.Point) (metres, azimuth float64) {
	to := newSite(q)
	l := solve(&f.site, &to)
	return l.metres, l.azimuth()
}

// Distance is [Distance] from this position.
func (f *From) Distance(q orb.Point) float64 {
	to := newSite(q)
	return solve(&f.site, &to).metres
}
