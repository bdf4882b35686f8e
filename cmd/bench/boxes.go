package main

import (
	"fmt"
	"math"
)

// box is in degrees: west, south, east, north.
type box [4]float64

func (b box) String() string { return fmt.Sprintf("%v,%v,%v,%v", b[0], b[1], b[2], b[3]) }

func (b box) args() []any { return []any{b[0], b[1], b[2], b[3]} }

func (b box) holds(p *point) bool {
	return p.lon >= b[0] && p.lon <= b[2] && p.lat >= b[1] && p.lat <= b[3]
}

// boxOf returns a box round c that holds about n points.
func boxOf(points []point, c point, n int) box {
	far := make([]float64, len(points))
	for i, p := range points {
		far[i] = max(math.Abs(p.lon-c.lon), math.Abs(p.lat-c.lat))
	}
	half := smallest(far, n)
	return box{round(max(c.lon-half, -180)), round(max(c.lat-half, -90)), round(min(c.lon+half, 180)), round(min(c.lat+half, 90))}
}

// smallest returns the n-th smallest value; it reorders v.
func smallest(v []float64, n int) float64 {
	lo, hi := 0, len(v)-1
	for lo < hi {
		pivot, i, j := v[(lo+hi)/2], lo, hi
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n-1 <= j:
			hi = j
		case n-1 >= i:
			lo = i
		default:
			return v[n-1]
		}
	}
	return v[min(n-1, len(v)-1)]
}
