package geodesy

import "math"

// sincosLatitude gives sine and cosine of an angle within ±90 degrees, exact at
// 0 and ±90 and within one unit in the last place elsewhere: beyond 45 degrees
// the exact complement is used.
func sincosLatitude(degrees float64) (sin, cos float64) {
	if math.Abs(degrees) <= 45 {
		return math.Sincos(degrees * degree)
	}
	cos, sin = math.Sincos((90 - math.Abs(degrees)) * degree)
	return math.Copysign(sin, degrees), cos
}

// difference gives the angle from longitude a to longitude b in degrees, within
// ±180, as an unevaluated sum: d is the rounded difference and rest what the
// rounding lost.
func difference(a, b float64) (d, rest float64) {
	d, rest = twoSum(-a, b)
	for d > 180 || (d == 180 && rest > 0) {
		var lost float64
		d, lost = twoSum(d, -360)
		rest += lost
	}
	for d < -180 || (d == -180 && rest < 0) {
		var lost float64
		d, lost = twoSum(d, 360)
		rest += lost
	}
	return d, rest
}

// twoSum gives the rounded sum of a and b and its exact error (Knuth).
func twoSum(a, b float64) (sum, rest float64) {
	sum = a + b
	t := sum - a
	return sum, (a - (sum - t)) + (b - t)
}

// bearing turns a direction, given by its sine and cosine (of any common
// length), into degrees clockwise from north, [0,360).
func bearing(sin, cos float64) float64 {
	d := math.Atan2(sin, cos) / degree
	if d < 0 {
		d += 360
	}
	if d >= 360 || d == 0 {
		return 0
	}
	return d
}

func norm(x, y float64) (float64, float64) {
	h := math.Sqrt(x*x + y*y)
	return x / h, y / h
}

// sinSmall is the Taylor series of the sine, its error below 1e-17 of the
// result for |x| ≤ 0.26.
func sinSmall(x float64) float64 {
	t := x * x
	return x - x*t*(1./6-t*(1./120-t*(1./5040-t*(1./362880-t*(1./39916800)))))
}

// cosSmall is the Taylor series of the cosine, error below 1e-17 for |x| ≤ 0.26.
func cosSmall(x float64) float64 {
	t := x * x
	return 1 - t*(1./2-t*(1./24-t*(1./720-t*(1./40320-t*(1./3628800)))))
}

// asinSmall is the Taylor series of the arcsine for |x| ≤ 0.05, with an error
// below 1e-17 of the result, and the arcsine beyond.
func asinSmall(x float64) float64 {
	if x > 0.05 {
		return math.Asin(x)
	}
	t := x * x
	return x + x*t*(1./6+t*(3./40+t*(15./336+t*(105./3456+t*(945./42240)))))
}
