package main_test

import (
	"github.com/rogpeppe/go-internal/testscript"

	"cairn/geo/gpkg"
)

// editFile changes rows of a file as a program does that knows nothing of stores.
func editFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: edit FILE SQL")
	}
	db, err := gpkg.OpenDatabase(ts.MkAbs(args[0]), "?mode=rw&_pragma=busy_timeout(5000)")
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(args[1])
	ts.Check(err)
}
