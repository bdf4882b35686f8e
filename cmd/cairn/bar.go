package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// barFrom is the size in bytes from which loading takes long enough to be
// watched: about a tenth of a second.
const barFrom = 16 << 20

// bar shows how much of the inputs has been read. A nil bar shows nothing.
type bar struct{ *progressbar.ProgressBar }

// newBar returns a bar on out if that is a terminal and there is much to read.
func newBar(out io.Writer, all []input) *bar {
	var size int64
	for _, in := range all {
		size += in.size
	}
	file, ok := out.(*os.File)
	if !ok || size < barFrom || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return &bar{progressbar.NewOptions64(size,
		progressbar.OptionSetWriter(out),
		progressbar.OptionSetDescription("loading"),
		progressbar.OptionShowBytes(true),
		progressbar.OptionUseIECUnits(true),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetWidth(30),
		progressbar.OptionClearOnFinish(),
	)}
}

// reading returns r, with what is read from it shown.
func (b *bar) reading(r io.Reader) io.Reader {
	if b == nil {
		return r
	}
	return io.TeeReader(r, b)
}

// end takes the bar off the terminal.
func (b *bar) end() {
	if b != nil {
		b.Clear()
	}
}
