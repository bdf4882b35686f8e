package format

import (
	"bytes"
	"io"
	"iter"

	"cairn/geo"
)

// recordSeparator stands before each text of a sequence (RFC 7464 §2.2).
const recordSeparator = 0x1e

// ReadSequence reads a GeoJSON text sequence (RFC 8142), in which a record
// separator, U+001E, stands before each Feature or geometry, or the same
// without record separators, one on each line. The first byte tells which.
// Empty records and lines are passed over. Each record is read as [ReadGeoJSON]
// reads a text; features without an id are numbered through.
func ReadSequence(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error] {
	return read(r, b, MaxFeatureBytes, (*reader).records)
}

// records reads a sequence from its beginning.
func (d *reader) records() error {
	if err := d.start(); err != nil {
		return err
	}
	return d.sequence()
}

// sequence reads records until the text ends.
func (d *reader) sequence() error {
	end := byte('\n')
	if rest := d.rest(); len(rest) > 0 && rest[0] == recordSeparator {
		end = recordSeparator
	}
	d.within = "a record"
	found := false
	record := func() bool { return d.record(end, &found) }
	for {
		err := d.unit(record)
		if err != nil {
			err, found = d.passRecord(err, end), false
		}
		if err != nil {
			return err
		}
		if found {
			if err := d.give(); err != nil {
				return err
			}
		}
		if d.eof && len(d.rest()) == 0 {
			return nil
		}
	}
}

// record reads one record and the byte that ends it; found tells whether there
// was anything in it.
func (d *reader) record(end byte, found *bool) bool {
	size := bytes.IndexByte(d.data, end)
	if size < 0 && !d.eof {
		d.tooShort = true
		return false
	}
	if size >= 0 {
		d.data = d.data[:size]
	}
	if *found = d.next() != 0 || d.pos < len(d.data); *found && !d.recordObject(end) {
		return false
	}
	if size >= 0 {
		d.pos++
	}
	return true
}

func (d *reader) recordObject(end byte) bool {
	d.valueAt = d.pos
	kind, ok := d.documentKind()
	if ok && kind == featureCollection {
		return d.fail(d.valueAt, "a FeatureCollection stands in a sequence; expected each of its features as a record of its own")
	}
	if ok {
		d.pos, d.depth = d.valueAt, 0
		ok = d.object(kind)
	}
	if ok && (d.next() != 0 || d.pos < len(d.data)) {
		ok = d.fail(d.pos, "found more after the end of the record's object; expected one in each record")
	}
	if !ok && d.tooShort {
		ends := "the record ends before its object does; it seems to be cut off"
		if end == '\n' {
			ends = "the line ends before the object does; expected the whole of it on one line"
		}
		d.tooShort = false
		return d.fail(len(d.data), ends)
	}
	return ok && d.finish()
}
