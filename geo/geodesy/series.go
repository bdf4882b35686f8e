package geodesy

import "math"

// order is the highest power of ε kept in the series. For WGS 84 what is left
// out changes a distance by less than 1e-9 m (Karney 2013, §6).
const order = 6

// epsilonOf gives the expansion parameter ε of Karney (2013) eq. (16) from
// k² = e′² cos²α₀, eq. (9).
func epsilonOf(k2 float64) float64 {
	return k2 / (2*(1+math.Sqrt(1+k2)) + k2)
}

// a1 is the factor of eq. (15), expanded as eq. (17).
func a1(e float64) float64 {
	t := e * e
	return (1 + t*(1./4+t*(1./64+t*(1./256)))) / (1 - e)
}

// c1 are the coefficients of eq. (18); index 0 is unused.
func c1(e float64) (c [order + 1]float64) {
	t := e * e
	p := e
	c[1] = p * (-1./2 + t*(3./16-t*(1./32)))
	p *= e
	c[2] = p * (-1./16 + t*(1./32-t*(9./2048)))
	p *= e
	c[3] = p * (-1./48 + t*(3./256))
	p *= e
	c[4] = p * (-5./512 + t*(3./512))
	p *= e
	c[5] = p * (-7. / 1280)
	p *= e
	c[6] = p * (-7. / 2048)
	return c
}

// c1Reverted are the coefficients of the reverted series, eq. (21).
func c1Reverted(e float64) (c [order + 1]float64) {
	t := e * e
	p := e
	c[1] = p * (1./2 - t*(9./32-t*(205./1536)))
	p *= e
	c[2] = p * (5./16 - t*(37./96-t*(1335./4096)))
	p *= e
	c[3] = p * (29./96 - t*(75./128))
	p *= e
	c[4] = p * (539./1536 - t*(2391./2560))
	p *= e
	c[5] = p * (3467. / 7680)
	p *= e
	c[6] = p * (38081. / 61440)
	return c
}

// a2 is the factor of eq. (41), expanded as eq. (42).
func a2(e float64) float64 {
	t := e * e
	return (1 - e) * (1 + t*(1./4+t*(9./64+t*(25./256))))
}

// c2 are the coefficients of eq. (43).
func c2(e float64) (c [order + 1]float64) {
	t := e * e
	p := e
	c[1] = p * (1./2 + t*(1./16+t*(1./32)))
	p *= e
	c[2] = p * (3./16 + t*(1./32+t*(35./2048)))
	p *= e
	c[3] = p * (5./48 + t*(5./256))
	p *= e
	c[4] = p * (35./512 + t*(7./512))
	p *= e
	c[5] = p * (63. / 1280)
	p *= e
	c[6] = p * (77. / 2048)
	return c
}

// a3 is the factor of eq. (23), expanded as eq. (24), for the n of WGS 84.
func a3(e float64) float64 {
	const n = thirdFlattening
	return 1 - e*((1./2-n/2)+e*((1./4+n/8-3*n*n/8)+e*((1./16+3*n/16+n*n/16)+e*((3./64+n/32)+e*(3./128)))))
}

// c3 are the coefficients of eq. (25), for the n of WGS 84.
func c3(e float64) (c [order]float64) {
	const n = thirdFlattening
	p := e
	c[1] = p * ((1./4 - n/4) + e*((1./8-n*n/8)+e*((3./64+3*n/64-n*n/64)+e*((5./128+n/64)+e*(3./128)))))
	p *= e
	c[2] = p * ((1./16 - 3*n/32 + n*n/32) + e*((3./64-n/32-3*n*n/64)+e*((3./128+n/128)+e*(5./256))))
	p *= e
	c[3] = p * ((5./192 - 3*n/64 + 5*n*n/192) + e*((3./128-5*n/192)+e*(7./512)))
	p *= e
	c[4] = p * ((7./512 - 7*n/256) + e*(7./512))
	p *= e
	c[5] = p * (21. / 2560)
	return c
}

// sineSum is Σ c[l] sin 2lσ for l ≥ 1, by Clenshaw's recurrence.
func sineSum(c []float64, sin, cos float64) float64 {
	x := 2 * (cos - sin) * (cos + sin)
	var y0, y1 float64
	for l := len(c) - 1; l >= 1; l-- {
		y0, y1 = x*y0-y1+c[l], y0
	}
	return 2 * sin * cos * y0
}
