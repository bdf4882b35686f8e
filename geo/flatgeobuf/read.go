package flatgeobuf

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"cairn/geo"
)

// Read yields the features of a FlatGeobuf file, made by b, one after the other in
// the order of the file; the index is passed over. Coordinates in another system than
// WGS 84 are turned into it where the system is known ([cairn/geo/crs]); a file that
// tells no system is taken for longitude and latitude.
//
// It ends after the first error: a *[geo.Error] of kind Invalid, whose Path tells
// which feature, counted from 0, and how many bytes stand before it; or that of r,
// wrapped.
func Read(r io.Reader, b *geo.Builder) iter.Seq2[geo.Feature, error] {
	return PassOver(r, b, nil)
}

// PassOver reads as [Read] does, but bad is told of every feature that cannot be made of
// what stands there; where it returns true, the reading goes on with the next.
func PassOver(r io.Reader, b *geo.Builder, bad func(error) bool) iter.Seq2[geo.Feature, error] {
	return func(yield func(geo.Feature, error) bool) {
		d := &reader{r: bufio.NewReaderSize(r, 1<<17), bad: bad}
		d.b = b
		if err := d.read(yield); err != nil {
			b.Reset()
			yield(geo.Feature{}, err)
		}
	}
}

// reader reads a file.
type reader struct {
	decoder
	r      *bufio.Reader
	offset int64 // bytes read
	buffer []byte
	number uint64 // features read
	bad    func(error) bool
}

func (d *reader) read(yield func(geo.Feature, error) bool) error {
	if err := d.start(); err != nil {
		return err
	}
	for {
		at := d.offset
		buffer, err := d.sized("a feature", maxFeatureBytes)
		if err == io.EOF {
			return d.end()
		}
		if err != nil {
			return d.within(at, err)
		}
		if d.features > 0 && d.number >= d.features {
			return d.within(at, &geo.Error{Kind: geo.Invalid, Msg: "the header tells of " + strconv.FormatUint(d.features, 10) + " features, and there are more"})
		}
		f, err := d.feature(buffer, d.number+1)
		if err != nil {
			err = d.within(at, err)
			if d.bad == nil || geo.KindOf(err) != geo.Invalid || !d.bad(err) {
				return err
			}
			d.b.Reset()
			d.number++
			continue
		}
		d.number++
		if !yield(f, nil) {
			return nil
		}
	}
}

// start reads what stands before the features.
func (d *reader) start() error {
	begin, err := d.next(len(magic))
	switch {
	case err != nil && !errors.Is(err, errCut):
		return err
	case len(begin) < 4 || !bytes.HasPrefix(begin, []byte("fgb")):
		return &geo.Error{Kind: geo.Invalid, Path: "byte 0", Msg: "the file does not start as FlatGeobuf does; expected fgb and a version"}
	case begin[3] != magic[3]:
		return &geo.Error{Kind: geo.Invalid, Path: "byte 3", Msg: "the file is FlatGeobuf version " + strconv.Itoa(int(begin[3])) + "; expected version 3: convert it, as with ogr2ogr OUT.fgb IN.fgb"}
	case err != nil || !bytes.HasPrefix(begin, []byte(magic[:7])):
		return &geo.Error{Kind: geo.Invalid, Path: "byte 4", Msg: "the magic bytes are damaged, or the file is cut off; expected fgb"}
	}
	header, err := d.sized("the header", maxHeaderBytes)
	if err == io.EOF {
		err = errCut
	}
	if err != nil {
		return inHeader(err)
	}
	if d.schema, err = readHeader(bytes.Clone(header)); err != nil {
		return inHeader(err)
	}
	n, ok := indexBytes(d.features, d.nodeSize)
	if !ok {
		return inHeader(&geo.Error{Kind: geo.Invalid, Msg: fmt.Sprintf("it tells of an index of %d features with nodes of %d, which cannot be", d.features, d.nodeSize)})
	}
	return d.skip(n)
}

// skip passes over the index.
func (d *reader) skip(n int64) error {
	skipped, err := io.CopyN(io.Discard, d.r, n)
	d.offset += skipped
	if err == io.EOF {
		return &geo.Error{Kind: geo.Invalid, Path: "byte " + strconv.FormatInt(d.offset, 10), Msg: "the file ends within its index: it is cut off; get the whole of it"}
	}
	if err != nil {
		return fmt.Errorf("read FlatGeobuf: %w", err)
	}
	return nil
}

// end checks that all features have come.
func (d *reader) end() error {
	if d.number < d.features {
		return d.within(d.offset, &geo.Error{Kind: geo.Invalid, Msg: "the file ends here, and its header tells of " + strconv.FormatUint(d.features, 10) + " features: it is cut off; get the whole of it"})
	}
	return nil
}

// errCut is of a file that ends too early.
var errCut = &geo.Error{Kind: geo.Invalid, Msg: "the file ends within it: it is cut off; get the whole of it"}

// sized reads a length and as many bytes. The error is io.EOF where the file ends
// before the length.
func (d *reader) sized(what string, limit int) ([]byte, error) {
	b, err := d.next(4)
	if err != nil {
		if len(b) == 0 && errors.Is(err, errCut) {
			return nil, io.EOF
		}
		return nil, err
	}
	n := int(le.Uint32(b))
	if n > limit {
		return nil, &geo.Error{Kind: geo.Invalid, Msg: what + " takes " + strconv.Itoa(n) + " bytes; expected at most " + strconv.Itoa(limit>>20) + " MiB: the file may be damaged"}
	}
	return d.next(n)
}

// next reads n bytes, valid until the next call; fewer with errCut where the file
// ends. Memory is taken as bytes come, so that a length that lies costs nothing.
func (d *reader) next(n int) ([]byte, error) {
	d.buffer = d.buffer[:0]
	for len(d.buffer) < n {
		step := min(n-len(d.buffer), max(1<<20, len(d.buffer)))
		from := len(d.buffer)
		if cap(d.buffer) < from+step {
			d.buffer = append(make([]byte, 0, from+step), d.buffer...)
		}
		d.buffer = d.buffer[:from+step]
		got, err := io.ReadFull(d.r, d.buffer[from:])
		d.buffer = d.buffer[:from+got]
		d.offset += int64(got)
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return d.buffer, errCut
		default:
			return d.buffer, fmt.Errorf("read FlatGeobuf: %w", err)
		}
	}
	return d.buffer, nil
}

// within says where in the file an error is.
func (d *reader) within(at int64, err error) error {
	var e *geo.Error
	if !errors.As(err, &e) {
		return err
	}
	path := "features[" + strconv.FormatUint(d.number, 10) + "], byte " + strconv.FormatInt(at, 10)
	if e.Path != "" {
		path += ", " + e.Path
	}
	return &geo.Error{Kind: e.Kind, Path: path, Msg: e.Msg, Err: e.Err}
}

func inHeader(err error) error {
	var e *geo.Error
	if !errors.As(err, &e) {
		return err
	}
	path := "header"
	if e.Path != "" && e.Path != path {
		path += ", " + e.Path
	}
	return &geo.Error{Kind: e.Kind, Path: path, Msg: e.Msg, Err: e.Err}
}
