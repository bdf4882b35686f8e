package geodesy

import "math"

// guess gives sine and cosine of a starting azimuth for Newton's method
// (Karney 2013, §5): the great circle, except near the antipode, where the
// envelope of the geodesics, an astroid, is the scale that matters.
func (h *hybrid) guess() (sin, cos float64) {
	versed := h.sinLambda * h.sinLambda
	sum := h.sin2*h.cos1 + h.cos2*h.sin1 // sin(β₂ + β₁)
	sin = h.cos2 * h.sinLambda
	if h.cosLambda >= 0 {
		cos = h.sin2*h.cos1 - h.cos2*h.sin1 + h.cos2*h.sin1*versed/(1+h.cosLambda)
	} else {
		cos = sum - h.cos2*h.sin1*versed/(1-h.cosLambda)
	}
	sinSigma := math.Sqrt(sin*sin + cos*cos)
	cosSigma := h.sin1*h.sin2 + h.cos1*h.cos2*h.cosLambda
	if cosSigma < 0 && sinSigma < 6*thirdFlattening*math.Pi*h.cos1*h.cos1 {
		sin, cos = h.guessAntipodal(sum)
	}
	if !(sin > 0) {
		return 1, 0
	}
	return norm(sin, cos)
}

// guessAntipodal follows §5, eqs. (52) to (59).
func (h *hybrid) guessAntipodal(sum float64) (sin, cos float64) {
	e := epsilonOf(h.sin1 * h.sin1 * secondEccentricity2)
	scale := flattening * math.Pi * h.cos1 * a3(e)
	x := -h.beyond / scale
	y := sum / (scale * h.cos1)
	if y > -200*epsilon && x > -1-1000*0x1p-26 {
		// On the segment between the cusps: eq. (57).
		sin = min(1, -x)
		return sin, -math.Sqrt(1 - sin*sin)
	}
	k := astroid(x, y)
	omega := scale * -x * k / (1 + k) // π − ω₁₂, eq. (54)
	s, c := math.Sincos(omega)
	sin = h.cos2 * s
	// cos ω₁₂ is −c.
	cos = sum - h.cos2*h.sin1*s*s/(1+c)
	return sin, cos
}

// astroid gives the positive root of κ⁴ + 2κ³ + (1 − x² − y²)κ² − 2y²κ − y² = 0,
// eq. (55), by Ferrari's method for the quartic with Cardano's for its cubic.
func astroid(x, y float64) float64 {
	p, q := x*x, y*y
	r := (p + q - 1) / 6
	if q == 0 && r <= 0 {
		return 0
	}
	s := p * q / 4
	r3 := r * r * r
	u := r
	if disc := s * (s + 2*r3); disc >= 0 {
		t3 := s + r3
		t3 += math.Copysign(math.Sqrt(disc), t3)
		if t := math.Cbrt(t3); t != 0 {
			u += t + r*r/t
		}
	} else {
		angle := math.Atan2(math.Sqrt(-disc), -(s + r3))
		u += 2 * r * math.Cos(angle/3)
	}
	v := math.Sqrt(u*u + q)
	uv := u + v
	if u < 0 {
		uv = q / (v - u)
	}
	w := (uv - q) / (2 * v)
	return uv / (math.Sqrt(uv+w*w) + w)
}
