package pgtest_test

import (
	"fmt"

	"cairn/geo/pgtest"
)

func Example() {
	if pgtest.Missing() != "" {
		return
	}
	s, err := pgtest.Launch("work_mem=16MB")
	if err != nil {
		fmt.Println(err)
		return
	}
	// Connect to s.Address() …
	fmt.Println(s.Stop())
}
