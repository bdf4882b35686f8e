package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// The defining constants of WGS 84 (NGA.STND.0036, table 3.1) and what follows
// from them. Lengths are in metres.
const (
	equatorialRadius = 6378137.0
	flattening       = 1 / 298.257223563

	polarRadius = equatorialRadius * (1 - flattening)
	// thirdFlattening is n = (a − b)/(a + b), Karney (2013) eq. (16).
	thirdFlattening = flattening / (2 - flattening)
	// eccentricity2 is e², secondEccentricity2 is e′².
	eccentricity2       = flattening * (2 - flattening)
	secondEccentricity2 = eccentricity2 / ((1 - flattening) * (1 - flattening))

	// halfMeridian is the way from pole to pole, rounded up to a millimetre. No
	// two points of the ellipsoid are further apart.
	halfMeridian = 20003931.459
)

const (
	degree  = math.Pi / 180
	epsilon = 0x1p-52
	// tiny stands in for the cosine of the latitude at a pole, so that the
	// longitude of a pole keeps a meaning: sqrt of the smallest normal number.
	tiny = 0x1p-511
)

// site is a position with what both ends of a line need of it.
type site struct {
	lon, lat float64 // degrees
	// sinPhi and cosPhi belong to the geographic latitude φ.
	sinPhi, cosPhi float64
	// sinBeta and cosBeta belong to the reduced latitude, tan β = (1 − f) tan φ.
	sinBeta, cosBeta float64
	// scale is √(cos²φ + (1−f)² sin²φ): cos φ = scale · cos β.
	scale float64
}

func newSite(p orb.Point) site {
	s := site{lon: p[0], lat: p[1]}
	if !(math.Abs(s.lat) <= 90) {
		s.lat = math.NaN()
	}
	if math.Abs(s.lat) < 1e-100 {
		s.lat = 0 // squares of smaller numbers vanish
	}
	if !(math.Abs(s.lon) <= 180) {
		s.lon = math.Remainder(s.lon, 360)
	}
	s.sinPhi, s.cosPhi = sincosLatitude(s.lat)
	sin := (1 - flattening) * s.sinPhi
	s.scale = math.Sqrt(s.cosPhi*s.cosPhi + sin*sin)
	s.sinBeta = sin / s.scale
	s.cosBeta = max(tiny, s.cosPhi/s.scale)
	return s
}
