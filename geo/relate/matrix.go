package relate

// place is where a point lies to a geometry.
type place uint8

const (
	inside place = iota
	boundary
	outside
)

// matrix is the DE-9IM (OGC 06-103r4 §6.1.14.2): for each place in the first
// geometry and each in the second the dimension of what they share plus one, so 0
// for nothing.
type matrix [3][3]uint8

func (m *matrix) set(a, b place, dim uint8) { m[a][b] = max(m[a][b], dim+1) }

// meets reports whether the geometries share a point.
func (m *matrix) meets() bool {
	return m[inside][inside]|m[inside][boundary]|m[boundary][inside]|m[boundary][boundary] != 0
}

// coveredBy and covers report whether nothing of one lies outside the other.
func (m *matrix) coveredBy() bool { return m[inside][outside]|m[boundary][outside] == 0 }
func (m *matrix) covers() bool    { return m[outside][inside]|m[outside][boundary] == 0 }

// question is a relation asked of two geometries of known dimension.
type question struct {
	op         Op
	dimA, dimB int
}

// answer reads the relation from a finished matrix, by the patterns of OGC
// 06-103r4 §6.1.15.
func (q question) answer(m *matrix) bool {
	both := m[inside][inside]
	switch q.op {
	case Intersects:
		return m.meets()
	case Disjoint:
		return !m.meets()
	case Equals:
		return both != 0 && m.coveredBy() && m.covers()
	case Touches:
		return both == 0 && m.meets()
	case Within:
		return both != 0 && m.coveredBy()
	case Contains:
		return both != 0 && m.covers()
	case Overlaps:
		return q.dimA == q.dimB && m[inside][outside] != 0 && m[outside][inside] != 0 &&
			(q.dimA != 1 && both != 0 || both == 1+1)
	case Crosses:
		switch {
		case q.dimA < q.dimB:
			return both != 0 && m[inside][outside] != 0
		case q.dimA > q.dimB:
			return both != 0 && m[outside][inside] != 0
		}
		return q.dimA == 1 && both == 0+1
	}
	return false
}

// settled reports whether the answer can no longer change, as a matrix only grows.
func (q question) settled(m *matrix) bool {
	switch q.op {
	case Intersects, Disjoint:
		return m.meets()
	case Equals:
		return !m.coveredBy() || !m.covers()
	case Touches:
		return m[inside][inside] != 0
	case Within:
		return !m.coveredBy()
	case Contains:
		return !m.covers()
	case Overlaps:
		return q.dimA != q.dimB || q.answer(m)
	case Crosses:
		if q.dimA == q.dimB {
			return q.dimA != 1 || m[inside][inside] > 0+1
		}
		return q.answer(m)
	}
	return true
}
