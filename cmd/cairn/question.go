package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/crs"
)

// question reads the flags of a selection.
func (s *selection) question() (q question, err error) {
	var parts []cql2.Expr
	if s.BBox != "" {
		box, err := geo.ParseBox(s.BBox)
		if err != nil {
			return q, flagError("bbox", s.BBox, err)
		}
		q.box = &box
	}
	if s.Near != "" {
		if q.near, err = parseNear(s.Near); err != nil {
			return q, err
		}
	}
	if s.Datetime != "" {
		during, err := geo.ParsePeriod(s.Datetime)
		if err != nil {
			return q, flagError("datetime", s.Datetime, err)
		}
		q.during = &during
	}
	if s.Filter != "" {
		e, err := cql2.Parse(s.Filter)
		if err != nil {
			return q, flagError("filter", s.Filter, err)
		}
		parts = append(parts, e)
	}
	if s.Within != "" {
		e, err := q.within(s.Within)
		if err != nil {
			return q, err
		}
		if e != nil {
			parts = append(parts, e)
		}
	}
	switch len(parts) {
	case 0:
	case 1:
		q.filter = parts[0]
	default:
		q.filter = &cql2.Call{Op: "and", Args: parts}
	}
	return q, nil
}

// within reads --within: how near, or what to lie in.
func (q *question) within(s string) (cql2.Expr, error) {
	if metres, ok := parseDistance(s); ok {
		if q.near == nil {
			return nil, &usageError{"--within " + s + " is a distance; say with --near from where"}
		}
		q.near.Within = metres
		return nil, nil
	}
	e, err := cql2.Parse("S_WITHIN(geometry," + s + ")")
	if err != nil || !isPlace(e) {
		return nil, &usageError{fmt.Sprintf("--within %q is no distance such as 500, 500m or 5km, and no geometry such as POLYGON((lon lat, …))", s)}
	}
	return e, nil
}

// isPlace reports whether e asks for what lies within a geometry, and nothing more.
func isPlace(e cql2.Expr) bool {
	call, ok := e.(*cql2.Call)
	if !ok || call.Op != "s_within" || len(call.Args) != 2 {
		return false
	}
	switch call.Args[1].(type) {
	case *cql2.Geometry, *cql2.Envelope:
		return true
	}
	return false
}

// parseDistance reads a number of metres, or one with m or km behind it.
func parseDistance(s string) (metres float64, ok bool) {
	s, unit := strings.TrimSpace(s), 1.0
	if short, found := strings.CutSuffix(s, "km"); found {
		s, unit = short, 1000
	} else {
		s = strings.TrimSuffix(s, "m")
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return v * unit, err == nil && v > 0 && v*unit < 1e9
}

// parseNear reads lon,lat.
func parseNear(s string) (*geo.Near, error) {
	lon, lat, _ := strings.Cut(s, ",")
	x, err1 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, err2 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if err1 != nil || err2 != nil || !(x >= -180 && x <= 180 && y >= -90 && y <= 90) {
		return nil, &usageError{fmt.Sprintf("--near is %q; expected LON,LAT in degrees, such as 40.74,36.06", s)}
	}
	return &geo.Near{Point: orb.Point{x, y}}, nil
}

// flagError says what is wrong with the value of a flag.
func flagError(name, value string, err error) error {
	var e *geo.Error
	if errors.As(err, &e) {
		return &usageError{fmt.Sprintf("--%s %q %s", name, value, e.Msg)}
	}
	return &usageError{fmt.Sprintf("--%s %q: %v", name, value, err)}
}

// systemNamed returns the coordinate reference system of that name.
func systemNamed(name string) (*crs.CRS, error) {
	c, err := crs.Parse(name)
	if err != nil {
		return nil, flagError("crs", name, err)
	}
	return c, nil
}

// of makes the query of the question for a collection.
func (q *question) of(c geo.Collection) (geo.Query, error) {
	ask := geo.Query{From: c.Name, Box: q.box, Near: q.near, During: q.during, Limit: q.limit}
	if q.filter != nil {
		var err error
		if ask.Filter, err = cql2.Compile(q.filter, c.Types()); err != nil {
			return ask, &usageError{fmt.Sprintf("--filter: %v", err)}
		}
	}
	for _, name := range q.sort {
		name, down := strings.CutPrefix(name, "-")
		o := geo.Order{Descending: down}
		var ok bool
		if o.Field, ok = c.Schema.Field(name); !ok && name == "id" {
			o.Field, ok = cql2.IDField, true
		}
		if !ok {
			return ask, &usageError{fmt.Sprintf("--sort %s: there is no such property; there are: %s", name, fieldNames(c.Schema))}
		}
		ask.Order = append(ask.Order, o)
	}
	return ask, nil
}
