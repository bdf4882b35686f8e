package main

import (
	"fmt"
	"regexp"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/sqlite"
)

// apart parts stores from other files. A GeoPackage that is too damaged to say what it
// is counts as a store.
func apart(w world, paths []string) (stores, others []string) {
	// What `cairn restore --force` adds to the name of the file that was there.
	putAside := regexp.MustCompile(`\.replaced-[0-9]+$`)
	for _, path := range paths {
		f, err := format.ByPath(putAside.ReplaceAllString(path, ""))
		is := false
		if err == nil && f.Name == "gpkg" {
			is, err = sqlite.IsStore(w, path)
			is = is || geo.KindOf(err) == geo.Invalid
		}
		if is {
			stores = append(stores, path)
		} else {
			others = append(others, path)
		}
	}
	return stores, others
}

// checkStore prints every fault of a store's file, or what it holds; sound is false if
// there is a fault.
func checkStore(w world, path string) (sound bool) {
	faults, err := sqlite.Check(w, path)
	for _, f := range faults {
		if f.Where != path {
			f.Where = path + ": " + f.Where
		}
		fmt.Fprintln(w.stderr, harmless(f.String()))
	}
	var held []sqlite.Held
	if err == nil && len(faults) == 0 {
		held, err = sqlite.List(w, path)
	}
	if err != nil {
		fmt.Fprintln(w.stderr, harmless(err.Error()))
	}
	for _, h := range held {
		fmt.Fprintln(w.stdout, harmless(fmt.Sprintf("%s: %s in collection %q; no fault", path, features(h.Count), h.Name)))
	}
	return err == nil && len(faults) == 0
}
