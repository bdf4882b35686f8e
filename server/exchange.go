package server

import (
	"net/http"

	"cairn/geo"
	"cairn/geo/situation"
	"cairn/server/middleware"
)

// exchange is one request on its way to its answer. Exchanges are used again:
// nothing may keep one, or a slice of its buffers, after the answer.
type exchange struct {
	server *Server
	w      http.ResponseWriter
	r      *http.Request
	rt     *route
	ctx    *deadline
	state  geo.Reader // of the store, opened for this request

	collection geo.Name // what the path names
	feature    geo.ID
	who        Who // who writes

	query    []parameter
	request  request
	during   geo.Period
	asOf     situation.AsOf
	asked    string // the value of f
	form     *form
	media    []string // the answer's Content-Type
	encoding middleware.Encoding
	public   string // public address, see base
	moment   *moment
	tag      tag

	body    []byte
	begun   bool // the first byte of the answer is out
	params  [16]parameter
	key     []byte           // scratch for the ETag
	squeeze []byte           // the compressed body
	coder   middleware.Coder // of an answer that goes out in pieces
}

// keepBody is how large a buffer an exchange keeps for the next one.
const keepBody = 2 << 20

func (x *exchange) begin(w http.ResponseWriter, r *http.Request) {
	x.w, x.r = w, r
	x.ctx = within(r.Context(), x.server.config.Limits.Duration)
	x.query = x.params[:0]
}

// finish tells of err, if there is one, and gives the exchange back.
func (x *exchange) finish(err error) {
	defer x.ctx.end()
	if x.state != nil {
		x.state.Close()
	}
	if err != nil {
		x.fail(err)
	}
	body, key, squeeze := x.body[:0], x.key[:0], x.squeeze[:0]
	if cap(body) > keepBody {
		body = nil
	}
	if cap(squeeze) > keepBody {
		squeeze = nil
	}
	*x = exchange{server: x.server, body: body, key: key, squeeze: squeeze}
	x.server.exchanges.Put(x)
}

// note tells the log which route answers.
func (x *exchange) note(pattern string) {
	if e := middleware.EntryOf(x.w); e != nil {
		e.Route = pattern
	}
}

// param is the value of the parameter called name, "" if it was not given.
func (x *exchange) param(name string) string {
	for i := range x.query {
		if x.query[i].name == name {
			return x.query[i].value
		}
	}
	return ""
}
