package format

import (
	"io"

	"cairn/geo"
)

// NewSequence makes a writer of a GeoJSON text sequence (RFC 8142): each feature
// between a record separator and a line feed.
func NewSequence(w io.Writer, o geo.Output) geo.FeatureWriter {
	return &sequenceWriter{w: w, part: selectionOf(o)}
}

type sequenceWriter struct {
	w    io.Writer
	part Selection
	line []byte
}

func (s *sequenceWriter) Write(f geo.Feature) (err error) {
	if s.line, err = AppendFeature(append(s.line[:0], 0x1e), f, s.part); err != nil {
		return err
	}
	_, err = s.w.Write(append(s.line, '\n'))
	return err
}

func (s *sequenceWriter) Close() error { return nil }
