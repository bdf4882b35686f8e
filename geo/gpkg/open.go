package gpkg

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"

	"modernc.org/sqlite"

	"cairn/geo"
)

// magic is how every SQLite file begins.
const magic = "SQLite format 3\x00"

// dsn is how the driver is told to open a file.
func dsn(path, parameters string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + parameters
}

// open opens a GeoPackage to read it. A file that another program has open may have
// its last changes in a write-ahead log beside it, which is then read too; any
// other is read as if nothing could change it, without locks, and so from media
// that cannot be written.
func open(path string) (*sql.DB, error) {
	if err := checkMagic(path); err != nil {
		return nil, err
	}
	if size(path+"-journal") > 0 {
		return nil, damaged("a program stopped while it was changing the file, and the journal beside it has not been played back; open it once with that program, or with any that may write it")
	}
	parameters := "?mode=ro&immutable=1"
	if size(path+"-wal") > 0 {
		parameters = "?mode=ro"
	}
	// What a file declares must not be able to do more than compute.
	db, err := sql.Open("sqlite", dsn(path, parameters+"&_pragma=trusted_schema(0)&_pragma=query_only(1)&_pragma=cell_size_check(1)"))
	if err != nil {
		return nil, fmt.Errorf("open the GeoPackage: %w", err)
	}
	return db, nil
}

func checkMagic(path string) error {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return &geo.Error{Kind: geo.NotFound, Path: path, Msg: "there is no such file", Err: err}
		}
		return fmt.Errorf("open the GeoPackage: %w", err)
	}
	defer f.Close()
	begin := make([]byte, len(magic))
	if n, err := io.ReadFull(f, begin); err != nil || string(begin) != magic {
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("read the GeoPackage: %w", err)
		}
		if n == 0 {
			return damaged("the file is empty; expected a GeoPackage")
		}
		return damaged("the file is no SQLite database, as every GeoPackage is")
	}
	return nil
}

func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func damaged(msg string) error { return &geo.Error{Kind: geo.Invalid, Path: "file", Msg: msg} }

// readError makes an error that a caller can act on of what SQLite says of a file
// that it cannot read: where is a table's path, or "file".
func readError(err error, where string) error {
	var known *geo.Error
	if errors.As(err, &known) {
		return err
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("read %s: %w", where, err)
	}
	const generic, corrupt, notADB = 1, 11, 26 // SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_NOTADB
	switch e.Code() & 0xFF {
	case corrupt, notADB:
		return &geo.Error{Kind: geo.Invalid, Path: where, Msg: "the file is damaged or cut off; sqlite3 FILE 'PRAGMA integrity_check' tells more", Err: err}
	case generic:
		return &geo.Error{Kind: geo.Invalid, Path: where, Msg: "the file is not as a GeoPackage should be", Err: err}
	}
	return fmt.Errorf("read %s: %w", where, err)
}

// rowError puts a row's place before an error that is about it.
func rowError(err error, table string, fid int64) error {
	var e *geo.Error
	if !errors.As(err, &e) {
		return err
	}
	named := *e
	named.Path = fmt.Sprintf("%s, fid %d", tablePath(table), fid)
	if e.Path != "" {
		named.Path += ", " + e.Path
	}
	return &named
}
