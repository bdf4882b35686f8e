package cql2_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
)

// thing is something to match: properties as JSON by number, and a geometry.
type thing struct {
	name   string
	values [][]byte
	shape  orb.Geometry
}

func (x *thing) Value(field int) []byte {
	if field == cql2.IDField {
		return []byte(`"` + x.name + `"`)
	}
	if field >= len(x.values) {
		return nil
	}
	return x.values[field]
}

func (x *thing) Point() (p orb.Point, ok bool) {
	p, ok = x.shape.(orb.Point)
	return p, ok
}

func (x *thing) Bound() (b orb.Bound, ok bool) {
	if x.shape == nil {
		return b, false
	}
	return x.shape.Bound(), true
}

func (x *thing) Geometry() orb.Geometry { return x.shape }

// fields are the properties that things have, with the kinds they have had.
type fields struct {
	names []string
	kinds []cql2.Kinds
}

func (f *fields) Property(name string) (int, cql2.Kinds, bool) {
	switch i := slices.Index(f.names, name); {
	case i >= 0:
		return i, f.kinds[i], true
	case name == "geometry":
		return cql2.GeometryField, cql2.GeometryKind, true
	case name == "id":
		return cql2.IDField, cql2.TextKind, true
	}
	return 0, 0, false
}

func (f *fields) Names() []string { return append(slices.Clone(f.names), "geometry", "id") }

// add makes a thing of a JSON object of properties.
func (f *fields) add(t testing.TB, name, object string, shape orb.Geometry) *thing {
	t.Helper()
	in := json.NewDecoder(bytes.NewReader([]byte(object)))
	if _, err := in.Token(); err != nil {
		t.Fatalf("%s: %v", object, err)
	}
	x := &thing{name: name, shape: shape}
	for in.More() {
		key, err := in.Token()
		var v json.RawMessage
		if err == nil {
			err = in.Decode(&v)
		}
		if err != nil {
			t.Fatalf("%s: %v", object, err)
		}
		f.set(x, key.(string), v)
	}
	return x
}

// set gives a thing a property.
func (f *fields) set(x *thing, name string, v []byte) {
	i := slices.Index(f.names, name)
	if i < 0 {
		i = len(f.names)
		f.names, f.kinds = append(f.names, name), append(f.kinds, 0)
	}
	f.kinds[i] |= kindOf(v)
	for len(x.values) <= i {
		x.values = append(x.values, nil)
	}
	x.values[i] = v
}

// kindOf is the kind of a value, as geo has it.
func kindOf(v []byte) cql2.Kinds {
	ours := geo.Value(v).Kind()
	for i, k := range geo.AllKinds {
		if k.Kind == ours {
			return cql2.Null << i
		}
	}
	return 0
}

func compile(t testing.TB, text string, types cql2.Types) *cql2.Filter {
	t.Helper()
	e, err := cql2.Parse(text)
	if err != nil {
		t.Fatalf("%.200s: %v", text, err)
	}
	f, err := cql2.Compile(e, types)
	if err != nil {
		t.Fatalf("%.200s: %v", text, err)
	}
	return f
}
