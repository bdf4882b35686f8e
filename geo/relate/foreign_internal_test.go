package relate

import "github.com/paulmach/orb"

// ForeignIs lets the tests ask simplefeatures, which is otherwise asked of mixed
// collections only.
func ForeignIs(op Op, a, b orb.Geometry) (bool, error) { return foreignIs(op, a, b) }
