package format

import (
	"fmt"
	"io"
	"time"

	"cairn/geo"
)

// MediaJSONFG is the media type of JSON-FG that QGIS looks for. Earlier drafts had
// application/vnd.ogc.fg+json; the standard (OGC 21-045r1 §16) also allows
// application/geo+json with a profile.
const MediaJSONFG = "application/fg+json"

// jsonFGClasses are the conformance classes of JSON-FG documents.
const jsonFGClasses = `"conformsTo":["http://www.opengis.net/spec/json-fg-1/1.0/conf/core","http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas"]`

// NewJSONFG makes a writer of a JSON-FG FeatureCollection (OGC 21-045r1), a feature
// on each line: GeoJSON, with the feature type (the collection's name), the time, and
// the place in another system than CRS84 beside the geometry.
func NewJSONFG(w io.Writer, o geo.Output) geo.FeatureWriter {
	return &jsonFGWriter{w: w, part: selectionOf(o), line: append(AppendJSONFGHead(nil, o), '\n')}
}

type jsonFGWriter struct {
	w    io.Writer
	part Selection
	line []byte // not written yet
	some bool   // a feature has been written
}

func (j *jsonFGWriter) Write(f geo.Feature) (err error) {
	start := len(j.line)
	if j.some {
		j.line = append(j.line, ",\n"...)
	}
	if j.line, err = AppendJSONFG(j.line, f, j.part); err != nil {
		j.line = j.line[:start]
		return err
	}
	j.some = true
	return j.flush()
}

func (j *jsonFGWriter) Close() error {
	j.line = append(j.line, "\n]}\n"...)
	return j.flush()
}

func (j *jsonFGWriter) flush() error {
	_, err := j.w.Write(j.line)
	j.line = j.line[:0]
	if err != nil {
		return fmt.Errorf("write JSON-FG: %w", err)
	}
	return nil
}

// AppendJSONFGHead appends a JSON-FG FeatureCollection up to the bracket that its
// features stand behind, each from [AppendJSONFG], with commas between them; what
// follows is a bracket, other members such as links, and a brace.
func AppendJSONFGHead(b []byte, o geo.Output) []byte {
	b = append(b, `{"type":"FeatureCollection",`+jsonFGClasses...)
	b = appendFeatureType(b, o)
	if dimension := geometryDimension(o.Collection.Geometries); dimension >= 0 && !o.SkipGeometry {
		b = append(b, `,"geometryDimension":`...)
		b = append(b, '0'+byte(dimension))
	}
	return append(b, `,"features":[`...)
}

// AppendJSONFGDocument appends what [AppendJSONFG] does as a document by itself: o
// tells of the collection, and has the CRS of s. Other members can be put before its
// last brace.
func AppendJSONFGDocument(b []byte, f geo.Feature, o geo.Output, s Selection) ([]byte, error) {
	start := len(b)
	b = append(b, `{"type":"Feature",`+jsonFGClasses...)
	b, err := appendFeatureFG(appendFeatureType(b, o), f, s)
	if err != nil {
		return b[:start], err
	}
	return b, nil
}

// AppendJSONFG appends a feature as [AppendFeature] does, for a JSON-FG
// FeatureCollection: with "time", and with the geometry in s.CRS as "place" beside
// "geometry", which stays in CRS84.
func AppendJSONFG(b []byte, f geo.Feature, s Selection) ([]byte, error) {
	start := len(b)
	b, err := appendFeatureFG(append(b, `{"type":"Feature"`...), f, s)
	if err != nil {
		return b[:start], err
	}
	return b, nil
}

// appendFeatureFG appends the members of a feature after its type.
func appendFeatureFG(b []byte, f geo.Feature, s Selection) (_ []byte, err error) {
	b = append(append(b, `,"id":`...), f.RawID()...)
	b = appendTime(append(b, `,"time":`...), f)
	b = append(b, `,"place":`...)
	if s.SkipGeometry || isStored(s.CRS) || !f.Located() {
		b = append(b, "null"...)
	} else if b, err = AppendProjected(b, f.GeometryJSON(), s.CRS); err != nil {
		return b, err
	}
	b = append(b, `,"geometry":`...)
	if s.SkipGeometry {
		b = append(b, "null"...)
	} else {
		b = append(b, f.GeometryJSON()...)
	}
	b = append(b, `,"properties":`...)
	if all := f.PropertiesJSON(); s.Fields == nil && s.Value == nil || all[0] == 'n' {
		b = append(b, all...)
	} else {
		b = appendProperties(b, f, &s)
	}
	return append(b, '}'), nil
}

// appendFeatureType appends what is said once in a document: the feature type, and
// the system of "place".
func appendFeatureType(b []byte, o geo.Output) []byte {
	b = geo.AppendString(append(b, `,"featureType":`...), string(o.Collection.Name))
	if !isStored(o.CRS) {
		b = geo.AppendString(append(b, `,"coordRefSys":`...), o.CRS.URI())
	}
	return b
}

// geometryDimension is 0 where there are only points, 1 for lines, 2 for polygons;
// -1 if that is not so, or not known.
func geometryDimension(types []string) int {
	dimension := -1
	for i, name := range types {
		this := -1
		switch name {
		case "Point", "MultiPoint":
			this = 0
		case "LineString", "MultiLineString":
			this = 1
		case "Polygon", "MultiPolygon":
			this = 2
		}
		if this < 0 || i > 0 && this != dimension {
			return -1
		}
		dimension = this
	}
	return dimension
}

// appendTime appends the value of "time": null where nothing is said of time, a
// "date" or a "timestamp" for one, an "interval" for more, both ends included. Both
// are dates, or both are timestamps in UTC.
func appendTime(b []byte, f geo.Feature) []byte {
	p, timed := f.Period()
	if !timed || p.Start >= p.End || p == geo.Always() {
		return append(b, "null"...)
	}
	days := (p.Start == geo.Past || p.Start%geo.Day == 0) && (p.End == geo.Forever || p.End%geo.Day == 0)
	form, step, name := time.RFC3339Nano, geo.Instant(1), "timestamp"
	if days {
		form, step, name = time.DateOnly, geo.Day, "date"
	}
	last := p.End
	if last != geo.Forever {
		last -= step
	}
	if p.Start == last {
		b = append(append(append(b, `{"`...), name...), `":"`...)
		return append(p.Start.Time().AppendFormat(b, form), `"}`...)
	}
	b = appendEnd(append(b, `{"interval":["`...), p.Start, form)
	b = appendEnd(append(b, `","`...), last, form)
	return append(b, `"]}`...)
}

func appendEnd(b []byte, i geo.Instant, form string) []byte {
	if i == geo.Past || i == geo.Forever {
		return append(b, ".."...)
	}
	return i.Time().AppendFormat(b, form)
}
