package cql2

import (
	"github.com/paulmach/orb"

	"cairn/geo/relate"
)

// spatialCost is what a comparison with a literal costs: a box test first, and then
// what the geometry takes.
const spatialCost = 40

// compileSpatial compiles the eight spatial functions (OGC 21-065r2 §7.6), in the
// plane of longitude and latitude. Of a thing without a geometry they are unknown.
func compileSpatial(c *compiler, e *Call) (predicate, error) {
	if err := takes(e, 2); err != nil {
		return predicate{}, err
	}
	op, _ := relate.ParseOp(e.Op)
	var shapes [2]orb.Geometry
	for i, arg := range e.Args {
		var err error
		if shapes[i], err = c.shape(arg); err != nil {
			return predicate{}, err
		}
	}
	a, b := shapes[0], shapes[1]
	switch {
	case a != nil && b != nil:
		return fixedPredicate(truthOf(relate.Is(op, a, b))), nil
	case a == nil && b == nil: // the geometry and itself
		return predicate{cost: 4 * spatialCost, truth: func(x Scope) truth {
			g := x.Geometry()
			if g == nil {
				return unknown
			}
			return truthOf(relate.Is(op, g, g))
		}}, nil
	case b == nil:
		return spatialPredicate(e, op, a, true)
	}
	return spatialPredicate(e, op, b, false)
}

// spatialPredicate relates the geometry of things to a literal, which is the first
// of the two if reversed.
func spatialPredicate(e *Call, op relate.Op, literal orb.Geometry, reversed bool) (predicate, error) {
	prepared, err := relate.Prepare(literal)
	if err != nil {
		return predicate{}, &Error{Column: e.Position(), Msg: "the geometry cannot be used: " + err.Error()}
	}
	is := prepared.Is
	if reversed {
		is = prepared.IsReversed
	}
	p := predicate{cost: spatialCost, truth: func(x Scope) truth {
		if _, ok := x.Bound(); !ok {
			return unknown
		}
		return truthOf(is(op, x))
	}}
	if op == relate.Disjoint {
		p.whenFalse = placed(literal)
	} else {
		p.whenTrue = placed(literal)
	}
	if op == relate.Intersects {
		p.area = prepared
	}
	return p, nil
}

// shape returns the geometry that a literal is; nil for the geometry of the thing.
func (c *compiler) shape(e Expr) (orb.Geometry, error) {
	switch e.(type) {
	case *Geometry, *Envelope:
		return literalShape(e)
	}
	n, err := c.node(e)
	if err == nil && n.sorts&sortShape == 0 {
		err = wrongSort(e, n.sorts, "a geometry")
	}
	return nil, err
}

// literalShape returns the geometry of a spatial literal, whose positions must lie
// on Earth. A BBOX that crosses the antimeridian is two.
func literalShape(e Expr) (orb.Geometry, error) {
	if g, ok := e.(*Geometry); ok {
		if g.Shape == nil {
			return orb.Collection{}, nil
		}
		if b := g.Shape.Bound(); !b.IsEmpty() && !onEarth(b) {
			return nil, offEarth(e)
		}
		return g.Shape, nil
	}
	b := e.(*Envelope)
	if !onEarth(orb.Bound{Min: orb.Point{min(b.West, b.East), b.South}, Max: orb.Point{max(b.West, b.East), b.North}}) {
		return nil, offEarth(e)
	}
	if b.South > b.North {
		return nil, &Error{Column: e.Position(), Msg: "the box has its south edge north of its north edge"}
	}
	if b.West <= b.East {
		return relate.Box(b.West, b.South, b.East, b.North), nil
	}
	west, east := relate.Box(b.West, b.South, 180, b.North), relate.Box(-180, b.South, b.East, b.North)
	p, ok1 := west.(orb.Polygon)
	q, ok2 := east.(orb.Polygon)
	if ok1 && ok2 {
		return orb.MultiPolygon{p, q}, nil
	}
	return orb.Collection{west, east}, nil
}

// onEarth reports whether a bound has finite degrees that are on Earth, but for the
// 0.1 mm that coming from another system of coordinates may have added.
func onEarth(b orb.Bound) bool {
	const hair = 1e-9
	return b.Min[0] >= -180-hair && b.Min[1] >= -90-hair && b.Max[0] <= 180+hair && b.Max[1] <= 90+hair
}

func offEarth(e Expr) error {
	return &Error{
		Column: e.Position(), Msg: "a position is not a longitude within ±180 and a latitude within ±90",
		Hint: "positions are longitude, latitude, unless filter-crs says otherwise",
	}
}

// distanceTo compiles DISTANCE: geodesic metres from the geometry to a point.
func (c *compiler) distanceTo(e *Call) (node, error) {
	if err := takes(e, 2); err != nil {
		return node{}, err
	}
	a, err := c.shape(e.Args[0])
	if err != nil {
		return node{}, err
	}
	b, err := c.shape(e.Args[1])
	if err != nil {
		return node{}, err
	}
	if a == nil {
		a, b = b, a
	}
	point, ok := a.(orb.Point)
	if !ok {
		return node{}, &Error{Column: e.Args[1].Position(), Expected: "a POINT as one of the arguments of distance"}
	}
	return c.metresFrom(e, point, b), nil
}
