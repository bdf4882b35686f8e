package gpkg

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// inserter adds rows to a table, many with one statement: that takes a third of the
// time of one by one.
type inserter struct {
	ctx     context.Context
	db      database
	into    string // the table, quoted
	columns int
	most    int // rows of a statement
	full    *sql.Stmt
	args    []any
}

// newInserter returns an inserter of rows with so many columns. Its close must be
// called once.
func newInserter(ctx context.Context, db database, table string, columns int) *inserter {
	return &inserter{ctx: ctx, db: db, into: quote(table), columns: columns, most: max(1, min(64, 2048/columns))}
}

// add adds a row: one value for each column. Slices must not change until the next
// close.
func (n *inserter) add(values ...any) error {
	n.args = append(n.args, values...)
	return n.flow()
}

// flow sends the rows of which args has enough.
func (n *inserter) flow() error {
	if len(n.args) < n.most*n.columns {
		return nil
	}
	if n.full == nil {
		var err error
		if n.full, err = n.db.PrepareContext(n.ctx, n.statement(n.most)); err != nil {
			return fmt.Errorf("prepare to add rows to %s: %w", n.into, err)
		}
	}
	_, err := n.full.ExecContext(n.ctx, n.args...)
	clear(n.args)
	n.args = n.args[:0]
	if err != nil {
		return fmt.Errorf("add rows to %s: %w", n.into, err)
	}
	return nil
}

func (n *inserter) statement(rows int) string {
	row := "(" + strings.Repeat("?,", n.columns-1) + "?)"
	return "INSERT INTO " + n.into + " VALUES " + strings.Repeat(row+",", rows-1) + row
}

// close adds the rows that are left.
func (n *inserter) close() error {
	if n.full != nil {
		if err := n.full.Close(); err != nil {
			return fmt.Errorf("add rows to %s: %w", n.into, err)
		}
	}
	if len(n.args) == 0 {
		return nil
	}
	if _, err := n.db.ExecContext(n.ctx, n.statement(len(n.args)/n.columns), n.args...); err != nil {
		return fmt.Errorf("add rows to %s: %w", n.into, err)
	}
	return nil
}
