package declared

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/plumbline-scorecard/plumbline/internal/foreign"
	"github.com/plumbline-scorecard/plumbline/internal/textfile"
)

// The maximum numbers of bytes of a file of prose, and of one whose sentences are read. The largest
// SECURITY file that was seen has 34,000 bytes.
const (
	mostProse  = 512 << 10
	mostPolicy = 128 << 10
)

// spoken returns the sentences of a file. The error is a sentence.
func spoken(b []byte) ([]sentence, error) {
	if len(b) > mostPolicy {
		return nil, tooLarge(mostPolicy)
	}
	lines, err := prose(b)
	if err != nil {
		return nil, err
	}
	return sentences(lines), nil
}

func tooLarge(bytes int) error {
	return fmt.Errorf("the file is too large to read: %w", &foreign.Excess{Line: 1, What: "bytes", Most: bytes})
}

// prose returns the lines of a text without what a reader of the page does not see: comments of
// HTML. The error is a sentence.
func prose(b []byte) ([]string, error) {
	if len(b) > mostProse {
		return nil, tooLarge(mostProse)
	}
	text := strings.ToValidUTF8(string(textfile.Bytes(b)), "\ufffd")
	text = plainer.Replace(text)
	if strings.TrimSpace(text) == "" {
		return nil, errNone
	}
	return strings.Split(uncommented(text), "\n"), nil
}

// plainer replaces what looks the same to a reader.
var plainer = strings.NewReplacer(
	"\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u2019", "'", "\u2018", "'", "\x00", " ",
)

// uncommented blanks the comments of HTML and keeps their lines. One without an end hides the rest.
func uncommented(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "<!--")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		comment, after, _ := strings.Cut(rest, "-->")
		b.WriteString(strings.Repeat("\n", strings.Count(comment, "\n")))
		text = after
	}
}

// sentence is a sentence, an item of a list or a row of a table.
type sentence struct {
	text  string
	lower string
	// around is the heading and the sentence that leads to a list, in lower case.
	around, lead string // lead is the sentence alone
	row          bool   // of a table
	// starts are the offsets in the text at which lines begin, the first is 0, and line is its
	// number.
	starts []int
	line   int
}

// at returns the line of an offset.
func (s sentence) at(offset int) int {
	line := s.line
	for _, start := range s.starts[1:] {
		if start > offset {
			break
		}
		line++
	}
	return line
}

// match returns the line of the first match in lower case, or 0.
func (s sentence) match(re *regexp.Regexp) int {
	if at := re.FindStringIndex(s.lower); at != nil {
		return s.at(at[0])
	}
	return 0
}

var (
	fence     = regexp.MustCompile("^\\s*(?:>\\s?)*(?:```|~~~)")
	heading   = regexp.MustCompile(`^\s{0,3}(?:#{1,6}|={1,6})\s+(.+)$`)
	underline = regexp.MustCompile("^(?:={3,}|-{3,}|~{3,}|\\^{3,}|\"{3,}|\\*{3,}|\\+{3,}|#{3,})\\s*$")
	item      = regexp.MustCompile(`^\s*(?:[-*+•]|\d{1,3}[.)])\s+`)
	row       = regexp.MustCompile(`^\s*\|`)
	rule      = regexp.MustCompile(`^\s*\|[\s|:-]*$`)
	bold      = regexp.MustCompile(`^\s*(?:\*\*|__)[^*_]{1,80}(?:\*\*|__):?\s*$`)
)

// splitter splits prose into sentences. Code is no prose.
type splitter struct {
	out        []sentence
	paragraph  []string
	line, size int // the first line of the paragraph, and its bytes
	head, lead string
	row        bool
}

// sentences returns the sentences of a text.
func sentences(lines []string) []sentence {
	s := &splitter{}
	code := false
	for i, line := range lines {
		if fence.MatchString(line) {
			code = !code
			s.end()
			continue
		}
		if !code {
			s.take(i+1, line)
		}
	}
	s.end()
	return s.out
}

// take reads one line.
func (s *splitter) take(number int, line string) {
	for strings.HasPrefix(strings.TrimLeft(line, " "), ">") { // a quotation
		line = strings.TrimPrefix(strings.TrimLeft(line, " "), ">")
	}
	switch {
	case strings.TrimSpace(line) == "":
		s.end()
	case underline.MatchString(line) && len(s.paragraph) == 1:
		s.headed(s.paragraph[0])
		s.paragraph = nil
	case heading.MatchString(line):
		s.end()
		s.headed(heading.FindStringSubmatch(line)[1])
	case bold.MatchString(line):
		s.end()
		s.headed(line)
	case rule.MatchString(line):
		s.end()
	case row.MatchString(line):
		s.end()
		s.row = true
		s.add(number, line)
		s.end()
	case item.MatchString(line):
		s.end()
		s.add(number, item.ReplaceAllString(line, ""))
	default:
		s.add(number, line)
	}
}

func (s *splitter) headed(text string) {
	s.head, s.lead = strings.ToLower(strings.Trim(text, " *_#=")), ""
}

// mostParagraph is the maximum number of bytes of a paragraph. A longer one is read in parts, and a
// longer line is cut: the cost of what follows can grow with the square of it.
const mostParagraph = 4 << 10

func (s *splitter) add(number int, line string) {
	if line = strings.TrimSpace(line); len(line) > mostParagraph {
		line = strings.ToValidUTF8(line[:mostParagraph], "")
	}
	if s.size += len(line); s.size > mostParagraph {
		s.end()
	}
	if len(s.paragraph) == 0 {
		s.line, s.size = number, len(line)
	}
	s.paragraph = append(s.paragraph, line)
}

// end ends the paragraph and splits it.
func (s *splitter) end() {
	defer func() { s.paragraph, s.row = nil, false }()
	if len(s.paragraph) == 0 {
		return
	}
	var b strings.Builder
	starts := make([]int, len(s.paragraph))
	for i, line := range s.paragraph {
		starts[i] = b.Len()
		b.WriteString(line)
		b.WriteByte(' ')
	}
	whole := b.String()
	if s.row {
		s.cut(whole, starts, 0, len(whole))
		return
	}
	from := 0
	for _, at := range sentenceEnd.FindAllStringIndex(whole, -1) {
		if short.MatchString(whole[max(from, at[0]-10):at[0]+1]) || at[1] >= len(whole) {
			continue
		}
		s.cut(whole, starts, from, at[1])
		from = at[1]
	}
	s.cut(whole, starts, from, len(whole))
	if !finished.MatchString(strings.TrimSpace(whole)) && len(s.out) > 0 {
		last := s.out[len(s.out)-1].lower
		s.lead = last[max(0, len(last)-mostLead):]
	}
}

// mostLead is how many bytes of a sentence that leads to a list are kept.
const mostLead = 300

var (
	sentenceEnd = regexp.MustCompile("[.!?][)\"'*_`\\]]*\\s+")
	// finished matches a paragraph that does not lead to the next.
	finished = regexp.MustCompile("[.!?)][)\"'*_`\\]]*$")
	// short matches a text that ends in an abbreviation or in the number of an item.
	short = regexp.MustCompile(`(?i)(?:\b(?:e\.g|i\.e|etc|vs|dr|mr|ms|no|cf|resp|approx)\.|\b[A-Z]\.)$`)
)

// cut adds the sentence between two offsets of a paragraph.
func (s *splitter) cut(whole string, starts []int, from, to int) {
	text := whole[from:to]
	if strings.TrimSpace(text) == "" {
		return
	}
	out := sentence{
		text: text, lower: lowered(text), around: s.head + " " + s.lead, lead: s.lead, row: s.row,
		starts: []int{0}, line: s.line,
	}
	for _, start := range starts {
		switch {
		case start == 0:
		case start <= from:
			out.line++
		case start < to:
			out.starts = append(out.starts, start-from)
		}
	}
	s.out = append(s.out, out)
}

// lowered returns a text in lower case with the same offsets: letters outside ASCII stay.
func lowered(text string) string {
	b := []byte(text)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + ('a' - 'A')
		}
	}
	return string(b)
}
