package main

import (
	"cmp"

	"cairn/geo"
	"cairn/geo/situation"
	"cairn/geo/sqlite"
)

// writing is what commands that change a store have in common.
type writing struct {
	inStore
	By string `placeholder:"NAME" help:"Who makes the change; kept with it. By default the name you are logged in with."`
}

// who returns who makes the change.
func (c *writing) who(w world) string {
	return cmp.Or(c.By, w.env["USER"], w.env["LOGNAME"], w.env["USERNAME"])
}

// openStore opens the store at path, or makes one, to change it.
func (c *writing) openStore(w world, path string) (*sqlite.Store, error) {
	return sqlite.Open(w, path, sqlite.Options{Rules: []geo.Rule{situation.WriteRule}})
}
