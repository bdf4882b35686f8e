package main

import "testing"

func TestGCPercent(t *testing.T) {
	tests := []struct {
		live uint64
		want int
	}{
		{0, 1000},       // nothing known
		{1 << 20, 1000}, // the seeds: at most tenfold
		{32 << 20, 100}, // as Go has it
		{400 << 20, 8},  // a million points
		{48 << 30, 8},   // never less
		{1<<64 - 1, 8},  // nonsense
		{64 << 20, 50},
	}
	for _, tt := range tests {
		if got := gcPercent(tt.live); got != tt.want {
			t.Errorf("gcPercent(%d) = %d, want %d", tt.live, got, tt.want)
		}
	}
}
