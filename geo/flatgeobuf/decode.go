package flatgeobuf

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
	"cairn/geo/tabular"
)

func broken(path string) error {
	return &geo.Error{Kind: geo.Invalid, Path: path, Msg: "the feature points outside of itself: the file is damaged; expected a FlatGeobuf file as it was written"}
}

// decoder makes features of their buffers.
type decoder struct {
	*schema
	b     *geo.Builder
	shape shape.Shape
	value []byte
	named bool // the feature has an id
}

// feature makes a feature of a buffer without its length. number counts from 1.
func (d *decoder) feature(buffer []byte, number uint64) (geo.Feature, error) {
	f := open(buffer)
	t := f.table(0)
	d.shape.Reset(shape.Nowhere)
	if g, ok := t.child(featureGeometry); ok {
		if err := d.geometry(g, &d.shape, int(d.schema.geometry), 0); err != nil {
			return geo.Feature{}, err
		}
	}
	columns, id := d.columns, d.id
	if own := readColumns(t, featureColumns); len(own) > 0 {
		columns, id = own, idColumn(own)
	}
	properties := t.bytes(featureProperties)
	if f.broken {
		return geo.Feature{}, broken("")
	}
	if err := d.shape.ToCRS84(d.system); err != nil {
		return geo.Feature{}, err
	}
	if err := d.shape.Give(d.b); err != nil {
		return geo.Feature{}, err
	}
	d.named = false
	if err := d.properties(properties, columns, id); err != nil {
		return geo.Feature{}, err
	}
	if !d.named {
		d.b.SetNumericID(strconv.FormatUint(number, 10))
	}
	return d.b.Feature()
}

// geometry reads a geometry of a kind, 0 if it tells its own. Measures (M), for
// which GeoJSON has no place, are passed over.
func (d *decoder) geometry(t table, s *shape.Shape, kind, depth int) error {
	if kind == 0 {
		kind = t.u8(geometryType)
	}
	if err := knownKind(kind); err != nil {
		return err
	}
	s.Reset(shape.Kind(kind))
	if kind == int(shape.MultiPolygon) || kind == int(shape.Collection) {
		return d.parts(t, s, depth)
	}
	d.positions(t, s)
	if n := len(s.XY); s.Kind == shape.Point && n != 1 {
		if n > 1 {
			return &geo.Error{Kind: geo.Invalid, Path: "geometry", Msg: "the Point has " + strconv.Itoa(n) + " positions; expected one"}
		}
		s.Kind = shape.Nowhere
	}
	if t.f.broken {
		return broken("geometry")
	}
	return nil
}

func (d *decoder) parts(t table, s *shape.Shape, depth int) error {
	if depth > shape.MaxDepth {
		return &geo.Error{Kind: geo.Invalid, Path: "geometry", Msg: "more than " + strconv.Itoa(shape.MaxDepth) + " collections stand within one another"}
	}
	start, n := t.vector(geometryParts, 4)
	if !t.f.spend(4 * n) {
		return broken("geometry")
	}
	kind := 0
	if s.Kind == shape.MultiPolygon {
		kind = int(shape.Polygon)
	}
	for i := range n {
		if err := d.geometry(t.f.table(start+4*i), s.Part(shape.Nowhere), kind, depth+1); err != nil {
			return err
		}
	}
	if t.f.broken {
		return broken("geometry")
	}
	return nil
}

// positions reads positions, heights and ends.
func (d *decoder) positions(t table, s *shape.Shape) {
	f := t.f
	xy, n := t.vector(geometryXY, 8)
	if n%2 != 0 || !f.spend(8*n) {
		f.broken = true
		return
	}
	for i := 0; i < n; i += 2 {
		s.XY = append(s.XY, orb.Point{f.float(xy, i), f.float(xy, i+1)})
	}
	if z, zs := t.vector(geometryZ, 8); zs > 0 {
		if zs != n/2 || !f.spend(8*zs) {
			f.broken = true
			return
		}
		for i := range zs {
			s.Z = append(s.Z, f.float(z, i))
		}
	}
	if s.Kind != shape.Polygon && s.Kind != shape.MultiLineString {
		return
	}
	ends, m := t.vector(geometryEnds, 4)
	if !f.spend(4 * m) {
		return
	}
	last := 0
	for i := range m {
		end := f.u32(ends + 4*i)
		f.broken = f.broken || end < last || end > n/2
		s.Ends = append(s.Ends, end)
		last = end
	}
	if m == 0 && n > 0 {
		s.Ends = append(s.Ends, n/2)
	}
	f.broken = f.broken || m > 0 && last != n/2
}

// properties reads the properties of a feature.
func (d *decoder) properties(b []byte, columns []column, id int) error {
	for len(b) > 0 {
		if len(b) < 2 {
			return broken("properties")
		}
		i := int(le.Uint16(b))
		if i >= len(columns) {
			return &geo.Error{Kind: geo.Invalid, Path: "properties", Msg: "a value is of column " + strconv.Itoa(i) + ", and there are " + strconv.Itoa(len(columns)) + ": the file is damaged"}
		}
		c := &columns[i]
		n, ok := d.read(c.kind, b[2:])
		if !ok {
			return broken("properties." + string(c.name))
		}
		b = b[2+n:]
		if i == id && d.setID(c.kind) {
			continue
		}
		if err := d.b.Add(c.name, d.value); err != nil {
			return err
		}
	}
	return nil
}

// setID makes the value the id, if there is one in it.
func (d *decoder) setID(kind columnType) bool {
	switch {
	case d.named || len(d.value) == 2 && kind == stringType: // ""
		return false
	case kind == stringType:
		d.b.SetID(geo.ID(geo.Value(d.value).String()))
	default:
		d.b.SetNumericID(string(d.value))
	}
	d.named = true
	return true
}

// widths are how many bytes the values of each type take; 0 for a length of four
// bytes and as many more.
var widths = [...]int{1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 0, 0, 0, 0}

// read reads a value into d.value, as JSON, and returns how many bytes it takes.
func (d *decoder) read(kind columnType, b []byte) (n int, ok bool) {
	if int(kind) >= len(widths) {
		return 0, false
	}
	if n = widths[kind]; n > 0 {
		if len(b) < n {
			return 0, false
		}
		d.value = appendNumber(d.value[:0], kind, b)
		return n, true
	}
	if len(b) < 4 {
		return 0, false
	}
	n = int(le.Uint32(b))
	if n > len(b)-4 {
		return 0, false
	}
	text := b[4 : 4+n]
	switch kind {
	case jsonType:
		d.value, ok = tabular.AppendJSON(d.value[:0], text)
		if !ok {
			d.value = geo.AppendString(d.value[:0], text)
		}
	case dateTimeType:
		d.value = tabular.AppendDateTime(d.value[:0], text)
	case binaryType:
		d.value = tabular.AppendBase64(d.value[:0], text)
	default:
		d.value = geo.AppendString(d.value[:0], text)
	}
	return 4 + n, true
}

func appendNumber(to []byte, kind columnType, b []byte) []byte {
	switch kind {
	case byteType:
		return strconv.AppendInt(to, int64(int8(b[0])), 10)
	case ubyteType:
		return strconv.AppendInt(to, int64(b[0]), 10)
	case boolType:
		return strconv.AppendBool(to, b[0] != 0)
	case shortType:
		return strconv.AppendInt(to, int64(int16(le.Uint16(b))), 10)
	case ushortType:
		return strconv.AppendInt(to, int64(le.Uint16(b)), 10)
	case intType:
		return strconv.AppendInt(to, int64(int32(le.Uint32(b))), 10)
	case uintType:
		return strconv.AppendInt(to, int64(le.Uint32(b)), 10)
	case longType:
		return strconv.AppendInt(to, int64(le.Uint64(b)), 10)
	case ulongType:
		return strconv.AppendUint(to, le.Uint64(b), 10)
	case floatType:
		return tabular.AppendFloat32(to, math.Float32frombits(le.Uint32(b)))
	}
	return tabular.AppendFloat(to, math.Float64frombits(le.Uint64(b)))
}
