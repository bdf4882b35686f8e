package main

import "testing"

func TestGCPercent(t *testing.T) {
	tests := []struct {
		live uint64
		want int
	}{
		{0, 1000},       // nothing known
		{1 << 20, 1000}, // the seeds: at most tenfold
		{16 << 20, 100}, // as Go has it
		{64 << 20, 25},
		{400 << 20, 4}, // a million points
		{48 << 30, 4},  // never less
		{1<<64 - 1, 4}, // nonsense
	}
	for _, tt := range tests {
		if got := gcPercent(tt.live); got != tt.want {
			t.Errorf("gcPercent(%d) = %d, want %d", tt.live, got, tt.want)
		}
	}
}
