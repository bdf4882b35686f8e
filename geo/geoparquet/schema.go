package geoparquet

import (
	"reflect"

	"github.com/parquet-go/parquet-go"

	"cairn/geo"
	"cairn/geo/tabular"
)

// ordered is a group whose fields keep their order.
type ordered struct {
	parquet.Group
	fields []parquet.Field
}

// field is a field of such a group.
type field struct {
	parquet.Node
	name string
}

func group(fields ...parquet.Field) ordered { return ordered{fields: fields} }

// Fields implements [parquet.Node].
func (g ordered) Fields() []parquet.Field { return g.fields }

// GoType implements [parquet.Node]; no Go values are written.
func (g ordered) GoType() reflect.Type { return reflect.TypeFor[struct{}]() }

// Name implements [parquet.Field].
func (f field) Name() string { return f.name }

// Value implements [parquet.Field]; no Go values are written.
func (f field) Value(reflect.Value) reflect.Value { return reflect.Value{} }

// schema returns the schema of the file: the columns, and geometry and box if there
// are any.
func (w *writer) schema() *parquet.Schema {
	var fields []parquet.Field
	for _, c := range w.columns {
		node := nodeOf(c.Type)
		if c.Field != tabular.IsID {
			node = parquet.Optional(node)
		}
		fields = append(fields, field{node, c.Name})
	}
	if w.located() {
		box := group()
		for _, name := range boxNames {
			box.fields = append(box.fields, field{parquet.Leaf(parquet.DoubleType), name})
		}
		fields = append(fields,
			field{parquet.Optional(parquet.Leaf(parquet.ByteArrayType)), w.geometry},
			field{parquet.Optional(box), w.box})
	}
	return parquet.NewSchema("schema", group(fields...))
}

// boxNames are the fields of the box.
var boxNames = [...]string{"xmin", "ymin", "xmax", "ymax"}

// nodeOf returns the node of a column of a type.
func nodeOf(t tabular.Type) parquet.Node {
	switch t {
	case tabular.Boolean:
		return parquet.Leaf(parquet.BooleanType)
	case tabular.Integer:
		return parquet.Leaf(parquet.Int64Type)
	case tabular.Number:
		return parquet.Leaf(parquet.DoubleType)
	case tabular.Date:
		return parquet.Date()
	case tabular.DateTime:
		return parquet.Timestamp(parquet.Microsecond)
	case tabular.JSON:
		return parquet.JSON()
	}
	return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
}

// value returns a property's value for its column.
func (w *writer) value(c *tabular.Column, f geo.Feature, v geo.Value) (parquet.Value, error) {
	switch c.Type {
	case tabular.Boolean:
		yes, err := c.Bool(f, v)
		return parquet.BooleanValue(yes), err
	case tabular.Integer:
		n, err := c.Int(f, v)
		return parquet.Int64Value(n), err
	case tabular.Number:
		n, err := c.Float(f, v)
		return parquet.DoubleValue(n), err
	case tabular.Date:
		at, err := c.Instant(f, v)
		day := at / geo.Day
		if at%geo.Day < 0 {
			day--
		}
		return parquet.Int32Value(int32(day)), err
	case tabular.DateTime:
		at, err := c.Instant(f, v)
		return parquet.Int64Value(int64(at)), err
	}
	from := len(w.blob)
	if c.Type == tabular.JSON {
		w.blob = append(w.blob, v...)
	} else {
		w.blob = tabular.AppendText(w.blob, v)
	}
	return parquet.ByteArrayValue(w.blob[from:]), nil
}
