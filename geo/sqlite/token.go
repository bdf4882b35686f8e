package sqlite

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cairn/geo"
)

// Right is what the owner of a token may do. Each includes those before it.
type Right string

// The rights.
const (
	CanRead  Right = "read"  // look at what is there
	CanWrite Right = "write" // make, change and delete features
	CanAdmin Right = "admin" // make, change and drop collections
)

// Rights lists every right.
var Rights = [...]Right{CanRead, CanWrite, CanAdmin}

// Token says whom a token belongs to and what it is good for. The token itself is
// nowhere kept.
type Token struct {
	Name        string // of its owner; kept with every change
	Right       Right
	Collections []geo.Name // that the right is about; nil for all
	Made        time.Time
	Expires     time.Time // zero for never
	Revoked     time.Time // zero for not
	Used        time.Time // last; may lag behind by a minute; zero for never
}

const (
	// TokenPrefix is how every token begins, so that one that was published by
	// mistake is known for what it is.
	TokenPrefix = "cairn_"
	keyBytes    = 5  // random bytes that tell tokens from one another: 8 letters
	secretBytes = 32 // random bytes of the secret: 52 letters
	// tokenTable has, of each token, SHA-256 of all of it. There is no salt: the
	// secret has 256 random bits, and nobody can try so many.
	tokenTable = `CREATE TABLE IF NOT EXISTS cairn_token (
  key TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL UNIQUE,
  hash BLOB NOT NULL,
  right TEXT NOT NULL,
  collections TEXT,
  made INTEGER NOT NULL,
  expires INTEGER,
  revoked INTEGER,
  used INTEGER
)`
	tokenRow = `INSERT INTO gpkg_extensions SELECT 'cairn_token', NULL, 'cairn_history', 'The history that Cairn keeps; its package geo/sqlite describes it', 'read-write'
WHERE NOT EXISTS (SELECT 1 FROM gpkg_extensions WHERE table_name = 'cairn_token')`
	tokenColumns = "key, name, hash, right, collections, made, expires, revoked, used"
)

// Tokens are those who may change a store, as its file says. They can be read and
// changed by several processes at once, while a [Store] of this process or another has
// the file open; what one of them changes the others see within a second.
type Tokens struct {
	db   *sql.DB
	now  func() time.Time
	seen seen
	uses uses
}

// OpenTokens opens the tokens of the store at path. now tells the time; nil is the
// clock. The error is NotFound if there is no file, Invalid if it is no store.
func OpenTokens(ctx context.Context, path string, now func() time.Time) (*Tokens, error) {
	if now == nil {
		now = time.Now
	}
	db, err := openBeside(ctx, path)
	if err != nil {
		return nil, err
	}
	return &Tokens{db: db, now: now}, nil
}

// Close keeps when tokens were last used, and closes the file.
func (t *Tokens) Close() error {
	return errors.Join(t.flush(context.Background()), t.db.Close())
}

// Create makes a token for an owner and returns it: nobody can learn it later. Made is
// set; Revoked and Used are passed over. Errors: Conflict if the name is taken, also
// by a token that is revoked; Invalid if there is no name, no such right, or the token
// has expired already.
func (t *Tokens) Create(ctx context.Context, of Token) (token string, err error) {
	of.Made = t.now()
	if err := of.check(); err != nil {
		return "", err
	}
	random := make([]byte, keyBytes+secretBytes)
	rand.Read(random) // never fails
	key := letters(random[:keyBytes])
	token = TokenPrefix + key + "_" + letters(random[keyBytes:])
	hash := sha256.Sum256([]byte(token))
	var collections any
	if of.Collections != nil {
		collections = encode(of.Collections)
	}
	err = t.change(ctx, func(tx *sql.Tx) error {
		var taken int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM cairn_token WHERE name = ?", of.Name).Scan(&taken); err != nil {
			return err
		}
		if taken > 0 {
			return &geo.Error{Kind: geo.Conflict, Path: "name", Msg: fmt.Sprintf("there is a token of the name %q already, perhaps a revoked one; a name is used once, so that it tells who made a change", of.Name)}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO cairn_token ("+tokenColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
			key, of.Name, hash[:], string(of.Right), collections, moment(of.Made), moment(of.Expires))
		return err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

func (of *Token) check() error {
	wrong := func(path, msg string) error { return &geo.Error{Kind: geo.Invalid, Path: path, Msg: msg} }
	switch {
	case of.Name == "" || len(of.Name) > 200 || strings.ContainsFunc(of.Name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return wrong("name", "a token has a name of 1 to 200 bytes without control characters, which is kept with every change")
	case !slices.Contains(Rights[:], of.Right):
		return wrong("right", fmt.Sprintf("%q is no right; expected read, write or admin", of.Right))
	case !of.Expires.IsZero() && !of.Expires.After(of.Made):
		return wrong("expires", "the token has expired before it is made")
	}
	for _, name := range of.Collections {
		if _, err := geo.ParseName(string(name)); err != nil {
			return err
		}
	}
	return nil
}

// letters writes bytes in lower-case letters and digits.
func letters(b []byte) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

// change makes a change to the tokens, whose table is made if there is none.
func (t *Tokens) change(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := t.db.BeginTx(ctx, nil)
	if err != nil {
		return explain(err, "begin to write")
	}
	defer tx.Rollback()
	for _, s := range [...]string{tokenTable, tokenRow} {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return explain(err, "make the table of tokens")
		}
	}
	if err := do(tx); err != nil {
		return explain(err, "write the tokens")
	}
	defer t.seen.forget()
	return explain(tx.Commit(), "write the tokens")
}

// List returns every token, the revoked and expired among them, by name.
func (t *Tokens) List(ctx context.Context) ([]Token, error) {
	if there, err := hasTable(ctx, t.db, "cairn_token"); err != nil || !there {
		return nil, err
	}
	rows, err := t.db.QueryContext(ctx, "SELECT "+tokenColumns+" FROM cairn_token ORDER BY name")
	if err != nil {
		return nil, explain(err, "read the tokens")
	}
	defer rows.Close()
	var all []Token
	for rows.Next() {
		one, err := scanToken(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one.Token)
	}
	return all, explain(rows.Err(), "read the tokens")
}

// Revoke makes a token good for nothing, at once and for ever. The error is NotFound
// if nobody has one of that name. To revoke one again changes nothing.
func (t *Tokens) Revoke(ctx context.Context, name string) error {
	return t.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "UPDATE cairn_token SET revoked = ifnull(revoked, ?) WHERE name = ?", moment(t.now()), name)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return &geo.Error{Kind: geo.NotFound, Path: "name", Msg: fmt.Sprintf("there is no token of the name %q", name)}
	})
}

// Find returns whom a token belongs to, and notes that it was used. The error is
// Denied if it is nobody's, was revoked, or has expired. What another process has
// done to the token may be up to a second old news.
func (t *Tokens) Find(ctx context.Context, token string) (Token, error) {
	key, ok := keyOf(token)
	if !ok {
		return Token{}, errUnknown()
	}
	now := t.now()
	one, ok := t.seen.get(key, now)
	if !ok {
		var err error
		if one, err = t.read(ctx, key); err != nil {
			return Token{}, err
		}
		t.seen.put(one, now)
	}
	hash := sha256.Sum256([]byte(token))
	switch {
	case subtle.ConstantTimeCompare(hash[:], one.hash) != 1:
		return Token{}, errUnknown()
	case !one.Revoked.IsZero():
		return Token{}, &geo.Error{Kind: geo.Denied, Path: "token", Msg: "the token has been revoked"}
	case !one.Expires.IsZero() && !now.Before(one.Expires):
		return Token{}, &geo.Error{Kind: geo.Denied, Path: "token", Msg: "the token has expired"}
	}
	t.note(one.key, one.Used, now)
	return one.Token, nil
}

// read reads the token with a key from the file; the error is Denied if there is none.
func (t *Tokens) read(ctx context.Context, key string) (keptToken, error) {
	there, err := hasTable(ctx, t.db, "cairn_token")
	if err != nil {
		return keptToken{}, err
	}
	if !there {
		return keptToken{}, errUnknown()
	}
	one, err := scanToken(t.db.QueryRowContext(ctx, "SELECT "+tokenColumns+" FROM cairn_token WHERE key = ?", key))
	if errors.Is(err, sql.ErrNoRows) {
		return keptToken{}, errUnknown()
	}
	return one, err
}

// keyOf returns the part of a token that tells it from others.
func keyOf(token string) (key string, ok bool) {
	rest, ok := strings.CutPrefix(token, TokenPrefix)
	key, secret, _ := strings.Cut(rest, "_")
	return key, ok && len(key) == 8 && len(secret) == 52
}

func errUnknown() error {
	return &geo.Error{Kind: geo.Denied, Path: "token", Msg: "nobody has this token"}
}

// keptToken is a token as it is in the file.
type keptToken struct {
	Token
	key  string
	hash []byte
}

func scanToken(row interface{ Scan(...any) error }) (one keptToken, err error) {
	var right string
	var collections sql.NullString
	var made int64
	var expires, revoked, used sql.NullInt64
	if err := row.Scan(&one.key, &one.Name, &one.hash, &right, &collections, &made, &expires, &revoked, &used); err != nil {
		return one, explain(err, "read the tokens")
	}
	one.Right, one.Made = Right(right), time.UnixMicro(made).UTC()
	one.Expires, one.Revoked, one.Used = timeOf(expires), timeOf(revoked), timeOf(used)
	if collections.Valid {
		one.Collections = []geo.Name{}
		if err := json.Unmarshal([]byte(collections.String), &one.Collections); err != nil {
			return one, &geo.Error{Kind: geo.Invalid, Path: "cairn_token", Msg: "the collections of the token " + one.Name + " cannot be read", Err: err}
		}
	}
	return one, nil
}

// moment is a time as it is in the file: microseconds since 1970, NULL for none.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

func timeOf(v sql.NullInt64) time.Time {
	if !v.Valid {
		return time.Time{}
	}
	return time.UnixMicro(v.Int64).UTC()
}
