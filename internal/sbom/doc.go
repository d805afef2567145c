// Package sbom reads software bills of materials and simpler lists of dependencies, and recognises
// their form by content: CycloneDX (JSON and XML, 1.2 to 1.7), SPDX (JSON 2.2, 2.3 and 3.0,
// tag-value), go.mod, package-lock.json, and the listings of dpkg and apk.
//
// Files are read as streams. Memory grows with the components, never with parts that are skipped.
// Authors are counted as given or not; names and mail addresses of people are never kept.
package sbom
