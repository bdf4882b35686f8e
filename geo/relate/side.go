package relate

import (
	"math"

	"github.com/paulmach/orb"
)

// side says on which side of the line from a to b the point c lies: 1 left of it,
// −1 right of it, 0 exactly on it (or a = b). It never errs for coordinates up to
// 1e100: where rounding might decide, it computes exactly.
//
// The bound of the error is that of J. R. Shewchuk, Adaptive Precision
// Floating-Point Arithmetic and Fast Robust Geometric Predicates, Discrete &
// Computational Geometry 18 (1997), §4.1, ccwerrboundA; the exact sum is his
// GROW-EXPANSION, §2.4.
func side(a, b, c orb.Point) int {
	left := float64((a[0] - c[0]) * (b[1] - c[1]))
	right := float64((a[1] - c[1]) * (b[0] - c[0]))
	const unit = 1.0 / (1 << 53)
	const bound = (3 + 16*unit) * unit
	det := left - right
	if math.Abs(det) >= bound*(math.Abs(left)+math.Abs(right)) {
		return sign(det)
	}
	return exactSide(a, b, c)
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// exactSide is the sign of a×b + b×c + c×a, the sum of twelve numbers without
// rounding.
func exactSide(a, b, c orb.Point) int {
	var sum expansion
	for _, pair := range [3][2]orb.Point{{a, b}, {b, c}, {c, a}} {
		p, q := pair[0], pair[1]
		sum.addProduct(p[0], q[1])
		sum.addProduct(-p[1], q[0])
	}
	for i := sum.n - 1; i >= 0; i-- {
		if sum.parts[i] != 0 {
			return sign(sum.parts[i])
		}
	}
	return 0
}

// expansion is a number as a sum of floats that do not overlap, by ascending size.
type expansion struct {
	parts [12]float64
	n     int
}

func (e *expansion) addProduct(x, y float64) {
	high := x * y
	e.add(math.FMA(x, y, -high))
	e.add(high)
}

func (e *expansion) add(x float64) {
	for i, p := range e.parts[:e.n] {
		x, e.parts[i] = twoSum(x, p)
	}
	e.parts[e.n] = x
	e.n++
}

// twoSum gives the rounded sum of a and b and its exact error (Knuth).
func twoSum(a, b float64) (sum, rest float64) {
	sum = a + b
	t := sum - a
	return sum, (a - (sum - t)) + (b - t)
}
