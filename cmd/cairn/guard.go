package main

import (
	"context"

	"cairn/geo/sqlite"
	"cairn/server"
)

// guard lets in whoever has a token of the store.
type guard struct{ tokens *sqlite.Tokens }

// Identify returns whom a token belongs to. It looks into the file each time, so that
// a token is good for nothing as soon as it is revoked.
func (g guard) Identify(ctx context.Context, token string) (server.Who, error) {
	of, err := g.tokens.Find(ctx, token)
	if err != nil {
		return server.Who{}, err
	}
	who := server.Who{Name: of.Name, Collections: of.Collections}
	switch of.Right {
	case sqlite.CanRead:
		who.Right = server.MayRead
	case sqlite.CanWrite:
		who.Right = server.MayWrite
	case sqlite.CanAdmin:
		who.Right = server.MayAdmin
	}
	return who, nil
}
