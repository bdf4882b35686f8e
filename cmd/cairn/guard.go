package main

import (
	"context"
	"net/url"
	"strings"

	"cairn/geo/sqlite"
	"cairn/server"
	"cairn/server/issuer"
)

// guard lets in whoever has a token of the store, or of an issuer.
type guard struct {
	tokens *sqlite.Tokens
	issuer *issuer.Issuer // nil: there is none
}

// Identify returns whom a token belongs to. It looks into the file each time, so that
// a token is good for nothing as soon as it is revoked.
func (g guard) Identify(ctx context.Context, token string) (server.Who, error) {
	if g.issuer != nil && !strings.HasPrefix(token, sqlite.TokenPrefix) {
		return g.issuer.Identify(ctx, token)
	}
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

// vouching says who else may say who may write.
type vouching struct {
	OIDCIssuer    *url.URL `name:"oidc-issuer" placeholder:"URL" help:"Take bearer tokens of this OpenID Connect issuer, beside those of the store."`
	OIDCAudience  string   `name:"oidc-audience" placeholder:"NAME" help:"The audience that they must name: what this service is called there."`
	OIDCClaim     string   `name:"oidc-claim" placeholder:"NAME" default:"groups" help:"The claim that has the roles of their owner, such as groups, scope or realm_access.roles."`
	OIDCWriteRole string   `name:"oidc-write-role" placeholder:"ROLE" help:"Who has this role may change features."`
	OIDCAdminRole string   `name:"oidc-admin-role" placeholder:"ROLE" help:"Who has this role may make, change and drop collections, too."`
	OIDCNameClaim string   `name:"oidc-name-claim" placeholder:"NAME" default:"sub" help:"The claim that is kept with every change, after \"oidc:\"."`
}

// open returns the issuer, nil if there is none. It is not asked for anything yet.
func (v *vouching) open(store string) (*issuer.Issuer, error) {
	if v.OIDCIssuer == nil {
		return nil, nil
	}
	if store == "" {
		return nil, &usageError{"--oidc-issuer says who may change a store; --store says where that is"}
	}
	of, err := issuer.New(issuer.Config{
		URL: v.OIDCIssuer.String(), Audience: v.OIDCAudience, Claim: v.OIDCClaim,
		WriteRole: v.OIDCWriteRole, AdminRole: v.OIDCAdminRole, NameClaim: v.OIDCNameClaim,
	})
	if err != nil {
		return nil, &usageError{"--oidc-" + err.Error()}
	}
	return of, nil
}
