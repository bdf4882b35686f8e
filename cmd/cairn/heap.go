package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// heapRoom is how much garbage may gather between two collections, in bytes.
	// A small heap would otherwise be collected at every few requests (Go waits
	// for as much garbage as there is data), and a large one would double.
	heapRoom = 16 << 20
	// heapPercent bounds that room from below, in percent of the data: each
	// collection looks at all of the data that has pointers.
	heapPercent = 4
	// loadPercent is for the time of loading, when the data grows and the trees
	// over it leave many small holes: a million points then settle in about
	// 10 % less memory than with Go's 100, and take a tenth longer to load.
	loadPercent = 40
)

// tightenHeap is called before the data is loaded, see settleHeap.
func tightenHeap(env map[string]string) {
	if ours(env) {
		debug.SetGCPercent(loadPercent)
	}
}

// ours reports whether the heap is left to us: who sets GOGC or GOMEMLIMIT
// decides for himself.
func ours(env map[string]string) bool { return env["GOGC"] == "" && env["GOMEMLIMIT"] == "" }

// settleHeap is called once the data is loaded: it gives what loading took back
// to the system and bounds the garbage to come.
func settleHeap(env map[string]string) {
	debug.FreeOSMemory()
	if ours(env) {
		debug.SetGCPercent(gcPercent(liveHeap()))
	}
	runtime.GC() // the new percentage counts from here
}

// gcPercent returns what to give [debug.SetGCPercent] for a heap with so many
// bytes in use.
func gcPercent(live uint64) int {
	return int(max(heapPercent, min(heapRoom*100/max(live, 1), 1000)))
}

// liveHeap returns how many bytes of the heap the last collection found in use.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
