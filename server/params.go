package server

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/crs"
	"cairn/geo/format"
)

// Limits of a page of features.
const (
	defaultLimit = 10
	maxLimit     = 10_000 // more is clamped (OGC 17-069r4 §7.15.2: a soft limit)
)

const (
	crs84  = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	crs84h = "http://www.opengis.net/def/crs/OGC/0/CRS84h"
)

// The parameters that resources know besides f. anyParameter marks routes that
// take the names of properties too and look at all of them themselves.
var (
	anyParameter        = []string{"*"}
	situationParameters = []string{"place", "datetime", "as-of", "according-to"}
	selectParameters    = []string{"bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs"}
	itemsParameters     = append(slices.Clone(selectParameters), "sortby", "limit", "properties", "skipGeometry", "resultType", "cursor", "as-of", "crs", "bom", "profile")
	nearestParameters   = append(slices.Clone(selectParameters), "point", "to", "max-distance", "limit", "properties", "skipGeometry", "as-of", "crs")
	aggregateParameters = append(slices.Clone(selectParameters), "group", "cell", "value", "as-of", "bom")
	itemParameters      = []string{"properties", "skipGeometry", "as-of", "crs", "bom", "profile"}
)

// expected says what a parameter should look like.
func expected(name string) string {
	switch name {
	case "bbox":
		return "west,south,east,north in degrees, or six numbers with heights third and sixth"
	case "datetime":
		return "an RFC 3339 time such as 2026-01-20 or 2026-01-20T08:00:00Z, or start/end with .. for an open end"
	case "limit":
		return "a whole number from 1; more than 10000 counts as 10000"
	case "point":
		return "lon,lat in degrees, or POINT(lon lat)"
	case "max-distance":
		return "metres, more than 0"
	case "skipGeometry":
		return "true or false"
	case "resultType":
		return "hits or results"
	case "crs", "bbox-crs", "filter-crs":
		return "the address of a coordinate reference system, such as http://www.opengis.net/def/crs/EPSG/0/3857; /collections lists them"
	case "filter":
		return "a CQL2 expression about the properties that /queryables lists"
	case "filter-lang":
		return langText + " or " + langJSON
	case "sortby":
		return "names of properties, separated by commas, each with - before it to sort down"
	case "group":
		return "square, hex, quadkey, year, quarter, month, week, day, hour, or names of properties, separated by commas"
	case "cell":
		return "metres, or for quadkeys a zoom from 1 to 24"
	case "value":
		return "count, sum(p), min(p), max(p) or avg(p) of a property p, separated by commas"
	case "bom":
		return "true or false"
	case "profile":
		return "rel-as-key, rel-as-uri or rel-as-link"
	case "as-of":
		return "an RFC 3339 time or the number of a revision"
	case "since", "from", "to":
		if name == "to" {
			return "collection/id of a feature that has a place"
		}
		return "the number of a revision or an RFC 3339 time"
	case "collection":
		return "the name of a collection"
	case "according-to":
		return "ids of sources, separated by commas"
	case "properties":
		return "names of properties, separated by commas"
	case "cursor":
		return "what a next link of this server has"
	case "f":
		return "the name of a format"
	}
	return ""
}

// request is what a data resource was asked for.
type request struct {
	geo.Query
	part    format.Selection // what of each feature to return
	hits    bool             // only count
	limited bool             // limit was given
	crs     *crs.CRS         // of the answer; nil for CRS84
	bom     bool             // for spreadsheets
	profile string           // how references are written
	cuts    []cutKey         // of AfterKeys

	box   geo.Box
	near  near
	where [8]geo.Equality
}

// ask reads the request's parameters: those of known, and, where equality may be
// asked for, the names of the collection's properties.
func (x *exchange) ask(known []string, equality bool) (geo.Collection, error) {
	derived := x.isDerived()
	wrong, err := x.see(derived)
	if err != nil {
		return geo.Collection{}, err
	}
	c, err := x.described()
	if err != nil {
		return c, errors.Join(wrong.orNil(), err)
	}
	q := &x.request
	*q = request{Query: geo.Query{From: x.collection, Limit: defaultLimit}}
	q.Where = q.where[:0]
	var a asked
	for i := range x.query {
		p := &x.query[i]
		switch {
		case p.name == "f":
		case p.name == "according-to" && derived, p.name == "datetime" && derived:
		case slices.Contains(known, p.name):
			if err := q.set(p, c, &a); err != nil {
				wrong = append(wrong, faultOf(p, err))
			}
		case equality && isField(c.Schema, p.name):
			if f, bad := misfit(p, c.Schema); bad {
				wrong = append(wrong, f)
				continue
			}
			q.Where = append(q.Where, geo.Equality{Property: p.name, Value: p.value})
		case equality && p.name == "id":
			a.id = p
		default:
			wrong = append(wrong, unknown(p, settable(known, derived), propertyNames(c, equality)))
		}
	}
	if slices.Contains(known, "datetime") && x.has("datetime") {
		q.During = &x.during
	}
	if a != (asked{}) {
		wrong = append(wrong, x.complete(&a, c)...)
	}
	if wrong == nil {
		x.tellSystem()
		x.writeReferences(c)
	}
	return c, wrong.orNil()
}

func (x *exchange) has(name string) bool { return given(x.query, name) }

func isField(s *geo.Schema, name string) bool {
	_, ok := s.Field(name)
	return ok
}

// settable are the parameters of a resource besides f and the names of properties.
func settable(known []string, derived bool) []string {
	if !derived {
		return known
	}
	all := append(slices.Clip(known), "according-to")
	if !slices.Contains(known, "datetime") {
		all = append(all, "datetime")
	}
	return all
}

// propertyNames are the names of properties that can be asked for by value.
func propertyNames(c geo.Collection, equality bool) []string {
	var names []string
	if equality {
		names = append(names, "id")
		for _, f := range c.Schema.Fields() {
			if f.Kinds&scalarKinds != 0 {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// set takes one parameter in. datetime and as-of have been read before.
func (q *request) set(p *parameter, c geo.Collection, a *asked) (err error) {
	switch p.name {
	case "limit":
		q.limited = true
		q.Limit, err = parseLimit(p.value)
	case "bbox":
		a.box = p
	case "bbox-crs":
		a.boxCRS, err = system(p.value)
	case "filter":
		a.filter = p
	case "filter-lang":
		a.lang, err = parseLang(p.value)
	case "filter-crs":
		a.filterCRS, err = system(p.value)
	case "sortby":
		q.Order, err = parseOrder(p.value, c.Schema)
	case "crs":
		q.crs, err = system(p.value)
	case "bom":
		q.bom, err = oneOf(p.value, "true", "false")
	case "profile":
		q.profile, err = parseProfile(p.value)
	case "properties":
		q.part.Fields, err = parseFields(p.value, c.Schema)
	case "skipGeometry":
		q.part.SkipGeometry, err = oneOf(p.value, "true", "false")
	case "resultType":
		q.hits, err = oneOf(p.value, "hits", "results")
	case "cursor":
		a.cursor = p
	case "point":
		q.near.Point, err = parsePoint(p.value)
		q.Near = &q.near.Near
	case "max-distance":
		q.near.Within, err = parseMetres(p.value)
	}
	return err
}

// faultOf makes a fault of an error about a parameter.
func faultOf(p *parameter, err error) fault {
	var theirs *geo.Error
	if errors.As(err, &theirs) {
		return faultAt(p, "is wrong: "+theirs.Msg, expected(p.name))
	}
	var ours *cql2.Error
	if errors.As(err, &ours) {
		return faultAt(p, "is wrong: "+ours.Error(), "")
	}
	return faultAt(p, err.Error(), expected(p.name))
}

func parseLimit(s string) (int, error) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, errors.New("is " + strconv.Quote(s) + ", not a whole number from 1")
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return maxLimit, nil // all digits, so it is too large a number to hold
	}
	if n == 0 {
		return 0, errors.New("is 0")
	}
	return min(n, maxLimit), nil
}

func oneOf(s, yes, no string) (bool, error) {
	if s != yes && s != no {
		return false, errors.New("is " + strconv.Quote(s))
	}
	return s == yes, nil
}

// parseFields reads the names of properties, which must be in the schema.
func parseFields(s string, schema *geo.Schema) ([]int, error) {
	fields := []int{}
	for _, name := range splitNames(s) {
		i, ok := fieldCalled(schema, name)
		if !ok {
			msg := "names " + strconv.Quote(name) + ", which is no property here"
			var names []string
			for _, f := range schema.Fields() {
				names = append(names, f.Name)
			}
			if best := nearestName(name, names); best != "" {
				msg += "; perhaps " + best
			}
			return nil, errors.New(msg)
		}
		fields = append(fields, i)
	}
	return fields, nil
}

// parsePoint reads "lon,lat" or "POINT(lon lat)", in degrees.
func parsePoint(s string) (orb.Point, error) {
	wrong := errors.New("is " + strconv.Quote(s) + ", no point")
	first, second, ok := strings.Cut(s, ",")
	if len(s) > 5 && strings.EqualFold(s[:5], "POINT") {
		inner := strings.TrimSpace(s[5:])
		if len(inner) < 2 || inner[0] != '(' || inner[len(inner)-1] != ')' {
			return orb.Point{}, wrong
		}
		first, second, ok = strings.Cut(strings.TrimSpace(inner[1:len(inner)-1]), " ")
	}
	lon, ok1 := parseNumber(strings.TrimSpace(first))
	lat, ok2 := parseNumber(strings.TrimSpace(second))
	switch {
	case !ok || !ok1 || !ok2:
		return orb.Point{}, wrong
	case math.Abs(lat) > 90:
		return orb.Point{}, errors.New("has a latitude beyond ±90; the order is lon,lat")
	case math.Abs(lon) > 180:
		return orb.Point{}, errors.New("has a longitude beyond ±180")
	}
	return orb.Point{lon, lat}, nil
}

// parseNumber reads a finite number in decimal digits.
func parseNumber(s string) (float64, bool) {
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil // an infinity is out of range, which is an error
}

func parseMetres(s string) (float64, error) {
	m, ok := parseNumber(s)
	if !ok || m <= 0 {
		return 0, errors.New("is " + strconv.Quote(s) + ", not a number of metres above 0")
	}
	return m, nil
}
