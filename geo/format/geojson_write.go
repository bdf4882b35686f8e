package format

import (
	"io"

	"cairn/geo"
)

// NewGeoJSON makes a writer of a FeatureCollection (RFC 7946 §3.3), a feature on
// each line.
func NewGeoJSON(w io.Writer, o geo.Output) geo.FeatureWriter {
	return &collectionWriter{w: w, part: selectionOf(o)}
}

// selectionOf returns the selection that an output asks for.
func selectionOf(o geo.Output) Selection {
	return Selection{Fields: o.Fields, SkipGeometry: o.SkipGeometry, CRS: o.CRS}
}

// collectionWriter writes features between the brackets of a collection.
type collectionWriter struct {
	w    io.Writer
	part Selection
	line []byte
	some bool // a feature has been written
}

const collectionStart = "{\"type\":\"FeatureCollection\",\"features\":["

func (c *collectionWriter) Write(f geo.Feature) (err error) {
	start := ",\n"
	if !c.some {
		start = collectionStart + "\n"
	}
	if c.line, err = AppendFeature(append(c.line[:0], start...), f, c.part); err != nil {
		return err
	}
	c.some = true
	_, err = c.w.Write(c.line)
	return err
}

func (c *collectionWriter) Close() error {
	end := "\n]}\n"
	if !c.some {
		end = collectionStart + "]}\n"
	}
	_, err := io.WriteString(c.w, end)
	return err
}
