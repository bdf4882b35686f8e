package main

import (
	"encoding/json"
	"strings"

	"cairn/geo"
)

// asDeclared returns a feature of a table, whose cells do not tell texts from numbers and
// truths, with those kinds of values that are declared. b makes it, if it differs.
func asDeclared(declared *geo.Schema, f geo.Feature, b *geo.Builder) geo.Feature {
	differs := false
	value := func(name string, v geo.Value) geo.Value {
		i, ok := declared.Field(name)
		if !ok || declared.Fields()[i].Limits == nil {
			return v
		}
		as := kindOf(v, declared.Fields()[i].Limits.Kinds)
		differs = differs || &as[0] != &v[0]
		return as
	}
	for i, v := range f.Properties {
		value(f.Schema().Fields()[i].Name, v)
	}
	if !differs {
		return f
	}
	b.SetID(f.ID())
	if f.HasNumericID() {
		b.SetNumericID(string(f.RawID()))
	}
	made, err := copied(b, f, value)
	if err != nil {
		return f
	}
	return made
}

// kindOf returns a value as one of the kinds declared, itself if it is one or can be none.
func kindOf(v geo.Value, kinds geo.Kinds) geo.Value {
	const others = geo.Boolean | geo.Integer | geo.Number
	switch {
	case kinds == 0 || v[0] == 'n' || v[0] == '{' || v[0] == '[':
	case v[0] != '"' && kinds&geo.Text != 0 && kinds&others == 0:
		return geo.AppendString(nil, v.String())
	case v[0] == '"' && kinds&geo.Text == 0 && kinds&others != 0:
		text := strings.ToLower(strings.TrimSpace(v.String()))
		switch isTruth := text == "true" || text == "false"; {
		case isTruth && kinds&geo.Boolean != 0:
			return geo.Value(text)
		case isTruth || text == "null" || !strings.ContainsAny(text[:min(1, len(text))], "-0123456789"):
		case kinds&(geo.Integer|geo.Number) != 0 && json.Valid([]byte(text)):
			return geo.Value(text)
		}
	}
	return v
}
