package csv

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
)

// NewWriter returns a writer of RFC 4180: commas, CR LF, a header, UTF-8 without a
// byte order mark. [Read] gives the same features again, but for the following.
//
// The first column is "id", in quotes. The place of a collection that has only points is in
// longitude and latitude (and z for heights in metres), any other in geometry, as
// well-known text; where o.CRS is a projection, the columns are called easting and
// northing, in metres to a tenth of a millimetre. Whatever the system's own order of
// axes is, east comes before north. Then come the properties under their names; where
// two names would be one but for the letter case, or one would be taken for the height,
// "_2" and so on is put behind.
//
// A property that is null or not there is an empty cell, and null when read. Numbers
// stand as they are; arrays and objects are compact JSON. A text that could be taken
// for any of these is in quotes, though it would need none. A text that is a JSON
// array, a number such as 12E3, or one beyond 2^53 is read as something else.
//
// With o.Spreadsheet there is a byte order mark, and an apostrophe is put before
// texts that spreadsheet programs take for a formula.
func NewWriter(w io.Writer, o geo.Output) geo.FeatureWriter {
	t := &writer{w: w, o: o, fields: o.FieldsToWrite()}
	t.projected = o.CRS != nil && !o.CRS.Degrees()
	t.points = len(o.Collection.Geometries) == 0 || slices.Equal(o.Collection.Geometries, []string{"Point"})
	for _, i := range t.fields {
		t.mixed = append(t.mixed, isMixed(o.Collection.Schema.Fields()[i].Kinds))
	}
	t.header()
	return t
}

// flushBytes is how much is gathered before it is written.
const flushBytes = 64 << 10

type writer struct {
	w         io.Writer
	o         geo.Output
	fields    []int
	mixed     []bool // by place in fields: some values are texts and some are not
	points    bool
	projected bool

	b     []byte // not written yet
	plain []byte
	shape shape.Shape
	err   error
}

// isMixed reports whether texts in a column need quotes to be told from the rest.
func isMixed(k geo.Kinds) bool {
	return k&(geo.Text|geo.Date|geo.DateTime) != 0 && k&(geo.Boolean|geo.Integer|geo.Number|geo.Array|geo.Object) != 0
}

// header writes the names of the columns.
func (t *writer) header() {
	if t.o.Spreadsheet {
		t.b = append(t.b, "\xef\xbb\xbf"...)
	}
	names := []string{"id"}
	switch {
	case t.o.SkipGeometry:
	case !t.points:
		names = append(names, "geometry")
	case t.projected:
		names = append(names, "easting", "northing")
	default:
		names = append(names, "longitude", "latitude")
	}
	if t.hasZ() {
		names = append(names, "z")
	}
	taken := map[string]bool{"z": t.points && !t.o.SkipGeometry} // would be read as the height
	for _, name := range names {
		taken[name] = true
	}
	for _, i := range t.fields {
		base := t.o.Collection.Schema.Fields()[i].Name
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = base + "_" + strconv.Itoa(n)
		}
		taken[strings.ToLower(name)] = true
		names = append(names, name)
	}
	for i, name := range names {
		if i > 0 {
			t.b = append(t.b, ',')
		}
		// The quotes of the first say that quotes say something; others keep away what
		// could be taken for the separator.
		t.text([]byte(name), i == 0 || strings.ContainsAny(name, ";\t"))
	}
	t.b = append(t.b, "\r\n"...)
}

func (t *writer) hasZ() bool { return t.points && t.o.Collection.Heights && !t.o.SkipGeometry }

// Write adds a row.
func (t *writer) Write(f geo.Feature) error {
	if t.err != nil {
		return t.err
	}
	start := len(t.b)
	if f.HasNumericID() {
		t.b = append(t.b, f.RawID()...)
	} else {
		t.value(f.RawID(), false)
	}
	if !t.o.SkipGeometry {
		if err := t.place(f); err != nil {
			t.b = t.b[:start]
			return err
		}
	}
	for i, field := range t.fields {
		t.b = append(t.b, ',')
		t.value(f.Value(field), t.mixed[i])
	}
	t.b = append(t.b, "\r\n"...)
	if len(t.b) >= flushBytes {
		return t.flush()
	}
	return nil
}

// Close writes what is left.
func (t *writer) Close() error {
	if t.err != nil {
		return t.err
	}
	return t.flush()
}

func (t *writer) flush() error {
	if _, err := t.w.Write(t.b); err != nil {
		t.err = fmt.Errorf("write rows: %w", err)
	}
	t.b = t.b[:0]
	return t.err
}

// value writes a property, or an id.
func (t *writer) value(v geo.Value, quotes bool) {
	switch v.Kind() {
	case 0, geo.Null:
	case geo.Boolean, geo.Integer, geo.Number:
		t.b = append(t.b, v...)
	case geo.Array, geo.Object:
		t.quoted(v, needsQuotes(v))
	default:
		t.plain = geo.AppendUnquoted(t.plain[:0], v)
		t.text(t.plain, quotes)
	}
}

// text writes a text so that it is read as one.
func (t *writer) text(s []byte, quotes bool) {
	if t.o.Spreadsheet && isFormula(s) {
		s = append([]byte{'\''}, s...)
	}
	t.quoted(s, quotes || needsQuotes(s) || isAmbiguous(s))
}

func (t *writer) quoted(s []byte, quotes bool) {
	if !quotes {
		t.b = append(t.b, s...)
		return
	}
	t.b = append(t.b, '"')
	for {
		i := bytes.IndexByte(s, '"')
		if i < 0 {
			break
		}
		t.b = append(append(t.b, s[:i]...), '"', '"')
		s = s[i+1:]
	}
	t.b = append(append(t.b, s...), '"')
}

func needsQuotes(s []byte) bool { return bytes.ContainsAny(s, ",\"\r\n") }

// isAmbiguous reports whether a text without quotes would be read as something else,
// here or by others.
func isAmbiguous(s []byte) bool {
	if len(s) == 0 || s[0] <= ' ' || s[len(s)-1] <= ' ' {
		return true
	}
	switch c := s[0]; {
	case c == '[' || c == '{':
		return true
	case c-'0' <= 9 || c == '-' || c == '+' || c == '.':
		_, err := strconv.ParseFloat(string(s), 64)
		return err == nil || isMoment(s)
	}
	return isBoolean(s)
}

// isFormula reports whether spreadsheet programs take a text for a formula. A plain
// negative number is harmless.
func isFormula(s []byte) bool {
	if len(s) == 0 {
		return false
	}
	switch s[0] {
	case '=', '+', '@', '\t', '\r', '\n':
		return true
	case '-':
		return !isNumber(s)
	}
	return false
}

// place writes the columns of the geometry.
func (t *writer) place(f geo.Feature) error {
	s := &t.shape
	if err := s.Take(f); err != nil {
		return err
	}
	if t.projected {
		if err := s.FromCRS84(t.o.CRS); err != nil {
			return err
		}
		s.Each(func(p *orb.Point) bool {
			p[0], p[1] = math.Round(p[0]*1e4)/1e4, math.Round(p[1]*1e4)/1e4
			return true
		})
	}
	t.b = append(t.b, ',')
	if !t.points {
		if s.Kind != shape.Nowhere {
			t.plain = s.AppendWKT(t.plain[:0])
			t.quoted(t.plain, needsQuotes(t.plain))
		}
		return nil
	}
	switch s.Kind {
	case shape.Nowhere:
		t.b = append(t.b, ',')
	case shape.Point:
		t.b = geo.AppendFloat(t.b, s.XY[0][0])
		t.b = geo.AppendFloat(append(t.b, ','), s.XY[0][1])
	default:
		return &geo.Error{Kind: geo.Invalid, Path: "geometry", Msg: "the feature " + strconv.Quote(string(f.ID())) +
			" is a " + s.Kind.String() + " in a table of points; expected a Point"}
	}
	if t.hasZ() {
		t.b = append(t.b, ',')
		if s.HasHeights() {
			t.b = geo.AppendFloat(t.b, s.Z[0])
		}
	}
	return nil
}
