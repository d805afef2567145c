package stats

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"strings"
)

// Stream is a splitmix64 generator of random numbers. It is small, allocates nothing, and returns
// the same numbers with every version of Go.
type Stream uint64

const golden = 0x9E3779B97F4A7C15

func (g *Stream) next() uint64 {
	*g += golden
	z := uint64(*g)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// Fork returns the k-th stream of a family, for fewer than 64 numbers each.
func (g Stream) Fork(k uint64) Stream { return g + Stream(k*golden*64) }

// Uniform returns a number in [0, 1).
func (g *Stream) Uniform() float64 { return float64(g.next()>>11) / (1 << 53) }

// Normal returns a standard normal number (Box–Muller, one of the pair). It takes two numbers of the
// stream.
func (g *Stream) Normal() float64 {
	return math.Sqrt(-2*math.Log(1-g.Uniform())) * math.Cos(2*math.Pi*g.Uniform())
}

// Gamma returns a gamma number of the given shape (Marsaglia and Tsang 2000).
func (g *Stream) Gamma(shape float64) float64 {
	if shape < 1 {
		u := 1 - g.Uniform()
		return g.Gamma(shape+1) * math.Pow(u, 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := g.Normal()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-g.Uniform()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// Seed returns the seed of a stream derived from the parts.
func Seed(parts ...string) uint64 {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return binary.LittleEndian.Uint64(sum[:8])
}

// NormalCDF returns the share of a standard normal distribution below z, 0 to 1.
func NormalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
