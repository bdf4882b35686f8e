package format

import (
	"bytes"
	"io"
	"iter"

	"cairn/geo"
	"cairn/geo/csv"
	"cairn/geo/flatgeobuf"
	"cairn/geo/kml"
)

// Pass is how to go on after a feature that cannot be read. It is for one reading.
type Pass struct {
	// Bad is told what is wrong, which is an error as Read gives it; whether it returns
	// true decides if the feature is passed over or ends the reading.
	Bad func(error) bool

	line  int        // of a row of CSV, or a Placemark
	where func() int // of a feature of GeoJSON
}

// Line returns the line, from 1, on which the feature begins that was yielded last; 0 in a
// format without lines. It may be asked while the feature is being yielded; it takes a
// little time.
func (p *Pass) Line() int {
	if p.where != nil {
		return p.where()
	}
	return p.line
}

// PassOver returns how to read a format so that it goes on after a feature that
// cannot be read. ok is false for formats that are not read from their beginning to their
// end, whose layers have their own way ([geo.Layer]). What cannot be passed over, such as
// JSON or XML that breaks off, ends the reading as ever. A feature that
// is passed over keeps its number, so that those without an id are numbered as if it
// were there.
func PassOver(f Format, p *Pass) (read func(io.Reader, *geo.Builder) iter.Seq2[geo.Feature, error], ok bool) {
	switch f.Name {
	case "geojson", "jsonfg":
		return p.over((*reader).document), true
	case "geojsonseq":
		return p.over((*reader).records), true
	case "csv":
		return func(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error] {
			return csv.Read(r, b, csv.Options{Bad: p.Bad, Line: &p.line})
		}, true
	case "kml":
		return func(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error] {
			return kml.ReadWith(r, b, kml.Options{Bad: p.Bad, Line: &p.line})
		}, true
	case "fgb":
		return func(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error] {
			return flatgeobuf.PassOver(r, b, p.Bad)
		}, true
	}
	return nil, false
}

func (p *Pass) over(way func(*reader) error) func(io.Reader, *geo.Builder) iter.Seq2[geo.Feature, error] {
	return func(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error] {
		return read(r, b, MaxFeatureBytes, func(d *reader) error {
			d.bad = p.Bad
			p.where = func() int {
				line, _ := d.lineAt(d.valueAt - d.pos)
				return line
			}
			return way(d)
		})
	}
}

// passes reports whether what is wrong is to be passed over.
func (d *reader) passes(err error) bool {
	return d.bad != nil && geo.KindOf(err) == geo.Invalid && d.bad(err)
}

// passRecord moves behind the record that err is about.
func (d *reader) passRecord(err error, end byte) error {
	if !d.passes(err) {
		return err
	}
	d.count++
	for {
		if i := bytes.IndexByte(d.rest(), end); i >= 0 {
			d.from += i + 1
			return nil
		}
		d.from = d.to
		if d.eof {
			return nil
		}
		if err := d.fill(); err != nil {
			return err
		}
	}
}

// passFeature moves behind the element of an array that err is about, if it is JSON
// at least; again tells whether another one comes.
func (d *reader) passFeature(err error) (again bool, _ error) {
	if d.bad == nil || geo.KindOf(err) != geo.Invalid {
		return false, err
	}
	e := d.unit(func() (ok bool) {
		if !d.copyValue() {
			return false
		}
		again, ok = d.more(']')
		return ok
	})
	if e != nil || !d.passes(err) {
		return false, err
	}
	d.count++
	return again, nil
}
