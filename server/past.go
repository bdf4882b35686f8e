package server

import (
	"fmt"
	"strconv"

	"cairn/geo"
	"cairn/geo/situation"
)

// keeper returns the store if it keeps its past.
func (s *Server) keeper() (geo.Keeper, bool) {
	k, ok := s.config.Store.(geo.Keeper)
	return k, ok
}

// noPast is the error of a question about the past to a store that keeps none.
func noPast() error {
	return &geo.Error{Kind: geo.NotFound, Msg: "this server keeps no past: its data come from files that it read when it started"}
}

// revOf returns the revision that a text means: its number, or an instant, of which
// the last revision by then counts. The error is Invalid with the text's fault.
func (x *exchange) revOf(k geo.Keeper, text string) (geo.Rev, error) {
	if p, ok := geo.ParseInstant([]byte(mendTime(text))); ok {
		return k.RevAt(x.ctx, p.Last())
	}
	rev, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		return 0, &geo.Error{Kind: geo.Invalid, Msg: strconv.Quote(text) + " is neither the number of a revision nor an RFC 3339 time"}
	}
	return geo.Rev(rev), nil
}

// goBack puts the state that as-of names in place of the present one. Of a store
// that keeps no past it does nothing.
func (x *exchange) goBack(as situation.AsOf) error {
	k, ok := x.server.keeper()
	if !ok {
		return nil
	}
	rev, err := x.revOf(k, as.String())
	if err != nil {
		return err
	}
	if rev >= x.moment.rev {
		return nil
	}
	past, err := k.ReadAt(x.ctx, rev)
	if err != nil {
		return fmt.Errorf("go back to revision %d: %w", rev, err)
	}
	x.state.Close()
	x.state = past
	return nil
}
