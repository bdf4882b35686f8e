package flatgeobuf

import (
	"bytes"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/crs"
)

// header writes a file of one point and returns the table of its header.
func header(t *testing.T, o geo.Output) table {
	t.Helper()
	b := geo.NewBuilder(o.Collection.Schema)
	b.SetNumericID("1")
	b.SetPoint(orb.Point{39, 36}, nil)
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := NewWriter(&out, o)
	if err := w.Write(f); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file := out.Bytes()[len(magic):]
	return open(file[4 : 4+le.Uint32(file)]).table(0)
}

// TestHeaderTells holds what a file says of its columns: what programs show people.
func TestHeaderTells(t *testing.T) {
	o := geo.Output{Collection: geo.Collection{Name: "wells", Title: "Wells", NumericIDs: true, Schema: geo.NewSchema(
		geo.Field{Name: "depth", Title: "Depth of the well", Description: "From the ground", Unit: "m", Kinds: geo.Number},
		geo.Field{Name: "flow", Unit: "l/s", Kinds: geo.Integer},
		geo.Field{Name: "owner", Description: "Who says so", Kinds: geo.Text},
		geo.Field{Name: "open", Kinds: geo.Boolean},
		geo.Field{Name: "seen", Kinds: geo.DateTime},
		geo.Field{Name: "dug", Kinds: geo.Date},
		geo.Field{Name: "tags", Kinds: geo.Array},
		geo.Field{Name: "mixed", Kinds: geo.Text | geo.Number},
	)}}
	h := header(t, o)
	if got := string(h.bytes(headerName)); got != "wells" {
		t.Errorf("the file is called %q", got)
	}
	start, n := h.vector(headerColumns, 4)
	want := []struct {
		name, title, description string
		kind                     columnType
		key                      bool
	}{
		{"id", "", "", longType, true},
		{"depth", "Depth of the well", "From the ground (in m)", doubleType, false},
		{"flow", "", "in l/s", longType, false},
		{"owner", "", "Who says so", stringType, false},
		{"open", "", "", boolType, false},
		{"seen", "", "", dateTimeType, false},
		{"dug", "", "", stringType, false},
		{"tags", "", "", jsonType, false},
		{"mixed", "", "", stringType, false},
	}
	if n != len(want) {
		t.Fatalf("there are %d columns, want %d", n, len(want))
	}
	for i, w := range want {
		c := h.f.table(start + 4*i)
		got := [3]string{string(c.bytes(columnName)), string(c.bytes(columnTitle)), string(c.bytes(columnDescription))}
		if got != [3]string{w.name, w.title, w.description} || columnType(c.u8(columnTypeField)) != w.kind || (c.u8(columnPrimaryKey) != 0) != w.key {
			t.Errorf("column %d: got %q of type %d, want %+v", i, got, c.u8(columnTypeField), w)
		}
	}
}

// TestHeaderSystem holds that a file names the system it is in, and that the reader
// understands it.
func TestHeaderSystem(t *testing.T) {
	for name, want := range map[string]int{"": 4326, "OGC:CRS84": 4326, "EPSG:4326": 4326, "EPSG:3857": 3857, "EPSG:32637": 32637} {
		o := geo.Output{Collection: geo.Collection{Name: "wells", NumericIDs: true, Schema: geo.NewSchema()}}
		if name != "" {
			c, err := crs.Parse(name)
			if err != nil {
				t.Fatal(err)
			}
			o.CRS = c
		}
		h := header(t, o)
		c, ok := h.child(headerCRS)
		if !ok || string(c.bytes(crsOrg)) != "EPSG" || c.i32(crsCode) != want || len(c.bytes(crsName)) == 0 {
			t.Errorf("%q: the header names %q %d %q, want EPSG %d", name, c.bytes(crsOrg), c.i32(crsCode), c.bytes(crsName), want)
			continue
		}
		system, err := readSystem(c)
		if err != nil || (system == nil) != (want == 4326) || system != nil && system.EPSG() != want {
			t.Errorf("%q: what is written is read as %v (%v)", name, system, err)
		}
	}
}

// TestIndexBytes holds how long an index may be said to be: a header that lies must
// not have memory taken for it.
func TestIndexBytes(t *testing.T) {
	for _, c := range []struct {
		features, size uint64
		want           int64
		ok             bool
	}{
		{0, 16, 0, true}, {5, 0, 0, true}, {1, 16, 80, true}, {2, 16, 120, true}, {16, 16, 17 * 40, true}, {17, 16, 20 * 40, true},
		{256, 16, 273 * 40, true}, {257, 16, (257 + 17 + 2 + 1) * 40, true}, {4, 2, 7 * 40, true},
		{5, 1, 0, false}, {maxFeatures + 1, 16, 0, false}, {1 << 63, 16, 0, false},
	} {
		if got, ok := indexBytes(c.features, c.size); ok != c.ok || ok && got != c.want {
			t.Errorf("%d features, %d in a node: got %d (%t), want %d (%t)", c.features, c.size, got, ok, c.want, c.ok)
		}
	}
}
