package gpkg

import (
	"math"
	"strconv"
	"strings"

	"cairn/geo"
)

// encoding is how a column holds the values of a property.
type encoding uint8

const (
	asText encoding = iota
	asBoolean
	asInteger
	asReal
	asDate
	asMoment
	asDocument // JSON
	asBytes    // passed over: GeoJSON has no bytes
)

// declared gives each encoding the type its column is declared with (§1.1.1.1.3).
var declared = [...]string{"TEXT", "BOOLEAN", "INTEGER", "REAL", "DATE", "DATETIME", "TEXT", "BLOB"}

// document is the mime type of columns that hold JSON.
const document = "application/json"

// encodingOf chooses how to hold values of the given kinds.
func encodingOf(kinds geo.Kinds) encoding {
	switch kinds &^ geo.Null {
	case geo.Boolean:
		return asBoolean
	case geo.Integer:
		return asInteger
	case geo.Number, geo.Number | geo.Integer:
		return asReal
	case geo.Date:
		return asDate
	case geo.DateTime:
		return asMoment
	}
	if kinds&^(geo.Null|geo.Text|geo.Date|geo.DateTime) == 0 {
		return asText
	}
	return asDocument
}

// column is a column of a table of features, and the property in it.
type column struct {
	name     string // of the column
	property string
	field    int // the property's number
	encoding encoding
	about    geo.Field
}

// columnsOf makes columns for the fields with the given numbers. Names are what
// SQLite takes for different ones, and not among those taken.
func columnsOf(fields []geo.Field, numbers []int, taken names) []column {
	columns := make([]column, len(numbers))
	for i, n := range numbers {
		f := fields[n]
		columns[i] = column{taken.add(columnName(f.Name)), f.Name, n, encodingOf(f.Kinds), f}
	}
	return columns
}

// columnName is what a column with a property of this name is called, if nothing
// else is: SQL has no zero bytes, and some programs no empty names.
func columnName(property string) string {
	if property == "" {
		return "property"
	}
	return strings.ToValidUTF8(strings.ReplaceAll(property, "\x00", "\uFFFD"), "\uFFFD")
}

// names are those that a table's columns have, as SQLite compares them.
type names map[string]bool

// add adds a name, or the first of name_2, name_3, … that is free, and returns it.
func (n names) add(name string) string {
	free := name
	for i := 2; n[strings.ToLower(free)]; i++ {
		free = name + "_" + strconv.Itoa(i)
	}
	n[strings.ToLower(free)] = true
	return free
}

// isRenamed reports whether [names.add] can have made column of the property's name.
func isRenamed(column, property string) bool {
	if column == property {
		return false
	}
	plain := columnName(property)
	if i := strings.LastIndexByte(column, '_'); i >= 0 && len(column) > len(plain) {
		if _, err := strconv.ParseUint(column[i+1:], 10, 31); err == nil {
			column = column[:i]
		}
	}
	return strings.EqualFold(column, plain)
}

// argument returns a value as SQLite is to keep it.
func (c *column) argument(v geo.Value) any {
	if len(v) == 0 || v[0] == 'n' {
		return nil
	}
	switch isText := v[0] == '"'; {
	case c.encoding == asDocument:
		return string(v)
	case c.encoding == asBoolean && !isText:
		return v[0] == 't'
	case c.encoding == asMoment && isText:
		return moment(v)
	case (c.encoding == asInteger || c.encoding == asReal) && !isText:
		return number(v)
	}
	return v.String()
}

// number returns a JSON number as an integer if it is one of 64 bits; nil if it is
// larger than any.
func number(v geo.Value) any {
	if n, err := strconv.ParseInt(string(v), 10, 64); err == nil {
		return n
	}
	if f, ok := v.Float(); ok && !math.IsInf(f, 0) {
		return f
	}
	return nil
}

// moment returns a date-time as DATETIME has it: in UTC, with milliseconds, or
// with microseconds where there is more.
func moment(v geo.Value) string {
	p, ok := v.Period()
	if !ok {
		return v.String()
	}
	t := p.Start.Time()
	if p.Start%1000 == 0 {
		return t.Format("2006-01-02T15:04:05.000Z")
	}
	return t.Format("2006-01-02T15:04:05.000000Z")
}
