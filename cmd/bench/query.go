package main

import (
	"encoding/json"
	"fmt"
	"slices"
)

// query is one request and what must be in its answer.
type query struct {
	path    string
	args    []any    // of the same question for PostGIS
	want    []string // the ids of all that match
	ordered bool     // the answer has them in this order
	limit   int      // the answer has so many of them at most, and how many there are; 0 for all
	numbers []int    // the numbers of all that match, in the order of the answer; nil for any order
	checks  func(body []byte) error
}

// answer is what a query may be answered with.
type answer struct {
	ID            string
	NumberMatched *int
	Features      []struct {
		ID         string
		Properties struct{ Number int }
	}
}

// check compares an answer with what the plain loop found; counted says that it
// tells how many there are.
func (q query) check(body []byte, counted bool) error {
	if q.checks != nil {
		if err := q.checks(body); err != nil {
			return fmt.Errorf("%s: the answer is wrong: %w", q.path, err)
		}
		return nil
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return fmt.Errorf("%s: %w", q.path, err)
	}
	got := []string{}
	for _, f := range a.Features {
		got = append(got, f.ID)
	}
	if a.ID != "" {
		got = []string{a.ID}
	}
	if !q.holds(got) {
		return fmt.Errorf("%s: got %d features of %d that match: the answer is wrong", q.path, len(got), len(q.want))
	}
	if q.limit > 0 && counted && (a.NumberMatched == nil || *a.NumberMatched != len(q.want)) {
		return fmt.Errorf("%s: the answer does not say that %d match", q.path, len(q.want))
	}
	for i, f := range a.Features {
		if q.numbers != nil && f.Properties.Number != q.numbers[i] {
			return fmt.Errorf("%s: feature %d has number %d, not %d: the order is wrong", q.path, i, f.Properties.Number, q.numbers[i])
		}
	}
	return nil
}

// holds reports whether an answer has the ids it must have.
func (q query) holds(got []string) bool {
	if q.ordered {
		return slices.Equal(got, q.want)
	}
	slices.Sort(got)
	if q.limit == 0 || len(q.want) <= q.limit {
		return slices.Equal(got, slices.Sorted(slices.Values(q.want)))
	}
	left := map[string]bool{}
	for _, id := range q.want {
		left[id] = true
	}
	for _, id := range got {
		if !left[id] {
			return false // it does not match, or was there before
		}
		delete(left, id)
	}
	return len(got) == q.limit
}
