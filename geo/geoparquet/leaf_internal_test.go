package geoparquet

import (
	"math"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"cairn/geo"
	"cairn/geo/shape"
)

// unitOf is how the type of a moment says in which unit it counts.
func unitOf(unit parquet.Node) format.TimeUnit {
	return unit.Type().LogicalType().Value.(*format.TimestampType).Unit
}

// TestLeafValues holds what becomes of each type of value that Parquet has.
func TestLeafValues(t *testing.T) {
	millis := unitOf(parquet.Timestamp(parquet.Millisecond))
	micros := unitOf(parquet.Timestamp(parquet.Microsecond))
	nanos := unitOf(parquet.Timestamp(parquet.Nanosecond))
	noon := time.Date(2026, 1, 19, 12, 0, 0, 123_456_789, time.UTC)
	int96 := func(day uint32, n int64) parquet.Value {
		return parquet.Int96Value(deprecated.Int96{uint32(n), uint32(n >> 32), day})
	}
	bytes := func(b ...byte) parquet.Value { return parquet.ByteArrayValue(b) }
	fixed := func(b ...byte) parquet.Value { return parquet.FixedLenByteArrayValue(b) }
	for _, c := range []struct {
		name  string
		kind  leafKind
		value parquet.Value
		want  string
	}{
		{"null", leafKind{kind: parquet.Int32}, parquet.NullValue(), `null`},
		{"boolean", leafKind{kind: parquet.Boolean}, parquet.BooleanValue(true), `true`},
		{"integer", leafKind{kind: parquet.Int32}, parquet.Int32Value(-7), `-7`},
		{"the least of 64 bits", leafKind{kind: parquet.Int64}, parquet.Int64Value(math.MinInt64), `-9223372036854775808`},
		{"unsigned, 32 bits", leafKind{kind: parquet.Int32, logical: &format.IntType{BitWidth: 32}}, parquet.Int32Value(-1), `4294967295`},
		{"unsigned, 64 bits", leafKind{kind: parquet.Int64, logical: &format.IntType{BitWidth: 64}}, parquet.Int64Value(-1), `18446744073709551615`},
		{"signed, 8 bits", leafKind{kind: parquet.Int32, logical: &format.IntType{BitWidth: 8, IsSigned: true}}, parquet.Int32Value(-1), `-1`},
		{"float", leafKind{kind: parquet.Float}, parquet.FloatValue(0.1), `0.1`},
		{"double", leafKind{kind: parquet.Double}, parquet.DoubleValue(0.1), `0.1`},
		{"no number", leafKind{kind: parquet.Double}, parquet.DoubleValue(math.NaN()), `null`},
		{"infinite", leafKind{kind: parquet.Float}, parquet.FloatValue(float32(math.Inf(-1))), `null`},

		{"date", leafKind{kind: parquet.Int32, logical: &format.DateType{}}, parquet.Int32Value(20472), `"2026-01-19"`},
		{"date before 1970", leafKind{kind: parquet.Int32, logical: &format.DateType{}}, parquet.Int32Value(-1), `"1969-12-31"`},
		{"a date beyond the year 9999", leafKind{kind: parquet.Int32, logical: &format.DateType{}}, parquet.Int32Value(math.MaxInt32), `null`},
		{"milliseconds", leafKind{kind: parquet.Int64, logical: &format.TimestampType{Unit: millis}}, parquet.Int64Value(noon.UnixMilli()), `"2026-01-19T12:00:00.123Z"`},
		{"microseconds", leafKind{kind: parquet.Int64, logical: &format.TimestampType{Unit: micros}}, parquet.Int64Value(noon.UnixMicro()), `"2026-01-19T12:00:00.123456Z"`},
		{"nanoseconds", leafKind{kind: parquet.Int64, logical: &format.TimestampType{Unit: nanos}}, parquet.Int64Value(noon.UnixNano()), `"2026-01-19T12:00:00.123456789Z"`},
		{"a moment beyond the year 9999", leafKind{kind: parquet.Int64, logical: &format.TimestampType{Unit: micros}}, parquet.Int64Value(math.MaxInt64), `null`},
		{"time of day", leafKind{kind: parquet.Int64, logical: &format.TimeType{Unit: micros}}, parquet.Int64Value(45_296_500_000), `"12:34:56.5"`},
		{"time of day, milliseconds", leafKind{kind: parquet.Int32, logical: &format.TimeType{Unit: millis}}, parquet.Int32Value(45_296_000), `"12:34:56"`},
		{"time of day, nanoseconds", leafKind{kind: parquet.Int64, logical: &format.TimeType{Unit: nanos}}, parquet.Int64Value(1), `"00:00:00.000000001"`},
		{"old writers' moment", leafKind{kind: parquet.Int96}, int96(2_461_060, 43_200_123_456_789), `"2026-01-19T12:00:00.123456789Z"`},
		{"old writers' first moment of 1970", leafKind{kind: parquet.Int96}, int96(2_440_588, 0), `"1970-01-01T00:00:00Z"`},
		{"old writers' nonsense", leafKind{kind: parquet.Int96}, int96(math.MaxUint32, -1), `null`},

		{"decimal of an integer", leafKind{kind: parquet.Int32, logical: &format.DecimalType{Scale: 2}}, parquet.Int32Value(-12345), `-123.45`},
		{"small decimal", leafKind{kind: parquet.Int64, logical: &format.DecimalType{Scale: 3}}, parquet.Int64Value(5), `0.005`},
		{"decimal without a point", leafKind{kind: parquet.Int64, logical: &format.DecimalType{}}, parquet.Int64Value(5), `5`},
		{"decimal of bytes", leafKind{kind: parquet.FixedLenByteArray, logical: &format.DecimalType{Scale: 1}}, fixed(0x01, 0x00), `25.6`},
		{"negative decimal of bytes", leafKind{kind: parquet.FixedLenByteArray, logical: &format.DecimalType{Scale: 1}}, fixed(0xff, 0x00), `-25.6`},
		{"the least decimal of a byte", leafKind{kind: parquet.ByteArray, logical: &format.DecimalType{}}, bytes(0x80), `-128`},
		{"decimal beyond 64 bits", leafKind{kind: parquet.FixedLenByteArray, logical: &format.DecimalType{Scale: 2}}, fixed(0x01, 0, 0, 0, 0, 0, 0, 0, 0), `184467440737095516.16`},
		{"decimal of no bytes", leafKind{kind: parquet.ByteArray, logical: &format.DecimalType{}}, bytes(), `""`},

		{"half", leafKind{kind: parquet.FixedLenByteArray, logical: &format.Float16Type{}}, fixed(0x00, 0x3c), `1`},
		{"negative half", leafKind{kind: parquet.FixedLenByteArray, logical: &format.Float16Type{}}, fixed(0x00, 0xc1), `-2.5`},
		{"the least half", leafKind{kind: parquet.FixedLenByteArray, logical: &format.Float16Type{}}, fixed(0x01, 0x00), `5.960464477539063e-08`},
		{"infinite half", leafKind{kind: parquet.FixedLenByteArray, logical: &format.Float16Type{}}, fixed(0x00, 0x7c), `null`},
		{"UUID", leafKind{kind: parquet.FixedLenByteArray, logical: &format.UUIDType{}}, fixed(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), `"00010203-0405-0607-0809-0a0b0c0d0e0f"`},
		{"half a UUID", leafKind{kind: parquet.FixedLenByteArray, logical: &format.UUIDType{}}, fixed(0, 1), `"AAE="`},

		{"text", leafKind{kind: parquet.ByteArray, logical: &format.StringType{}, text: true}, bytes([]byte("é\n")...), `"é\n"`},
		{"text that is no UTF-8", leafKind{kind: parquet.ByteArray, logical: &format.StringType{}, text: true}, bytes('a', 0xff), `"a�"`},
		{"enum", leafKind{kind: parquet.ByteArray, logical: &format.EnumType{}}, bytes([]byte("ROAD")...), `"ROAD"`},
		{"JSON", leafKind{kind: parquet.ByteArray, logical: &format.JsonType{}}, bytes([]byte(`{ "a" : [1] }`)...), `{"a":[1]}`},
		{"what is said to be JSON", leafKind{kind: parquet.ByteArray, logical: &format.JsonType{}}, bytes([]byte(`{a}`)...), `"{a}"`},
		{"bytes that are a text", leafKind{kind: parquet.ByteArray}, bytes([]byte("plain")...), `"plain"`},
		{"bytes", leafKind{kind: parquet.ByteArray}, bytes(0xff, 0x00), `"/wA="`},
		{"bytes of a fixed length", leafKind{kind: parquet.FixedLenByteArray}, fixed('a', 'b'), `"YWI="`},
	} {
		if got := string(c.kind.append([]byte("#"), c.value)); got != "#"+c.want {
			t.Errorf("%s: got %s, want #%s", c.name, got, c.want)
		}
		if c.want != "null" && geo.Value(c.want).Kind() == geo.Null {
			t.Errorf("%s: %s is no value of a feature", c.name, c.want)
		}
	}
}

// TestLeafSystem holds how the type of a geometry names its system.
func TestLeafSystem(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "OGC:CRS84": "", "EPSG:4326": "", "srid:4326": "", "EPSG:32637": "WGS 84 / UTM zone 37N", "srid:3857": "WGS 84 / Pseudo-Mercator",
		"EPSG:2154": "!EPSG:2154", "projjson:crs": `!"projjson:crs"`, "Lambert": `!"Lambert"`,
	} {
		for _, logical := range []any{&format.GeometryType{CRS: name}, &format.GeographyType{CRS: name}} {
			k := leafKind{kind: parquet.ByteArray}
			switch t := logical.(type) {
			case *format.GeometryType:
				k.logical = t
			case *format.GeographyType:
				k.logical = t
			}
			if !k.isShape() {
				t.Errorf("%T is not taken for a geometry", logical)
			}
			got, err := k.system()
			switch {
			case want != "" && want[0] == '!':
				if geo.KindOf(err) != geo.Invalid || got != nil {
					t.Errorf("%s: got %v and %v, want Invalid", name, got, err)
				}
			case err != nil || (got == nil) != (want == "") || got != nil && got.Name() != want:
				t.Errorf("%s: got %v and %v, want %q", name, got, err, want)
			}
		}
	}
}

// TestNative reads each kind in GeoArrow's encoding, from the JSON of its groups.
func TestNative(t *testing.T) {
	const at, high = `{"x":1,"y":2}`, `{"x":3,"y":4,"z":5}`
	const ring = `[{"x":0,"y":0},{"x":1,"y":0},{"x":1,"y":1},{"x":0,"y":0}]`
	for _, c := range []struct {
		kind       shape.Kind
		text, want string // after ! what is said
	}{
		{shape.Point, at, `{"type":"Point","coordinates":[1,2]}`},
		{shape.Point, high, `{"type":"Point","coordinates":[3,4,5]}`},
		{shape.Point, `{"x":1,"y":2,"m":9}`, `{"type":"Point","coordinates":[1,2]}`},
		{shape.LineString, `[` + at + `,` + high + `]`, `{"type":"LineString","coordinates":[[1,2],[3,4,5]]}`},
		{shape.MultiPoint, `[` + high + `,` + at + `]`, `{"type":"MultiPoint","coordinates":[[3,4,5],[1,2]]}`},
		{shape.MultiPoint, `[]`, `null`},
		{shape.MultiLineString, `[[` + at + `,` + high + `],[]]`, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4,5]]]}`},
		{shape.Polygon, `[` + ring + `]`, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{shape.MultiPolygon, `[[` + ring + `],[]]`, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`},
		{shape.Point, `[1,2]`, "!groups of x and y"},
		{shape.Point, `{"x":1}`, "!groups of x and y"},
		{shape.LineString, at, "!groups of x and y"},
		{shape.LineString, `[[` + at + `]]`, "!groups of x and y"},
		{shape.Polygon, `[` + at + `]`, "!groups of x and y"},
		{shape.MultiPolygon, `{}`, "!groups of x and y"},
		{shape.Point, `{"x":1,"y":"2"}`, "!groups of x and y"},
	} {
		var s shape.Shape
		err := native(&s, c.kind, []byte(c.text))
		if c.want[0] == '!' {
			if geo.KindOf(err) != geo.Invalid {
				t.Errorf("%s %s: got %v, want Invalid", c.kind, c.text, err)
			}
			continue
		}
		b := geo.NewBuilder(nil)
		b.SetID("a")
		if err == nil {
			err = s.Give(b)
		}
		f, _ := b.Feature()
		if got := string(f.GeometryJSON()); err != nil || got != c.want {
			t.Errorf("%s %s: got %s and %v, want %s", c.kind, c.text, got, err, c.want)
		}
	}
}
