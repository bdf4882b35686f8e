package gpkg

import (
	"context"
	"database/sql"
	"fmt"

	"cairn/geo"
)

// Filler adds many rows to a table, several with each statement.
type Filler struct {
	ctx  context.Context
	db   Database
	t    *Table
	rows *inserter
	last int64 // the key given last
}

// Fill returns a filler. Nobody else may add rows until it is closed.
func (t *Table) Fill(ctx context.Context, db Database) (*Filler, error) {
	f := &Filler{ctx: ctx, db: db, t: t}
	var last sql.NullInt64
	if err := db.QueryRowContext(ctx, "SELECT max("+quote(t.key)+") FROM "+quote(t.name)).Scan(&last); err != nil {
		return nil, readError(err, tablePath(t.name))
	}
	f.last = last.Int64
	return f, nil
}

// Add adds a feature's row, and returns its key.
func (n *Filler) Add(f geo.Feature) (int64, error) {
	if f.Schema() != n.t.from {
		if err := n.Close(); err != nil {
			return 0, err
		}
		if _, err := n.t.Fit(n.ctx, n.db, f.Schema()); err != nil {
			return 0, err
		}
	}
	key, err := n.t.keyOf(f)
	if err != nil {
		return 0, err
	}
	if n.t.id != "" {
		n.last++
		key = n.last
	}
	values, err := n.t.row(f)
	if err != nil {
		return 0, err
	}
	if n.rows == nil {
		n.rows = newInserter(n.ctx, n.db, "", len(values)+1)
		n.rows.into = quote(n.t.name) + " (" + join(n.t.list(), ", ") + ")"
	}
	n.rows.args = append(n.rows.args, key)
	if err := n.rows.add(values...); err != nil {
		return 0, sameID(err)
	}
	return key, nil
}

// Close adds the rows that wait.
func (n *Filler) Close() error {
	if n.rows == nil {
		return nil
	}
	err := n.rows.close()
	n.rows = nil
	return sameID(err)
}

// WithoutIDs lets go of the order of the ids of a table that [CreateTable] made while
// many rows are added; the function that it returns makes it anew.
func (t *Table) WithoutIDs(ctx context.Context, db Database) (again func() error, err error) {
	if t.id == "" || !t.made {
		return func() error { return nil }, nil
	}
	index := quote(t.name + "_" + t.id)
	if _, err := db.ExecContext(ctx, "DROP INDEX IF EXISTS "+index); err != nil {
		return nil, fmt.Errorf("drop the order of ids of %s: %w", t.name, err)
	}
	return func() error {
		if _, err := db.ExecContext(ctx, "CREATE UNIQUE INDEX "+index+" ON "+quote(t.name)+" ("+quote(t.id)+")"); err != nil {
			return sameID(fmt.Errorf("index the ids of %s: %w", t.name, err))
		}
		return nil
	}, nil
}
