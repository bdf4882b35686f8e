package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// span is an edge of a geometry, or a position (start = end).
type span struct{ start, end orb.Point }

// webFan is how many boxes or spans a box of a web holds.
const webFan = 8

// web is the spans of a geometry in a tree of boxes. As they lie along its paths,
// those that follow one another lie near one another.
type web struct {
	spans []span
	// boxes[0] hold webFan spans each, boxes[1] as many of those, and so on; the
	// last level is one box.
	boxes [][]orb.Bound
}

// newWeb takes all positions and edges of a geometry, but those with a position
// that is none.
func newWeb(g orb.Geometry) web {
	var w web
	w.add(g)
	if len(w.spans) == 0 {
		return w
	}
	level := make([]orb.Bound, len(w.spans))
	for i, s := range w.spans {
		level[i] = around(s.start, s.end)
	}
	for first := true; first || len(level) > 1; first = false {
		above := make([]orb.Bound, 0, (len(level)+webFan-1)/webFan)
		for i := 0; i < len(level); i += webFan {
			b := level[i]
			for _, c := range level[i:min(i+webFan, len(level))] {
				b = b.Union(c)
			}
			above = append(above, b)
		}
		w.boxes = append(w.boxes, above)
		level = above
	}
	return w
}

func (w *web) add(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		w.span(g, g)
	case orb.MultiPoint:
		for _, p := range g {
			w.span(p, p)
		}
	case orb.LineString:
		w.path(g, false)
	case orb.MultiLineString:
		for _, l := range g {
			w.path(l, false)
		}
	case orb.Ring:
		w.path(orb.LineString(g), true)
	case orb.Polygon:
		for _, r := range g {
			w.path(orb.LineString(r), true)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			w.add(p)
		}
	case orb.Collection:
		for _, m := range g {
			w.add(m)
		}
	case orb.Bound:
		if !g.IsEmpty() {
			w.path(orb.LineString(g.ToRing()), true)
		}
	}
}

func (w *web) path(vertices orb.LineString, closed bool) {
	n := len(vertices)
	if n == 0 {
		return
	}
	if n == 1 {
		w.span(vertices[0], vertices[0])
		return
	}
	for i, v := range vertices[1:] {
		w.span(vertices[i], v)
	}
	if closed && vertices[n-1] != vertices[0] {
		w.span(vertices[n-1], vertices[0])
	}
}

func (w *web) span(a, b orb.Point) {
	for _, p := range [2]orb.Point{a, b} {
		if !(math.Abs(p[1]) <= 90) || math.IsNaN(p[0]-p[0]) {
			return
		}
	}
	w.spans = append(w.spans, span{a, b})
}

// box is that of a node: of a span at level −1, else of the tree's.
func (w *web) box(level, i int) orb.Bound {
	if level < 0 {
		return around(w.spans[i].start, w.spans[i].end)
	}
	return w.boxes[level][i]
}

// under returns the nodes from first to last−1, one level below, that a node holds.
func (w *web) under(level, i int) (first, last int) {
	n := len(w.spans)
	if level > 0 {
		n = len(w.boxes[level-1])
	}
	return i * webFan, min(i*webFan+webFan, n)
}

// hub is the middle of a box, and how far from there its points lie at most.
type hub struct {
	From
	radius float64
}

// newHub measures a box. No way from its middle to a point of it is longer than the
// one that is straight in longitude and latitude; see [edge] for the lengths.
func newHub(b orb.Bound) hub {
	widest := 1.0
	if b.Min[1] > 0 || b.Max[1] < 0 {
		_, widest = sincosLatitude(min(math.Abs(b.Min[1]), math.Abs(b.Max[1])))
	}
	dLat, dLon := (b.Max[1]-b.Min[1])/2*degree, (b.Max[0]-b.Min[0])/2*degree
	return hub{
		From:   FromPoint(orb.Point{(b.Min[0] + b.Max[0]) / 2, (b.Min[1] + b.Max[1]) / 2}),
		radius: largestCurve*math.Hypot(dLat, widest*dLon)*(1+grain) + slack,
	}
}

// atLeast is a distance that no point of the hub's box is nearer to the box than.
func (h *hub) atLeast(b orb.Bound) float64 { return max(0, h.LowerBound(b)-h.radius) }
