package middleware

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// Access writes the lines of requests that did not fail. They are those that
// slog's text or JSON handler would write, but a line costs a fifth of the time,
// which counts where an answer takes ten microseconds.
type Access struct {
	to    io.Writer // takes one line at a time
	json  bool
	lines sync.Pool
}

// NewAccess returns an Access that writes text, or JSON, to w. Each line is one
// call of w.Write, which may come from several goroutines at once. An error of w
// is w's own to tell.
func NewAccess(w io.Writer, json bool) *Access {
	return &Access{to: w, json: json, lines: sync.Pool{New: func() any { b := make([]byte, 0, 512); return &b }}}
}

func (a *Access) write(e *Entry, r *http.Request, at time.Time, took time.Duration) {
	line := a.lines.Get().(*[]byte)
	b := (*line)[:0]
	if a.json {
		b = append(appendTime(append(b, `{"time":"`...), at), `","level":"INFO","msg":"request","method":`...)
		b = appendJSON(b, r.Method)
		b = appendJSON(append(b, `,"route":`...), e.Route)
		b = appendJSON(append(b, `,"path":`...), r.URL.Path)
		b = strconv.AppendInt(append(b, `,"status":`...), int64(e.Status), 10)
		b = strconv.AppendInt(append(b, `,"bytes":`...), e.Bytes, 10)
		b = strconv.AppendInt(append(b, `,"took":`...), int64(took), 10)
		b = strconv.AppendInt(append(b, `,"rev":`...), e.Rev, 10)
		b = append(append(append(b, `,"request":"`...), e.prefix...), strconv.FormatUint(e.number, 36)...)
		b = append(b, "\"}\n"...)
	} else {
		b = append(appendTime(append(b, "time="...), at), " level=INFO msg=request method="...)
		b = appendText(b, r.Method)
		b = appendText(append(b, " route="...), e.Route)
		b = appendText(append(b, " path="...), r.URL.Path)
		b = strconv.AppendInt(append(b, " status="...), int64(e.Status), 10)
		b = strconv.AppendInt(append(b, " bytes="...), e.Bytes, 10)
		b = append(append(b, " took="...), took.String()...)
		b = strconv.AppendInt(append(b, " rev="...), e.Rev, 10)
		b = append(append(b, " request="...), e.prefix...)
		b = append(strconv.AppendUint(b, e.number, 36), '\n')
	}
	_, _ = a.to.Write(b)
	*line = b
	a.lines.Put(line)
}

// appendTime appends t as slog does: RFC 3339 with milliseconds.
func appendTime(b []byte, t time.Time) []byte {
	return t.AppendFormat(b, "2006-01-02T15:04:05.000Z07:00")
}

// plain reports whether s can stand in a line as it is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '=' || c == '\\' {
			return false
		}
	}
	return s != ""
}

// appendText quotes what could be taken for the end of a value, and what cannot
// be seen.
func appendText(b []byte, s string) []byte {
	if plain(s) {
		return append(b, s...)
	}
	for _, r := range s {
		if r == utf8.RuneError || r == '"' || r == '=' || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return strconv.AppendQuote(b, s)
		}
	}
	if s == "" {
		return append(b, `""`...)
	}
	return append(b, s...)
}

func appendJSON(b []byte, s string) []byte {
	if plain(s) {
		return append(append(append(b, '"'), s...), '"')
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		panic("middleware: a string is no JSON: " + err.Error())
	}
	return append(b, quoted...)
}
