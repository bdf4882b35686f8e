package server

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"cairn/geo"
)

// flaw is one thing that is wrong with what a request would write, as the member
// "errors" of a problem document lists it (RFC 9457 §3).
type flaw struct {
	Pointer string `json:"pointer,omitempty"` // to it in the body, as a URI fragment (RFC 6901 §6)
	Detail  string `json:"detail"`
}

// unusable is the error of what the data's rules refuse, or what cannot be understood, with
// all of its flaws.
type unusable struct {
	status int
	detail string
	flaws  []flaw
}

func (u *unusable) Error() string { return u.detail }

// within says that what is wrong is so in a part of the body.
func (u *unusable) within(part string) {
	for i := range u.flaws {
		if rest, ok := strings.CutPrefix(u.flaws[i].Pointer, "#"); ok {
			u.flaws[i].Pointer = "#" + part + rest
		}
	}
}

// mostFlaws is how many flaws are told one by one.
const mostFlaws = 500

// unusableFor tells why a store refused a change as Invalid.
func unusableFor(err error) *unusable {
	u := &unusable{http.StatusUnprocessableEntity, strings.ReplaceAll(err.Error(), "\n", "; "), flawsOf(nil, err)}
	if more := len(u.flaws) - mostFlaws; more > 0 {
		told := strings.SplitAfterN(u.detail, "; ", mostFlaws+1)
		u.detail = strings.Join(told[:min(mostFlaws, len(told))], "") + "and " + strconv.Itoa(more) + " more"
		u.flaws = append(u.flaws[:mostFlaws:mostFlaws], flaw{"#", "and " + strconv.Itoa(more) + " more"})
	}
	return u
}

// flawsOf appends the flaws that an error of one or several is about.
func flawsOf(list []flaw, err error) []flaw {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			list = flawsOf(list, one)
		}
		return list
	}
	var theirs *geo.Error
	if errors.As(err, &theirs) {
		return append(list, flaw{pointerTo(theirs.Path), theirs.Msg})
	}
	return append(list, flaw{"", err.Error()})
}

// pointerTo returns where in the body a path of a store's error leads: a property,
// the id or the geometry of the feature, or of one of several, as in changes[2].name; a
// property of a name such as id has properties. before it.
func pointerTo(path string) string {
	to := "#"
	if number, rest, ok := strings.Cut(strings.TrimPrefix(path, "changes["), "]."); ok && strings.HasPrefix(path, "changes[") {
		to, path = to+"/features/"+number, rest
	}
	switch path {
	case "":
		return to
	case "id", "geometry", "properties":
		return to + "/" + path
	}
	path = strings.TrimPrefix(path, "properties.")
	return to + "/properties/" + url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(path))
}
