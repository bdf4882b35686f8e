package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"text/tabwriter"

	"cairn/geo"
	"cairn/geo/sqlite"
	"cairn/geo/watch"
	"cairn/server/hook"
)

// hooks is about who is called when something changes.
type hooks struct {
	Add    hookAdd    `cmd:"" help:"Call an address when something changes."`
	List   hookList   `cmd:"" help:"List hooks: whom they call, and how far that has come."`
	Remove hookRemove `cmd:"" help:"Call somebody no more."`
	Test   hookTest   `cmd:"" help:"Call somebody now, without a change, and say what the answer is."`
}

// Help explains the command.
func (hooks) Help() string {
	return `A server that has the store open POSTs changes to each hook as JSON: every change that the hook asks for, at least
once, in order. What is not answered with 2xx is sent again, later and later, also after a restart.

The header Cairn-Signature is t=SECONDS,v1=HEX: the HMAC-SHA256, with the hook's secret, of the seconds, a full
stop and the body.

  cairn hook add https://example.org/changes --store facts.gpkg --collection events --bbox 40,35,42,37
  cairn hook list --store facts.gpkg
  cairn hook test --store facts.gpkg https://example.org/changes
  cairn hook remove --store facts.gpkg https://example.org/changes`
}

// opened opens the hooks of the store for a while.
func (c *inStore) opened(w world, do func(*sqlite.Hooks) error) error {
	hooks, err := sqlite.OpenHooks(w, c.Store, nil)
	if err != nil {
		return err
	}
	return errors.Join(do(hooks), hooks.Close())
}

// hookAdd makes a hook.
type hookAdd struct {
	inStore
	URL        string `arg:"" name:"url" help:"Where to: http or https."`
	Collection string `placeholder:"NAME" help:"Only what changes in this collection."`
	Bbox       string `placeholder:"WEST,SOUTH,EAST,NORTH" help:"Only what is in this box, before or after the change."`
	Filter     string `placeholder:"CQL2" help:"Only what this is true of, before or after the change. Properties can be asked for in a collection."`
	Secret     string `placeholder:"TEXT" help:"What the messages are signed with, 16 bytes or more; by default one is made and printed."`
	Since      int64  `placeholder:"REV" default:"-1" help:"Send what has changed after this revision, too; 0 for all that is kept. By default only what changes from now on."`
}

// Help explains the command.
func (hookAdd) Help() string {
	return `The secret that is made is printed alone on standard output, once. The store keeps it, to sign with: whoever can read
the file can read it. One of your own is better put into CAIRN_SECRET than on the command line.

Each change says whether the feature came into what the hook asks for (enter), left it (leave), or stayed (inside).

  cairn hook add https://example.org/changes --store facts.gpkg > secret
  cairn hook add https://example.org/camps --store facts.gpkg --collection places --filter "kind = 'camp'"`
}

// Run makes one.
func (c *hookAdd) Run(w world) error {
	if err := hook.CheckURL(c.URL); err != nil {
		return err
	}
	return c.opened(w, func(hooks *sqlite.Hooks) error {
		of := sqlite.Hook{URL: c.URL, Secret: c.Secret, Collection: geo.Name(c.Collection), Box: c.Bbox, Filter: c.Filter}
		if err := conditions(w, hooks, of); err != nil {
			return err
		}
		made, err := hooks.Add(w, of, geo.Rev(c.Since))
		if err != nil {
			return err
		}
		fmt.Fprintf(w.stderr, "The hook %s calls %s with what changes after revision %d.\n", made.ID, cell(made.URL), made.Seen)
		if info, err := os.Stat(c.Store); err == nil && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
			fmt.Fprintf(w.stderr, "The file holds its secret, and others than its owner may read it; if that is not meant: chmod 600 %s\n", cell(c.Store))
		}
		if c.Secret != "" {
			return nil
		}
		fmt.Fprintln(w.stderr, "This is its secret. It is not shown again.")
		_, err = fmt.Fprintln(w.stdout, made.Secret)
		return err
	})
}

// conditions refuses what the collection, as it is now, cannot be asked.
func conditions(w world, hooks *sqlite.Hooks, of sqlite.Hook) error {
	where, err := hook.Conditions(of)
	if err != nil {
		return err
	}
	c := geo.Collection{Name: of.Collection}
	if c.Name != "" {
		if c, err = hooks.Collection(w, c.Name); err != nil {
			return err
		}
		if c.Count == 0 {
			c = watch.Expecting(c, where...)
		}
	}
	if _, err = watch.New(c, where...); err != nil {
		c.NumericIDs = true // the file does not say whether they are
		if _, other := watch.New(c, where...); other == nil {
			return nil
		}
		return fmt.Errorf("filter: %w", err)
	}
	return nil
}

// hookList lists hooks.
type hookList struct{ inStore }

// Help explains the command.
func (hookList) Help() string {
	return `BEHIND is how many changes have not been looked at for the hook; of a filter that says little it may lag by ten
seconds. An error is shown until something is taken again.

  cairn hook list --store facts.gpkg`
}

// Run lists them.
func (c *hookList) Run(w world) error {
	return c.opened(w, func(hooks *sqlite.Hooks) error {
		all, rev, err := hooks.List(w)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "HOOK\tURL\tOF\tBEHIND\tLAST TAKEN\tFAILURES\tNEXT TRY\tERROR")
		for _, h := range all {
			fault, next := "none", "-"
			if h.Fault != "" {
				fault, next = shownTime(h.Failed)+" "+cell(h.Fault), shownTime(h.Next)
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\t%d\t%s\t%s\n", h.ID, cell(h.URL), asked(h), rev-h.Seen, shownTime(h.Delivered), h.Failures, next, fault)
		}
		return t.Flush()
	})
}

// asked says what a hook wants to hear.
func asked(h sqlite.Hook) string {
	text := "all"
	if h.Collection != "" {
		text = string(h.Collection)
	}
	if h.Box != "" {
		text += " in " + cell(h.Box)
	}
	if h.Filter != "" {
		text += " where " + cell(h.Filter)
	}
	return text
}

// theHook is a hook that a command names.
type theHook struct {
	inStore
	Hook string `arg:"" name:"hook" help:"Its id, or whom it calls if that is one hook only."`
}

// find returns the hook that is named.
func (c *theHook) find(w world, hooks *sqlite.Hooks) (found sqlite.Hook, err error) {
	all, _, err := hooks.List(w)
	if err != nil {
		return found, err
	}
	n := 0
	for _, h := range all {
		switch c.Hook {
		case h.ID:
			return h, nil
		case h.URL:
			found, n = h, n+1
		}
	}
	switch n {
	case 0:
		return found, &geo.Error{Kind: geo.NotFound, Path: "hook", Msg: fmt.Sprintf("there is no hook %q; cairn hook list shows which there are", c.Hook)}
	case 1:
		return found, nil
	}
	return found, &geo.Error{Kind: geo.Conflict, Path: "hook", Msg: fmt.Sprintf("%d hooks call %s: name one by its id, as cairn hook list shows it", n, c.Hook)}
}

// hookRemove removes a hook.
type hookRemove struct{ theHook }

// Help explains the command.
func (hookRemove) Help() string {
	return `What is being sent at the moment may still arrive. What had not been sent is not.

  cairn hook remove --store facts.gpkg https://example.org/changes`
}

// Run removes it.
func (c *hookRemove) Run(w world) error {
	return c.opened(w, func(hooks *sqlite.Hooks) error {
		h, err := c.find(w, hooks)
		if err != nil {
			return err
		}
		if err := hooks.Remove(w, h.ID); err != nil {
			return err
		}
		_, err = fmt.Fprintf(w.stderr, "The hook %s is removed; %s is called no more.\n", h.ID, cell(h.URL))
		return err
	})
}

// hookTest calls a hook.
type hookTest struct {
	theHook
	hookAddresses
}

// Help explains the command.
func (hookTest) Help() string {
	return `What is sent has "test": true and no changes, and is signed like everything else.

  cairn hook test --store facts.gpkg https://example.org/changes`
}

// Run calls it.
func (c *hookTest) Run(w world) error {
	return c.opened(w, func(hooks *sqlite.Hooks) error {
		h, err := c.find(w, hooks)
		if err != nil {
			return err
		}
		if err := c.client().Test(w, h); err != nil {
			return fmt.Errorf("%s: %w", h.URL, err)
		}
		_, err = fmt.Fprintf(w.stderr, "%s has taken it.\n", cell(h.URL))
		return err
	})
}
