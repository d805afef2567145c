// Package proof says how anybody can check a figure: for each field of the catalogue the
// commands that give the same value, what they print and what they leave out, or a
// sentence why there are none. It runs nothing and reads nothing but stored figures.
package proof
