package pgtest_test

import (
	"net"
	"os"
	"strings"
	"testing"

	"cairn/geo/pgtest"
)

func TestLaunch(t *testing.T) {
	var dir string
	t.Run("running", func(t *testing.T) {
		address := pgtest.Start(t)
		dir, _, _ = strings.Cut(strings.TrimPrefix(address, "host="), " ")
		c, err := net.Dial("unix", dir+"/.s.PGSQL.5432")
		if err != nil {
			t.Fatalf("it does not listen where %q says: %v", address, err)
		}
		c.Close()
	})
	if dir == "" {
		return
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("stat of its directory after the end: got %v, want that it does not exist", err)
	}
}

func TestLaunchRefused(t *testing.T) {
	if why := pgtest.Missing(); why != "" {
		t.Skip(why) // TestLaunch fails for it in CI
	}
	_, err := pgtest.Launch("no_such_setting=1")
	if err == nil || !strings.Contains(err.Error(), "no_such_setting") {
		t.Errorf("got %v, want an error with what postgres said of no_such_setting", err)
	}
}
