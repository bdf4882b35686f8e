package geodesy

import "math"

// nearLimit is the sine of the longest arc that solveNear takes, about 1,590 km.
const nearLimit = 0.25

// shortArc is the longest arc, 51 km, that the rule of two points is used for. Its
// error is below σ⁵/4320 · 4e′², there 1.3 nm.
const shortArc = 0.008

// Nodes and weights of the Gauss-Legendre rule with four points on [−1,1]
// (DLMF table 3.5.2); the weights are halved, so that they add up to one.
const (
	node1, weight1 = 0.339981043584856264803, 0.326072577431273071313
	node2, weight2 = 0.861136311594052575224, 0.173927422568726928687
)

// solveNear solves the inverse problem for lines up to nearLimit; lambda is the
// difference of longitude in radians. It says false when the line is longer.
//
// The method is Bessel's: with the reduced latitudes β and a longitude ω on the
// auxiliary sphere the line is a great circle, and
//
//	s = b ∫ √(1 + k² sin²σ) dσ                                    Karney (2013) eq. (7)
//	λ = ω − f sin α₀ ∫ (2 − f)/(1 + (1 − f) √(1 + k² sin²σ)) dσ   eq. (8)
//
// over the arc. Instead of the series of the paper, which are made for arcs of
// any length, the integrals are taken by a Gauss-Legendre rule of four points:
// as k sin σ = e′ sin β it needs no more than sin β along the great circle. Its
// error is below σ⁹ · 2.4e-10, which at the limit is 6 nm for the distance.
// ω is found by Newton's method from the guess of eq. (48), with λ/ω of the
// guess for the derivative; for a line below 100 km no second step is needed.
// What is left of the error of ω is taken out of s to first order, by
// ds/dλ = a sin α₀ (first variation and Clairaut's relation).
func solveNear(p, q *site, lambda float64) (line, bool) {
	sinDelta := 0.0
	if dphi := (q.lat - p.lat) * degree; math.Abs(dphi) < 0.26 {
		sinDelta = (1 - flattening) * sinSmall(dphi) / (p.scale * q.scale)
	} else {
		return line{}, false
	}
	mean := (p.cosBeta + q.cosBeta) / 2
	slope := math.Sqrt(1 - eccentricity2*mean*mean)
	omega := lambda / slope
	for range 8 {
		t := newTriangle(p, q, sinDelta, omega)
		if !(t.sin2 < nearLimit*nearLimit) || t.cos < 0 {
			return line{}, false
		}
		if t.sin2 == 0 {
			return line{}, true
		}
		sin := math.Sqrt(t.sin2)
		sigma := asinSmall(sin)
		i1, i3 := arcIntegrals(p, q, sigma)
		sin0 := p.cosBeta * t.x1 / sin
		miss := lambda - (omega - flattening*sin0*i3*sigma)
		step := miss / slope
		if math.Abs(miss)*t.sin2 < 1e-13 && miss*miss*p.cosBeta*q.cosBeta < 3e-16*sin {
			l := line{metres: polarRadius*i1*sigma + equatorialRadius*sin0*miss}
			l.sin1 = t.x1 + q.cosBeta*t.cosOmega*step
			l.cos1 = t.y1 + p.sinBeta*q.cosBeta*t.sinOmega*step
			l.sin2 = t.x2 + p.cosBeta*t.cosOmega*step
			l.cos2 = t.y2 - p.cosBeta*q.sinBeta*t.sinOmega*step
			return l, true
		}
		omega += step
	}
	return line{}, false
}

// triangle is the great circle between two reduced latitudes.
type triangle struct {
	sinOmega, cosOmega float64
	// (x1, y1) and (x2, y2) are sin σ times sine and cosine of the azimuths at
	// the ends; sin2 is sin²σ, cos has the sign of cos σ.
	x1, y1, x2, y2, sin2, cos float64
}

func newTriangle(p, q *site, sinDelta, omega float64) (t triangle) {
	// 1 − cos ω as 2 sin²(ω/2) keeps the digits of short lines.
	half := omega / 2
	var sin, cos float64
	if math.Abs(half) < 0.26 {
		sin, cos = sinSmall(half), cosSmall(half)
	} else {
		sin, cos = math.Sincos(half)
	}
	versed := 2 * sin * sin
	t.sinOmega, t.cosOmega = 2*sin*cos, 1-versed
	t.x1 = q.cosBeta * t.sinOmega
	t.y1 = sinDelta + p.sinBeta*q.cosBeta*versed
	t.x2 = p.cosBeta * t.sinOmega
	t.y2 = sinDelta - p.cosBeta*q.sinBeta*versed
	t.sin2 = t.x1*t.x1 + t.y1*t.y1
	t.cos = p.sinBeta*q.sinBeta + p.cosBeta*q.cosBeta*t.cosOmega
	return t
}

// arcIntegrals gives the means of the two integrands over the arc σ between
// the sites.
func arcIntegrals(p, q *site, sigma float64) (i1, i3 float64) {
	if sigma < shortArc {
		return twoPoints(p, q, sigma)
	}
	h := sigma / 2
	t := h * h
	// sin β at the angle u h from the middle of the arc is
	// cos uh/cos h · (sin β₁ + sin β₂)/2 + sin uh/sin h · (sin β₂ − sin β₁)/2.
	sum := (p.sinBeta + q.sinBeta) / 2 / cosSmall(h)
	dif := (q.sinBeta - p.sinBeta) / 2 / (1 - t*(1./6-t*(1./120-t*(1./5040))))

	t1, t2 := t*(node1*node1), t*(node2*node2)
	s1 := sum * (1 - t1*(1./2-t1*(1./24-t1*(1./720))))
	d1 := dif * node1 * (1 - t1*(1./6-t1*(1./120-t1*(1./5040))))
	s2 := sum * (1 - t2*(1./2-t2*(1./24-t2*(1./720))))
	d2 := dif * node2 * (1 - t2*(1./6-t2*(1./120-t2*(1./5040))))

	a1, a3 := integrands(s1 - d1)
	b1, b3 := integrands(s1 + d1)
	c1, c3 := integrands(s2 - d2)
	e1, e3 := integrands(s2 + d2)
	return 1 + weight1*(a1+b1) + weight2*(c1+e1), weight1*(a3+b3) + weight2*(c3+e3)
}

// twoPoints is arcIntegrals for arcs below shortArc by the rule of two points,
// at ±1/√3.
func twoPoints(p, q *site, sigma float64) (i1, i3 float64) {
	const node = 0.577350269189625764509
	t := sigma * sigma / 4
	// cos uh/cos h and sin uh/(u sin h) for u² = 1/3, to order h⁴.
	s := (p.sinBeta + q.sinBeta) / 2 * (1 + t*(1./3+t*(7./54)))
	d := (q.sinBeta - p.sinBeta) / 2 * node * (1 + t*(1./9+t*(1./90)))
	a1, a3 := integrands(s - d)
	b1, b3 := integrands(s + d)
	return 1 + (a1+b1)/2, (a3 + b3) / 2
}

// integrands gives √(1 + e′² sin²β) − 1 and the integrand of eq. (8). As the latter
// is 1/(1 + g) with 0 ≤ g < 0.0017, and is multiplied by f, four terms of the
// geometric sum will do.
func integrands(sinBeta float64) (w, v float64) {
	w = math.Sqrt(1+secondEccentricity2*sinBeta*sinBeta) - 1
	g := w * ((1 - flattening) / (2 - flattening))
	return w, 1 - g*(1-g*(1-g*(1-g)))
}
