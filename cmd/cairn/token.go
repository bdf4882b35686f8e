package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// inStore says which store a command is about.
type inStore struct {
	Store string `required:"" placeholder:"FILE" help:"The store: a GeoPackage."`
}

// token is about who may change a store.
type token struct {
	Create tokenCreate `cmd:"" help:"Make a token and print it: the only time that it is shown."`
	List   tokenList   `cmd:"" help:"List tokens: whose they are and what they are good for."`
	Revoke tokenRevoke `cmd:"" help:"Make a token good for nothing."`
}

// Help explains the command.
func (token) Help() string {
	return `Whoever sends a token with a request to a server may do what the token says; without one nobody can change
anything. Tokens are in the store's file, as hashes. A server that has the file open sees each change within a second.

  cairn token create --store facts.gpkg --name amal --can write --collections claims,events --expires 30d
  curl -H "Authorization: Bearer cairn_…" -H "Content-Type: application/geo+json" -d @claim.json \
      http://localhost:8080/collections/claims/items
  cairn token list --store facts.gpkg
  cairn token revoke --store facts.gpkg amal`
}

// tokenCreate makes a token.
type tokenCreate struct {
	inStore
	Name        string   `required:"" placeholder:"NAME" help:"Whose it is; kept with every change."`
	Can         string   `required:"" enum:"read,write,admin" placeholder:"RIGHT" help:"What its owner may do: read; write, which is to change features; admin, which is to make, change and drop collections, too."`
	Collections []string `placeholder:"NAME,…" help:"Only in these collections."`
	Expires     string   `placeholder:"TIME" help:"When it ends: 30d, 12h, 2026-12-31 (that day is the last, in UTC), or 2026-12-31T18:00:00Z; by default never."`
}

// Help explains the command.
func (tokenCreate) Help() string {
	return `The token alone is printed on standard output. It is not kept: who loses it needs another.

  cairn token create --store facts.gpkg --name amal --can write
  cairn token create --store facts.gpkg --name desk --can write --collections claims --expires 2026-12-31 > desk.token`
}

// Run makes one.
func (c *tokenCreate) Run(w world) error {
	of := sqlite.Token{Name: c.Name, Right: sqlite.Right(c.Can)}
	for _, name := range c.Collections {
		of.Collections = append(of.Collections, geo.Name(strings.TrimSpace(name)))
	}
	var err error
	if of.Expires, err = parseExpiry(c.Expires, time.Now()); err != nil {
		return err
	}
	return c.tokens(w, func(tokens *sqlite.Tokens) error {
		made, err := tokens.Create(w, of)
		if err != nil {
			return err
		}
		fmt.Fprintf(w.stderr, "The token of %s, to %s in %s, expires: %s. It is not shown again.\n", cell(of.Name), of.Right, scope(of.Collections), shownTime(of.Expires))
		_, err = fmt.Fprintln(w.stdout, made)
		return err
	})
}

// tokens opens the tokens of the store for a while.
func (c *inStore) tokens(w world, do func(*sqlite.Tokens) error) error {
	tokens, err := sqlite.OpenTokens(w, c.Store, nil)
	if err != nil {
		return err
	}
	return errors.Join(do(tokens), tokens.Close())
}

// parseExpiry reads when a token ends: after some hours, days or weeks, with a day,
// or at a moment; never if s is empty.
func parseExpiry(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	var long span
	if long.UnmarshalText([]byte(s)) == nil {
		return now.Add(time.Duration(long)), nil
	}
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day.AddDate(0, 0, 1), nil
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at, nil
	}
	return time.Time{}, &usageError{fmt.Sprintf("--expires is %q; expected a time from now such as 12h, 30d or 8w, a day such as 2026-12-31, or a moment such as 2026-12-31T18:00:00Z", s)}
}

// tokenList lists tokens.
type tokenList struct{ inStore }

// Help explains the command.
func (tokenList) Help() string {
	return `The tokens themselves are not kept, so they are not shown. When one was last used may lag behind by a minute.

  cairn token list --store facts.gpkg`
}

// Run lists them.
func (c *tokenList) Run(w world) error {
	return c.tokens(w, func(tokens *sqlite.Tokens) error {
		all, err := tokens.List(w)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "NAME\tCAN\tCOLLECTIONS\tMADE\tEXPIRES\tLAST USED\tREVOKED")
		for _, of := range all {
			revoked := "no"
			if !of.Revoked.IsZero() {
				revoked = shownTime(of.Revoked)
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", cell(of.Name), of.Right, scope(of.Collections),
				shownTime(of.Made), shownTime(of.Expires), shownTime(of.Used), revoked)
		}
		return t.Flush()
	})
}

// scope says what collections a right is about.
func scope(names []geo.Name) string {
	if names == nil {
		return "all"
	}
	var texts []string
	for _, name := range names {
		texts = append(texts, string(name))
	}
	return strings.Join(texts, ",")
}

func shownTime(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}

// tokenRevoke ends a token.
type tokenRevoke struct {
	inStore
	Name string `arg:"" name:"name" help:"Whose token."`
}

// Help explains the command.
func (tokenRevoke) Help() string {
	return `The changes made with it stay, and so does its name in the list.

  cairn token revoke --store facts.gpkg amal`
}

// Run ends it.
func (c *tokenRevoke) Run(w world) error {
	return c.tokens(w, func(tokens *sqlite.Tokens) error {
		if err := tokens.Revoke(w, c.Name); err != nil {
			return err
		}
		_, err := fmt.Fprintf(w.stderr, "The token of %s is revoked.\n", c.Name)
		return err
	})
}
