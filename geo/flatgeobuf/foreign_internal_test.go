package flatgeobuf

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/shape"
)

// fileOf makes a file as others do: without an index, with types of columns and
// systems that are not written here. Each part says what stands in its table.
func fileOf(header func(b *buffer) []cell, features ...func(b *buffer) []cell) []byte {
	out := []byte(magic)
	var b buffer
	b.start()
	b.table(rootAt, append(header(&b), scalar(headerFeaturesCount, 8, uint64(len(features))), scalar(headerIndexNodeSize, 2, 0))...)
	b.finish()
	out = append(out, b...)
	for _, cells := range features {
		b.start()
		b.table(rootAt, cells(&b)...)
		b.finish()
		out = append(out, b...)
	}
	return out
}

// columnsOf is a vector of columns, called c0, c1 and so on.
func columnsOf(b *buffer, field int, kinds ...columnType) cell {
	return child(field, func(at int) {
		b.tables(at, len(kinds), func(i, at int) {
			b.table(at, b.text(columnName, "c"+string(rune('0'+i))), scalar(columnTypeField, 1, uint64(kinds[i])))
		})
	})
}

// bytesOf is a vector of bytes.
func bytesOf(b *buffer, field int, data []byte) cell {
	return child(field, func(at int) {
		b.align(4, 0)
		b.point(at)
		b.u32(len(data))
		*b = append(*b, data...)
	})
}

// point is a feature's geometry.
func pointOf(b *buffer, more ...cell) cell {
	return child(featureGeometry, func(at int) {
		b.table(at, append([]cell{
			child(geometryXY, func(at int) { b.doubles(at, 1, 2) }),
			scalar(geometryType, 1, uint64(shape.Point)),
		}, more...)...)
	})
}

// all reads a file, and returns the GeoJSON of its features as lines.
func all(file []byte) (string, error) {
	var text strings.Builder
	for f, err := range Read(bytes.NewReader(file), geo.NewBuilder(nil)) {
		if err != nil {
			return text.String(), err
		}
		text.Write(f.GeoJSON())
		text.WriteByte('\n')
	}
	return text.String(), nil
}

// TestForeignValues holds what becomes of each type of value that FlatGeobuf has.
func TestForeignValues(t *testing.T) {
	text := func(s string) []byte { return append(le.AppendUint32(nil, uint32(len(s))), s...) }
	float := func(v float64) []byte { return le.AppendUint64(nil, math.Float64bits(v)) }
	single := func(v float32) []byte { return le.AppendUint32(nil, math.Float32bits(v)) }
	for _, c := range []struct {
		name  string
		kind  columnType
		value []byte
		want  string // empty if the file is broken
	}{
		{"byte", byteType, []byte{0xff}, `-1`},
		{"unsigned byte", ubyteType, []byte{0xff}, `255`},
		{"true", boolType, []byte{1}, `true`},
		{"false", boolType, []byte{0}, `false`},
		{"short", shortType, []byte{0x00, 0x80}, `-32768`},
		{"unsigned short", ushortType, []byte{0x00, 0x80}, `32768`},
		{"int", intType, []byte{0xff, 0xff, 0xff, 0xff}, `-1`},
		{"unsigned int", uintType, []byte{0xff, 0xff, 0xff, 0xff}, `4294967295`},
		{"long", longType, binary.LittleEndian.AppendUint64(nil, 1<<63), `-9223372036854775808`},
		{"unsigned long", ulongType, binary.LittleEndian.AppendUint64(nil, math.MaxUint64), `18446744073709551615`},
		{"float", floatType, single(0.1), `0.1`},
		{"double", doubleType, float(0.1), `0.1`},
		{"infinite", doubleType, float(math.Inf(1)), `null`},
		{"no number", floatType, single(float32(math.NaN())), `null`},
		{"text", stringType, text("é\n\x00"), `"é\n\u0000"`},
		{"empty text", stringType, text(""), `""`},
		{"JSON", jsonType, text(`{ "a" : [ 1 ] }`), `{"a":[1]}`},
		{"what is said to be JSON", jsonType, text(`{a}`), `"{a}"`},
		{"date-time", dateTimeType, text("2026-01-19T10:30:00+03:00"), `"2026-01-19T10:30:00+03:00"`},
		{"date-time without an offset", dateTimeType, text("2026-01-19T10:30:00"), `"2026-01-19T10:30:00Z"`},
		{"bytes", binaryType, text("\xff\x00"), `"/wA="`},

		{"a type that is not defined", binaryType + 1, text("x"), ``},
		{"half a number", longType, []byte{1, 2, 3}, ``},
		{"a text longer than all", stringType, []byte{9, 0, 0, 0, 'x'}, ``},
		{"a length cut off", stringType, []byte{9, 0}, ``},
	} {
		file := fileOf(func(b *buffer) []cell { return []cell{columnsOf(b, headerColumns, c.kind)} },
			func(b *buffer) []cell {
				return []cell{pointOf(b), bytesOf(b, featureProperties, append([]byte{0, 0}, c.value...))}
			})
		got, err := all(file)
		want := `{"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"c0":` + c.want + `}}` + "\n"
		if c.want == "" {
			if geo.KindOf(err) != geo.Invalid {
				t.Errorf("%s: got %s and %v, want Invalid", c.name, got, err)
			}
		} else if err != nil || got != want {
			t.Errorf("%s: got %s and %v, want %s", c.name, got, err, want)
		}
	}
}

// TestForeignColumns holds that a feature may have columns of its own, and that a
// value of a column that is not there is refused.
func TestForeignColumns(t *testing.T) {
	own := func(b *buffer) []cell {
		return []cell{columnsOf(b, featureColumns, boolType, ubyteType), bytesOf(b, featureProperties, []byte{1, 0, 7, 0, 0, 1})}
	}
	plain := func(b *buffer) []cell { return []cell{bytesOf(b, featureProperties, []byte{0, 0, 9, 0})} }
	header := func(b *buffer) []cell { return []cell{columnsOf(b, headerColumns, shortType)} }
	got, err := all(fileOf(header, plain, own, plain))
	want := `{"type":"Feature","id":1,"geometry":null,"properties":{"c0":9}}
{"type":"Feature","id":2,"geometry":null,"properties":{"c1":7,"c0":true}}
{"type":"Feature","id":3,"geometry":null,"properties":{"c0":9}}
`
	if err != nil || got != want {
		t.Errorf("got %v and\n%swant\n%s", err, got, want)
	}
	beyond := func(b *buffer) []cell { return []cell{bytesOf(b, featureProperties, []byte{1, 0, 9, 0})} }
	if got, err := all(fileOf(header, plain, beyond)); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), "column 1, and there are 1") || strings.Count(got, "\n") != 1 {
		t.Errorf("a column that is not there: got %s and %v", got, err)
	}
	twice := func(b *buffer) []cell { return []cell{bytesOf(b, featureProperties, []byte{0, 0, 9, 0, 0, 0, 8, 0})} }
	if _, err := all(fileOf(header, twice)); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a value given twice: got %v", err)
	}
}

// TestForeignSystems holds in which ways a header may name its system.
func TestForeignSystems(t *testing.T) {
	for _, c := range []struct {
		name                string
		org, text, wkt, crs string
		code                int32
		want                string // the system's name, empty for CRS84; after ! what is said
	}{
		{name: "nothing"},
		{name: "EPSG:4326", org: "EPSG", code: 4326},
		{name: "a number alone", code: 32637, want: "WGS 84 / UTM zone 37N"},
		{name: "EPSG:3857", org: "EPSG", code: 3857, want: "WGS 84 / Pseudo-Mercator"},
		{name: "OGC:CRS84", org: "OGC", text: "CRS84"},
		{name: "OGC:CRS84h", org: "OGC", text: "CRS84h"},
		{name: "well-known text alone", wkt: `PROJCS["x",AUTHORITY["EPSG","32637"]]`, want: "WGS 84 / UTM zone 37N"},
		{name: "well-known text of nothing known", wkt: `LOCAL_CS["site"]`, want: "!a system without a name"},
		{name: "another registry", org: "ESRI", text: "102100", crs: "Mercator", want: `!"ESRI:102100 Mercator"`},
		{name: "another system", org: "EPSG", code: 2154, crs: "RGF93 / Lambert-93", want: "!EPSG:2154 (RGF93 / Lambert-93)"},
		{name: "a name alone", crs: "Local grid", want: `!"Local grid"`},
	} {
		s, err := readHeader(headerOf(c.org, c.text, c.wkt, c.crs, c.code))
		words, refused := strings.CutPrefix(c.want, "!")
		switch {
		case refused:
			if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), words) {
				t.Errorf("%s: got %v, want Invalid with %q", c.name, err, words)
			}
		case err != nil || (s.system == nil) != (c.want == "") || s.system != nil && s.system.Name() != c.want:
			t.Errorf("%s: got %+v and %v, want %q", c.name, s, err, c.want)
		}
	}
}

// headerOf is a header, without its length, that names a system.
func headerOf(org, text, wkt, name string, code int32) []byte {
	file := fileOf(func(b *buffer) []cell {
		return []cell{child(headerCRS, func(at int) {
			cells := []cell{scalar(crsCode, 4, uint64(uint32(code)))}
			for _, s := range []struct {
				field int
				text  string
			}{{crsOrg, org}, {crsCodeString, text}, {crsWKT, wkt}, {crsName, name}} {
				if s.text != "" {
					cells = append(cells, b.text(s.field, s.text))
				}
			}
			b.table(at, cells...)
		})}
	})
	return file[len(magic)+4:]
}

// TestForeignGeometry holds what is read of geometries that are not as they are
// written here.
func TestForeignGeometry(t *testing.T) {
	xy := func(values ...float64) func(b *buffer) cell {
		return func(b *buffer) cell {
			return child(geometryXY, func(at int) { b.doubles(at, values...) })
		}
	}
	doubles := func(field int, values ...float64) func(b *buffer) cell {
		return func(b *buffer) cell { return child(field, func(at int) { b.doubles(at, values...) }) }
	}
	ends := func(values ...int) func(b *buffer) cell {
		return func(b *buffer) cell {
			return child(geometryEnds, func(at int) {
				b.align(4, 0)
				b.point(at)
				b.u32(len(values))
				for _, v := range values {
					b.u32(v)
				}
			})
		}
	}
	ring := []float64{0, 0, 1, 0, 1, 1, 0, 0}
	for _, c := range []struct {
		name  string
		kind  shape.Kind
		cells []func(b *buffer) cell
		want  string // after ! what is said
	}{
		{"point", shape.Point, []func(b *buffer) cell{xy(1, 2)}, `{"type":"Point","coordinates":[1,2]}`},
		{"point with a height", shape.Point, []func(b *buffer) cell{xy(1, 2), doubles(geometryZ, 3)}, `{"type":"Point","coordinates":[1,2,3]}`},
		{"measures", shape.LineString, []func(b *buffer) cell{xy(1, 2, 3, 4), doubles(geometryM, 5, 6)}, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`},
		{"empty point", shape.Point, nil, `null`},
		{"empty line", shape.LineString, []func(b *buffer) cell{xy()}, `null`},
		{"point of NaN", shape.Point, []func(b *buffer) cell{xy(math.NaN(), math.NaN())}, `null`},
		{"polygon without ends", shape.Polygon, []func(b *buffer) cell{xy(ring...)}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{"polygon of an empty ring", shape.Polygon, []func(b *buffer) cell{xy(ring...), ends(4, 4)}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{"lines", shape.MultiLineString, []func(b *buffer) cell{xy(1, 2, 3, 4, 5, 6, 7, 8), ends(2, 4)}, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}`},
		{"two positions in a point", shape.Point, []func(b *buffer) cell{xy(1, 2, 3, 4)}, "!2 positions"},
		{"half a position", shape.LineString, []func(b *buffer) cell{xy(1, 2, 3)}, "!damaged"},
		{"fewer heights", shape.LineString, []func(b *buffer) cell{xy(1, 2, 3, 4), doubles(geometryZ, 3)}, "!damaged"},
		{"an end beyond", shape.MultiLineString, []func(b *buffer) cell{xy(1, 2, 3, 4), ends(3)}, "!damaged"},
		{"ends that go back", shape.MultiLineString, []func(b *buffer) cell{xy(1, 2, 3, 4, 5, 6, 7, 8), ends(3, 2, 4)}, "!damaged"},
		{"ends before the end", shape.MultiLineString, []func(b *buffer) cell{xy(1, 2, 3, 4, 5, 6, 7, 8), ends(2)}, "!damaged"},
		{"off the Earth", shape.Point, []func(b *buffer) cell{xy(1, 95)}, "!swapped"},
		{"metres", shape.Point, []func(b *buffer) cell{xy(500000, 4000000)}, "!map projection"},
		{"a curve", shape.Collection + 1, []func(b *buffer) cell{xy(1, 2)}, "!CircularString"},
		{"a surface", shape.Collection + 8, nil, "!PolyhedralSurface"},
		{"no kind at all", 99, nil, "!kind 99"},
	} {
		got, err := all(fileOf(func(*buffer) []cell { return nil }, func(b *buffer) []cell {
			return []cell{child(featureGeometry, func(at int) {
				cells := []cell{scalar(geometryType, 1, uint64(c.kind))}
				for _, add := range c.cells {
					cells = append(cells, add(b))
				}
				b.table(at, cells...)
			})}
		}))
		if words, refused := strings.CutPrefix(c.want, "!"); refused {
			if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), words) {
				t.Errorf("%s: got %s and %v, want Invalid with %q", c.name, got, err, words)
			}
			continue
		}
		want := `{"type":"Feature","id":1,"geometry":` + c.want + `,"properties":{}}` + "\n"
		if err != nil || got != want {
			t.Errorf("%s: got %s and %v, want %s", c.name, got, err, want)
		}
	}
}

// TestDeep nests collections deeper than any file has them.
func TestDeep(t *testing.T) {
	nested := func(depth int) []byte {
		return fileOf(func(*buffer) []cell { return nil }, func(b *buffer) []cell {
			var inside func(depth, at int)
			inside = func(depth, at int) {
				if depth == 0 {
					b.table(at, scalar(geometryType, 1, uint64(shape.Point)), child(geometryXY, func(at int) { b.doubles(at, 1, 2) }))
					return
				}
				b.table(at, scalar(geometryType, 1, uint64(shape.Collection)), child(geometryParts, func(at int) {
					b.tables(at, 1, func(_, at int) { inside(depth-1, at) })
				}))
			}
			return []cell{child(featureGeometry, func(at int) { inside(depth, at) })}
		})
	}
	if got, err := all(nested(shape.MaxDepth)); err != nil || strings.Count(got, "GeometryCollection") != shape.MaxDepth {
		t.Errorf("as deep as may be: got %.100s and %v", got, err)
	}
	if _, err := all(nested(shape.MaxDepth + 5)); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), "within one another") {
		t.Errorf("deeper: got %v, want Invalid", err)
	}
}

// TestBomb holds that a small feature whose offsets lead to the same part again and
// again does not unfold to a large one.
func TestBomb(t *testing.T) {
	file := fileOf(func(*buffer) []cell { return nil }, func(b *buffer) []cell {
		return []cell{child(featureGeometry, func(at int) {
			b.table(at, scalar(geometryType, 1, uint64(shape.Collection)), child(geometryParts, func(at int) {
				const n = 1000
				b.align(4, 0)
				b.point(at)
				b.u32(n)
				first := len(*b)
				*b = append(*b, make([]byte, 4*n)...)
				b.table(first, scalar(geometryType, 1, uint64(shape.LineString)), child(geometryXY, func(at int) { b.doubles(at, make([]float64, 1000)...) }))
				target := first + int(le.Uint32((*b)[first:]))
				for i := range n {
					le.PutUint32((*b)[first+4*i:], uint32(target-first-4*i))
				}
			}))
		})}
	})
	if _, err := all(file); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("%d bytes that would be eight million: got %v, want Invalid", len(file), err)
	}
}

// TestIDColumn holds which column gives the ids.
func TestIDColumn(t *testing.T) {
	for _, c := range []struct {
		name    string
		columns []column
		want    int
	}{
		{"none", nil, -1},
		{"called id", []column{{[]byte("x"), intType, false}, {[]byte("id"), stringType, false}}, 1},
		{"the key, before one called id", []column{{[]byte("id"), intType, false}, {[]byte("key"), ulongType, true}}, 1},
		{"a key that cannot be one", []column{{[]byte("key"), doubleType, true}, {[]byte("id"), longType, false}}, 1},
		{"an id that cannot be one", []column{{[]byte("id"), jsonType, false}}, -1},
		{"in capitals", []column{{[]byte("ID"), intType, false}}, -1},
	} {
		if got := idColumn(c.columns); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}
