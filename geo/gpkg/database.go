package gpkg

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"
)

// Database is what the statements of this package need: a connection or a
// transaction of database/sql.
type Database = database

// OpenDatabase returns connections to the SQLite file at path, with what the driver
// is to be told after it, such as "?mode=rw". They have the functions ST_IsEmpty,
// ST_MinX, ST_MaxX, ST_MinY and ST_MaxY that the triggers of an R-tree call (annex
// F.3), so that one which is in the file stays right when rows are changed.
func OpenDatabase(path, parameters string) (*sql.DB, error) {
	d := &sqlite.Driver{}
	for i, name := range [...]string{"ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"} {
		if err := d.RegisterDeterministicScalarFunction(name, 1, edge(i)); err != nil {
			return nil, fmt.Errorf("add %s to SQLite: %w", name, err)
		}
	}
	if err := d.RegisterDeterministicScalarFunction("ST_IsEmpty", 1, isEmpty); err != nil {
		return nil, fmt.Errorf("add ST_IsEmpty to SQLite: %w", err)
	}
	return sql.OpenDB(&connector{d, dsn(path, parameters)}), nil
}

// connector opens connections by a driver of its own.
type connector struct {
	driver *sqlite.Driver
	dsn    string
}

// Connect opens one.
func (c *connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }

// Driver returns the driver.
func (c *connector) Driver() driver.Driver { return c.driver }

// edge returns a function that tells west, east, south or north of a blob; NULL if
// there is none.
func edge(which int) func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
	return func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		blob, _ := args[0].([]byte)
		bound, ok, err := boundOf(blob)
		if err != nil || !ok {
			return nil, nil
		}
		return [...]float64{bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1]}[which], nil
	}
}

func isEmpty(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	blob, _ := args[0].([]byte)
	_, ok, err := boundOf(blob)
	if err != nil {
		return nil, nil
	}
	if ok {
		return int64(0), nil
	}
	return int64(1), nil
}
