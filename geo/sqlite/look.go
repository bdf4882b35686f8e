package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"cairn/geo"
)

// magic is how every SQLite file begins.
const magic = "SQLite format 3\x00"

// whole looks at the beginning of the file: whether it is one of SQLite's and not
// shorter than it says. Nothing is written.
func whole(path string, size int64) error {
	if size == 0 {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, os.ErrPermission) {
			return &geo.Error{Kind: geo.Denied, Path: path, Msg: "the file cannot be read", Err: err}
		}
		return fmt.Errorf("open the store: %w", err)
	}
	defer f.Close()
	head := make([]byte, 100)
	if _, err := io.ReadFull(f, head); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read the store: %w", err)
	}
	if string(head[:len(magic)]) != magic {
		return &geo.Error{Kind: geo.Invalid, Path: path, Msg: "the file is no GeoPackage: it does not begin as every SQLite file does; it is left as it is"}
	}
	if beside(path+"-wal") || beside(path+"-journal") {
		return nil // what the file says of itself may be in there
	}
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 {
		page = 65536
	}
	pages := int64(binary.BigEndian.Uint32(head[28:]))
	if known := binary.BigEndian.Uint32(head[24:]) == binary.BigEndian.Uint32(head[92:]); known && size < page*pages {
		return &geo.Error{Kind: geo.Invalid, Path: path, Msg: fmt.Sprintf("the file is cut off: it has %d bytes, and says that it has %d; it is left as it is, and cairn restore brings a backup back", size, page*pages)}
	}
	return nil
}

func beside(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}
