package tabular

import (
	"bytes"
	"strconv"

	"cairn/geo"
)

// Type is the type of a column.
type Type uint8

// The types of column. A JSON column holds the JSON of any value.
const (
	Boolean  Type = iota
	Integer       // of 64 bits
	Number        // float64
	Text          // any text, dates that are not all alike, and numbers among texts
	Date          // full-dates of RFC 3339
	DateTime      // date-times of RFC 3339
	JSON
)

// Column is a column of a table that features are written to.
type Column struct {
	Name   string
	Field  int // its number in the schema; IsID for the column of ids
	Type   Type
	Schema geo.Field // the field of the schema; empty for the ids
}

// IsID is the field number of the column that has the features' ids.
const IsID = -1

// Columns returns the columns for what o asks for: first the ids, called "id" or,
// where a property has that name, "feature_id"; then the properties. Names in taken
// are not given to the ids.
func Columns(o *geo.Output, taken ...string) []Column {
	schema := o.Collection.Schema
	ids := Column{Field: IsID, Type: Text}
	if o.Collection.NumericIDs {
		ids.Type = Integer
	}
	columns := []Column{ids}
	for _, i := range o.FieldsToWrite() {
		f := schema.Fields()[i]
		columns = append(columns, Column{f.Name, i, TypeOf(f.Kinds), f})
		taken = append(taken, f.Name)
	}
	columns[0].Name = FreeName(taken, "id", "feature_id")
	return columns
}

// FreeName returns the first of names that is not taken, or the last with a
// number.
func FreeName(taken []string, names ...string) string {
	is := make(map[string]bool, len(taken))
	for _, name := range taken {
		is[name] = true
	}
	for _, name := range names {
		if !is[name] {
			return name
		}
	}
	for i := 2; ; i++ {
		if name := names[len(names)-1] + "_" + strconv.Itoa(i); !is[name] {
			return name
		}
	}
}

// TypeOf returns the type of column that holds values of all of the kinds, null
// aside. Texts among numbers make texts of them, as for everybody who has tables
// with types; other mixtures, and arrays and objects, are JSON.
func TypeOf(kinds geo.Kinds) Type {
	switch kinds &^ geo.Null {
	case geo.Boolean:
		return Boolean
	case geo.Integer:
		return Integer
	case geo.Number, geo.Number | geo.Integer:
		return Number
	case geo.Date:
		return Date
	case geo.DateTime:
		return DateTime
	}
	if kinds&(geo.Boolean|geo.Integer|geo.Number|geo.Array|geo.Object) == 0 {
		return Text
	}
	if kinds&(geo.Text|geo.Date|geo.DateTime) != 0 && kinds&(geo.Array|geo.Object) == 0 {
		return Text
	}
	return JSON
}

// Value returns the value of the feature for the column; nil where it has none, or
// null.
func (c *Column) Value(f geo.Feature) geo.Value {
	v := geo.Value(nil)
	if c.Field == IsID {
		v = geo.Value(f.RawID())
	} else {
		v = f.Value(c.Field)
	}
	if v.Kind() == geo.Null {
		return nil
	}
	return v
}

// Int returns the integer that v is. The error is Invalid: it has more than 64
// bits, or is not one.
func (c *Column) Int(f geo.Feature, v geo.Value) (int64, error) {
	if i, ok := smallInt(v); ok {
		return i, nil
	}
	i, err := strconv.ParseInt(string(v), 10, 64)
	if err != nil {
		return 0, c.unfit(f, v, "an integer of 64 bits")
	}
	return i, nil
}

// smallInt reads an integer of up to 18 digits.
func smallInt(v geo.Value) (i int64, ok bool) {
	digits, negative := bytes.CutPrefix(v, []byte("-"))
	if len(digits) == 0 || len(digits) > 18 {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		i = i*10 + int64(c-'0')
	}
	if negative {
		i = -i
	}
	return i, true
}

// Float returns the number that v is. The error is Invalid: it is none.
func (c *Column) Float(f geo.Feature, v geo.Value) (float64, error) {
	if n, ok := v.Float(); ok {
		return n, nil
	}
	return 0, c.unfit(f, v, "a number")
}

// Bool returns which of true and false v is. The error is Invalid: it is neither.
func (c *Column) Bool(f geo.Feature, v geo.Value) (bool, error) {
	if v.Kind() == geo.Boolean {
		return v[0] == 't', nil
	}
	return false, c.unfit(f, v, "true or false")
}

// Instant returns the moment at which a date or date-time starts. The error is
// Invalid: v is neither.
func (c *Column) Instant(f geo.Feature, v geo.Value) (geo.Instant, error) {
	if p, ok := v.Period(); ok {
		return p.Start, nil
	}
	return 0, c.unfit(f, v, "a date or a date-time")
}

// AppendText appends the text of v as a text column has it.
func AppendText(b []byte, v geo.Value) []byte {
	if v[0] == '"' {
		return geo.AppendUnquoted(b, v)
	}
	return append(b, v...)
}

func (c *Column) unfit(f geo.Feature, v geo.Value, want string) error {
	if len(v) > 40 {
		v = append(v[:40:40], "…"...)
	}
	return &geo.Error{Kind: geo.Invalid, Path: c.Name, Msg: "the feature " + strconv.Quote(string(f.ID())) + " has " + string(v) +
		", which a column of this type cannot hold; expected " + want + ": leave the property out, or choose another format"}
}

// String returns the type's name in capitals, as tables have it.
func (t Type) String() string {
	names := [...]string{"BOOLEAN", "INTEGER", "NUMBER", "TEXT", "DATE", "DATE-TIME", "JSON"}
	if int(t) < len(names) {
		return names[t]
	}
	return "UNKNOWN"
}
