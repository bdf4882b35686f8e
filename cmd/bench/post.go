package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
)

// line is a connection that sends requests to a server one after the other, with as
// little work of its own as a driver of PostgreSQL has: a client of net/http would
// take more of the processors than the server that is measured.
type line struct {
	conn net.Conn
	in   *bufio.Reader
	head string // all of it but the length of the body
	out  []byte
}

// dial makes a line for requests of one method and path; address is a URL without a
// path.
func dial(ctx context.Context, address, method, path, media, token string) (*line, error) {
	host := strings.TrimPrefix(address, "http://")
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, err
	}
	head := method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: " + media + "\r\nContent-Length: "
	return &line{conn: conn, in: bufio.NewReader(conn), head: head}, nil
}

// send sends a body and reads the answer, whose status must be want.
func (l *line) send(body string, want int) error {
	l.out = append(l.out[:0], l.head...)
	l.out = strconv.AppendInt(l.out, int64(len(body)), 10)
	l.out = append(l.out, "\r\n\r\n"...)
	l.out = append(l.out, body...)
	if _, err := l.conn.Write(l.out); err != nil {
		return err
	}
	status, length := 0, -1
	for first := true; ; first = false {
		text, err := l.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		text = bytes.TrimRight(text, "\r\n")
		name, value, _ := bytes.Cut(text, []byte(":"))
		switch {
		case first && len(text) > 12:
			if status, err = strconv.Atoi(string(text[9:12])); err != nil {
				return fmt.Errorf("the answer begins with %q", text)
			}
		case len(text) == 0:
			said := make([]byte, max(length, 0))
			if _, err := io.ReadFull(l.in, said); err != nil {
				return err
			}
			if status != want || length < 0 {
				return fmt.Errorf("status %d, want %d with a length: %s", status, want, said)
			}
			return nil
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return fmt.Errorf("the answer's length is %q", value)
			}
		}
	}
}
