package aggregate

import (
	"strconv"

	"cairn/geo"
)

// AppendGeoJSON appends the answer as a FeatureCollection (RFC 7946 §3.3): a feature
// for each group, whose geometry is its cell, or null without cells. Its properties
// are the things grouped by and the values, in the order of the request. The member
// "aggregate" tells how many features the groups have together, how many were left
// out for want of a place, and of the cells their size and their area in square
// metres. members are others to write before the features, as JSON without braces,
// such as `"timeStamp":"…"`; or empty.
func (r *Result) AppendGeoJSON(b []byte, members string) []byte {
	b = append(b, `{"type":"FeatureCollection",`...)
	if members != "" {
		b = append(append(b, members...), ',')
	}
	b = append(r.appendAbout(b), `,"features":[`...)
	known := new(corners)
	for i := range r.order {
		if i > 0 {
			b = append(b, ',')
		}
		b = r.appendFeature(b, i, known)
	}
	return append(b, "]}"...)
}

func (r *Result) appendAbout(b []byte) []byte {
	b = strconv.AppendInt(append(b, `"aggregate":{"features":`...), int64(r.Features()), 10)
	if g := r.t.cells(); g != nil {
		b = strconv.AppendInt(append(b, `,"withoutPlace":`...), int64(r.Placeless), 10)
		b = append(b, `,"cell":{`...)
		if g.By == Quadkey {
			b = append(b, `"zoom":`...)
		} else {
			b = geo.AppendFloat(append(b, `"area":`...), r.t.grid.area())
			b = geo.AppendFloat(append(b, `,"parallel":`...), r.t.Parallel)
			b = append(b, `,"metres":`...)
		}
		b = append(geo.AppendFloat(b, r.t.Cell), '}')
	}
	return append(b, '}')
}

// appendFeature appends group i as a Feature.
func (r *Result) appendFeature(b []byte, i int, known *corners) []byte {
	b = append(b, `{"type":"Feature","geometry":`...)
	b = append(geo.AppendGeometry(b, r.cell(i, known)), `,"properties":{`...)
	for part, g := range r.t.Groups {
		if part > 0 {
			b = append(b, ',')
		}
		b = append(geo.AppendString(b, g.Name), ':')
		b = r.t.appendKey(b, r.order[i], part)
	}
	for v, value := range r.t.Values {
		if v > 0 || len(r.t.Groups) > 0 {
			b = append(b, ',')
		}
		b = append(geo.AppendString(b, value.Name), ':')
		b = r.appendNumber(b, i, v, "null")
	}
	return append(b, "}}"...)
}

// appendNumber appends a value, or what stands for none.
func (r *Result) appendNumber(b []byte, i, v int, none string) []byte {
	number, ok := r.Number(i, v)
	if !ok || number-number != 0 { // infinite: a sum too large for a float64
		return append(b, none...)
	}
	return geo.AppendFloat(b, number)
}
