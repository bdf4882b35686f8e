package relate

// Op is one of the eight spatial relations of OGC 21-065r2 §7.7, which are those
// of OGC 06-103r4 §6.1.15 (the DE-9IM).
type Op uint8

// The relations. Each is of a first and a second geometry, in this order.
const (
	Intersects Op = iota // they share a point
	Equals               // they are the same set of points
	Disjoint             // they share no point
	Touches              // they share a point, but their insides none
	Within               // the first lies in the second, and not only on its boundary
	Overlaps             // of one dimension as what they share, and neither covers the other
	Crosses              // their insides share something of a lower dimension than they have, and not all of it
	Contains             // the second lies in the first, and not only on its boundary
)

var opNames = [...]string{
	"s_intersects", "s_equals", "s_disjoint", "s_touches", "s_within", "s_overlaps", "s_crosses", "s_contains",
}

// String returns the name that CQL2 has for the relation, like "s_intersects".
func (op Op) String() string {
	if int(op) < len(opNames) {
		return opNames[op]
	}
	return "relate.Op(?)"
}

// ParseOp returns the relation that CQL2 calls by that name, in lower case.
func ParseOp(name string) (op Op, ok bool) {
	for i, n := range opNames {
		if n == name {
			return Op(i), true
		}
	}
	return 0, false
}

// Converse returns the relation that holds of (b, a) exactly when op holds of
// (a, b): Contains for Within and Within for Contains; the others are their own.
func (op Op) Converse() Op {
	switch op {
	case Within:
		return Contains
	case Contains:
		return Within
	}
	return op
}
