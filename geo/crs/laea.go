package crs

import "math"

// equalArea is the oblique Lambert azimuthal equal-area projection of GRS 1980
// (EPSG method 9820, IOGP 373-7-2 §3.2.3.1).
type equalArea struct {
	east, north  float64 // the false origin, metres
	sin0, cos0   float64 // of the authalic latitude of the origin
	d            float64 // the ellipsoid's stretch at the origin
	radius       float64 // of the authalic sphere, metres
	pole         float64 // authalic of 90°
	toGeographic series  // authalic to geographic latitude
}

// newEqualArea makes the projection about a latitude, in degrees.
func newEqualArea(lat, east, north float64) *equalArea {
	const e2, n = flatGRS80 * (2 - flatGRS80), flatGRS80 / (2 - flatGRS80)
	sin, cos := math.Sincos(radians(lat))
	pole := authalic(1)
	sin0 := authalic(sin) / pole
	cos0 := math.Sqrt(1 - sin0*sin0)
	radius := equator * math.Sqrt(pole/2)
	return &equalArea{
		east: east, north: north, sin0: sin0, cos0: cos0, pole: pole, radius: radius,
		d: equator * cos / math.Sqrt(1-e2*sin*sin) / (radius * cos0),
		toGeographic: seriesIn(n, [6][]float64{ // Karney 2022, "On auxiliary latitudes", eq. A17
			{4. / 3, 4. / 45, -16. / 35, -2582. / 14175, 60136. / 467775, 28112932. / 212837625},
			{46. / 45, 152. / 945, -11966. / 14175, -21016. / 51975, 251310128. / 638512875},
			{3044. / 2835, 3802. / 14175, -94388. / 66825, -8797648. / 10945935},
			{6059. / 4725, 41072. / 93555, -1472637812. / 638512875},
			{768272. / 467775, 455935736. / 638512875},
			{4210684958. / 1915538625},
		}),
	}
}

// authalic is q of the formulas: the area between the equator and a latitude, of
// which the sine is given.
func authalic(sin float64) float64 {
	const e2 = flatGRS80 * (2 - flatGRS80)
	e := math.Sqrt(e2)
	return (1 - e2) * (sin/(1-e2*sin*sin) + math.Atanh(e*sin)/e)
}

func (p *equalArea) forward(lon, lat float64) (x, y float64) {
	sinLon, cosLon := math.Sincos(radians(lon))
	sin := authalic(math.Sin(radians(lat))) / p.pole
	cos := math.Sqrt(max(0, 1-sin*sin))
	b := p.radius * math.Sqrt(2/(1+p.sin0*sin+p.cos0*cos*cosLon))
	return p.east + b*p.d*cos*sinLon, p.north + b/p.d*(p.cos0*sin-p.sin0*cos*cosLon)
}

func (p *equalArea) inverse(x, y float64) (lon, lat float64) {
	x, y = (x-p.east)/p.d, (y-p.north)*p.d
	// The half angle c/2 from the origin has the sine rho/2R.
	half2 := (x*x + y*y) / (4 * p.radius * p.radius)
	if !(half2 < 1) {
		return math.NaN(), math.NaN()
	}
	cosC := 1 - 2*half2
	k := math.Sqrt(1-half2) / p.radius // sin c / rho
	sin := min(max(cosC*p.sin0+y*k*p.cos0, -1), 1)
	cos := math.Sqrt(1 - sin*sin)
	beta := math.Asin(sin)
	lat = beta + p.toGeographic.sum(2*sin*cos, 1-2*sin*sin)
	return degrees(math.Atan2(x*k, p.cos0*cosC-p.sin0*y*k)), degrees(lat)
}
