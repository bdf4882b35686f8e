package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// Inverse solves the inverse problem: the length in metres of the shortest
// geodesic from p to q, and its azimuth at p in degrees clockwise from north,
// [0,360). Points are lon, lat in degrees; any finite longitude will do.
//
// The distance is within 15 nm of the truth for the numbers as given, wherever
// the points lie, and the azimuth is off by no more than what would move q
// sideways by as much. (Over 200,000 lines of every kind, two in five of them
// nearly antipodal, the worst were 14.9 nm and 6.3 nm from GeodSolve's.) Where p and q are the same place the azimuth is 0. At a
// pole, north is the direction of the pole's own meridian, the limit of the
// azimuth as p comes up its longitude. Between antipodes several shortest lines
// exist; one of them is chosen. A latitude beyond ±90 or a number that is not
// finite gives NaN for both.
func Inverse(p, q orb.Point) (metres, azimuth float64) {
	from, to := newSite(p), newSite(q)
	l := solve(&from, &to)
	return l.metres, l.azimuth()
}

// Distance is the first result of [Inverse].
func Distance(p, q orb.Point) float64 {
	from, to := newSite(p), newSite(q)
	return solve(&from, &to).metres
}

// line is a shortest geodesic between two sites.
type line struct {
	metres float64
	// Sine and cosine, up to a common factor, of the azimuths at the start and
	// at the end; both point forward. Zero when the sites coincide.
	sin1, cos1, sin2, cos2 float64
}

func (l *line) azimuth() float64 { return bearing(l.sin1, l.cos1) }

func solve(p, q *site) line {
	// Where no turn of the earth is in the way the rounding of the difference is
	// a part in 10¹⁶ of it, which a near line does not feel.
	d, rest := q.lon-p.lon, 0.0
	if math.Abs(d) > 180 {
		d, rest = difference(p.lon, q.lon)
	}
	if l, ok := solveNear(p, q, (d+rest)*degree); ok {
		return l
	}
	if math.IsNaN(d) || math.IsNaN(p.lat) || math.IsNaN(q.lat) {
		nan := math.NaN()
		return line{nan, nan, nan, nan, nan}
	}
	d, rest = difference(p.lon, q.lon)
	return solveFar(p, q, d, rest)
}
