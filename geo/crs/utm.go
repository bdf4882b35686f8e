package crs

import "math"

// transverse is the transverse Mercator projection of WGS 84 as UTM has it (EPSG
// method 9807, scale 0.9996 on the central meridian, which is the origin with the
// equator), by Krüger's series to the sixth order in the third flattening as given by
// Karney 2011, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy
// 85, §4: its error is 5 nanometres up to 3900 km from the central meridian, and we go
// no further than 670 km.
type transverse struct {
	east, north  float64 // the false origin, metres
	scale        float64 // metres for a radian of the rectifying latitude, times 0.9996
	alpha, beta  series  // conformal to rectifying, and back
	toGeographic series  // conformal to geographic latitude
}

func newTransverse(east, north float64) *transverse {
	const n = flatWGS84 / (2 - flatWGS84)
	const n2 = n * n
	return &transverse{
		east: east, north: north,
		scale: 0.9996 * equator / (1 + n) * (1 + n2/4 + n2*n2/64 + n2*n2*n2/256),
		alpha: seriesIn(n, [6][]float64{ // Karney 2011, eq. 35
			{1. / 2, -2. / 3, 5. / 16, 41. / 180, -127. / 288, 7891. / 37800},
			{13. / 48, -3. / 5, 557. / 1440, 281. / 630, -1983433. / 1935360},
			{61. / 240, -103. / 140, 15061. / 26880, 167603. / 181440},
			{49561. / 161280, -179. / 168, 6601661. / 7257600},
			{34729. / 80640, -3418889. / 1995840},
			{212378941. / 319334400},
		}),
		beta: seriesIn(n, [6][]float64{ // eq. 36
			{1. / 2, -2. / 3, 37. / 96, -1. / 360, -81. / 512, 96199. / 604800},
			{1. / 48, 1. / 15, -437. / 1440, 46. / 105, -1118711. / 3870720},
			{17. / 480, -37. / 840, -209. / 4480, 5569. / 90720},
			{4397. / 161280, -11. / 504, -830251. / 7257600},
			{4583. / 161280, -108847. / 3991680},
			{20648693. / 638668800},
		}),
		toGeographic: seriesIn(n, [6][]float64{ // Karney 2022, "On auxiliary latitudes", eq. A5
			{2, -2. / 3, -2, 116. / 45, 26. / 45, -2854. / 675},
			{7. / 3, -8. / 5, -227. / 45, 2704. / 315, 2323. / 945},
			{56. / 15, -136. / 35, -1262. / 105, 73814. / 2835},
			{4279. / 630, -332. / 35, -399572. / 14175},
			{4174. / 315, -144838. / 6237},
			{601676. / 22275},
		}),
	}
}

func (t *transverse) forward(lon, lat float64) (x, y float64) {
	e := math.Sqrt(flatWGS84 * (2 - flatWGS84))
	sinLon, cosLon := math.Sincos(radians(lon))
	sinLat, cosLat := math.Sincos(radians(lat))
	// The tangent of the conformal latitude (eq. 7 to 9).
	sigma := math.Sinh(e * math.Atanh(e*sinLat))
	tau := (sinLat*math.Sqrt(1+sigma*sigma) - sigma) / cosLat
	// On the sphere (eq. 10): xi and eta, and the functions of twice these.
	h2 := tau*tau + cosLon*cosLon
	h := math.Sqrt(h2)
	xi, sh := math.Atan2(tau, cosLon), sinLon/h
	eta, ch := math.Asinh(sh), math.Sqrt(1+sh*sh)
	sin2, cos2 := 2*tau*cosLon/h2, (cosLon*cosLon-tau*tau)/h2
	sh2, ch2 := 2*sh*ch, 1+2*sh*sh
	// On the ellipsoid (eq. 11).
	d := t.alpha.sumComplex(complex(sin2*ch2, cos2*sh2), complex(cos2*ch2, -sin2*sh2))
	return t.east + t.scale*(eta+imag(d)), t.north + t.scale*(xi+real(d))
}

func (t *transverse) inverse(x, y float64) (lon, lat float64) {
	xi, eta := (y-t.north)/t.scale, (x-t.east)/t.scale
	sin2, cos2 := math.Sincos(2 * xi)
	sh2 := math.Sinh(2 * eta)
	ch2 := math.Sqrt(1 + sh2*sh2)
	d := t.beta.sumComplex(complex(sin2*ch2, cos2*sh2), complex(cos2*ch2, -sin2*sh2))
	sin, cos := math.Sincos(xi - real(d))
	sh := math.Sinh(eta - imag(d))
	// The sine and cosine of the conformal latitude, but for a common factor that
	// goes: r² + sin² = 1 + sh².
	r := math.Hypot(sh, cos)
	chi := math.Atan2(sin, r)
	w := 1 + sh*sh
	lat = chi + t.toGeographic.sum(2*sin*r/w, (r*r-sin*sin)/w)
	return degrees(math.Atan2(sh, cos)), degrees(lat)
}
