package server

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"cairn/geo"
)

// Right is what somebody may do. Each includes those before it.
type Right uint8

// The rights.
const (
	MayRead  Right = iota + 1 // look at what is there
	MayWrite                  // make, change and delete features
	MayAdmin                  // make, change and drop collections
)

// Who is somebody whom the server knows.
type Who struct {
	Name        string // kept with every change
	Right       Right
	Collections []geo.Name // that the right is about; nil for all
}

// may reports whether a right is somebody's in a collection.
func (w Who) may(r Right, in geo.Name) bool {
	return w.Right >= r && (w.Collections == nil || slices.Contains(w.Collections, in))
}

// Guard knows who may write. It is asked by several goroutines at once.
type Guard interface {
	// Identify returns whom a bearer token (RFC 6750) belongs to; a *[geo.Error] of
	// kind Denied if it is nobody's, or no longer anybody's.
	Identify(ctx context.Context, token string) (Who, error)
}

// errNoToken says that a request has no credentials.
var errNoToken = errors.New("no token")

// identify finds out who asks, once for each request.
func (x *exchange) identify() (Who, error) {
	kind, token, _ := strings.Cut(header(x.r, "Authorization"), " ")
	token = strings.TrimSpace(token)
	if x.server.config.Guard == nil || token == "" || !strings.EqualFold(kind, "Bearer") {
		return Who{}, errNoToken
	}
	return x.server.config.Guard.Identify(x.ctx, token)
}

// permit lets somebody who has the right go on, and keeps who it is. Otherwise the
// error is 401 with what to send, or 403 (RFC 6750 §3).
func (x *exchange) permit(r Right) error {
	who, err := x.identify()
	switch {
	case err == errNoToken:
		x.w.Header().Set("WWW-Authenticate", `Bearer realm="cairn"`)
		return &refusal{http.StatusUnauthorized, "this needs a token: send it as Authorization: Bearer …"}
	case geo.KindOf(err) == geo.Denied:
		x.w.Header().Set("WWW-Authenticate", `Bearer realm="cairn", error="invalid_token"`)
		why := ""
		if e := (*geo.Error)(nil); errors.As(err, &e) {
			why = ": " + e.Msg
		}
		return &refusal{http.StatusUnauthorized, "the token is not known here, or no longer" + why}
	case err != nil:
		return err
	case !who.may(r, x.collection):
		x.w.Header().Set("WWW-Authenticate", `Bearer realm="cairn", error="insufficient_scope"`)
		return &refusal{http.StatusForbidden, "the token of " + who.Name + " does not allow this"}
	}
	x.who = who
	return nil
}
