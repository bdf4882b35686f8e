package server

// Patterns returns the patterns of the routes, for tests outside the package.
func (s *Server) Patterns() []string {
	var list []string
	for _, rt := range s.routes {
		list = append(list, rt.pattern)
	}
	return list
}

// ParseQuery, Choose and Nearest let the outside tests reach the parsers.
func ParseQuery(raw string, most int) (names, values []string, err error) {
	list, err := parseQuery(nil, raw, most)
	for _, p := range list {
		names, values = append(names, p.name), append(values, p.value)
	}
	return names, values, err
}

// Choose returns the name of the format that a feature resource is answered in
// and the media type, "" if Accept rules all out.
func Choose(accept string) (name, media string) {
	f, m, ok := choose(features, accept)
	if !ok {
		return "", ""
	}
	return f.name, m[0]
}

// NearestName returns which of the known names a misspelt one is taken for.
func NearestName(wrong string, known ...string) string { return nearestName(wrong, known) }

// FeatureMedia lists what features of a format may be sent as.
func FeatureMedia(name string) []string {
	for i := range features {
		if features[i].name == name {
			return features[i].media
		}
	}
	return nil
}
