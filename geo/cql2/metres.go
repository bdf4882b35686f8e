package cql2

import (
	"math"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

// metresFrom makes the node of a distance between a point and a literal, or the
// geometry of the thing if that is nil.
func (c *compiler) metresFrom(e *Call, p orb.Point, literal orb.Geometry) node {
	from := geodesy.FromPoint(p)
	if literal != nil {
		metres, _ := from.ToGeometry(literal)
		return newConstant(e, sortNumber, numberValue(metres))
	}
	return node{expr: e, sorts: sortNumber, cost: 4 * spatialCost, near: &near{from}, value: func(x Scope, _ *scratch) value {
		if q, ok := x.Point(); ok {
			return numberValue(from.Distance(q))
		}
		metres, _ := from.ToGeometry(x.Geometry())
		return numberValue(metres) // of nothing it is infinite, so null
	}}
}

// near is the point that distances are from.
type near struct{ from geodesy.From }

// limits returns where things lie whose distance compares so with a number of
// metres.
func (n *near) limits(k comparison, metres float64) limits {
	if k&more != 0 || math.IsNaN(metres) {
		return limits{}
	}
	boxes, count := n.from.Surrounding(metres)
	if count == 0 {
		return limits{never: true}
	}
	return limits{placed: true, bounds: boxes[:count:count]}
}
