package geoparquet

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo/crs"
	"cairn/geo/shape"
)

// role is what a field of the root is read as.
type role uint8

const (
	property role = iota
	identity
	place     // the geometry
	longitude // of a pair
	latitude
	unread // a box that follows from the geometry
)

// placeOf is how the geometry is read.
type placeOf struct {
	system *crs.CRS
	native shape.Kind // GeoArrow's encoding of one kind; Nowhere for well-known binary
}

// encodings are the names of GeoArrow's encodings.
var encodings = [...]string{
	shape.Point: "point", shape.LineString: "linestring", shape.Polygon: "polygon",
	shape.MultiPoint: "multipoint", shape.MultiLineString: "multilinestring", shape.MultiPolygon: "multipolygon",
}

// assign finds out what each field is.
func (t *table) assign() error {
	t.role = make([]role, len(t.root.fields))
	if text, ok := t.file.Lookup(geoKey); ok {
		m, err := parseMetadata(text)
		if err != nil {
			return err
		}
		if err := t.assignPlace(m); err != nil {
			return err
		}
	} else if err := t.guessPlace(); err != nil {
		return err
	}
	if t.assignID(t.ourID()) || t.assignID("id") {
		t.id = true
	}
	return nil
}

// field returns which field of the root is called name, -1 for none.
func (t *table) field(name string) int {
	return slices.IndexFunc(t.root.fields, func(n *node) bool { return n.name == name })
}

func (t *table) assignID(name string) bool {
	i := t.field(name)
	if i < 0 || t.role[i] != property || t.root.fields[i].fields != nil || !t.root.fields[i].leaf.canBeID() {
		return false
	}
	t.role[i] = identity
	return true
}

// assignPlace goes by the metadata.
func (t *table) assignPlace(m *metadata) (err error) {
	c, i := m.Columns[m.Primary], t.field(m.Primary)
	if i < 0 {
		return invalid("metadata.geo.primary_column", "there is no column "+strconv.Quote(m.Primary))
	}
	if t.geo.system, err = c.system(); err != nil {
		return err
	}
	switch native := slices.Index(encodings[1:], c.Encoding) + 1; {
	case strings.EqualFold(c.Encoding, "WKB"):
		if f := t.root.fields[i]; f.fields != nil || !f.leaf.isBinary() {
			return invalid(m.Primary, "the column is not binary; expected well-known binary, as the metadata tell")
		}
	case native > 0:
		t.geo.native = shape.Kind(native)
	default:
		return invalid("metadata.geo", "the geometry has the encoding "+strconv.Quote(c.Encoding)+"; expected WKB: convert the file, as with ogr2ogr OUT.gpkg IN.parquet")
	}
	t.role[i] = place
	box := t.field("bbox")
	if c.Covering != nil && len(c.Covering.Bbox["xmin"]) > 0 {
		box = t.field(c.Covering.Bbox["xmin"][0])
	}
	if box >= 0 && isBox(t.root.fields[box]) {
		t.role[box] = unread
	}
	return nil
}

// isBox reports whether a field has xmin, ymin, xmax and ymax.
func isBox(n *node) bool {
	return !n.list && !slices.ContainsFunc(boxNames[:], func(name string) bool {
		return !slices.ContainsFunc(n.fields, func(f *node) bool { return f.name == name && f.leaf.isNumber() })
	})
}

// guessPlace goes by types and names. The error is of a system of coordinates.
func (t *table) guessPlace() (err error) {
	by := func(fits func(n *node) bool) int {
		return slices.IndexFunc(t.root.fields, func(n *node) bool { return n.fields == nil && fits(n) })
	}
	called := func(n *node, names ...string) bool { return slices.Contains(names, strings.ToLower(n.name)) }
	i := by(func(n *node) bool { return n.leaf.isShape() })
	if i < 0 {
		i = by(func(n *node) bool {
			return n.leaf.isBinary() && called(n, "geometry", "geom", "wkb_geometry", "the_geom", "wkb")
		})
	}
	if i >= 0 {
		t.role[i] = place
		t.geo.system, err = t.root.fields[i].leaf.system()
		return err
	}
	lon := by(func(n *node) bool { return n.leaf.isNumber() && called(n, "longitude", "lon", "lng") })
	lat := by(func(n *node) bool { return n.leaf.isNumber() && called(n, "latitude", "lat") })
	if lon >= 0 && lat >= 0 {
		t.role[lon], t.role[lat] = longitude, latitude
	}
	return nil
}

// native reads a geometry in GeoArrow's encoding from the JSON of its column: groups
// of x, y and z, in as many lists as the kind has.
func native(s *shape.Shape, kind shape.Kind, text []byte) error {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return err
	}
	s.Reset(kind)
	switch kind {
	case shape.Point:
		return nativePosition(s, v)
	case shape.MultiPolygon:
		return nativeEach(v, func(v any) error { return nativeLines(s.Part(shape.Polygon), v) })
	case shape.Polygon, shape.MultiLineString:
		return nativeLines(s, v)
	}
	return nativeEach(v, func(v any) error { return nativePosition(s, v) })
}

func nativeLines(s *shape.Shape, v any) error {
	return nativeEach(v, func(v any) error {
		err := nativeEach(v, func(v any) error { return nativePosition(s, v) })
		s.EndLine()
		return err
	})
}

func nativeEach(v any, do func(v any) error) error {
	list, ok := v.([]any)
	if !ok {
		return errNative()
	}
	for _, v := range list {
		if err := do(v); err != nil {
			return err
		}
	}
	return nil
}

func nativePosition(s *shape.Shape, v any) error {
	m, _ := v.(map[string]any)
	x, ok1 := m["x"].(float64)
	y, ok2 := m["y"].(float64)
	if !ok1 || !ok2 {
		return errNative()
	}
	z, ok := m["z"].(float64)
	if !ok {
		z = math.NaN()
	}
	s.Add(orb.Point{x, y}, z) // a measure (m) has no place in GeoJSON
	return nil
}

func errNative() error {
	return invalid("geometry", "the column is not as the encoding in the metadata asks; expected lists of groups of x and y")
}
