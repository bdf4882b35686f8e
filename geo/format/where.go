package format

import (
	"bytes"
	"strconv"
)

// step is one step of the way down into JSON: an array or an object.
type step struct {
	array bool
	index int
	name  []byte // of the member, with quotes
}

// pathTo returns the way from the value that data starts with to the byte at,
// such as "geometry.coordinates[0][2]". What stands before at has been read and
// found right, so brackets and quotes are enough to go by.
func pathTo(data []byte, at int) (path string) {
	var steps []step
	for i := 0; i < at && i < len(data); i++ {
		top := &step{array: true}
		if len(steps) > 0 {
			top = &steps[len(steps)-1]
		}
		switch data[i] {
		case '{':
			steps = append(steps, step{})
		case '[':
			steps = append(steps, step{array: true})
		case '}', ']':
			steps = steps[:max(0, len(steps)-1)]
		case ',':
			top.index++
			top.name = nil
		case '"':
			n := stringLength(data[i:])
			if i+n < at && !top.array && top.name == nil {
				top.name = data[i : i+n]
			}
			i += n - 1
		}
	}
	for _, s := range steps {
		path = joined(path, s.String())
	}
	return path
}

func (s step) String() string {
	if s.array {
		return "[" + strconv.Itoa(s.index) + "]"
	}
	if s.name == nil {
		return ""
	}
	plain := s.name[1 : len(s.name)-1]
	if len(plain) == 0 || len(plain) > 64 || bytes.ContainsAny(plain, ` .,[]\"'`) {
		return "[" + shortened(s.name) + "]"
	}
	return string(plain)
}

// joined puts a member or an element behind a path.
func joined(path, member string) string {
	if path == "" || member == "" || member[0] == '[' {
		return path + member
	}
	return path + "." + member
}
