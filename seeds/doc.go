// Package seeds carries what Cairn knows at its first start: sets of GeoJSON
// files inside the binary, one file per collection.
//
// It carries bytes and knows nobody: it neither reads the features nor judges
// them, and it imports nothing of Cairn. Whoever wants features opens a file
// and gives it to a reader.
//
//	for _, set := range seeds.Sets() {
//		for _, c := range set.Collections {
//			f, err := set.Open(c.Name)
//			…
//		}
//	}
//
// What a set holds, from whom, and how its positions were found is told in the
// README.md of its folder.
package seeds
