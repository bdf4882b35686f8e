package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"cairn/geo"
)

// somewhere says what a command changes: a file, or what a server has open.
type somewhere struct {
	Store     string `placeholder:"FILE" help:"The store: a GeoPackage."`
	Server    string `placeholder:"URL" help:"Instead of --store: the server that has the store open. It takes a token that may write."`
	TokenFile string `placeholder:"FILE" help:"The file that holds the token for --server; by default CAIRN_TOKEN in the environment is the token. It is no argument, because others can read those."`
	Insecure  bool   `help:"Send the token to another machine without encryption, over http."`
	By        string `placeholder:"NAME" help:"With --store: who makes the change; kept with it. By default the name you are logged in with. With --server the token says who."`
}

// choose refuses what makes no sense, and reports whether a server is meant. What is on
// the command line counts more than what is in the environment.
func (c *somewhere) choose(w world) (server bool, err error) {
	if c.Store != "" && c.Server != "" {
		switch {
		case c.Store == w.env["CAIRN_STORE"] && c.Server != w.env["CAIRN_SERVER"]:
			c.Store = ""
		case c.Server == w.env["CAIRN_SERVER"] && c.Store != w.env["CAIRN_STORE"]:
			c.Server = ""
		default:
			return false, &usageError{"--store and --server: one of them, not both"}
		}
	}
	switch {
	case c.Store == "" && c.Server == "":
		return false, &usageError{"missing flags: --store=FILE, or --server=URL if a server has the store open"}
	case c.Server != "" && c.By != "" && c.By != w.env["CAIRN_BY"]:
		return false, &usageError{"--by is for --store; of a change by --server the token says who makes it"}
	}
	return c.Server != "", nil
}

// writing is the same for commands that know files only.
func (c *somewhere) writing() *writing { return &writing{inStore{c.Store}, c.By} }

// besides adds to the error of a store that a server has open how to go on.
func besides(err error, command string) error {
	if geo.KindOf(err) != geo.Busy {
		return err
	}
	return fmt.Errorf("%w. Through it: %s --server http://localhost:8080 --token-file FILE (the address that it printed; cairn token create makes a token)", err, command)
}

// far is a server that is written to.
type far struct {
	base   string // without a slash at its end
	token  string // may be empty
	client *http.Client
}

const (
	farConnect = 10 * time.Second
	farAnswer  = 2 * time.Minute // until an answer begins
	maxToken   = 16 << 10
)

// reach makes ready to ask the server that the flags name; nothing is asked yet.
func (c *somewhere) reach(w world, needsToken bool) (*far, error) {
	u, err := url.Parse(c.Server)
	switch {
	case err == nil && u.User != nil, err != nil && strings.Contains(c.Server, "@"): // it is not told again: a log is no place for it
		return nil, &usageError{"--server has a name or a password in it; the token is in --token-file or CAIRN_TOKEN"}
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "":
		return nil, &usageError{fmt.Sprintf("--server is %q; expected an address such as http://localhost:8080", c.Server)}
	}
	token, err := c.secret(w)
	if err != nil {
		return nil, err
	}
	if token == "" && needsToken {
		return nil, &usageError{"--server takes a token: --token-file FILE, or CAIRN_TOKEN in the environment; cairn token create makes one"}
	}
	if token != "" && u.Scheme == "http" && !isLoopback(u.Hostname()) && !c.Insecure {
		return nil, &usageError{fmt.Sprintf("%s would be sent the token without encryption, where others can read it; use https, or --insecure if nobody can", c.Server)}
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = (&net.Dialer{Timeout: farConnect}).DialContext
	transport.ResponseHeaderTimeout = farAnswer
	return &far{strings.TrimRight(u.String(), "/"), token, &http.Client{
		Transport: transport,
		// Who is sent on might be sent to somebody else, and the token with him.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// secret returns the token, "" if there is none.
func (c *somewhere) secret(w world) (string, error) {
	token := w.env["CAIRN_TOKEN"]
	if c.TokenFile != "" {
		f, err := os.Open(c.TokenFile)
		if err != nil {
			return "", unreadToken(err)
		}
		defer f.Close()
		text, err := io.ReadAll(io.LimitReader(f, maxToken))
		if err != nil {
			return "", unreadToken(err)
		}
		token = string(text)
		if strings.TrimSpace(token) == "" {
			return "", &usageError{"--token-file is empty; expected a token"}
		}
	}
	token = strings.TrimSpace(token)
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", &usageError{"the token has blanks or letters in it that no token has; expected it alone, as cairn token create prints it"}
	}
	return token, nil
}

// unreadToken tells why there is no token, without the name of the file: it may be the
// token, given in place of a file that holds it.
func unreadToken(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("read the token: --token-file takes the name of a file that holds it: %w", err)
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// answerError is what a server answers instead of doing what was asked.
type answerError struct {
	status int
	text   string // of the status
	detail string
	flaws  []flaw
}

// flaw is one thing that is wrong with what was sent, and where.
type flaw struct{ Pointer, Detail string }

func (e *answerError) Error() string {
	if e.detail == "" {
		return "the server answers " + e.text
	}
	return "the server answers " + e.text + ": " + e.detail
}

// errors returns what is wrong as the store would tell it.
func (e *answerError) errors() (all []*geo.Error) {
	for _, f := range e.flaws {
		all = append(all, &geo.Error{Kind: geo.Invalid, Path: pathOf(f.Pointer), Msg: f.Detail})
	}
	return all
}

// pathOf makes of a pointer into a body the path that a store tells: changes[2].name.
func pathOf(pointer string) string {
	path := strings.TrimPrefix(pointer, "#")
	before := ""
	if rest, several := strings.CutPrefix(path, "/features/"); several {
		number, property, _ := strings.Cut(rest, "/")
		before, path = "changes["+number+"].", "/"+property
	}
	path = strings.TrimPrefix(strings.TrimPrefix(path, "/properties"), "/")
	if plain, err := url.PathUnescape(path); err == nil {
		path = strings.NewReplacer("~1", "/", "~0", "~").Replace(plain)
	}
	return before + path
}

// ask sends a request with a JSON body, or without one, and returns the answer's body. An
// answer that does not say that it was done is an *answerError; any other error leaves it
// open what was done.
func (f *far) ask(ctx context.Context, method, path, media string, body []byte) (io.ReadCloser, error) {
	r, err := http.NewRequestWithContext(ctx, method, f.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, &usageError{fmt.Sprintf("%q is no address: %v", f.base, err)}
	}
	r.Header.Set("User-Agent", "cairn/"+versionName())
	if body != nil {
		r.Header.Set("Content-Type", media)
	}
	if f.token != "" {
		r.Header.Set("Authorization", "Bearer "+f.token)
	}
	answer, err := f.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("ask the server: %w", err)
	}
	if answer.StatusCode/100 == 2 {
		return answer.Body, nil
	}
	defer answer.Body.Close()
	e := &answerError{status: answer.StatusCode, text: cmp.Or(answer.Status, fmt.Sprint(answer.StatusCode))}
	if to := answer.Header.Get("Location"); answer.StatusCode/100 == 3 {
		e.detail = fmt.Sprintf("it sends on to %q, which is not followed; say that address if it is the right one", to)
		return nil, e
	}
	var problem struct {
		Detail string
		Errors []flaw
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, 4<<20))
	if err == nil && json.Unmarshal(text, &problem) == nil {
		e.detail, e.flaws = problem.Detail, problem.Errors
	}
	return nil, e
}

// do is ask where nobody looks at the answer.
func (f *far) do(ctx context.Context, method, path, media string, body []byte) error {
	answer, err := f.ask(ctx, method, path, media, body)
	if err != nil {
		return err
	}
	// It was done when the answer began.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer, 64<<20))
	return answer.Close()
}

// isAnswer reports whether the server has answered with a status.
func isAnswer(err error, status int) bool {
	var e *answerError
	return errors.As(err, &e) && e.status == status
}

// has reports whether the server has a resource.
func (f *far) has(ctx context.Context, path string) (bool, error) {
	err := f.do(ctx, http.MethodGet, path, "", nil)
	if isAnswer(err, http.StatusNotFound) {
		return false, nil
	}
	return err == nil, err
}

func collectionPath(name geo.Name) string { return "/collections/" + url.PathEscape(string(name)) }

func itemPath(name geo.Name, id geo.ID) string {
	return collectionPath(name) + "/items/" + url.PathEscape(string(id))
}
