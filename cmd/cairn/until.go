package main

import (
	"context"
	"io"
)

// until reads from r as long as ctx lasts, also while r waits for more, as a terminal or
// a pipe may for ever. It is for one reader, which reads nothing after an error.
type until struct {
	ctx  context.Context
	r    io.Reader
	read chan chunk
	own  []byte // what r reads into, as a reading that is given up still writes there
}

type chunk struct {
	n   int
	err error
}

func newUntil(ctx context.Context, r io.Reader) *until {
	return &until{ctx: ctx, r: r, read: make(chan chunk, 1), own: make([]byte, peekSize)}
}

// Read implements [io.Reader]. The error is ctx's where that has ended.
func (u *until) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	own := u.own[:min(len(p), len(u.own))]
	go func() {
		n, err := u.r.Read(own)
		u.read <- chunk{n, err}
	}()
	select {
	case got := <-u.read:
		return copy(p, own[:got.n]), got.err
	case <-u.ctx.Done():
		return 0, u.ctx.Err()
	}
}
