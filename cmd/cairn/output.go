package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
)

// open opens the destination's file, under another name until it is whole.
func (d *destination) open() error {
	if d.path == "" {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(d.path), ".cairn-*"+filepath.Ext(d.path))
	if err != nil {
		return fmt.Errorf("write %s: %w", d.path, err)
	}
	d.file, d.Writer = f, bufio.NewWriterSize(f, 1<<18)
	return nil
}

// drop removes what has been written so far, after an error.
func (d *destination) drop() error {
	if d.file == nil {
		return nil
	}
	d.file.Close()
	return os.Remove(d.file.Name())
}

// Close makes what has been written the file asked for.
func (d *destination) Close() error {
	if d.file == nil {
		return nil
	}
	err := d.Writer.(*bufio.Writer).Flush()
	if err == nil {
		err = d.file.Chmod(0o644)
	}
	if e := d.file.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(d.file.Name(), d.path)
	}
	if err != nil {
		os.Remove(d.file.Name())
		return fmt.Errorf("write %s: %w", d.path, err)
	}
	return nil
}
