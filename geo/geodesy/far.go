package geodesy

import "math"

// solveFar solves the inverse problem for any two sites by Karney (2013), §§4–5:
// Newton's method for the azimuth α₁ of the line that starts at one latitude and
// meets the other at the wanted longitude. delta + rest is the difference of
// longitude in degrees.
func solveFar(p, q *site, delta, rest float64) line {
	// Eq. (44): by symmetry, φ₁ ≤ 0, |φ₁| ≥ |φ₂| and λ₁₂ ≥ 0.
	flipLon := delta < 0
	if flipLon {
		delta, rest = -delta, -rest
	}
	h := hybrid{sin1: p.sinBeta, cos1: p.cosBeta, sin2: q.sinBeta, cos2: q.cosBeta}
	h.setLongitude(delta, rest)
	swap := math.Abs(p.lat) < math.Abs(q.lat)
	if swap {
		h.sin1, h.cos1, h.sin2, h.cos2 = h.sin2, h.cos2, h.sin1, h.cos1
	}
	flipLat := h.sin1 >= 0 // of two ways round the equator the northern one
	if flipLat {
		h.sin1, h.sin2 = -h.sin1, -h.sin2
	}
	if p.lat == q.lat || p.lat == -q.lat {
		h.cos2, h.sin2 = h.cos1, math.Copysign(h.sin1, h.sin2)
	}

	l := h.solve()
	if swap {
		l.sin1, l.cos1, l.sin2, l.cos2 = l.sin2, l.cos2, l.sin1, l.cos1
	}
	if flipLon {
		l.sin1, l.sin2 = -l.sin1, -l.sin2
	}
	if swap != flipLat {
		l.cos1, l.cos2 = -l.cos1, -l.cos2
	}
	return l
}

// hybrid is the problem in the standard form of eq. (44).
type hybrid struct {
	sin1, cos1, sin2, cos2 float64 // of the reduced latitudes
	lambda                 float64 // λ₁₂ in radians, [0,π]
	beyond                 float64 // π − λ₁₂ in radians, keeping its digits
	sinLambda, cosLambda   float64
}

func (h *hybrid) setLongitude(delta, rest float64) {
	h.lambda = (delta + rest) * degree
	h.beyond = ((180 - delta) - rest) * degree
	if delta > 90 {
		h.sinLambda, h.cosLambda = math.Sincos(h.beyond)
		h.cosLambda = -h.cosLambda
		return
	}
	h.sinLambda, h.cosLambda = math.Sincos(h.lambda)
}

func (h *hybrid) solve() line {
	if h.sinLambda == 0 || h.cos1 <= tiny {
		if l, ok := h.meridian(); ok {
			return l
		}
	}
	if h.sin1 == 0 && h.beyond >= flattening*math.Pi {
		return line{metres: equatorialRadius * h.lambda, sin1: 1, sin2: 1}
	}
	return h.newton()
}

// meridian follows a meridian; it says false when that is not the shortest way,
// which happens only between points of the equator's neighbourhood that are
// nearly antipodal (m₁₂ < 0, the line has passed its conjugate point).
func (h *hybrid) meridian() (line, bool) {
	l := line{sin1: h.sinLambda, cos1: h.cosLambda, cos2: 1}
	k := newCourse(secondEccentricity2)
	b := ends{sin1: h.sin1, cos1: l.cos1 * h.cos1, sin2: h.sin2, cos2: h.cos2}
	b.sigma = math.Atan2(max(0, b.cos1*b.sin2-b.sin1*b.cos2), b.cos1*b.cos2+b.sin1*b.sin2)
	if b.sigma >= 1 && k.reduced(&b) < 0 {
		return line{}, false
	}
	l.metres = polarRadius * k.length(&b)
	return l, true
}

// course holds the series of one geodesic.
type course struct {
	k2, factor1, factor2 float64
	coeff1, coeff2       [order + 1]float64
}

func newCourse(k2 float64) course {
	e := epsilonOf(k2)
	return course{k2: k2, factor1: a1(e), factor2: a2(e), coeff1: c1(e), coeff2: c2(e)}
}

// ends are two points of a geodesic on the auxiliary sphere: sine and cosine of
// σ₁ and σ₂, and σ₁₂ = σ₂ − σ₁.
type ends struct{ sin1, cos1, sin2, cos2, sigma float64 }

// length is s₁₂/b, eqs. (7) and (15).
func (k *course) length(b *ends) float64 {
	return k.factor1 * (b.sigma + sineSum(k.coeff1[:], b.sin2, b.cos2) - sineSum(k.coeff1[:], b.sin1, b.cos1))
}

// reduced is the reduced length m₁₂/b, eqs. (38) and (40).
func (k *course) reduced(b *ends) float64 {
	j := k.length(b) - k.factor2*(b.sigma+sineSum(k.coeff2[:], b.sin2, b.cos2)-sineSum(k.coeff2[:], b.sin1, b.cos1))
	w1 := math.Sqrt(1 + k.k2*b.sin1*b.sin1)
	w2 := math.Sqrt(1 + k.k2*b.sin2*b.sin2)
	return w2*b.cos1*b.sin2 - w1*b.sin1*b.cos2 - b.cos1*b.cos2*j
}
