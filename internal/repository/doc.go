// Package repository reads and writes the addresses of repositories.
package repository
