package format

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strconv"

	"cairn/geo"
)

// reader reads a text unit by unit: a feature, a member, a bracket. What a unit
// is, is for the way of reading to choose; it only must be small enough.
type reader struct {
	source
	parser
	yield func(geo.Feature, error) bool
	bad   func(error) bool // of [Pass]; may be nil

	count   int         // features yielded or passed over
	made    geo.Feature // the one to yield next
	prefix  string      // path to the value that stands at valueAt in the unit
	item    bool        // the value is element number count of that
	valueAt int
	within  string // what the unit is, for when it is too long
}

// errStopped ends a reading whose caller has had enough.
var errStopped = errors.New("stopped")

// read yields what a way of reading yields, and its error last.
func read(r io.Reader, b *geo.Builder, limit int, way func(*reader) error) iter.Seq2[geo.Feature, error] {
	return func(yield func(geo.Feature, error) bool) {
		d := &reader{source: source{r: r, limit: limit}, yield: yield}
		d.b = b
		if err := way(d); err != nil && err != errStopped {
			b.Reset()
			yield(geo.Feature{}, err)
		}
	}
}

// unit reads one unit, again and again until the buffer holds all of it.
func (d *reader) unit(read func() bool) error {
	for {
		d.valueAt = 0
		d.begin(d.rest())
		if read() {
			d.from += d.pos
			return nil
		}
		if err := d.longer(); err != nil {
			return err
		}
	}
}

// longer makes the buffer hold more of a unit that could not be read, or says
// why it cannot be read.
func (d *reader) longer() error {
	switch {
	case !d.tooShort:
		return d.fault(d.failAt, d.failMsg)
	case d.eof:
		return d.fault(len(d.data), "the text ends before its GeoJSON does; it seems to be cut off: get the whole of it")
	case d.full():
		return d.fault(d.valueAt, d.within+" takes more than "+size(d.limit)+"; expected less")
	}
	return d.fill()
}

func size(bytes int) string {
	if bytes >= 1<<20 {
		return strconv.Itoa(bytes>>20) + " MiB"
	}
	return strconv.Itoa(bytes) + " bytes"
}

// fault makes an error of a fault at an offset of the unit.
func (d *reader) fault(at int, msg string) error {
	line, column := d.lineAt(at)
	path := "line " + strconv.Itoa(line) + ", column " + strconv.Itoa(column)
	member := d.prefix
	if d.item {
		member += "[" + strconv.Itoa(d.count) + "]"
	}
	if d.valueAt <= at {
		member = joined(member, pathTo(d.rest()[d.valueAt:], at-d.valueAt))
	}
	if member = joined(member, d.failIn); member != "" {
		path += ", " + member
	}
	return &geo.Error{Kind: geo.Invalid, Path: path, Msg: msg}
}

// finish makes the feature whose parts the builder has; its text starts at
// valueAt.
func (d *reader) finish() bool {
	f, err := d.b.Feature()
	if err != nil {
		return d.refused(d.valueAt, err, true)
	}
	d.made = f
	return true
}

// give yields the feature that finish has made.
func (d *reader) give() error {
	d.count++
	if !d.yield(d.made, nil) {
		return errStopped
	}
	return nil
}

// start reads the first bytes and looks what they are.
func (d *reader) start() error {
	if err := d.fill(); err != nil {
		return err
	}
	const utf16 = "; expected UTF-8 (RFC 8259 §8.1): convert it, as with iconv -f UTF-16 -t UTF-8"
	const ogr = "; expected GeoJSON: convert it, as with ogr2ogr -lco RFC7946=YES out.geojson"
	for _, m := range [...]struct{ magic, msg string }{
		{"\xff\xfe", "the text is UTF-16" + utf16},
		{"\xfe\xff", "the text is UTF-16" + utf16},
		{"{\x00", "the text is UTF-16" + utf16},
		{"\x00{", "the text is UTF-16" + utf16},
		{"\x1f\x8b", "the file is compressed with gzip; expected GeoJSON: unpack it, as with gunzip"},
		{"PK\x03\x04", "the file is a ZIP archive; expected GeoJSON: unpack it, as with unzip"},
		{"SQLite format 3\x00", "the file is a database, perhaps a GeoPackage" + ogr},
		{"<", "the text starts like XML or HTML" + ogr},
	} {
		if bytes.HasPrefix(d.rest(), []byte(m.magic)) {
			return d.fault(0, m.msg)
		}
	}
	if bytes.HasPrefix(d.rest(), []byte("\xef\xbb\xbf")) {
		d.from += 3
		d.columns = -1 // a byte order mark takes no column
	}
	return nil
}
