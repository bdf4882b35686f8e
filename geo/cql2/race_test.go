//go:build race

package cql2_test

const raceEnabled = true
