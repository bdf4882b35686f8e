package flatgeobuf

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
	"cairn/geo/tabular"
)

// NewWriter returns a writer of one FlatGeobuf file, see the package comment. Its
// Collection.Heights must be true if a feature may have heights: then every position
// has one in the file, 0 where it is not known. Positions are written in o.CRS, east
// before north.
//
// Nothing is written to w before Close, because the index stands first: features are
// kept in a temporary file from 8 MiB on, and 48 bytes for each in memory.
func NewWriter(w io.Writer, o geo.Output) geo.FeatureWriter {
	out := &writer{w: w, o: o, extent: nowhere()}
	out.columns = tabular.Columns(&o)
	out.heights = o.Collection.Heights && !o.SkipGeometry
	return out
}

type writer struct {
	w   io.Writer
	o   geo.Output
	err error // the first
	encoder
	spool spool

	shape    shape.Shape
	extent   orb.Bound
	kinds    [shape.Collection + 1]bool // geometries seen
	features []placed
}

// placed is a feature in the spool.
type placed struct {
	bound   orb.Bound
	at      int64
	size    uint32
	hilbert uint32
}

// Write implements [geo.FeatureWriter].
func (w *writer) Write(f geo.Feature) error {
	if w.err == nil {
		w.err = w.add(f)
	}
	return w.err
}

func (w *writer) add(f geo.Feature) error {
	w.shape.Reset(shape.Nowhere)
	if !w.o.SkipGeometry {
		if err := w.shape.Take(f); err != nil {
			return fmt.Errorf("write feature %q as FlatGeobuf: %w", f.ID(), err)
		}
	}
	if err := w.shape.FromCRS84(w.o.CRS); err != nil {
		return within(f, err)
	}
	if f.HasHeights() && !w.heights && !w.o.SkipGeometry {
		return fmt.Errorf("write feature %q as FlatGeobuf: it has heights, of which the collection does not tell", f.ID())
	}
	if err := w.feature(f, &w.shape); err != nil {
		return err
	}
	if len(w.buffer) > math.MaxInt32 {
		return &geo.Error{Kind: geo.Invalid, Path: string(f.ID()), Msg: "the feature takes more than 2 GiB, which FlatGeobuf cannot hold"}
	}
	at, err := w.spool.add(w.buffer)
	if err != nil {
		return err
	}
	bound := w.shape.Bound()
	w.kinds[w.shape.Kind] = true
	w.extent = joined(w.extent, bound)
	w.features = append(w.features, placed{bound: bound, at: at, size: uint32(len(w.buffer))})
	return nil
}

// within says which feature an error is about.
func within(f geo.Feature, err error) error {
	var e *geo.Error
	if !errors.As(err, &e) {
		return err
	}
	return &geo.Error{Kind: e.Kind, Path: e.Path, Msg: "in the feature " + strconv.Quote(string(f.ID())) + ": " + e.Msg, Err: e.Err}
}

// Close implements [geo.FeatureWriter].
func (w *writer) Close() error {
	defer w.spool.close()
	if w.err != nil {
		return w.err
	}
	w.err = errors.New("the FlatGeobuf is closed")
	if err := w.spool.rewind(); err != nil {
		return err
	}
	w.sort()
	out := bufio.NewWriterSize(w.w, 1<<16)
	w.header()
	if _, err := out.Write(append([]byte(magic), w.buffer...)); err != nil {
		return err
	}
	if w.isIndexed() {
		if err := writeIndex(out, w.features); err != nil {
			return err
		}
	}
	for _, f := range w.features {
		b, err := w.spool.at(f.at, int(f.size))
		if err != nil {
			return err
		}
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	return out.Flush()
}

// isIndexed reports whether there is an index: some feature has a place.
func (w *writer) isIndexed() bool { return w.extent.Min[0] <= w.extent.Max[0] }

// sort brings the features into the order of the Hilbert curve, those without a
// place last.
func (w *writer) sort() {
	if !w.isIndexed() {
		return
	}
	for i := range w.features {
		f := &w.features[i]
		if f.hilbert = math.MaxUint32; f.bound.Min[0] <= f.bound.Max[0] {
			f.hilbert = shape.Hilbert(f.bound, w.extent)
		}
	}
	slices.SortFunc(w.features, func(a, b placed) int {
		if a.hilbert != b.hilbert {
			return cmp.Compare(a.hilbert, b.hilbert)
		}
		return cmp.Compare(a.at, b.at)
	})
}
