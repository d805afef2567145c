// Package cost counts requests and other costs of observing.
package cost
