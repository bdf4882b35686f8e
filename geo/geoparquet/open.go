package geoparquet

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"cairn/geo"
)

// Limits on what is read.
const (
	maxFooterBytes = 64 << 20
	maxLeaves      = 2 * geo.MaxFields
	// maxRowsPerByte is of the whole file: places that differ take bytes, and a few bytes
	// can tell of thousands of millions of rows that are all alike.
	maxRowsPerByte = 1000
)

const magic = "PAR1"

// Layers opens a Parquet file of a given size in bytes, of which r gives the bytes, and
// returns the one layer it has, called name. r is read until the layer is. See the
// package comment for what is taken. The error is Invalid: no Parquet, a system of
// coordinates or an encoding that is not known; or that of r, wrapped.
//
// Errors while the features are read are Invalid as well; their Path tells which one,
// counted from 0.
func Layers(r io.ReaderAt, size int64, name string) ([]geo.Layer, error) {
	t, err := open(r, size)
	if err != nil {
		return nil, err
	}
	return []geo.Layer{{Name: name, Count: int(t.file.NumRows()), Read: t.read, PassOver: t.passOver}}, nil
}

// table is a file that has been opened.
type table struct {
	file *parquet.File
	r    *watched
	root *node
	role []role // of the root's fields
	geo  placeOf
	id   bool // some field has the ids
}

// watched keeps the error that its reader has had.
type watched struct {
	r   io.ReaderAt
	err error
}

// ReadAt implements [io.ReaderAt].
func (w *watched) ReadAt(p []byte, at int64) (int, error) {
	n, err := w.r.ReadAt(p, at)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// safely runs what the Parquet library does with bytes from outside: it answers some
// of them with a panic.
func (w *watched) safely(do func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = invalid("", fmt.Sprintf("the Parquet is damaged (%.200v)", fault))
		}
	}()
	err = do()
	switch {
	case err == nil || err == io.EOF:
		return err
	case w.err != nil:
		return fmt.Errorf("read Parquet: %w", w.err)
	case geo.KindOf(err) == geo.Invalid:
		return err
	}
	return invalid("", fmt.Sprintf("the Parquet is damaged, or of a kind that cannot be read here (%.200v)", err))
}

func open(r io.ReaderAt, size int64) (*table, error) {
	t := &table{r: &watched{r: r}}
	if err := t.checkEnds(size); err != nil {
		return nil, err
	}
	err := t.r.safely(func() (err error) {
		t.file, err = parquet.OpenFile(t.r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
		if err != nil {
			return err
		}
		if n := len(t.file.Metadata().Schema); n > 2*maxLeaves {
			return invalid("schema", "it has "+strconv.Itoa(n)+" columns and groups; expected at most "+strconv.Itoa(2*maxLeaves))
		}
		switch n := t.file.NumRows(); {
		case n < 0:
			return invalid("footer", "it tells of fewer than no rows: the file is damaged")
		case n/maxRowsPerByte > size:
			return invalid("footer", "it tells of "+strconv.FormatInt(n, 10)+" rows in "+strconv.FormatInt(size, 10)+" bytes, which would all be alike: the file is damaged, or made to do harm")
		}
		leaves := 0
		t.root, err = nodeFrom(t.file.Root(), &leaves, 0, 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	return t, t.assign()
}

// checkEnds looks at the first and the last bytes.
func (t *table) checkEnds(size int64) error {
	var head [4]byte
	var tail [8]byte
	if size >= 4 {
		if _, err := t.r.ReadAt(head[:], 0); err != nil && err != io.EOF {
			return fmt.Errorf("read Parquet: %w", err)
		}
	}
	if size < 12 || string(head[:]) != magic {
		return invalid("byte 0", "the file does not start as Parquet does; expected "+magic)
	}
	if _, err := t.r.ReadAt(tail[:], size-8); err != nil && err != io.EOF {
		return fmt.Errorf("read Parquet: %w", err)
	}
	at := "byte " + strconv.FormatInt(size-8, 10)
	switch {
	case bytes.Equal(tail[4:], []byte("PARE")):
		return invalid(at, "the file is encrypted; expected one that is not")
	case string(tail[4:]) != magic:
		return invalid(at, "the file does not end as Parquet does: it is cut off, or still being written; get the whole of it")
	}
	if n := int64(binary.LittleEndian.Uint32(tail[:])); n > maxFooterBytes || n > size-12 {
		return invalid(at, "the footer would take "+strconv.FormatInt(n, 10)+" bytes: the file is damaged")
	}
	return nil
}

// ourID returns which column our metadata name for the ids.
func (t *table) ourID() string {
	var o ours
	if text, ok := t.file.Lookup(ourKey); ok {
		_ = json.Unmarshal([]byte(text), &o) // somebody else's is none
	}
	return o.ID
}
