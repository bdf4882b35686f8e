// Package geodesy measures on the WGS 84 ellipsoid: how far two positions are apart
// and in which direction, where a line ends, and how near a geometry comes to a
// position. Positions are orb.Points, longitude first, in degrees; distances are
// metres along geodesics, the shortest lines of the ellipsoid; azimuths are degrees
// clockwise from north.
//
//	metres, azimuth := geodesy.Inverse(orb.Point{36.69, 36.21}, orb.Point{38.99, 36.04})
//
// For a search among many there are, besides, bounds that cost a tenth of a distance
// and are proven where they are stated: [LowerBound] for a box of an index, [Bracket]
// for a point, [Surrounding] for the boxes to look into. [From] keeps what all
// questions from one position have in common, and [Shape] what those from a line, an
// area or any other geometry have. Nothing here allocates memory, but [From.ToGeometry]
// for rings given as an orb.Ring or an orb.Bound, [FromShape], and [Shape.ToGeometry].
//
// It knows one ellipsoid and no heights, areas or other reference systems, and does
// not check that a geometry is valid. It does not follow lines other than geodesics,
// but for the edges of geometries, which are straight in longitude and latitude
// (RFC 7946 §3.1.1).
//
// Sources:
//   - C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013) 43–55,
//     doi:10.1007/s00190-012-0578-z, with its addenda of the same name at
//     geographiclib.sourceforge.io: §2 and §3 (the series, the direct problem), §4
//     and §5 (the inverse problem, its starting point), §6 (the errors).
//   - F. W. Bessel, Über die Berechnung der geographischen Längen und Breiten aus
//     geodätischen Vermessungen, Astron. Nachr. 4 (1826): the auxiliary sphere.
//   - NGA.STND.0036 (2014), §3.4: the constants of WGS 84.
//   - NIST Digital Library of Mathematical Functions, §3.5(v): Gaussian quadrature.
//   - H. Butler and others, The GeoJSON Format, RFC 7946 (2016), §3.1.1 and §3.1.9.
package geodesy
