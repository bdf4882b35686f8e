package server

import (
	"context"
	"testing"
	"testing/synctest"
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

// TestDeadlineStopped stops the clock while the client takes its time.
func TestDeadlineStopped(t *testing.T) {
	for _, waits := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			c := within(context.Background(), time.Second)
			defer c.end()
			if waits {
				c.Done()
			}
			for range 5 {
				<-time.After(900 * time.Millisecond)
				c.pause()
				<-time.After(time.Hour)
				if err := c.Err(); err != nil {
					t.Fatalf("waits %v: %v while the clock stood still", waits, err)
				}
				c.resume(time.Second)
			}
			if at, ok := c.Deadline(); !ok || time.Until(at) != time.Second {
				t.Errorf("waits %v: the deadline is in %v, %v", waits, time.Until(at), ok)
			}
			<-time.After(time.Second)
			if waits {
				<-c.Done()
			}
			c.pause()
			c.resume(time.Hour)
			if err := c.Err(); waits && err != context.DeadlineExceeded {
				t.Errorf("waits %v: %v", waits, err)
			}
		})
	}
}
