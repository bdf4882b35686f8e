package flatgeobuf

import (
	"math"

	"cairn/geo"
	"cairn/geo/shape"
	"cairn/geo/tabular"
)

// encoder makes the buffers of features.
type encoder struct {
	columns    []tabular.Column
	heights    bool // every geometry has them
	buffer     buffer
	properties []byte
}

// feature makes a feature's buffer, with its length before it. s is nowhere for
// a feature without a place.
func (e *encoder) feature(f geo.Feature, s *shape.Shape) error {
	if err := e.values(f); err != nil {
		return err
	}
	b := &e.buffer
	b.start()
	cells := make([]cell, 0, 2)
	if s.Kind != shape.Nowhere {
		cells = append(cells, child(featureGeometry, func(at int) { e.geometry(at, s) }))
	}
	cells = append(cells, child(featureProperties, func(at int) {
		b.align(4, 0)
		b.point(at)
		b.u32(len(e.properties))
		*b = append(*b, e.properties...)
	}))
	b.table(rootAt, cells...)
	b.finish()
	return nil
}

// geometry appends a geometry and its parts.
func (e *encoder) geometry(at int, s *shape.Shape) {
	b := &e.buffer
	cells := make([]cell, 0, 4)
	// A polygon of one ring needs no ends.
	if len(s.Ends) > 1 || s.Kind == shape.MultiLineString {
		cells = append(cells, child(geometryEnds, func(at int) {
			b.align(4, 0)
			b.point(at)
			b.u32(len(s.Ends))
			for _, end := range s.Ends {
				b.u32(end)
			}
		}))
	}
	if len(s.XY) > 0 {
		cells = append(cells, child(geometryXY, func(at int) { b.positions(at, s.XY) }))
	}
	if e.heights && len(s.XY) > 0 {
		cells = append(cells, child(geometryZ, func(at int) { b.doubles(at, e.allHeights(s)...) }))
	}
	if len(s.Parts) > 0 {
		cells = append(cells, child(geometryParts, func(at int) {
			b.tables(at, len(s.Parts), func(i, at int) { e.geometry(at, &s.Parts[i]) })
		}))
	}
	cells = append(cells, scalar(geometryType, 1, uint64(s.Kind)))
	b.table(at, cells...)
}

// allHeights returns a height for every position, 0 where it has none: NaN would be
// true, but GDAL loses geometries that have it.
func (e *encoder) allHeights(s *shape.Shape) []float64 {
	for len(s.Z) < len(s.XY) {
		s.Z = append(s.Z, 0)
	}
	for i, z := range s.Z {
		if math.IsNaN(z) {
			s.Z[i] = 0
		}
	}
	return s.Z
}

// values makes the properties: for each value the number of its column and what the
// column's type asks for.
func (e *encoder) values(f geo.Feature) error {
	e.properties = e.properties[:0]
	for i := range e.columns {
		v := e.columns[i].Value(f)
		if v == nil {
			continue
		}
		e.properties = le.AppendUint16(e.properties, uint16(i))
		if err := e.value(&e.columns[i], f, v); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) value(c *tabular.Column, f geo.Feature, v geo.Value) error {
	switch c.Type {
	case tabular.Boolean:
		yes, err := c.Bool(f, v)
		e.properties = append(e.properties, 0)
		if yes {
			e.properties[len(e.properties)-1] = 1
		}
		return err
	case tabular.Integer:
		n, err := c.Int(f, v)
		e.properties = le.AppendUint64(e.properties, uint64(n))
		return err
	case tabular.Number:
		n, err := c.Float(f, v)
		e.properties = le.AppendUint64(e.properties, math.Float64bits(n))
		return err
	}
	length := len(e.properties)
	e.properties = append(e.properties, 0, 0, 0, 0)
	if c.Type == tabular.JSON {
		e.properties = append(e.properties, v...)
	} else {
		e.properties = tabular.AppendText(e.properties, v)
	}
	le.PutUint32(e.properties[length:], uint32(len(e.properties)-length-4))
	return nil
}

// typeOf returns the type of a column as the header tells it.
func typeOf(t tabular.Type) columnType {
	switch t {
	case tabular.Boolean:
		return boolType
	case tabular.Integer:
		return longType
	case tabular.Number:
		return doubleType
	case tabular.DateTime:
		return dateTimeType
	case tabular.JSON:
		return jsonType
	}
	return stringType
}
