package kml

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
)

// NewWriter returns a writer of one KML 2.2 Document: a Schema of the properties,
// and a Placemark for each feature. Positions are WGS 84 longitude, latitude and
// height, whatever o.CRS is. Heights are written with the altitude mode absolute,
// which counts from sea level where features count from the ellipsoid: they are up
// to 110 m apart, and nothing is added.
//
// The name of a Placemark is its property name, otherwise title, otherwise the id;
// its time is the feature's period, the last day or moment of it included. The
// properties that o asks for are in ExtendedData; one that is null is left out.
// Numbers have the type double, as KML's int has only 32 bits; arrays, objects and
// properties of several kinds are texts, in compact JSON. The description is written
// as text: what looks like HTML in it is shown, not rendered. Characters that XML 1.0
// cannot hold (§2.2) become U+FFFD.
//
// [Read] gives the same features again, but that these texts stay texts, and that a
// GeometryCollection of points alone, lines alone or polygons alone is read as a
// MultiPoint, MultiLineString or MultiPolygon.
func NewWriter(w io.Writer, o geo.Output) geo.FeatureWriter {
	t := &writer{w: w, o: o, fields: o.FieldsToWrite(), title: -1, description: -1}
	all := o.Collection.Schema.Fields()
	for _, f := range all {
		t.kinds = append(t.kinds, fieldType(f.Kinds))
	}
	for _, i := range t.fields {
		switch name := all[i].Name; {
		case name == "name", name == "title" && t.title < 0:
			t.title = i
		case name == "description":
			t.description = i
		}
	}
	t.head()
	return t
}

// schemaID can be no feature's id: see appendID.
const schemaID = "_x_schema"

// flushBytes is how much is gathered before it is written.
const flushBytes = 64 << 10

type writer struct {
	w      io.Writer
	o      geo.Output
	fields []int
	kinds  []string // KML types of the fields, by number
	title  int      // numbers of fields, -1 for none
	// description is the number of the field of that name.
	description int

	b     []byte // not written yet
	plain []byte
	shape shape.Shape
	err   error
}

// fieldType returns the KML type of a property.
func fieldType(k geo.Kinds) string {
	switch k &^ geo.Null {
	case geo.Integer, geo.Number, geo.Integer | geo.Number:
		return "double"
	case geo.Boolean:
		return "bool"
	}
	return "string"
}

func (t *writer) head() {
	c := &t.o.Collection
	title := c.Title
	if title == "" {
		title = string(c.Name)
	}
	t.add(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<kml xmlns="http://www.opengis.net/kml/2.2"`)
	if t.o.Source != "" {
		t.add(` xmlns:atom="http://www.w3.org/2005/Atom"`)
	}
	t.add(">\n<Document>\n<name>")
	t.text(title)
	t.add("</name>\n")
	if t.o.Source != "" {
		t.add(`<atom:link rel="self" href="`)
		t.text(t.o.Source)
		t.add("\"/>\n")
	}
	if c.Description != "" {
		t.add("<description>")
		t.text(html(c.Description))
		t.add("</description>\n")
	}
	t.add(`<Schema id="` + schemaID + `" name="`)
	t.text(string(c.Name))
	t.add("\">\n")
	for _, i := range t.fields {
		t.add(`<SimpleField type="` + t.kinds[i] + `" name="`)
		t.text(c.Schema.Fields()[i].Name)
		t.add("\"/>\n")
	}
	t.add("</Schema>\n")
}

// Write adds a Placemark.
func (t *writer) Write(f geo.Feature) error {
	if t.err != nil {
		return t.err
	}
	t.add("<Placemark")
	if t.plain = appendID(t.plain[:0], f); len(t.plain) > 0 {
		t.add(` id="`)
		t.b = append(t.b, t.plain...)
		t.add(`"`)
	}
	t.add("><name>")
	name := string(f.ID())
	if t.title >= 0 {
		if v := f.Value(t.title); len(v) > 0 && v.Kind() != geo.Null {
			name = v.String()
		}
	}
	t.text(name)
	t.add("</name>")
	if t.description >= 0 && f.Value(t.description).Kind()&(geo.Text|geo.Date|geo.DateTime) != 0 {
		t.add("<description>")
		t.text(html(f.Value(t.description).String()))
		t.add("</description>")
	}
	t.period(f)
	t.data(f)
	if !t.o.SkipGeometry && f.Located() {
		if t.err = t.shape.Take(f); t.err != nil {
			return t.err
		}
		t.geometry(&t.shape)
	}
	t.add("</Placemark>\n")
	if len(t.b) >= flushBytes {
		return t.flush()
	}
	return nil
}

// Close writes the end of the document.
func (t *writer) Close() error {
	if t.err != nil {
		return t.err
	}
	t.add("</Document>\n</kml>\n")
	return t.flush()
}

func (t *writer) flush() error {
	if _, err := t.w.Write(t.b); err != nil {
		t.err = fmt.Errorf("write KML: %w", err)
	}
	t.b = t.b[:0]
	return t.err
}

func (t *writer) add(s string) { t.b = append(t.b, s...) }

// period writes when the feature holds (12-007r2 §17).
func (t *writer) period(f geo.Feature) {
	p, timed := f.Period()
	if !timed || p == geo.Always() {
		return
	}
	text := p.String()
	first, last, interval := strings.Cut(text, "/")
	switch {
	case text == "":
		return // a text that is no time
	case !interval:
		t.add("<TimeStamp><when>" + text + "</when></TimeStamp>")
		return
	}
	t.add("<TimeSpan>")
	if first != ".." {
		t.add("<begin>" + first + "</begin>")
	}
	if last != ".." {
		t.add("<end>" + last + "</end>")
	}
	t.add("</TimeSpan>")
}

func (t *writer) data(f geo.Feature) {
	if len(t.fields) == 0 {
		return
	}
	t.add(`<ExtendedData><SchemaData schemaUrl="#` + schemaID + `">`)
	for _, i := range t.fields {
		v := f.Value(i)
		if len(v) == 0 || v.Kind() == geo.Null {
			continue
		}
		t.add(`<SimpleData name="`)
		t.text(t.o.Collection.Schema.Fields()[i].Name)
		t.add(`">`)
		switch {
		case t.kinds[i] == "bool" && string(v) == "true":
			t.add("1") // as XML Schema allows; GDAL reads true as 0
		case t.kinds[i] == "bool":
			t.add("0")
		case v.Kind()&(geo.Text|geo.Date|geo.DateTime) != 0:
			t.plain = geo.AppendUnquoted(t.plain[:0], v)
			t.b = appendEscaped(t.b, t.plain)
		default:
			t.b = appendEscaped(t.b, v)
		}
		t.add("</SimpleData>")
	}
	t.add("</SchemaData></ExtendedData>")
}

// geometry writes a geometry that has a position.
func (t *writer) geometry(s *shape.Shape) {
	switch s.Kind {
	case shape.Point, shape.LineString:
		t.simple(s, s.Kind.String(), s.XY, s.Z)
	case shape.Polygon:
		t.polygon(s)
	default:
		t.add("<MultiGeometry>")
		t.parts(s)
		t.add("</MultiGeometry>")
	}
}

func (t *writer) parts(s *shape.Shape) {
	if s.Kind == shape.MultiPoint {
		for i := range s.XY {
			t.simple(s, "Point", s.XY[i:i+1], s.Z[min(i, len(s.Z)):])
		}
	}
	for i := range s.Ends { // of a MultiLineString
		xy, z := s.Line(i)
		t.simple(s, "LineString", xy, z)
	}
	for i := range s.Parts {
		t.geometry(&s.Parts[i])
	}
}

func (t *writer) simple(s *shape.Shape, kind string, xy []orb.Point, z []float64) {
	t.add("<" + kind + ">")
	t.mode(s)
	t.coordinates(xy, z)
	t.add("</" + kind + ">")
}

func (t *writer) polygon(s *shape.Shape) {
	t.add("<Polygon>")
	t.mode(s)
	for i := range s.Ends {
		which := "outerBoundaryIs"
		if i > 0 {
			which = "innerBoundaryIs"
		}
		t.add("<" + which + "><LinearRing>")
		t.coordinates(s.Line(i))
		t.add("</LinearRing></" + which + ">")
	}
	t.add("</Polygon>")
}

func (t *writer) mode(s *shape.Shape) {
	if s.HasHeights() {
		t.add("<altitudeMode>absolute</altitudeMode>")
	}
}

func (t *writer) coordinates(xy []orb.Point, z []float64) {
	t.add("<coordinates>")
	for i, p := range xy {
		if i > 0 {
			t.b = append(t.b, ' ')
		}
		t.b = geo.AppendFloat(t.b, p[0])
		t.b = geo.AppendFloat(append(t.b, ','), p[1])
		if len(z) > 0 && !math.IsNaN(z[i]) {
			t.b = geo.AppendFloat(append(t.b, ','), z[i])
		}
	}
	t.add("</coordinates>")
}

// html writes a text so that a reader of HTML shows it as it is.
func html(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

func (t *writer) text(s string) { t.b = appendEscaped(t.b, []byte(s)) }

// appendEscaped appends the text s so that it can stand in an element, or in an
// attribute between double quotes.
func appendEscaped(b, s []byte) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRune(s[i:])
			if r == utf8.RuneError || r >= 0xfffe && r <= 0xffff {
				b = append(b, "\uFFFD"...)
			} else {
				b = append(b, s[i:i+n]...)
			}
			i += n
			continue
		}
		i++
		switch {
		case c == '&':
			b = append(b, "&amp;"...)
		case c == '<':
			b = append(b, "&lt;"...)
		case c == '>':
			b = append(b, "&gt;"...)
		case c == '"':
			b = append(b, "&#34;"...)
		case c == '\t':
			b = append(b, "&#9;"...)
		case c == '\n':
			b = append(b, "&#10;"...)
		case c == '\r':
			b = append(b, "&#13;"...)
		case c < ' ':
			b = append(b, "\uFFFD"...)
		default:
			b = append(b, c)
		}
	}
	return b
}
