package hook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The headers of what is sent, beside Content-Type: application/json.
const (
	SignatureHeader = "Cairn-Signature" // t=SECONDS,v1=HEX: see [Sign]
	HookHeader      = "Cairn-Hook"      // the hook's id
	DeliveryHeader  = "Cairn-Delivery"  // the same whenever the same body is sent again
	RevisionHeader  = "Cairn-Revision"  // of the last change in the body
	TimeHeader      = "Cairn-Timestamp" // seconds since 1970, when it was sent
)

// timeout is how long an attempt may take, if nothing else is said.
const timeout = 10 * time.Second

// maxAnswer is how much of an answer's body is read, so that the connection can be used
// again; nothing of it is kept.
const maxAnswer = 64 << 10

// Sign returns the signature of a body that is sent at a time, as [SignatureHeader] has
// it: t, in seconds since 1970, and v1, HMAC-SHA256 with the secret as its key of t, a
// full stop and the body, in hexadecimal.
func Sign(secret string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	return "t=" + t + ",v1=" + hex.EncodeToString(sum(secret, t, body))
}

func sum(secret, t string, body []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return mac.Sum(nil)
}

// Verify is what a receiver does: it holds a signature against the body, and refuses
// one that was made more than a tolerance before or after now, so that what somebody
// has overheard is of no use later. The time it takes says nothing about the secret.
func Verify(secret, signature string, body []byte, now time.Time, tolerance time.Duration) error {
	rest, ok := strings.CutPrefix(signature, "t=")
	t, code, both := strings.Cut(rest, ",v1=")
	seconds, err := strconv.ParseInt(t, 10, 64)
	got, bad := hex.DecodeString(code)
	switch {
	case !ok || !both || err != nil || bad != nil:
		return errors.New("the signature is not t=SECONDS,v1=HEX")
	case !hmac.Equal(got, sum(secret, t, body)):
		return errors.New("the signature is of another body, or made with another secret")
	case now.Sub(time.Unix(seconds, 0)).Abs() > tolerance:
		return errors.New("the signature is of another time")
	}
	return nil
}

// Client sends to hooks. Its fields are not changed once it is used.
type Client struct {
	Private bool             // addresses that are not public are allowed
	Only    []netip.Prefix   // if there are any: no address is allowed but these, which need not be public
	Timeout time.Duration    // of an attempt; 0: 10 s
	Now     func() time.Time // nil: time.Now
	// Resolver looks names up; nil is the system's.
	Resolver *net.Resolver

	public func(netip.Addr) bool // [Public], but for tests
	http   http.Client
}

// NewClient makes a client of the settings in c.
func NewClient(c Client) *Client {
	if c.Timeout <= 0 {
		c.Timeout = timeout
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.public == nil {
		c.public = Public
	}
	made := &c
	dialer := &net.Dialer{Timeout: c.Timeout, Resolver: c.Resolver, Control: func(_, address string, _ syscall.RawConn) error {
		return made.mayDial(address)
	}}
	made.http = http.Client{
		// No proxy: it would look the name up itself.
		Transport: &http.Transport{
			DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: c.Timeout,
			MaxResponseHeaderBytes: maxAnswer, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return made
}

// message is one thing to send.
type message struct {
	hook, delivery string
	rev            int64
	body           []byte
}

// send sends a message once. There is no error if the answer's status is 2xx.
func (c *Client) send(ctx context.Context, to, secret string, m message) error {
	ctx, stop := context.WithTimeout(ctx, c.Timeout)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(m.body))
	if err != nil {
		return fmt.Errorf("make a request: %w", err)
	}
	now := c.Now()
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "Cairn",
		HookHeader: m.hook, DeliveryHeader: m.delivery, RevisionHeader: strconv.FormatInt(m.rev, 10),
		TimeHeader: strconv.FormatInt(now.Unix(), 10), SignatureHeader: Sign(secret, now, m.body),
	} {
		r.Header.Set(name, value)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("no answer within %s", c.Timeout)
		}
		if of := new(url.Error); errors.As(err, &of) {
			err = of.Err // what is around it is the address, which may be known to few
		}
		return err
	}
	defer answer.Body.Close()
	// Whether its body is whole, too, changes nothing.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	switch {
	case answer.StatusCode >= 300 && answer.StatusCode < 400:
		return fmt.Errorf("the answer is %d, which leads elsewhere; that is not followed", answer.StatusCode)
	case answer.StatusCode < 200 || answer.StatusCode >= 400:
		return fmt.Errorf("the answer is %d", answer.StatusCode)
	}
	return nil
}
