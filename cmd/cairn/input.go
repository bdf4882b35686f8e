package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/situation"
	"cairn/seeds"
)

// input is what becomes one collection: a file, or a part of the seeds.
type input struct {
	name               geo.Name
	title, description string // may be empty
	path               string // for people
	size               int64  // bytes; 0 if that is not known
	open               func() (io.ReadCloser, error)
	schema             *geo.Schema // what is declared of the features; nil if nothing is
	seed               bool        // it is a part of the seeds
	layer              *geo.Layer  // instead of open, where the file is not read from its beginning to its end
	file               *os.File    // that the layer is in; open as long as the command runs
}

// inputs returns what the arguments of a command name: files, "-" for stdin. The
// error is a *usageError where two would make one collection.
func inputs(w world, paths []string) ([]input, error) {
	var all []input
	from := map[geo.Name]string{}
	for _, path := range paths {
		list, err := fileInputs(w, path)
		if err != nil {
			return nil, err
		}
		for _, in := range list {
			if first, ok := from[in.name]; ok {
				return nil, &usageError{fmt.Sprintf("%s and %s would both become the collection %q; rename one of them", first, path, in.name)}
			}
			from[in.name] = path
			all = append(all, in)
		}
	}
	return all, nil
}

// fileInputs returns what is in a file: most often one input.
func fileInputs(w world, path string) ([]input, error) {
	if path == "-" {
		return []input{{name: "stdin", path: "stdin", open: func() (io.ReadCloser, error) { return io.NopCloser(w.stdin), nil }}}, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, &usageError{path + " is a folder; name the files in it"}
	}
	in := named(titleOf(path))
	in.path, in.size, in.open = path, info.Size(), func() (io.ReadCloser, error) { return openFile(path) }
	if compressed(path) {
		in.size = 0 // of what is read, nobody knows
	}
	f, err := format.ByPath(path)
	if err != nil || f.Layers == nil {
		return []input{in}, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	layers, err := f.Layers(file)
	if err == nil && len(layers) == 0 {
		err = errors.New("there is no layer in it")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	var all []input
	for i := range layers {
		one := in
		one.file = file
		if len(layers) > 1 {
			one = named(layers[i].Name)
			one.path = path + ", layer " + layers[i].Name
		}
		one.layer, one.size = &layers[i], 0
		if layers[i].Title != "" {
			one.title = layers[i].Title
		}
		one.description = layers[i].Description
		all = append(all, one)
	}
	return all, nil
}

// named is an input called after a file or a layer.
func named(title string) input {
	in := input{name: geo.NameFrom(title)}
	if string(in.name) != title {
		in.title = title
	}
	return in
}

// titleOf is a file's name without its endings.
func titleOf(path string) string {
	base := filepath.Base(path)
	if compressed(base) {
		base = base[:len(base)-len(gzipEnding)]
	}
	return strings.TrimSuffix(base, filepath.Ext(base))
}

const gzipEnding = ".gz"

// compressed reports whether a file's name says that it is compressed with gzip.
func compressed(path string) bool {
	return strings.EqualFold(filepath.Ext(path), gzipEnding)
}

// openFile opens a file to be read, unpacked if it is compressed.
func openFile(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !compressed(path) {
		return f, err
	}
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s is not compressed with gzip, though its name says so: %w", path, err), f.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{unpacked, f}, nil
}

// seedInputs returns the collections of a set of seeds.
func seedInputs(set seeds.Set) []input {
	var all []input
	for _, c := range set.Collections {
		all = append(all, input{
			seed: true, name: geo.Name(c.Name), title: c.Title, description: c.Description,
			path:   "seeds/" + set.Name + "/" + c.Name + ".geojson",
			open:   func() (io.ReadCloser, error) { return set.Open(c.Name) },
			schema: situation.Schema(geo.Name(c.Name)),
		})
	}
	return all
}

// formatOf returns how to read the input: by the ending of its name where that
// tells, else by how it begins. r is left as it is.
func formatOf(path string, r *bufio.Reader) format.Format {
	document, sequence := format.Formats[0], format.Formats[1]
	if compressed(path) {
		path = path[:len(path)-len(gzipEnding)]
	}
	f, err := format.ByPath(path)
	if err == nil && f.Read != nil && strings.ToLower(filepath.Ext(path)) != ".json" {
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
