package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

// prepared are the statements that every change needs, by their text. Each is made
// when it is first run: to make one takes longer than to run it.
type prepared map[string]*sql.Stmt

// do runs a statement that gives nothing.
func (w *writer) do(ctx context.Context, text string, args ...any) error {
	s, err := w.statement(ctx, text)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(ctx, args...)
	return err
}

// get runs a statement that gives one value.
func (w *writer) get(ctx context.Context, into any, text string, args ...any) error {
	s, err := w.statement(ctx, text)
	if err != nil {
		return err
	}
	return s.QueryRowContext(ctx, args...).Scan(into)
}

func (w *writer) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	if s := w.prepared[text]; s != nil {
		return s, nil
	}
	s, err := w.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if w.prepared == nil {
		w.prepared = prepared{}
	}
	w.prepared[text] = s
	return s, nil
}

// forget lets go of the statements, also of those of the tables.
func (w *writer) forget() error {
	var err error
	for _, s := range w.prepared {
		err = errors.Join(err, s.Close())
	}
	w.prepared = nil
	for _, h := range w.held {
		err = errors.Join(err, h.Forget())
	}
	return err
}
