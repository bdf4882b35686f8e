package shape

import "github.com/paulmach/orb"

// Hilbert returns where the middle of b lies along a Hilbert curve of order 16
// through extent, which is not empty. What lies outside counts as on its edge.
func Hilbert(b, extent orb.Bound) uint32 {
	x := cell((b.Min[0]+b.Max[0])/2, extent.Min[0], extent.Max[0])
	y := cell((b.Min[1]+b.Max[1])/2, extent.Min[1], extent.Max[1])
	return curve(x, y)
}

// cell returns which of 65,536 cells from low to high v lies in.
func cell(v, low, high float64) uint32 {
	if high <= low {
		return 0
	}
	return uint32(max(0, min(65535, (v-low)/(high-low)*65536)))
}

// curve returns how far along the curve the cell x, y lies: at each order, from the
// coarsest, the quadrant gives two bits, and the rest is turned as the curve turns
// in that quadrant.
func curve(x, y uint32) (d uint32) {
	for s := uint32(1) << 15; s > 0; s >>= 1 {
		right, up := x&s, y&s
		switch {
		case right == 0 && up == 0:
			x, y = y, x
		case right == 0:
			d += s * s
		case up != 0:
			d += 2 * s * s
		default:
			d += 3 * s * s
			x, y = ^y, ^x
		}
	}
	return d
}
