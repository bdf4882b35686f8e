package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// The exit codes, beside 0.
const (
	exitFault = 1 // a file, an address or the machine is at fault
	exitUsage = 2 // the command line or the environment is
)

// world is what a command has of the world outside.
type world struct {
	context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	env            map[string]string
}

func main() {
	// The first signal asks to end; after it the next one ends at once, because
	// nobody takes it any more.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
}

// run is the program: it does what args (without the program's name) say until
// that is done or ctx is, and returns the exit code. env has the form of
// [os.Environ]; nothing else of the environment is read here.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env []string) int {
	w := world{ctx, stdin, stdout, stderr, environment(env)}
	command, code := parse(args, w)
	if command == nil {
		return code
	}
	err := command.Run(w)
	if err == nil {
		return 0
	}
	fmt.Fprintf(stderr, "cairn: %s\n", harmless(err.Error())) // names and texts of files and servers are in it
	if errors.As(err, new(*usageError)) {
		return exitUsage
	}
	return exitFault
}

// usageError says that what was asked for makes no sense, whatever the files
// hold.
type usageError struct{ msg string }

func (e *usageError) Error() string { return e.msg }

// command is what a sub-command can do.
type command interface{ Run(w world) error }

// commands is the table of commands.
type commands struct {
	Serve      serve       `cmd:"" help:"Serve files, or the seeds, as a map and a standard API."`
	Check      check       `cmd:"" help:"Read files as serve would, and say what they hold or what is wrong."`
	Query      query       `cmd:"" help:"Ask files or a server: what is inside, near, within, when, and what a filter is true of."`
	Convert    convert     `cmd:"" help:"Write a file in another format."`
	Import     importFiles `cmd:"" help:"Put files into a store, all of them or nothing."`
	Export     export      `cmd:"" help:"Write a collection of a store to a file."`
	Collection collection  `cmd:"" help:"List, make and drop the collections of a store."`
	Claim      claim       `cmd:"" help:"Add what a source states."`
	Template   template    `cmd:"" help:"Write an empty table to fill in: claims, events, places and so on."`
	Backup     backup      `cmd:"" help:"Copy a store, also while it is served."`
	Restore    restore     `cmd:"" help:"Bring a backup back."`
	Token      token       `cmd:"" help:"Say who may change a store."`
	Hook       hooks       `cmd:"" help:"Say who is called when something changes in a store."`
	Version    version     `cmd:"" help:"Print the version."`
}

// parse reads the command line. Without a command there is nothing more to do
// than to return the exit code.
func parse(args []string, w world) (command, int) {
	var c commands
	exit := -1
	settings := newSettings(w.env)
	parser, err := kong.New(&c,
		kong.Name("cairn"),
		kong.Description(about),
		kong.Writers(w.stdout, w.stderr),
		kong.Exit(func(code int) { exit = code }),
		kong.Resolvers(settings),
		kong.WithHyphenPrefixedParameters(true), // --sort -name
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.ValueFormatter(withEnvironment),
	)
	if err != nil {
		panic("cairn: the table of commands is broken: " + err.Error())
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	context, err := parser.Parse(args)
	switch {
	case exit >= 0: // help was asked for and printed
		return nil, exit
	case err != nil:
		fmt.Fprintf(w.stderr, "cairn: %s\nRun \"cairn --help\" for what it can do.\n", settings.blame(err))
		return nil, exitUsage
	}
	return context.Selected().Target.Addr().Interface().(command), 0
}

const about = `Cairn serves facts about places: on a map, and over the standard API for
features (OGC API Features) that QGIS, GDAL and browsers read.

Examples:

  cairn serve
      the seeds, at http://localhost:8080

  cairn serve wells.geojson roads.geojsonl
      two collections, "wells" and "roads", from files

  cairn check wells.geojson
      is the file sound? If not: line, column and how to mend it

  cairn query wells.geojson --near 40.74,36.06 --limit 5
      the five nearest wells, as a table

  cairn convert wells.csv wells.gpkg
      the same facts in another format`
