package server

import (
	"context"
	"testing"
	"time"
)

func TestDeadlinePast(t *testing.T) {
	c := within(context.Background(), time.Nanosecond)
	defer c.end()
	<-c.Done()
	if err := c.Err(); err != context.DeadlineExceeded {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestDeadlineFar(t *testing.T) {
	for _, d := range []time.Duration{time.Hour, 0} {
		c := within(context.Background(), d)
		at, ok := c.Deadline()
		if ok != (d > 0) || ok && time.Until(at) > d {
			t.Errorf("%v: deadline %v, %v", d, at, ok)
		}
		child, cancel := context.WithCancel(c)
		cancel()
		if c.Err() != nil || child.Err() != context.Canceled {
			t.Errorf("%v: %v, child %v", d, c.Err(), child.Err())
		}
		c.end()
	}
}

// TestDeadlineOfParent ends when the client goes.
func TestDeadlineOfParent(t *testing.T) {
	for _, d := range []time.Duration{time.Hour, 0} {
		gone, leave := context.WithCancel(context.Background())
		c := within(gone, d)
		leave()
		<-c.Done()
		if err := c.Err(); err != context.Canceled {
			t.Errorf("%v: got %v, want %v", d, err, context.Canceled)
		}
		c.end()
	}
}
