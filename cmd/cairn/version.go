package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// release is the version, set by the linker (see the Makefile). Without it the
// version is what the Go toolchain knows.
var release string

type version struct{}

// Run prints the version, and what it was built with.
func (version) Run(w world) error {
	fmt.Fprintf(w.stdout, "cairn %s (%s, %s/%s)\n", versionName(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

func versionName() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(7, len(s.Value))]
		}
	}
	return info.Main.Version
}
