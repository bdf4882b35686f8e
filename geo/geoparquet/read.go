package geoparquet

import (
	"errors"
	"io"
	"math"
	"strconv"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
)

// read yields the features of the file, made by b.
func (t *table) read(b *geo.Builder) func(yield func(geo.Feature, error) bool) {
	return t.passOver(b, nil)
}

// passOver goes on after rows that are no features if bad says so; nil never does.
func (t *table) passOver(b *geo.Builder, bad func(error) bool) func(yield func(geo.Feature, error) bool) {
	return func(yield func(geo.Feature, error) bool) {
		d := &reader{table: t, b: b, row: newRow(t.root.n), bad: bad}
		err := d.all(yield)
		if err == nil && !d.stopped && d.number != t.file.NumRows() {
			err = invalid("", "the footer tells of "+strconv.FormatInt(t.file.NumRows(), 10)+" rows: the file is damaged")
		}
		if err != nil {
			b.Reset()
			yield(geo.Feature{}, d.within(err))
		}
	}
}

// reader reads a file once.
type reader struct {
	*table
	b       *geo.Builder
	row     *row
	shape   shape.Shape
	text    []byte // of a value
	number  int64  // rows read
	bad     func(error) bool
	stopped bool
}

// within says at which feature an error is.
func (d *reader) within(err error) error {
	var e *geo.Error
	if !errors.As(err, &e) {
		if !errors.Is(err, errLevels) {
			return err
		}
		e = &geo.Error{Kind: geo.Invalid, Msg: err.Error() + ": the file is damaged"}
	}
	path := "features[" + strconv.FormatInt(d.number, 10) + "]"
	if e.Path != "" {
		path += "." + e.Path
	}
	return &geo.Error{Kind: e.Kind, Path: path, Msg: e.Msg, Err: e.Err}
}

func (d *reader) all(yield func(geo.Feature, error) bool) error {
	for i, group := range d.file.RowGroups() {
		if err := d.r.safely(func() error { return d.checkPages(i) }); err != nil {
			return err
		}
		if err := d.group(group, yield); err != nil || d.stopped {
			return err
		}
	}
	return nil
}

// group reads a row group.
func (d *reader) group(group parquet.RowGroup, yield func(geo.Feature, error) bool) (err error) {
	var rows parquet.Rows
	if err := d.r.safely(func() error { rows = group.Rows(); return nil }); err != nil {
		return err
	}
	defer func() { _ = d.r.safely(rows.Close) }()
	buffer := make([]parquet.Row, 64)
	for {
		n, last := 0, false
		err := d.r.safely(func() (err error) { n, err = rows.ReadRows(buffer); return err })
		if last = err == io.EOF; err != nil && !last {
			return err
		}
		for _, values := range buffer[:n] {
			if d.number >= d.file.NumRows() {
				return invalid("", "the footer tells of "+strconv.FormatInt(d.file.NumRows(), 10)+" rows, and there are more: the file is damaged")
			}
			f, err := d.feature(values)
			if d.passes(err) {
				continue
			}
			if err != nil {
				return err
			}
			d.number++
			if !yield(f, nil) {
				d.stopped = true
				return nil
			}
		}
		if last || n == 0 {
			return nil
		}
	}
}

// passes reports whether a row is passed over because of an error.
func (d *reader) passes(err error) bool {
	if err == nil || d.bad == nil || geo.KindOf(err) != geo.Invalid || !d.bad(d.within(err)) {
		return false
	}
	d.b.Reset()
	d.number++
	return true
}

// feature makes a feature of a row.
func (d *reader) feature(values parquet.Row) (geo.Feature, error) {
	if err := d.row.set(values); err != nil {
		return geo.Feature{}, err
	}
	d.shape.Reset(shape.Nowhere)
	named, pair := false, orb.Point{math.NaN(), math.NaN()}
	for i, n := range d.root.fields {
		var err error
		switch d.role[i] {
		case property:
			err = d.property(n)
		case identity:
			named, err = d.identity(n)
		case place:
			err = d.place(n)
		case longitude:
			pair[0], err = d.degrees(n)
		case latitude:
			pair[1], err = d.degrees(n)
		}
		if err != nil {
			return geo.Feature{}, err
		}
	}
	if !math.IsNaN(pair[0]) && !math.IsNaN(pair[1]) {
		d.shape.Reset(shape.Point)
		d.shape.XY = append(d.shape.XY, pair)
	}
	if err := d.shape.ToCRS84(d.geo.system); err != nil {
		return geo.Feature{}, err
	}
	if err := d.shape.Give(d.b); err != nil {
		return geo.Feature{}, err
	}
	if !named {
		d.b.SetNumericID(strconv.FormatInt(d.number+1, 10))
	}
	return d.b.Feature()
}

// value returns the JSON of a field, nil for null.
func (d *reader) value(n *node) (geo.Value, error) {
	var err error
	if d.text, err = n.append(d.text[:0], d.row); err != nil {
		return nil, err
	}
	if string(d.text) == "null" {
		return nil, nil
	}
	return d.text, nil
}

func (d *reader) property(n *node) error {
	v, err := d.value(n)
	var e *geo.Error
	if errors.As(err, &e) && e.Path == "" {
		return invalid(n.name, e.Msg)
	}
	if v == nil || err != nil {
		return err
	}
	return d.b.Add([]byte(n.name), v)
}

// identity reads the id; ok is false if there is none.
func (d *reader) identity(n *node) (ok bool, err error) {
	v, err := d.value(n)
	switch {
	case err != nil || v == nil || string(v) == `""`:
		return false, err
	case v[0] == '"':
		d.b.SetID(geo.ID(v.String()))
	default:
		d.b.SetNumericID(string(v))
	}
	return true, nil
}

func (d *reader) degrees(n *node) (float64, error) {
	v, err := d.value(n)
	if f, ok := v.Float(); ok && err == nil {
		return f, nil
	}
	return math.NaN(), err
}

// place reads the geometry.
func (d *reader) place(n *node) error {
	if d.geo.native != shape.Nowhere {
		v, err := d.value(n)
		if v == nil || err != nil {
			return err
		}
		return native(&d.shape, d.geo.native, v)
	}
	v, ok := d.row.next(n.first)
	if !ok {
		return errLevels
	}
	if v.IsNull() {
		return nil
	}
	return d.shape.ParseWKB(v.ByteArray())
}
