package geodesy

import "math"

// newton finds the line by Newton's method on λ₁₂(α₁), kept inside a bracket:
// the derivative, eq. (46), is positive at the wanted root, of which there is
// one in (0,π), so a point where the longitude falls short is a lower bound.
func (h *hybrid) newton() line {
	sin, cos := h.guess()
	sinLow, cosLow, sinHigh, cosHigh := tiny, 1., tiny, -1.
	for i := 0; ; i++ {
		t := h.try(sin, cos)
		if math.Abs(t.miss) < 2*epsilon || i >= 80 {
			return t.line()
		}
		slope := t.slope(h)
		// The error left after a step is of the order of the square of the
		// step, over the sine of the arc. A small one is taken at once, unless
		// the line arrives along the parallel, where cos α₂ is a root.
		if i > 0 && math.Abs(t.miss) < 1e-9 && slope > 0.1 && t.cos2 > 0.01 {
			t.correct(h, -t.miss/slope)
			return t.line()
		}
		if t.miss > 0 && cos*sinHigh > cosHigh*sin {
			sinHigh, cosHigh = sin, cos
		} else if t.miss < 0 && cos*sinLow < cosLow*sin {
			sinLow, cosLow = sin, cos
		}
		if slope > 0 && i < 20 {
			step := -t.miss / slope
			s, c := math.Sincos(step)
			if next := sin*c + cos*s; next > 0 && math.Abs(step) < math.Pi {
				sin, cos = norm(next, cos*c-sin*s)
				if math.Abs(t.miss) < 16*epsilon {
					t = h.try(sin, cos)
					return t.line()
				}
				continue
			}
		}
		sin, cos = norm((sinLow+sinHigh)/2, (cosLow+cosHigh)/2)
	}
}

// trial is the line that leaves the first latitude at some α₁, followed to the
// second latitude.
type trial struct {
	ends
	sin1, cos1, sin2, cos2 float64 // of α₁ and α₂
	sin0                   float64 // of α₀
	k2, epsilon            float64
	miss                   float64 // λ₁₂ as found less λ₁₂ as wanted
	metres                 float64 // correction of the length
}

// try follows the line with azimuth α₁ (§4, "solving the hybrid problem").
func (h *hybrid) try(sinAlpha, cosAlpha float64) (t trial) {
	if h.sin1 == 0 && cosAlpha == 0 {
		cosAlpha = -tiny // the line of the equator needs a side to lean to
	}
	t.sin1, t.cos1 = sinAlpha, cosAlpha
	t.sin0 = sinAlpha * h.cos1                                   // eq. (5)
	cos02 := cosAlpha*cosAlpha + sinAlpha*sinAlpha*h.sin1*h.sin1 // cos²α₀
	t.sin2, t.cos2 = sinAlpha, math.Abs(cosAlpha)
	if h.cos2 != h.cos1 || math.Abs(h.sin2) != -h.sin1 {
		// Eq. (45), with the difference of squares that keeps its digits.
		t.sin2 = t.sin0 / h.cos2
		d := (h.sin1 - h.sin2) * (h.sin1 + h.sin2)
		if h.cos1 < -h.sin1 {
			d = (h.cos2 - h.cos1) * (h.cos2 + h.cos1)
		}
		c := cosAlpha * h.cos1
		t.cos2 = math.Sqrt(max(0, c*c+d)) / h.cos2
	}
	// Eqs. (11) and (12): σ and ω at both ends.
	c1, c2 := cosAlpha*h.cos1, t.cos2*h.cos2
	t.ends.sin1, t.ends.cos1 = norm(h.sin1, c1)
	t.ends.sin2, t.ends.cos2 = norm(h.sin2, c2)
	t.sigma = math.Atan2(
		max(0, t.ends.cos1*t.ends.sin2-t.ends.sin1*t.ends.cos2),
		t.ends.cos1*t.ends.cos2+t.ends.sin1*t.ends.sin2)
	w1, w2 := t.sin0*h.sin1, t.sin0*h.sin2
	sinOmega := max(0, c1*w2-w1*c2)
	cosOmega := c1*c2 + w1*w2
	eta := math.Atan2(
		sinOmega*h.cosLambda-cosOmega*h.sinLambda,
		cosOmega*h.cosLambda+sinOmega*h.sinLambda)

	t.k2 = cos02 * secondEccentricity2
	t.epsilon = epsilonOf(t.k2)
	c := c3(t.epsilon)
	i3 := a3(t.epsilon) * (t.sigma +
		sineSum(c[:], t.ends.sin2, t.ends.cos2) - sineSum(c[:], t.ends.sin1, t.ends.cos1))
	t.miss = eta - flattening*t.sin0*i3 // eq. (8)
	return t
}

// slope is dλ₁₂/dα₁, eq. (46).
func (t *trial) slope(h *hybrid) float64 {
	if t.cos2 == 0 {
		return -2 * math.Sqrt(1-eccentricity2*h.cos1*h.cos1) / h.sin1
	}
	k := newCourse(t.k2)
	return (1 - flattening) * k.reduced(&t.ends) / (t.cos2 * h.cos2)
}

// correct turns the line by a small angle, to first order: the length changes
// by a sin α₀ dλ, and sin α₂ follows from Clairaut's relation.
func (t *trial) correct(h *hybrid, turn float64) {
	t.metres -= equatorialRadius * t.sin0 * t.miss
	change := t.cos1 * turn * h.cos1 / h.cos2 // of sin α₂
	t.sin1, t.cos1 = t.sin1+t.cos1*turn, t.cos1-t.sin1*turn
	turn2 := change / t.cos2
	t.sin2, t.cos2 = t.sin2+t.cos2*turn2, t.cos2-t.sin2*turn2
}

func (t *trial) line() line {
	e := t.epsilon
	c := c1(e)
	s := a1(e) * (t.sigma + sineSum(c[:], t.ends.sin2, t.ends.cos2) - sineSum(c[:], t.ends.sin1, t.ends.cos1))
	return line{polarRadius*s + t.metres, t.sin1, t.cos1, t.sin2, t.cos2}
}
