// Package cost counts what observing takes from the services that are asked.
package cost
