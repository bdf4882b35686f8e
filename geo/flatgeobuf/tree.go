package flatgeobuf

import (
	"io"
	"math"

	"github.com/paulmach/orb"
)

const (
	nodeSize  = 16 // children of a node, as we write it
	nodeBytes = 40
)

// levels returns how many nodes each level of an index has, the leaves first, and
// how many that are in all. Above one leaf there is always a root.
func levels(leaves, size uint64) (counts []uint64, all uint64) {
	n := leaves
	counts, all = append(counts, n), n
	for {
		n = (n + size - 1) / size
		counts, all = append(counts, n), all+n
		if n <= 1 {
			return counts, all
		}
	}
}

// nowhere is the box of what has no place: it meets nothing, and makes no other box
// larger.
func nowhere() orb.Bound {
	return orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
}

func joined(a, b orb.Bound) orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(a.Min[0], b.Min[0]), min(a.Min[1], b.Min[1])},
		Max: orb.Point{max(a.Max[0], b.Max[0]), max(a.Max[1], b.Max[1])},
	}
}

// writeIndex writes the index over the features, which are in their final order.
func writeIndex(w io.Writer, features []placed) error {
	counts, all := levels(uint64(len(features)), nodeSize)
	boxes := make([][]orb.Bound, len(counts)) // of the levels above the leaves
	for level := 1; level < len(counts); level++ {
		boxes[level] = make([]orb.Bound, counts[level])
		for i := range boxes[level] {
			box := nowhere()
			for child := i * nodeSize; child < min((i+1)*nodeSize, int(counts[level-1])); child++ {
				if level == 1 {
					box = joined(box, features[child].bound)
				} else {
					box = joined(box, boxes[level-1][child])
				}
			}
			boxes[level][i] = box
		}
	}
	start := uint64(0) // of the level
	var b []byte
	for level := len(counts) - 1; level > 0; level-- {
		start += counts[level]
		for i, box := range boxes[level] {
			b = appendNode(b, box, start+uint64(i*nodeSize))
		}
	}
	if start+counts[0] != all {
		panic("flatgeobuf: the index does not add up")
	}
	return writeLeaves(w, b, features)
}

func writeLeaves(w io.Writer, b []byte, features []placed) error {
	offset := uint64(0)
	for _, f := range features {
		b = appendNode(b, f.bound, offset)
		offset += uint64(f.size)
		if len(b) >= 1<<16 {
			if _, err := w.Write(b); err != nil {
				return err
			}
			b = b[:0]
		}
	}
	_, err := w.Write(b)
	return err
}

func appendNode(b []byte, box orb.Bound, offset uint64) []byte {
	for _, v := range [...]float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]} {
		b = le.AppendUint64(b, math.Float64bits(v))
	}
	return le.AppendUint64(b, offset)
}
