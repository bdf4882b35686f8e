package sqlite

import (
	"bytes"
	"encoding/json"

	"cairn/geo"
)

// field is a field of a schema as cairn_collection.fields has it.
type field struct {
	Name        string   `json:"name"`
	Kinds       []string `json:"kinds"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Unit        string   `json:"unit,omitempty"`
	Limits      *limits  `json:"limits,omitempty"`
}

// limits are what is declared of a field.
type limits struct {
	Kinds     []string `json:"kinds,omitempty"`
	Required  bool     `json:"required,omitempty"`
	Enum      []string `json:"enum,omitempty"`
	Minimum   *float64 `json:"minimum,omitempty"`
	Maximum   *float64 `json:"maximum,omitempty"`
	MaxLength int      `json:"maxLength,omitempty"`
	Refers    geo.Name `json:"refers,omitempty"`
}

// frame is a schema of which something is declared; of any other there is only the list
// of its fields.
type frame struct {
	Closed   bool      `json:"closed"`
	Location *location `json:"location,omitempty"`
	Fields   []field   `json:"fields"`
}

type location struct {
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Types       []string `json:"types,omitempty"`
	Required    bool     `json:"required,omitempty"`
}

// kindNames are what the kinds of values are called in the file, in the order of
// [geo.AllKinds].
var kindNames = [...]string{"null", "boolean", "integer", "number", "text", "date", "moment", "array", "object"}

func namesOf(kinds geo.Kinds) []string {
	list := []string{}
	for i, k := range geo.AllKinds {
		if kinds&k.Kind != 0 {
			list = append(list, kindNames[i])
		}
	}
	return list
}

func kindsOf(names []string) (kinds geo.Kinds) {
	for _, name := range names {
		for i, known := range kindNames {
			if name == known {
				kinds |= geo.AllKinds[i].Kind
			}
		}
	}
	return kinds
}

func encodeFields(s *geo.Schema) string {
	list := make([]field, 0, len(s.Fields()))
	for _, f := range s.Fields() {
		one := field{f.Name, namesOf(f.Kinds), f.Title, f.Description, f.Unit, nil}
		if l := f.Limits; l != nil {
			one.Limits = &limits{namesOf(l.Kinds), l.Required, l.Enum, l.Minimum, l.Maximum, l.MaxLength, l.Refers}
		}
		list = append(list, one)
	}
	if !s.IsDeclared() {
		return encode(list)
	}
	all := frame{Closed: s.Frame().Closed, Fields: list}
	if l := s.Frame().Location; l != nil {
		all.Location = &location{l.Title, l.Description, l.Types, l.Required}
	}
	return encode(all)
}

// decodeFields reads the fields of a schema: a list, or an object where something is
// declared.
func decodeFields(text []byte) (*geo.Schema, error) {
	var all frame
	declared := bytes.HasPrefix(text, []byte("{"))
	into := any(&all.Fields)
	if declared {
		into = &all
	}
	if err := json.Unmarshal(text, into); err != nil {
		return nil, err
	}
	fields := make([]geo.Field, 0, len(all.Fields))
	for _, f := range all.Fields {
		one := geo.Field{Name: f.Name, Kinds: kindsOf(f.Kinds), Title: f.Title, Description: f.Description, Unit: f.Unit}
		if l := f.Limits; l != nil {
			one.Limits = &geo.Limits{Kinds: kindsOf(l.Kinds), Required: l.Required, Enum: l.Enum, Minimum: l.Minimum, Maximum: l.Maximum, MaxLength: l.MaxLength, Refers: l.Refers}
		}
		fields = append(fields, one)
	}
	s := geo.NewSchema(fields...)
	if declared {
		of := geo.Frame{Closed: all.Closed}
		if l := all.Location; l != nil {
			of.Location = &geo.Location{Title: l.Title, Description: l.Description, Types: l.Types, Required: l.Required}
		}
		s = s.WithFrame(of)
	}
	return s, nil
}
