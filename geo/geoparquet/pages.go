package geoparquet

import (
	"io"
	"strconv"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// What the pages of one row group may take, of each column the largest: so much is
// held at once.
const (
	maxPageBytes  = 1 << 30
	maxPageValues = 64 << 20
)

// checkPages looks at the headers of all pages of a row group, before memory is taken
// for what they tell of.
func (t *table) checkPages(group int) error {
	bytes, values := int64(0), int64(0)
	for i := range t.file.Metadata().RowGroups[group].Columns {
		m := &t.file.Metadata().RowGroups[group].Columns[i].MetaData
		start := m.DataPageOffset
		if m.DictionaryPageOffset > 0 && m.DictionaryPageOffset < start {
			start = m.DictionaryPageOffset
		}
		end := start + m.TotalCompressedSize
		if start < 0 || end < start || end > t.file.Size() {
			return invalid("", "a column tells that it lies outside of the file: the file is damaged or cut off")
		}
		b, v, err := t.largestPage(start, end)
		if err != nil {
			return err
		}
		if bytes, values = bytes+b, values+v; bytes > maxPageBytes || values > maxPageValues {
			return invalid("", "the pages of row group "+strconv.Itoa(group)+" take more than can be held at once; expected smaller ones: the file may be damaged")
		}
	}
	return nil
}

// largestPage returns the most bytes and values that a page between two places has.
func (t *table) largestPage(start, end int64) (bytes, values int64, err error) {
	for at := start; at < end; {
		h, n, err := t.pageHeader(at, end)
		if err != nil {
			return 0, 0, err
		}
		at += n
		if h.CompressedPageSize < 0 || h.UncompressedPageSize < 0 || int64(h.CompressedPageSize) > end-at {
			return 0, 0, invalid("", "a page tells that it lies outside of its column: the file is damaged")
		}
		at += int64(h.CompressedPageSize)
		bytes = max(bytes, int64(h.UncompressedPageSize))
		values = max(values, int64(h.DataPageHeader.V.NumValues), int64(h.DataPageHeaderV2.V.NumValues), int64(h.DictionaryPageHeader.V.NumValues))
	}
	return bytes, values, nil
}

// pageHeader reads a header, and how many bytes it takes.
func (t *table) pageHeader(at, end int64) (h *format.PageHeader, n int64, err error) {
	protocol := new(thrift.CompactProtocol)
	for window := int64(512); ; window *= 16 {
		b := make([]byte, min(window, end-at))
		if got, err := t.r.ReadAt(b, at); err != nil && (err != io.EOF || got < len(b)) {
			return nil, 0, err
		}
		r := protocol.NewReaderFromBytes(b)
		h = new(format.PageHeader)
		if err = thrift.NewDecoder(r).Decode(h); err == nil {
			return h, int64(r.BytesRead()), nil
		}
		if window >= end-at || window >= 1<<24 {
			return nil, 0, err
		}
	}
}
