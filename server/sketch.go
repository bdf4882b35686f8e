package server

import (
	"html/template"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// The sketch's size in its own units, and the margin around the geometry.
const (
	sketchWidth, sketchHeight = 320.0, 200.0
	sketchMargin              = 0.15
	sketchPositions           = 20_000 // more are not drawn
	labelWidth, labelHeight   = 36.0, 10.0
)

// sketch draws a geometry as a small SVG map with a grid of degrees; "" for no
// geometry or one too large. Everything in it is a number of ours.
func sketch(g orb.Geometry) template.HTML {
	if g == nil || positions(g) > sketchPositions {
		return ""
	}
	d := newDrawing(g.Bound())
	d.text(`<svg class="sketch" viewBox="0 0 320 200" role="img" aria-hidden="true">`)
	d.grid()
	d.geometry(g)
	d.text(`</svg>`)
	return template.HTML(d.out)
}

// sketchOf draws the geometries of hits together, as far as they are not too much.
func sketchOf(hits []geo.Hit) template.HTML {
	var all orb.Collection
	n := 0
	for _, hit := range hits {
		if g := hit.Geometry(); g != nil {
			if n += positions(g); n > sketchPositions {
				return ""
			}
			all = append(all, g)
		}
	}
	if all == nil {
		return ""
	}
	return sketch(all)
}

func positions(g orb.Geometry) (n int) {
	switch g := g.(type) {
	case orb.Point:
		return 1
	case orb.MultiPoint:
		return len(g)
	case orb.LineString:
		return len(g)
	case orb.MultiLineString:
		for _, l := range g {
			n += len(l)
		}
	case orb.Polygon:
		for _, r := range g {
			n += len(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			n += positions(p)
		}
	case orb.Collection:
		for _, part := range g {
			n += positions(part)
		}
	}
	return n
}

// drawing is an SVG under construction: lon/lat degrees, stretched by the cosine
// of the middle latitude so that shapes look right.
type drawing struct {
	out          []byte
	west, north  float64 // of the whole sheet
	scale, slant float64 // units per degree of latitude; cosine
}

func newDrawing(b orb.Bound) *drawing {
	middle := b.Center()
	d := &drawing{slant: max(0.05, math.Cos(middle[1]*math.Pi/180))}
	// At least a tenth of a degree high, so that a point has surroundings.
	high := max(b.Max[1]-b.Min[1], (b.Max[0]-b.Min[0])*d.slant*sketchHeight/sketchWidth, 0.1) * (1 + 2*sketchMargin)
	d.scale = sketchHeight / high
	d.north = middle[1] + high/2
	d.west = middle[0] - sketchWidth/d.scale/d.slant/2
	return d
}

func (d *drawing) text(s string) { d.out = append(d.out, s...) }

func (d *drawing) number(v float64) {
	d.out = strconv.AppendFloat(d.out, math.Round(v*10)/10, 'f', -1, 64)
}

func (d *drawing) x(lon float64) float64 { return (lon - d.west) * d.scale * d.slant }
func (d *drawing) y(lat float64) float64 { return (d.north - lat) * d.scale }

// grid draws a few lines each way, at round degrees.
func (d *drawing) grid() {
	wide, high := sketchWidth/d.scale/d.slant, sketchHeight/d.scale
	for step, i := roundStep(wide), math.Ceil(d.west/roundStep(wide)); i*step < d.west+wide; i++ {
		at := d.x(i * step)
		d.line(at, 0, at, sketchHeight)
		if at < sketchWidth-labelWidth {
			d.label(at+2, sketchHeight-3, i*step)
		}
	}
	for step, i := roundStep(high), math.Ceil((d.north-high)/roundStep(high)); i*step < d.north; i++ {
		at := d.y(i * step)
		d.line(0, at, sketchWidth, at)
		if at > labelHeight {
			d.label(2, at-2, i*step)
		}
	}
}

// roundStep returns 1, 2 or 5 times a power of ten, of which a width has two to
// five.
func roundStep(width float64) float64 {
	step := math.Pow(10, math.Floor(math.Log10(width)))
	switch {
	case width/step < 2:
		return step / 2
	case width/step < 5:
		return step
	}
	return step * 2
}

func (d *drawing) line(x1, y1, x2, y2 float64) {
	d.text(`<path class="grid" d="M`)
	for i, v := range [...]float64{x1, y1, x2, y2} {
		if i > 0 {
			d.text(" ")
		}
		d.number(v)
	}
	d.text(`"/>`)
}

func (d *drawing) label(x, y, degrees float64) {
	d.text(`<text x="`)
	d.number(x)
	d.text(`" y="`)
	d.number(y)
	d.text(`">`)
	d.out = strconv.AppendFloat(d.out, math.Round(degrees*1e6)/1e6, 'f', -1, 64)
	d.text(`°</text>`)
}

func (d *drawing) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		d.text(`<circle r="5" cx="`)
		d.number(d.x(g[0]))
		d.text(`" cy="`)
		d.number(d.y(g[1]))
		d.text(`"/>`)
	case orb.MultiPoint:
		for _, p := range g {
			d.geometry(p)
		}
	case orb.LineString:
		d.path("line", g)
	case orb.MultiLineString:
		for _, l := range g {
			d.geometry(l)
		}
	case orb.Polygon:
		d.rings(g)
	case orb.MultiPolygon:
		for _, p := range g {
			d.rings(p)
		}
	case orb.Collection:
		for _, part := range g {
			d.geometry(part)
		}
	}
}

func (d *drawing) path(class string, lines ...orb.LineString) {
	d.text(`<path class="` + class + `" d="`)
	for _, l := range lines {
		for i, p := range l {
			if i == 0 {
				d.text("M")
			} else {
				d.text(" ")
			}
			d.number(d.x(p[0]))
			d.text(" ")
			d.number(d.y(p[1]))
		}
	}
	d.text(`"/>`)
}

func (d *drawing) rings(p orb.Polygon) {
	lines := make([]orb.LineString, len(p))
	for i, r := range p {
		lines[i] = orb.LineString(r)
	}
	d.path("area", lines...)
}
