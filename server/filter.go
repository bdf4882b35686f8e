package server

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/crs"
)

// The languages of filters (OGC 19-079r2 §7.4).
const (
	langText = "cql2-text"
	langJSON = "cql2-json"
)

// asked are the parameters of a request that only make sense together, as far as
// they have been read.
type asked struct {
	filter, box, id, cursor *parameter
	lang                    string
	filterCRS, boxCRS       *crs.CRS
}

// complete takes in the parameters that depend on others.
func (x *exchange) complete(a *asked, c geo.Collection) (wrong faults) {
	q := &x.request
	note := func(p *parameter, err error) {
		if err != nil {
			wrong = append(wrong, faultOf(p, err))
		}
	}
	var exprs []cql2.Expr
	if a.box != nil {
		exact, err := q.setBox(a.box.value, a.boxCRS)
		note(a.box, err)
		if exact != nil {
			exprs = append(exprs, exact)
		}
	}
	if a.id != nil {
		is, err := idIs(a.id.value, c.NumericIDs)
		note(a.id, err)
		exprs = append(exprs, is)
	}
	if a.filter != nil {
		e, err := parseFilter(a.filter.value, a.lang, a.filterCRS)
		note(a.filter, err)
		if err == nil {
			// Compiled by itself first: a column is told of the filter as it was sent.
			q.Filter, err = cql2.Compile(e, c.Types())
			note(a.filter, err)
			exprs = append(exprs, e)
		}
	}
	if len(wrong) == 0 && len(exprs) > 0 && (len(exprs) > 1 || a.filter == nil) {
		e := exprs[0]
		if len(exprs) > 1 {
			e = &cql2.Call{Op: "and", Args: exprs}
		}
		var err error
		q.Filter, err = cql2.Compile(e, c.Types())
		note(cmp.Or(a.filter, a.box, a.id), err) // it has become too much together with the others
	}
	if a.cursor != nil {
		err := q.setCursor(a.cursor.value)
		if note(a.cursor, err); err == nil {
			x.recall()
		}
	}
	return wrong
}

// idIs is the condition that the id, which is no property, is a value given as text.
func idIs(value string, numeric bool) (cql2.Expr, error) {
	id := &cql2.Property{Name: "id"}
	text := &cql2.Call{Op: "=", Args: []cql2.Expr{id, &cql2.Text{Value: value}}}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil && numeric {
		return nil, errors.New("is " + strconv.Quote(value) + ", but the ids here are whole numbers")
	}
	if err != nil || strconv.FormatInt(n, 10) != value {
		return text, nil
	}
	number := &cql2.Call{Op: "=", Args: []cql2.Expr{id, &cql2.Number{Value: float64(n)}}}
	if numeric {
		return number, nil
	}
	return &cql2.Call{Op: "or", Args: []cql2.Expr{text, number}}, nil
}

// parseFilter reads a filter whose spatial literals are in the given system, and
// returns it with them in CRS84.
func parseFilter(text, lang string, system *crs.CRS) (e cql2.Expr, err error) {
	if lang == "" || lang == langText {
		e, err = cql2.Parse(text)
	} else {
		e, err = cql2.ParseJSON([]byte(text))
	}
	if err != nil || system == nil || system == crs.CRS84 {
		return e, err
	}
	return inCRS84(e, system)
}

// inCRS84 returns an expression whose spatial literals, which are in the given
// system and its order of axes, are in CRS84.
func inCRS84(e cql2.Expr, from *crs.CRS) (cql2.Expr, error) {
	switch e := e.(type) {
	case *cql2.Call:
		args, err := allInCRS84(e.Args, from)
		return &cql2.Call{At: e.At, Op: e.Op, Args: args}, err
	case *cql2.List:
		items, err := allInCRS84(e.Items, from)
		return &cql2.List{At: e.At, Items: items}, err
	case *cql2.Geometry:
		g := orb.Clone(e.Shape)
		if from.NorthFirst() {
			g = swapped(g)
		}
		shape, err := from.ToCRS84(g)
		if err != nil {
			return nil, fmt.Errorf("is wrong: column %d: %w", e.Position(), err)
		}
		return &cql2.Geometry{At: e.At, Shape: shape}, nil
	case *cql2.Envelope:
		low, high := from.EastNorth(e.West, e.South), from.EastNorth(e.East, e.North)
		if from.Degrees() {
			return &cql2.Envelope{At: e.At, West: low[0], South: low[1], East: high[0], North: high[1]}, nil
		}
		shape, err := from.OutlineToCRS84(low, high)
		if err != nil {
			return nil, fmt.Errorf("is wrong: column %d: %w", e.Position(), err)
		}
		return &cql2.Geometry{At: e.At, Shape: shape}, nil
	}
	return e, nil
}

func allInCRS84(list []cql2.Expr, from *crs.CRS) ([]cql2.Expr, error) {
	out := make([]cql2.Expr, len(list))
	for i, e := range list {
		var err error
		if out[i], err = inCRS84(e, from); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// swapAxes exchanges the two coordinates of every position, in place.
func swapAxes(g orb.Geometry) {
	each := func(list []orb.Point) {
		for i, p := range list {
			list[i] = orb.Point{p[1], p[0]}
		}
	}
	switch g := g.(type) {
	case orb.MultiPoint:
		each(g)
	case orb.LineString:
		each(g)
	case orb.Ring:
		each(g)
	case orb.MultiLineString:
		for _, l := range g {
			each(l)
		}
	case orb.Polygon:
		for _, r := range g {
			each(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			swapAxes(p)
		}
	case orb.Collection:
		for i, one := range g {
			if p, ok := one.(orb.Point); ok {
				g[i] = orb.Point{p[1], p[0]}
				continue
			}
			swapAxes(one)
		}
	}
}

// swapped is a geometry with its two coordinates exchanged; g itself is changed,
// unless it is a point.
func swapped(g orb.Geometry) orb.Geometry {
	if p, ok := g.(orb.Point); ok {
		return orb.Point{p[1], p[0]}
	}
	swapAxes(g)
	return g
}

// setBox reads bbox in a system, CRS84 if that is nil (OGC 18-058r1 §6.3). Where a
// box of the system is none in CRS84, Box covers it and exact says the rest.
func (q *request) setBox(s string, system *crs.CRS) (exact cql2.Expr, err error) {
	if system == nil || system.EPSG() == 0 {
		q.box, err = geo.ParseBox(s)
		q.Box = &q.box
		return nil, err
	}
	v, err := parseNumbers(s)
	if err != nil {
		return nil, err
	}
	n := len(v) / 2
	low, high := system.EastNorth(v[0], v[1]), system.EastNorth(v[n], v[n+1])
	if system.Degrees() {
		v[0], v[1], v[n], v[n+1] = low[0], low[1], high[0], high[1]
		q.box, err = geo.ParseBox(formatNumbers(v))
		q.Box = &q.box
		return nil, err
	}
	if n == 3 {
		return nil, errors.New("has heights, which only a bbox in degrees can have")
	}
	west, south, east, north, err := system.BoxToCRS84(low, high)
	if err != nil {
		return nil, fmt.Errorf("is wrong: %w", err)
	}
	q.box = geo.Box{West: west, South: south, East: east, North: north}
	q.Box = &q.box
	if system.EPSG() == 3857 { // a box in CRS84, too
		return nil, nil
	}
	shape, err := system.OutlineToCRS84(low, high)
	if err != nil {
		return nil, fmt.Errorf("is wrong: %w", err)
	}
	return &cql2.Call{Op: "s_intersects", Args: []cql2.Expr{&cql2.Property{Name: "geometry"}, &cql2.Geometry{Shape: shape}}}, nil
}

// system reads the name of a coordinate reference system.
func system(s string) (*crs.CRS, error) {
	c, err := crs.Parse(s)
	if err != nil {
		return nil, fmt.Errorf("is %s: %w", strconv.Quote(s), err)
	}
	return c, nil
}

// parseLang reads filter-lang.
func parseLang(s string) (string, error) {
	if !slices.Contains([]string{langText, langJSON}, s) {
		return "", errors.New("is " + strconv.Quote(s) + ", which is no filter language here")
	}
	return s, nil
}

// parseNumbers reads 4 or 6 numbers, separated by commas.
func parseNumbers(s string) ([]float64, error) {
	var list []float64
	for part := range strings.SplitSeq(s, ",") {
		v, ok := parseNumber(strings.TrimSpace(part))
		if !ok || len(list) == 6 {
			return nil, errors.New("has " + strconv.Quote(part) + ", which is not one of 4 or 6 finite numbers")
		}
		list = append(list, v)
	}
	if len(list) != 4 && len(list) != 6 {
		return nil, errors.New("has " + strconv.Itoa(len(list)) + " numbers, not 4 or 6")
	}
	return list, nil
}

func formatNumbers(list []float64) string {
	var b []byte
	for i, v := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendFloat(b, v, 'g', -1, 64)
	}
	return string(b)
}
