package geoparquet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
	"cairn/geo/tabular"
)

const (
	rowsPerGroup = 50_000
	rowsAtOnce   = 1000    // values are handed over in batches of so many rows
	batchBytes   = 4 << 20 // or so many bytes of texts and geometries
	version      = "1.1.0"
)

// NewWriter returns a writer of one GeoParquet file, see the package comment. Features
// are written in the order in which they come; memory holds one row group of 50,000,
// compressed. Positions are lon/lat degrees: with an o.CRS other than CRS84 the
// first Write, and Close, give an error of kind Invalid.
func NewWriter(w io.Writer, o geo.Output) geo.FeatureWriter {
	inf := math.Inf(1)
	out := &writer{o: o, bound: orb.Bound{Min: orb.Point{inf, inf}, Max: orb.Point{-inf, -inf}}, low: inf, high: -inf}
	if c := o.CRS; c != nil && c.EPSG() != 0 {
		out.err = invalid("crs", "GeoParquet is written in CRS84 only, not in "+c.Name()+"; leave crs out, or choose another format")
		return out
	}
	fields := o.Collection.Schema.Fields()
	names := make([]string, 0, len(fields))
	for _, i := range o.FieldsToWrite() {
		names = append(names, fields[i].Name)
	}
	out.geometry = tabular.FreeName(names, "geometry", "geom")
	out.box = tabular.FreeName(names, "bbox", "bounds")
	out.columns = tabular.Columns(&o, out.geometry, out.box)
	options := []parquet.WriterOption{
		out.schema(),
		parquet.Compression(&parquet.Zstd),
		parquet.CreatedBy("Cairn", "1", "0"),
		parquet.SkipPageBounds(out.geometry),
		parquet.DictionaryMaxBytes(1 << 20),
	}
	for _, c := range out.columns {
		if c.Type == tabular.JSON {
			options = append(options, parquet.SkipPageBounds(c.Name))
		}
	}
	out.out = parquet.NewGenericWriter[any](w, options...)
	out.values = make([][]parquet.Value, len(out.columns))
	if out.located() {
		out.values = make([][]parquet.Value, len(out.columns)+1+len(boxNames))
	}
	return out
}

type writer struct {
	o             geo.Output
	err           error // the first
	out           *parquet.GenericWriter[any]
	columns       []tabular.Column
	geometry, box string // what these columns are called

	values [][]parquet.Value // by leaf column: rows not handed over yet
	rows   int               // of these
	blob   []byte            // bytes that values point to
	group  int               // rows in the group

	shape     shape.Shape
	kinds     [shape.Collection + 1][2]bool // seen: without heights, and with
	bound     orb.Bound
	low, high float64 // the heights
}

// located reports whether geometries are written.
func (w *writer) located() bool { return !w.o.SkipGeometry }

// Write implements [geo.FeatureWriter].
func (w *writer) Write(f geo.Feature) error {
	if w.err == nil {
		w.err = w.add(f)
	}
	return w.err
}

func (w *writer) add(f geo.Feature) error {
	for i := range w.columns {
		c := &w.columns[i]
		v := c.Value(f)
		if v == nil {
			w.put(i, parquet.NullValue(), 0)
			continue
		}
		x, err := w.value(c, f, v)
		if err != nil {
			return err
		}
		level := 1
		if c.Field == tabular.IsID {
			level = 0
		}
		w.put(i, x, level)
	}
	if w.located() {
		if err := w.place(f); err != nil {
			return fmt.Errorf("write feature %q as GeoParquet: %w", f.ID(), err)
		}
	}
	w.rows++
	w.group++
	if w.group == rowsPerGroup || w.rows == rowsAtOnce || len(w.blob) > batchBytes {
		return w.flush()
	}
	return nil
}

// put adds a value to a leaf column.
func (w *writer) put(column int, v parquet.Value, level int) {
	w.values[column] = append(w.values[column], v.Level(0, level, column))
}

// place writes geometry and box.
func (w *writer) place(f geo.Feature) error {
	if err := w.shape.Take(f); err != nil {
		return err
	}
	at := len(w.columns)
	if w.shape.Kind == shape.Nowhere {
		for i := range 1 + len(boxNames) {
			w.put(at+i, parquet.NullValue(), 0)
		}
		return nil
	}
	from := len(w.blob)
	w.blob = w.shape.AppendWKB(w.blob)
	w.put(at, parquet.ByteArrayValue(w.blob[from:]), 1)
	box := w.shape.Bound()
	for i, v := range [...]float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]} {
		w.put(at+1+i, parquet.DoubleValue(v), 1)
	}
	w.note(box)
	return nil
}

// note remembers what the metadata tell of all geometries.
func (w *writer) note(box orb.Bound) {
	for axis := range 2 {
		w.bound.Min[axis] = min(w.bound.Min[axis], box.Min[axis])
		w.bound.Max[axis] = max(w.bound.Max[axis], box.Max[axis])
	}
	dimensions := 0
	if w.shape.HasHeights() {
		dimensions = 1
		low, high := w.shape.Heights()
		w.low, w.high = min(w.low, low), max(w.high, high)
	}
	w.kinds[w.shape.Kind][dimensions] = true
}

// flush hands rows over, and ends the group when it is full.
func (w *writer) flush() error {
	for i, column := range w.out.ColumnWriters() {
		if len(w.values[i]) == 0 {
			continue // the library does not take nothing
		}
		if _, err := column.WriteRowValues(w.values[i]); err != nil {
			return fmt.Errorf("write GeoParquet: %w", err)
		}
		clear(w.values[i])
		w.values[i] = w.values[i][:0]
	}
	w.rows, w.blob = 0, w.blob[:0]
	if w.group < rowsPerGroup {
		return nil
	}
	w.group = 0
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("write GeoParquet: %w", err)
	}
	return nil
}

// Close implements [geo.FeatureWriter].
func (w *writer) Close() error {
	if w.err != nil {
		return w.err
	}
	w.err = errors.New("the GeoParquet is closed")
	if err := w.flush(); err != nil {
		return err
	}
	id, err := json.Marshal(ours{w.columns[0].Name})
	if err != nil {
		return err
	}
	w.out.SetKeyValueMetadata(ourKey, string(id))
	if w.located() {
		text, err := json.Marshal(w.metadata())
		if err != nil {
			return err
		}
		w.out.SetKeyValueMetadata(geoKey, string(text))
	}
	if err := w.out.Close(); err != nil {
		return fmt.Errorf("write GeoParquet: %w", err)
	}
	return nil
}

// metadata returns what stands under "geo".
func (w *writer) metadata() metadata {
	c := columnMetadata{Encoding: "WKB", Types: []string{}, Covering: &covering{map[string][]string{}}}
	for _, name := range boxNames {
		c.Covering.Bbox[name] = []string{w.box, name}
	}
	flat := false
	for k, seen := range w.kinds {
		name := shape.Kind(k).String()
		if seen[0] {
			flat = true
			c.Types = append(c.Types, name)
		}
		if seen[1] {
			c.Types = append(c.Types, name+" Z")
		}
	}
	b := w.bound
	switch {
	case len(c.Types) == 0:
	case flat:
		c.Bbox = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	default:
		c.Bbox = []float64{b.Min[0], b.Min[1], w.low, b.Max[0], b.Max[1], w.high}
	}
	return metadata{version, w.geometry, map[string]columnMetadata{w.geometry: c}}
}
