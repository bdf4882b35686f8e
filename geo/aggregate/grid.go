package aggregate

import (
	"math"

	"github.com/paulmach/orb"
)

// WGS 84 (EPSG:7030).
const (
	semiMajor    = 6378137.0 // metres
	flattening   = 1 / 298.257223563
	eccentricity = flattening * (2 - flattening) // squared
)

// authalic returns a number that grows with the area between the equator and the
// latitude with this sine (Snyder 1395, equation 3-12): q of the whole Earth, from
// pole to pole, times π a² is its area. The logarithm is written as its series,
// whose first term left out is below 1e-17.
func authalic(sine float64) float64 {
	const e2 = eccentricity
	s2 := e2 * sine * sine
	series := 1 + s2*(1./3+s2*(1./5+s2*(1./7+s2*(1./9+s2*(1./11+s2*(1./13+s2/15))))))
	return (1 - e2) * sine * (1/(1-s2) + series)
}

// poleQ is authalic of the North Pole.
func poleQ() float64 { return authalic(1) }

// latitude returns the latitude in degrees whose authalic number is q, by Newton's
// method.
func latitude(q float64) float64 {
	const e2 = eccentricity
	s := q / poleQ()
	for range 5 {
		d := 1 - e2*s*s
		s -= (authalic(s) - q) * d * d / (2 * (1 - e2))
		s = max(-1, min(1, s))
	}
	return math.Asin(s) * 180 / math.Pi
}

// earthArea is the area of the ellipsoid in square metres.
func earthArea() float64 { return 2 * math.Pi * semiMajor * semiMajor * poleQ() }

// grid is an equal-area grid of the whole Earth: see the package comment.
type grid struct {
	hex           bool
	columns, rows float64 // whole numbers
	pieces        int     // into which a slanted edge is cut, for what it is straight in the projection
	perQ          float64 // rows per unit of authalic
}

// newGrid makes the grid with cells of so many metres at the standard parallel.
func newGrid(hex bool, metres, parallel float64) *grid {
	sine, cosine := math.Sincos(parallel * math.Pi / 180)
	round := 2 * math.Pi * semiMajor * cosine / math.Sqrt(1-eccentricity*sine*sine) // the parallel's length
	g := &grid{hex: hex, columns: math.Round(round / metres), pieces: 1 + int(metres/50_000)}
	g.pieces = min(g.pieces, 16)
	area := metres * metres
	if hex {
		area *= math.Sqrt(3) / 2
	}
	g.rows = math.Round(earthArea() / area / g.columns)
	g.perQ = g.rows / (2 * poleQ())
	return g
}

// area is that of each cell, in square metres.
func (g *grid) area() float64 { return earthArea() / (g.columns * g.rows) }

// at returns the position in columns from the antimeridian and rows from the South
// Pole.
func (g *grid) at(p orb.Point) (u, v float64) {
	return (p[0] + 180) / 360 * g.columns, g.rows/2 + g.perQ*authalic(math.Sin(p[1]*(math.Pi/180)))
}

// cell returns the number of the cell that a position is in.
func (g *grid) cell(p orb.Point) uint64 {
	u, v := g.at(p)
	column, row := math.Floor(u), min(max(math.Floor(v), 0), g.rows-1)
	if g.hex {
		column, row = g.hexagon(u, v)
	}
	if column >= g.columns {
		column -= g.columns
	}
	return uint64(row)*uint64(g.columns) + uint64(column)
}

// hexagon returns the nearest of the centres, which stand in row r at c, or, where r
// is odd, at c + 1/2. In the projection a row is √3/2 as high as a column is wide.
func (g *grid) hexagon(u, v float64) (column, row float64) {
	v = min(max(v, 0), g.rows)
	below := min(math.Floor(v), g.rows-1)
	centre := func(row float64) (column, distance float64) {
		shift := odd(row) / 2
		column = math.Round(u - shift)
		du, dv := u-shift-column, v-row
		return column, du*du + 0.75*dv*dv
	}
	column, near := centre(below)
	if other, d := centre(below + 1); d < near {
		return wrap(other, g.columns), below + 1
	}
	return wrap(column, g.columns), below
}

// odd is 1 for an odd number, 0 for an even one.
func odd(n float64) float64 { return n - 2*math.Floor(n/2) }

func wrap(column, columns float64) float64 {
	if column < 0 {
		return column + columns
	}
	return column
}

// place returns the column and the row of a cell.
func (g *grid) place(cell uint64) (column, row float64) {
	n := uint64(g.columns)
	return float64(cell % n), float64(cell / n)
}

func (g *grid) lon(halfColumns float64) float64 { return tidy(halfColumns/(2*g.columns)*360 - 180) }
func (g *grid) lat(thirdRows float64) float64 {
	return tidy(latitude((thirdRows/3 - g.rows/2) / g.perQ))
}

// tidy rounds degrees to a billionth, a tenth of a millimetre.
func tidy(degrees float64) float64 { return math.Round(degrees*1e9) / 1e9 }
