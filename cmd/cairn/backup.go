package main

import (
	"fmt"

	"cairn/geo/sqlite"
)

// backup copies a store.
type backup struct {
	Out string `arg:"" name:"out" help:"The file to write; there must be none of that name."`
	inStore
}

// Help explains the command.
func (backup) Help() string {
	return `Copies a store as it is at one moment, with its past and its tokens, also while a server has it open and
changes are made. The copy gets its name when it is on the disk and has been read from end to end, and what it
holds is printed.

  cairn backup --store facts.gpkg facts-2026-01-20.gpkg`
}

// Run copies.
func (c *backup) Run(w world) error {
	held, err := sqlite.Backup(w, c.Store, c.Out)
	if err != nil {
		return err
	}
	return writeHeld(w, held)
}

// restore brings a backup back.
type restore struct {
	Backup string `arg:"" name:"backup" help:"What cairn backup has written; it stays as it is."`
	inStore
	Force bool `help:"Put a file aside that is there already, under the name FILE.replaced-1."`
}

// Help explains the command.
func (restore) Help() string {
	return `Reads the backup from end to end first; if anything is wrong with it, nothing is touched. No server may have the
store open.

  cairn restore facts-2026-01-20.gpkg --store facts.gpkg --force`
}

// Run restores.
func (c *restore) Run(w world) error {
	held, aside, err := sqlite.Restore(w, c.Backup, c.Store, c.Force)
	if aside != "" {
		fmt.Fprintf(w.stderr, "The file that was there is %s now.\n", aside)
	}
	if err != nil {
		return err
	}
	return writeHeld(w, held)
}
