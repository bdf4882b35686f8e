package geoparquet

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/shape"
	"cairn/geo/tabular"
)

// leafKind is how the values of a leaf column are read.
type leafKind struct {
	kind    parquet.Kind
	logical format.LogicalTypeValue // nil for none
	text    bool                    // of the old type for texts
}

func kindOfLeaf(t parquet.Type) leafKind {
	k := leafKind{kind: t.Kind()}
	if l := t.LogicalType(); l != nil {
		k.logical = l.Value
	}
	if c := t.ConvertedType(); c != nil && k.logical == nil {
		k.text = *c == deprecated.UTF8 || *c == deprecated.Enum
	}
	return k
}

// isBinary reports whether values are bytes that need not be text.
func (k leafKind) isBinary() bool {
	if k.kind != parquet.ByteArray || k.text {
		return false
	}
	switch k.logical.(type) {
	case nil, *format.GeometryType, *format.GeographyType:
		return true
	}
	return false
}

// isShape reports whether values are geometries by their type.
func (k leafKind) isShape() bool {
	switch k.logical.(type) {
	case *format.GeometryType, *format.GeographyType:
		return k.kind == parquet.ByteArray
	}
	return false
}

// system returns the system of coordinates that the type of a geometry names, nil for
// CRS84: as "EPSG:32637", or "srid:32637".
func (k leafKind) system() (*crs.CRS, error) {
	name := ""
	switch t := k.logical.(type) {
	case *format.GeometryType:
		name = t.CRS
	case *format.GeographyType:
		name = t.CRS
	}
	if name == "" || name == "OGC:CRS84" {
		return nil, nil
	}
	_, number, _ := strings.Cut(name, ":")
	code, err := strconv.Atoi(number)
	if err != nil {
		code = 0
	}
	return shape.System(code, name)
}

func (k leafKind) isNumber() bool {
	return k.kind == parquet.Double || k.kind == parquet.Float
}

// canBeID reports whether values are integers or texts.
func (k leafKind) canBeID() bool {
	switch k.logical.(type) {
	case nil:
		return k.kind == parquet.Int32 || k.kind == parquet.Int64 || k.text
	case *format.IntType, *format.StringType, *format.UUIDType:
		return true
	}
	return false
}

// append appends a value as JSON.
func (k leafKind) append(b []byte, v parquet.Value) []byte {
	if v.IsNull() {
		return append(b, "null"...)
	}
	switch k.kind {
	case parquet.Boolean:
		return strconv.AppendBool(b, v.Boolean())
	case parquet.Int32:
		return k.appendInt(b, int64(v.Int32()), int64(v.Uint32()))
	case parquet.Int64:
		return k.appendInt(b, v.Int64(), v.Int64())
	case parquet.Float:
		return tabular.AppendFloat32(b, v.Float())
	case parquet.Double:
		return tabular.AppendFloat(b, v.Double())
	case parquet.Int96:
		return appendInt96(b, v.Int96())
	}
	return k.appendBytes(b, v.ByteArray())
}

// appendInt appends an integer; unsigned is the same without a sign, of 64 bits the
// same bits.
func (k leafKind) appendInt(b []byte, n, unsigned int64) []byte {
	switch t := k.logical.(type) {
	case *format.IntType:
		if !t.IsSigned {
			return strconv.AppendUint(b, uint64(unsigned), 10)
		}
	case *format.DateType:
		return appendTime(b, time.Unix(0, 0).UTC().AddDate(0, 0, int(n)), time.DateOnly)
	case *format.TimestampType:
		switch t.Unit.Value.(type) {
		case *format.MilliSeconds:
			return appendTime(b, time.UnixMilli(n), time.RFC3339Nano)
		case *format.NanoSeconds:
			return appendTime(b, time.Unix(0, n), time.RFC3339Nano)
		}
		return appendTime(b, time.UnixMicro(n), time.RFC3339Nano)
	case *format.TimeType:
		unit := time.Microsecond
		switch t.Unit.Value.(type) {
		case *format.MilliSeconds:
			unit = time.Millisecond
		case *format.NanoSeconds:
			unit = time.Nanosecond
		}
		return appendTime(b, time.Unix(0, 0).Add(time.Duration(n)*unit), "15:04:05.999999999")
	case *format.DecimalType:
		return appendDecimal(b, big.NewInt(n), int(t.Scale))
	}
	return strconv.AppendInt(b, n, 10)
}

// appendTime appends a time in UTC as a text; one that RFC 3339 cannot write as
// null.
func appendTime(b []byte, t time.Time, layout string) []byte {
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return append(b, "null"...)
	}
	return append(t.AppendFormat(append(b, '"'), layout), '"')
}

// appendInt96 appends a time as old writers have it: nanoseconds of the day, and the day
// by its Julian number.
func appendInt96(b []byte, v deprecated.Int96) []byte {
	const epoch = 2440588 // the Julian number of 1970-01-01
	day := int64(v[2]) - epoch
	if day < -719_528 || day > 2_932_896 { // the years 0 and 9999
		return append(b, "null"...)
	}
	nanos := int64(v[1])<<32 | int64(v[0])
	return appendTime(b, time.Unix(day*86400, 0).Add(time.Duration(nanos)), time.RFC3339Nano)
}

// maxDecimalBytes is how long a decimal may be: more digits than any database has.
const maxDecimalBytes = 64

// appendBytes appends a value of bytes.
func (k leafKind) appendBytes(b, data []byte) []byte {
	switch t := k.logical.(type) {
	case *format.DecimalType:
		if len(data) > 0 && len(data) <= maxDecimalBytes {
			return appendDecimal(b, signed(data), int(t.Scale))
		}
	case *format.JsonType:
		if out, ok := tabular.AppendJSON(b, data); ok {
			return out
		}
	case *format.UUIDType:
		if len(data) == 16 {
			return fmt.Appendf(b, `"%x-%x-%x-%x-%x"`, data[:4], data[4:6], data[6:8], data[8:10], data[10:])
		}
	case *format.Float16Type:
		if len(data) == 2 {
			return tabular.AppendFloat32(b, float16(binary.LittleEndian.Uint16(data)))
		}
	case *format.StringType, *format.EnumType:
		return geo.AppendString(b, data)
	}
	if k.kind == parquet.ByteArray && (k.text || utf8.Valid(data)) {
		return geo.AppendString(b, data)
	}
	return tabular.AppendBase64(b, data)
}

// signed returns the integer in two's complement, the highest byte first.
func signed(data []byte) *big.Int {
	n := new(big.Int).SetBytes(data)
	if data[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(data))))
	}
	return n
}

// appendDecimal appends n with so many of its digits after the point.
func appendDecimal(b []byte, n *big.Int, scale int) []byte {
	digits := new(big.Int).Abs(n).String()
	if n.Sign() < 0 {
		b = append(b, '-')
	}
	if scale <= 0 || scale > 400 {
		return append(b, digits...)
	}
	for len(digits) <= scale {
		digits = "0" + digits
	}
	b = append(append(b, digits[:len(digits)-scale]...), '.')
	return append(b, digits[len(digits)-scale:]...)
}

// float16 returns the number of IEEE 754 binary16.
func float16(bits uint16) float32 {
	sign, exponent, fraction := float64(1), int(bits>>10&31), float64(bits&1023)
	if bits&0x8000 != 0 {
		sign = -1
	}
	switch exponent {
	case 0:
		return float32(sign * math.Ldexp(fraction, -24))
	case 31:
		return float32(math.NaN()) // or infinite: JSON has neither
	}
	return float32(sign * math.Ldexp(1024+fraction, exponent-25))
}
