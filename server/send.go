package server

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"cairn/server/middleware"
)

// piece is how long an answer may grow before it goes out in pieces, without
// its length being told.
const piece = 1 << 20

// errDone ends the making of an answer of which only the head was asked for.
var errDone = errors.New("the head is all that was asked for")

// stamp holds the headers that differ from one answer to the next; the
// connection may read them after the exchange has been given back.
type stamp struct{ etag, length [1]string }

// vary is the Vary header of everything: formats by Accept, and headers for
// pages of other origins.
var vary = []string{"Accept, Accept-Encoding, Origin"}

var revalidate = []string{"no-cache"}

// describe sets the headers of an answer. length < 0 means that it is not known.
func (x *exchange) describe(media []string, length int) {
	h := x.w.Header()
	st := new(stamp)
	var text [64]byte
	b := append(text[:0], x.tag.bytes()...)
	if length >= 0 {
		b = strconv.AppendInt(b, int64(length), 10)
	}
	all := string(b)
	st.etag[0], st.length[0] = all[:x.tag.n], all[x.tag.n:]
	if x.tag.n > 0 {
		h["Etag"] = st.etag[:]
		if x.moment != nil {
			h["Last-Modified"] = x.moment.modified
		}
		if h["Cache-Control"] == nil {
			h["Cache-Control"] = revalidate
		}
	}
	if length >= 0 {
		h["Content-Length"] = st.length[:]
	}
	if media != nil {
		h["Content-Type"] = media
	}
	if !x.isData() {
		middleware.Document(h)
	}
	h["Vary"] = vary
}

// isData reports whether the answer is features for programs.
func (x *exchange) isData() bool {
	return x.form.is("geojson") || x.form.is("jsonfg") || x.form != nil && x.form.file
}

// send answers with a whole body, compressed if that was asked for and is worth
// it.
func (x *exchange) send(status int, media []string, body []byte) error {
	if x.begun {
		return errors.New("answer twice")
	}
	if x.encoding != middleware.Identity && len(body) >= middleware.WorthCoding {
		x.squeeze = x.server.coders.Append(x.squeeze[:0], x.encoding, body)
		body = x.squeeze
		x.encoding.Set(x.w.Header())
	}
	length := len(body)
	if status == http.StatusNoContent || status == http.StatusNotModified {
		length = -1
	}
	x.describe(media, length)
	x.begun = true
	x.w.WriteHeader(status)
	if len(body) == 0 || x.r.Method == http.MethodHead {
		return nil
	}
	if _, err := x.w.Write(body); err != nil {
		return &cut{err}
	}
	return nil
}

// flow sends what has been written to x.body so far, if it is long enough, as a
// piece of an answer whose end is not yet known.
func (x *exchange) flow() error {
	if len(x.body) < piece {
		return nil
	}
	return x.pour()
}

func (x *exchange) pour() error {
	if !x.begun {
		x.begun = true
		if x.encoding != middleware.Identity {
			x.encoding.Set(x.w.Header())
			x.coder = x.server.coders.Get(x.encoding, x.w)
		}
		x.describe(x.media, -1)
		x.w.WriteHeader(http.StatusOK)
	}
	if x.r.Method == http.MethodHead {
		return errDone
	}
	// A reader that takes each piece in time may take as long as it likes for all: the
	// store has its time for each piece, and none of it while the reader takes one.
	x.ctx.pause()
	defer x.ctx.resume(x.server.config.Limits.Duration)
	// Where there is no connection to set a deadline on, none is needed.
	_ = http.NewResponseController(x.w).SetWriteDeadline(time.Now().Add(x.server.config.Limits.Write))
	var err error
	if x.coder != nil {
		_, err = x.coder.Write(x.body)
	} else {
		_, err = x.w.Write(x.body)
	}
	x.body = x.body[:0]
	if err != nil {
		return &cut{err}
	}
	return nil
}

// done sends the rest of x.body: all of it, or the last piece.
func (x *exchange) done() error {
	if !x.begun {
		return x.send(http.StatusOK, x.media, x.body)
	}
	if err := x.pour(); err != nil {
		return err
	}
	if x.coder != nil {
		if err := x.coder.Close(); err != nil {
			return &cut{err}
		}
		x.server.coders.Put(x.encoding, x.coder)
	}
	return nil
}

// cut is what is left to say when the connection failed under an answer.
type cut struct{ err error }

func (c *cut) Error() string { return "the connection failed: " + c.err.Error() }
func (c *cut) Unwrap() error { return c.err }
