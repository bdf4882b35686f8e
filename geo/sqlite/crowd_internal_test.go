package sqlite

import (
	"context"
	"testing"
	"time"

	"cairn/geo"
)

func asked(changes int) *request { return &request{changes: make([]geo.Change, changes)} }

// Who was there the last time is waited for, and only as long as that takes.
func TestCrowdWaits(t *testing.T) {
	requests := make(chan *request)
	c := crowd{expected: 3, patience: time.Hour}
	go func() {
		requests <- asked(1)
		requests <- asked(1)
	}()
	if got := len(c.gather(asked(1), requests)); got != 3 {
		t.Errorf("three that are expected: got %d together, want 3", got)
	}
	c.patience = 1
	if got := len(c.gather(asked(1), requests)); got != 1 {
		t.Errorf("nobody else comes: got %d together, want 1", got)
	}
	c.served(1, time.Hour, 0)
	if c.expected != 1 || c.patience != longestWait {
		t.Errorf("after one alone: got %d expected and %v of patience, want 1 and %v", c.expected, c.patience, longestWait)
	}
	c.patience = time.Hour // must not be used
	if got := len(c.gather(asked(1), requests)); got != 1 {
		t.Errorf("one who is alone: got %d together, want 1", got)
	}
	if c.served(2, 4*time.Microsecond, 3); c.expected != 5 || c.patience != time.Microsecond {
		t.Errorf("two and three who came meanwhile: got %d expected and %v, want 5 and 1µs", c.expected, c.patience)
	}
}

// There is an end to what is made together, and what must be done alone ends it too.
func TestCrowdEnds(t *testing.T) {
	for _, tt := range []struct {
		name    string
		first   *request
		waiting []*request
		want    int
	}{
		{"many changes", asked(mostTogether), []*request{asked(1)}, 1},
		{"many changes of several", asked(1), []*request{asked(mostTogether), asked(1)}, 2},
		{"something else", asked(1), []*request{{do: func(context.Context) (geo.Rev, error) { return 0, nil }}, asked(1)}, 2},
		{"something else first", &request{do: func(context.Context) (geo.Rev, error) { return 0, nil }}, []*request{asked(1)}, 1},
		{"few", asked(1), []*request{asked(1), asked(1)}, 3},
	} {
		requests := make(chan *request, len(tt.waiting))
		for _, r := range tt.waiting {
			requests <- r
		}
		c := crowd{}
		if got := len(c.gather(tt.first, requests)); got != tt.want {
			t.Errorf("%s: got %d together, want %d", tt.name, got, tt.want)
		}
	}
}
