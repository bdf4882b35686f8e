package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/seeds"
)

// input is what becomes one collection: a file, or a part of the seeds.
type input struct {
	name               geo.Name
	title, description string // may be empty
	path               string // for people
	size               int64  // bytes; 0 if that is not known
	open               func() (io.ReadCloser, error)
}

// inputs returns what the arguments of a command name: files, "-" for stdin. The
// error is a *usageError where two would make one collection.
func inputs(w world, paths []string) ([]input, error) {
	var all []input
	from := map[geo.Name]string{}
	for _, path := range paths {
		in, err := fileInput(w, path)
		if err != nil {
			return nil, err
		}
		if first, ok := from[in.name]; ok {
			return nil, &usageError{fmt.Sprintf("%s and %s would both become the collection %q; rename one of them", first, path, in.name)}
		}
		from[in.name] = path
		all = append(all, in)
	}
	return all, nil
}

func fileInput(w world, path string) (input, error) {
	if path == "-" {
		return input{name: "stdin", path: "stdin", open: func() (io.ReadCloser, error) { return io.NopCloser(w.stdin), nil }}, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return input{}, err
	}
	if info.IsDir() {
		return input{}, &usageError{path + " is a folder; name the files in it"}
	}
	base := filepath.Base(path)
	title := strings.TrimSuffix(base, filepath.Ext(base))
	in := input{name: geo.NameFrom(title), path: path, size: info.Size(), open: func() (io.ReadCloser, error) { return os.Open(path) }}
	if string(in.name) != title {
		in.title = title
	}
	return in, nil
}

// seedInputs returns the collections of a set of seeds.
func seedInputs(set seeds.Set) []input {
	var all []input
	for _, c := range set.Collections {
		all = append(all, input{
			name: geo.Name(c.Name), title: c.Title, description: c.Description,
			path: "seeds/" + set.Name + "/" + c.Name + ".geojson",
			open: func() (io.ReadCloser, error) { return set.Open(c.Name) },
		})
	}
	return all
}

// formatOf returns how to read the input: by the ending of its name where that
// tells, else by how it begins. r is left as it is.
func formatOf(path string, r *bufio.Reader) format.Format {
	document, sequence := format.Formats[0], format.Formats[1]
	f, err := format.ByPath(path)
	if err == nil && strings.ToLower(filepath.Ext(path)) != ".json" {
		return f
	}
	start, _ := r.Peek(r.Size()) // an error comes again when it is read
	start = bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\ufeff")), " \t\r\n")
	line, _, more := bytes.Cut(start, []byte{'\n'})
	var object struct{ Type string }
	switch {
	case bytes.HasPrefix(start, []byte{0x1e}): // RFC 8142
		return sequence
	case more && json.Unmarshal(line, &object) == nil && object.Type == "Feature":
		return sequence
	}
	return document
}
