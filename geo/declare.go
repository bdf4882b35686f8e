package geo

import (
	"math/bits"
	"slices"
)

// Limits say what the values of a declared property may be. The zero Limits let
// anything through. A value that is null counts as none, whatever they say.
type Limits struct {
	// Kinds are those that are allowed; 0 is any. Number takes in Integer, Text takes in
	// dates and moments, and Integer takes in numbers such as 2.0.
	Kinds    Kinds
	Required bool     // each feature has a value
	Enum     []string // the only texts there can be; nil for any, and for other values
	Minimum  *float64 // of a number; nil for none
	Maximum  *float64
	// MaxLength is how many characters (code points) a text may have; 0 for any number.
	MaxLength int
	// Refers is the collection that the values are ids of, empty if they are none. Whether
	// there is such a feature is not looked at.
	Refers Name
}

// Frame says what is declared of features beside their properties.
type Frame struct {
	Closed bool // properties that are not declared are refused
	// Location says where features may be. Nil says nothing of it, so that in a
	// closed schema they are nowhere.
	Location *Location
}

// Location says what geometries features may have.
type Location struct {
	Title       string // for people; may be empty
	Description string
	Types       []string // of GeoJSON; nil for any
	Required    bool     // each feature has one
}

// GeometryTypes lists the types of GeoJSON geometries in the order of their numbers in
// WKB, from 1 (OGC 06-103r4 §8.2.3).
var GeometryTypes = [...]string{"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}

// declared is what [Schema.Check] goes by.
type declared struct {
	Frame
	limits   []*limit // by field number; nil where the field is not declared
	required []int    // numbers of the fields that must be there
}

// limit is what is declared of one field.
type limit struct {
	Limits
	name   string
	listed map[string]bool // the texts allowed, as they stand in a feature; nil for any
}

// NewDeclared makes a declared schema of the given fields, whose names must differ: those
// without limits may have any value.
func NewDeclared(frame Frame, fields ...Field) *Schema {
	fields = slices.Clone(fields)
	for i := range fields {
		if fields[i].Limits == nil {
			fields[i].Limits = new(Limits)
		}
		fields[i].Kinds |= fields[i].Limits.Kinds
	}
	s := NewSchema(fields...)
	s.declared = declare(frame, fields)
	return s
}

func declare(frame Frame, fields []Field) *declared {
	d := &declared{Frame: frame}
	for i, f := range fields {
		if f.Limits == nil {
			continue
		}
		one := &limit{Limits: *f.Limits, name: f.Name}
		for _, word := range f.Limits.Enum {
			if one.listed == nil {
				one.listed = map[string]bool{}
			}
			one.listed[string(AppendString(nil, word))] = true
		}
		for i >= len(d.limits) {
			d.limits = append(d.limits, nil)
		}
		d.limits[i] = one
		if one.Required {
			d.required = append(d.required, i)
		}
	}
	return d
}

// declaredAs returns s, which is new, with the declaration of an earlier schema.
func (s *Schema) declaredAs(earlier *Schema) *Schema {
	if earlier != nil {
		s.declared = earlier.declared
	}
	return s
}

// IsDeclared reports whether anything is declared, so that [Schema.Check] may refuse
// features.
func (s *Schema) IsDeclared() bool { return s != nil && s.declared != nil }

// IsDeclaredAs reports whether the declaration is the very one of another schema: the
// one has only seen more.
func (s *Schema) IsDeclaredAs(other *Schema) bool {
	if !s.IsDeclared() || !other.IsDeclared() {
		return s.IsDeclared() == other.IsDeclared()
	}
	return s.declared == other.declared
}

// Frame returns what is declared beside the properties; it is zero if nothing is.
func (s *Schema) Frame() Frame {
	if !s.IsDeclared() {
		return Frame{}
	}
	return s.declared.Frame
}

// WithFrame returns a schema of the same fields with another frame.
func (s *Schema) WithFrame(frame Frame) *Schema {
	return &Schema{s.fields, s.number, declare(frame, s.fields)}
}

// Declare returns the schema with the declaration of another instead of its own: limits,
// titles, descriptions and units are those of the other, and fields that it does not have
// are not declared any more. seen are the kinds of value that the features which
// there are have, by field number; they stay what the fields have had, and what
// was only declared before is forgotten. A declaration that says nothing leaves a
// schema without one. The error is Invalid when there would be too many fields.
func (s *Schema) Declare(by *Schema, seen []Kinds) (*Schema, error) {
	made := s
	for _, f := range by.Fields() {
		var err error
		if made, _, err = made.With(f.Name, 0); err != nil {
			return s, err
		}
	}
	fields := slices.Clone(made.Fields())
	for i := range fields {
		f := &fields[i]
		was := f.Limits
		f.Limits = nil
		if at, ok := by.Field(f.Name); ok {
			d := by.Fields()[at]
			f.Title, f.Description, f.Unit, f.Limits = d.Title, d.Description, d.Unit, d.Limits
		}
		if was != nil || f.Limits != nil {
			f.Kinds = kindsAt(seen, i)
		}
		// Where several kinds are allowed, those there are tell more.
		if f.Limits != nil && (f.Kinds&^Null == 0 || bits.OnesCount16(uint16(f.Limits.Kinds)) == 1) {
			f.Kinds |= f.Limits.Kinds
		}
	}
	made = NewSchema(fields...)
	if frame := by.Frame(); frame != (Frame{}) || made.declared != nil {
		made.declared = declare(frame, fields)
	}
	return made, nil
}

func kindsAt(seen []Kinds, i int) Kinds {
	if i < len(seen) {
		return seen[i]
	}
	return 0
}
