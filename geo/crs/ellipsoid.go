package crs

import "math"

// Flattenings: EPSG ellipsoids 7030 and 7019.
const (
	flatWGS84 = 1 / 298.257223563
	flatGRS80 = 1 / 298.257222101
)

// series are the coefficients of sin 2x, sin 4x … sin 12x: a latitude of one kind
// less that of another. They come from expansions in the third flattening n, of
// which the terms left out are of order n⁷, below 1e-19.
type series [6]float64

// sum returns the value of the series at an angle of which the sine and the cosine
// of twice itself are given, by Clenshaw's summation.
func (s *series) sum(sin2, cos2 float64) float64 {
	var b1, b2 float64
	for i := len(s) - 1; i >= 0; i-- {
		b1, b2 = s[i]+2*cos2*b1-b2, b1
	}
	return sin2 * b1
}

// sumComplex is sum for a complex angle.
func (s *series) sumComplex(sin2, cos2 complex128) complex128 {
	var b1, b2 complex128
	cos2 *= 2
	for i := len(s) - 1; i >= 0; i-- {
		b1, b2 = complex(s[i], 0)+cos2*b1-b2, b1
	}
	return sin2 * b1
}

// seriesIn returns coefficients of which row i are those of n to the power of i+1
// and up.
func seriesIn(n float64, rows [6][]float64) (s series) {
	for i, row := range rows {
		v := 0.0
		for k := len(row) - 1; k >= 0; k-- {
			v = v*n + row[k]
		}
		s[i] = v * math.Pow(n, float64(i+1))
	}
	return s
}
