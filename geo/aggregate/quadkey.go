package aggregate

import (
	"math"

	"github.com/paulmach/orb"
)

// tiles are those of Web Mercator (EPSG:3857) at a zoom.
type tiles struct{ zoom int }

// cell returns the number of the tile that a position is in: the digits of its
// quadkey, two bits each. What lies beyond ±85.0511° counts in the outermost rows.
func (t tiles) cell(p orb.Point) uint64 {
	n := float64(uint64(1) << t.zoom)
	x := math.Floor((p[0] + 180) / 360 * n)
	if x >= n {
		x = 0 // 180 is -180
	}
	y := math.Floor((1 - math.Asinh(math.Tan(p[1]*math.Pi/180))/math.Pi) / 2 * n)
	y = min(max(y, 0), n-1)
	return interleave(uint64(y))<<1 | interleave(uint64(x))
}

// interleave puts a zero before each bit of a number of 24.
func interleave(v uint64) uint64 {
	v = (v | v<<16) & 0x0000FFFF0000FFFF
	v = (v | v<<8) & 0x00FF00FF00FF00FF
	v = (v | v<<4) & 0x0F0F0F0F0F0F0F0F
	v = (v | v<<2) & 0x3333333333333333
	return (v | v<<1) & 0x5555555555555555
}

// appendKey appends the tile's quadkey.
func (t tiles) appendKey(b []byte, cell uint64) []byte {
	for i := t.zoom - 1; i >= 0; i-- {
		b = append(b, '0'+byte(cell>>(2*i)&3))
	}
	return b
}

// outline returns the tile in lon, lat degrees.
func (t tiles) outline(cell uint64) []orb.Ring {
	var x, y float64
	for i := t.zoom - 1; i >= 0; i-- {
		x, y = 2*x+float64(cell>>(2*i)&1), 2*y+float64(cell>>(2*i+1)&1)
	}
	n := float64(uint64(1) << t.zoom)
	lon := func(x float64) float64 { return tidy(x/n*360 - 180) }
	lat := func(y float64) float64 {
		switch y {
		case 0:
			return 90
		case n:
			return -90
		}
		return tidy(math.Atan(math.Sinh(math.Pi*(1-2*y/n))) * 180 / math.Pi)
	}
	west, east, south, north := lon(x), lon(x+1), lat(y+1), lat(y)
	return []orb.Ring{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}
}
