// Package sqlite keeps a store in a GeoPackage.
package sqlite
