package format

import (
	"io"
	"iter"
	"strings"

	"cairn/geo"
)

// ReadGeoJSON reads one GeoJSON text (RFC 7946) in one pass: a FeatureCollection,
// a lone Feature, or a bare geometry, which becomes a feature with null
// properties. A text that starts with a record separator is read as
// [ReadSequence] does.
//
// What is taken, where the standards leave it open:
//
//   - Members may come in any order. Those that GeoJSON does not define are
//     checked and dropped; so is "bbox": a bound is worked out from the coordinates.
//   - A Feature must have "geometry" and "properties", each of which may be null
//     (§3.2). Names that repeat in one object are refused, everywhere.
//   - An id is a text, or a number without fraction or exponent; null is none. A
//     feature without one gets its position in the file, from 1, as a number. That
//     two features have one id is for the store to find.
//   - A position has two or three numbers. Longitudes lie within ±180, latitudes
//     within ±90, but for a rounding error of 1e-9, which is taken away. Empty
//     coordinates are no geometry, and no part of a collection.
//   - Numbers are kept digit by digit, texts in the form of [geo.AppendString].
//     Rings are turned to run as §3.1.6 asks of writers, and must be closed.
//   - Of "crs" (GeoJSON 2008) only WGS 84 longitude and latitude are taken.
//   - A byte order mark is passed over; any encoding but UTF-8, a lone surrogate,
//     or a number beyond a float64 is refused.
func ReadGeoJSON(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error] {
	return read(r, b, MaxFeatureBytes, (*reader).document)
}

// document reads one GeoJSON text.
func (d *reader) document() error {
	if err := d.start(); err != nil {
		return err
	}
	if rest := d.rest(); len(rest) > 0 && rest[0] == recordSeparator {
		return d.sequence()
	}
	kind, err := d.look()
	switch {
	case err != nil:
	case kind == featureCollection:
		err = d.collection()
	default:
		err = d.lone(kind)
	}
	if err != nil {
		return err
	}
	return d.unit(func() bool {
		if d.next(); d.pos < len(d.data) {
			return d.fail(d.pos, "found "+found(d.data[d.pos:])+" after the end of the GeoJSON; expected one text in the file: if there is a feature on every line, name it .geojsonl")
		}
		d.tooShort = true
		return d.eof
	})
}

// look finds out what the text is, without using it up: it reads until there is a
// type, or features.
func (d *reader) look() (kind documentKind, err error) {
	d.within = "the first object"
	err = d.unit(func() (ok bool) {
		if d.next(); d.pos == len(d.data) && d.eof {
			return d.fail(d.pos, `the text is empty; expected GeoJSON, such as {"type":"FeatureCollection","features":[]}`)
		}
		kind, ok = d.documentKind()
		d.pos = 0
		return ok
	})
	return kind, err
}

// lone reads a Feature or a geometry that is the whole text.
func (d *reader) lone(kind documentKind) error {
	d.within = "the " + kind.String()
	err := d.unit(func() bool {
		d.next()
		d.valueAt = d.pos
		return d.object(kind) && d.finish()
	})
	if err != nil {
		return err
	}
	return d.give()
}

// object reads a Feature, or a geometry as a feature with null properties.
func (d *reader) object(kind documentKind) bool {
	if kind == loneFeature {
		return d.feature(d.count + 1)
	}
	d.b.SetNullProperties()
	d.b.SetMissingID(d.count + 1)
	return d.place()
}

// documentKind is what a GeoJSON text is.
type documentKind uint8

const (
	featureCollection documentKind = iota
	loneFeature
	loneGeometry
)

func (k documentKind) String() string {
	return [...]string{"FeatureCollection", "Feature", "geometry"}[k]
}

// documentKind reads an object at pos until it is clear what it is.
func (p *parser) documentKind() (kind documentKind, ok bool) {
	if p.next() != '{' {
		return 0, p.unexpected("GeoJSON, which is an object")
	}
	start := p.pos
	empty, ok := p.open('}')
	for again := ok && !empty; again; {
		name, named := p.memberName()
		switch {
		case !named:
			return 0, false
		case string(name) == "type":
			return p.documentType()
		case string(name) == "features" && p.next() == '[':
			return featureCollection, true
		}
		p.text = p.text[:0]
		if !p.copyValue() {
			return 0, false
		}
		again, ok = p.more('}')
	}
	if !ok {
		return 0, false
	}
	return 0, p.fail(start, `the object has no "type"; expected `+documentNames)
}

const documentNames = "FeatureCollection, Feature, or a geometry: " + kindNames

// documentType reads the type of an object that may be anything GeoJSON defines.
func (p *parser) documentType() (kind documentKind, ok bool) {
	p.next()
	at := p.pos
	name, ok := p.word("the type: " + documentNames)
	switch {
	case !ok:
		return 0, false
	case string(name) == "FeatureCollection":
		return featureCollection, true
	case string(name) == "Feature":
		return loneFeature, true
	case kindOf(name) != nowhere:
		return loneGeometry, true
	case string(name) == "Topology":
		return 0, p.fail(at, "this is TopoJSON; expected GeoJSON: convert it, as with topo2geo")
	}
	for _, known := range [...]string{"FeatureCollection", "Feature"} {
		if strings.EqualFold(known, string(name)) {
			return 0, p.fail(at, "the type "+shownText(name)+" is not written as GeoJSON writes it; expected "+known)
		}
	}
	return 0, p.fail(at, shownText(name)+" is no type of GeoJSON; expected "+documentNames)
}
