package geo

import (
	"bytes"
	"encoding/binary"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// Feature is a view of one immutable record: GeoJSON as it goes to the wire,
// coordinates ready for the index, and a table that says where each property's
// value stands. It is small, passed by value, and shared freely; none of its
// methods changes it. The zero Feature is no feature.
type Feature struct {
	head, text []byte // see record.go
	schema     *Schema
	rev        Rev
}

// IsZero reports whether f is no feature at all.
func (f Feature) IsZero() bool { return f.head == nil }

// Schema returns the schema that the feature's field numbers belong to.
func (f Feature) Schema() *Schema { return f.schema }

// Rev returns the number of the change that made the feature what it is, 0 if it
// is in no store.
func (f Feature) Rev() Rev { return f.rev }

// WithRev returns the feature as a change left it. It is for stores.
func (f Feature) WithRev(rev Rev) Feature {
	f.rev = rev
	return f
}

// ID returns the feature's id as text.
func (f Feature) ID() ID { return ID(Value(f.RawID()).String()) }

// RawID returns the id as it stands in the GeoJSON: a canonical JSON string or
// an integer. It must not be changed.
func (f Feature) RawID() []byte {
	return f.text[idStart : idStart+f.idLength()]
}

// HasNumericID reports whether the id is a JSON number.
func (f Feature) HasNumericID() bool { return f.flags()&flagLit != 0 }

// Located reports whether the feature has a place.
func (f Feature) Located() bool { return f.kind() != noGeometry }

// Point returns the lon/lat position of a point feature; ok is false for any
// other.
func (f Feature) Point() (p orb.Point, ok bool) {
	if f.kind() != pointGeometry {
		return p, false
	}
	return orb.Point{f.float(headerSize), f.float(headerSize + 8)}, true
}

// Bound returns the smallest lon/lat bound that holds the geometry; ok is false
// if there is none.
func (f Feature) Bound() (b orb.Bound, ok bool) {
	if f.kind() == noGeometry {
		return b, false
	}
	return boundAt(f), true
}

// Geometry returns the geometry in two dimensions (lon, lat degrees), nil if the
// thing has no place. It is made anew on each call and belongs to the caller.
func (f Feature) Geometry() orb.Geometry {
	switch f.kind() {
	case noGeometry:
		return nil
	case pointGeometry:
		p, _ := f.Point()
		return p
	}
	g, err := wkb.Unmarshal(f.head[f.shapeAt():])
	if err != nil {
		panic("geo: a record holds broken WKB: " + err.Error())
	}
	return g
}

// HasHeights reports whether the GeoJSON's positions have a third number, the
// height in metres above the WGS 84 ellipsoid (RFC 7946 §3.1.1).
func (f Feature) HasHeights() bool { return f.flags()&flagHeights != 0 }

// Period returns when the feature holds; ok is false if it says nothing of time.
func (f Feature) Period() (p Period, ok bool) {
	if f.flags()&flagTimed == 0 {
		return p, false
	}
	at := f.timeAt()
	return Period{
		Instant(binary.LittleEndian.Uint64(f.head[at:])),
		Instant(binary.LittleEndian.Uint64(f.head[at+8:])),
	}, true
}

// Value returns the value of the property with the given field number, nil if
// the feature has no such property.
func (f Feature) Value(field int) Value {
	at, row := f.row(field)
	if at == 0 {
		return nil
	}
	return f.valueAt(at, row)
}

// row returns where in the head the row of a field stands and how long it is; 0
// if the feature has no such property.
func (f Feature) row(field int) (at, row int) {
	at, row = f.tableAt()
	n := f.properties()
	// Most features of a collection have the same properties in the same order.
	if field < n && f.u16(at+field*row) == field {
		return at + field*row, row
	}
	for i := range n {
		if f.u16(at+i*row) == field {
			return at + i*row, row
		}
	}
	return 0, row
}

// hasText reports whether the property is the text that quoted is, a canonical
// JSON string: its closing quote ends the comparison.
func (f Feature) hasText(field int, quoted []byte) (has, isText bool) {
	at, row := f.row(field)
	if at == 0 {
		return false, true
	}
	b := f.from(at, row)
	return bytes.HasPrefix(b, quoted), b[0] == '"'
}

// Property returns the value of the property called name, nil if there is none.
func (f Feature) Property(name string) Value {
	i, ok := f.schema.Field(name)
	if !ok {
		return nil
	}
	return f.Value(i)
}

// Properties yields field number and value of each property in the order in
// which the feature has them.
func (f Feature) Properties(yield func(field int, v Value) bool) {
	at, row := f.tableAt()
	for i := range f.properties() {
		if !yield(f.u16(at+i*row), f.valueAt(at+i*row, row)) {
			return
		}
	}
}

func (f Feature) valueAt(rowAt, row int) Value {
	b := f.from(rowAt, row)
	n := valueEnd(b)
	return Value(b[:n:n])
}

// from returns the text from where the value of a row of the table begins.
func (f Feature) from(rowAt, row int) []byte {
	if row == 4 {
		return f.text[f.u16(rowAt+2):]
	}
	return f.text[f.u32(rowAt+2):]
}

// GeoJSON returns the feature as one compact RFC 7946 Feature. It must not be
// changed.
func (f Feature) GeoJSON() []byte { return f.text }

// GeometryJSON returns the value of the GeoJSON's "geometry" member.
func (f Feature) GeometryJSON() []byte {
	from := idStart + f.idLength() + len(`,"geometry":`)
	return f.text[from : f.propertiesAt()-len(`,"properties":`)]
}

// PropertiesJSON returns the value of the GeoJSON's "properties" member.
func (f Feature) PropertiesJSON() []byte { return f.text[f.propertiesAt() : len(f.text)-1] }
