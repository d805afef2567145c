package wellknown

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-scorecard/plumbline/internal/query"
	"github.com/plumbline-scorecard/plumbline/web/page"
)

const (
	sitemapPath  = "/sitemap.xml"
	sitemapParts = "/sitemap/"
	// mostURLs is how many addresses the protocol allows in one file (sitemaps.org). At some 100
	// bytes each they are far below its 50 MB.
	mostURLs  = 50_000
	namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
)

// entry is one address of a sitemap.
type entry struct {
	Loc string `xml:"loc"`
	// LastMod is the day of the run that last changed the page; empty: not known.
	LastMod string `xml:"lastmod,omitempty"`
}

type urlSet struct {
	XMLName xml.Name `xml:"urlset"`
	XMLNS   string   `xml:"xmlns,attr"`
	URLs    []entry  `xml:"url"`
}

type sitemapIndex struct {
	XMLName xml.Name `xml:"sitemapindex"`
	XMLNS   string   `xml:"xmlns,attr"`
	Maps    []entry  `xml:"sitemap"`
}

// sitemap answers with all addresses, or with an index of parts if they are too many for one file.
func (s Site) sitemap(w http.ResponseWriter, r *http.Request) error {
	all, err := s.entries(r.Context())
	if err != nil {
		return err
	}
	if len(all) <= mostURLs {
		return sendXML(w, r, urlSet{XMLNS: namespace, URLs: all})
	}
	index := sitemapIndex{XMLNS: namespace}
	for i := range parts(all) {
		index.Maps = append(index.Maps, entry{Loc: s.absolute(sitemapParts + strconv.Itoa(i+1) + ".xml")})
	}
	return sendXML(w, r, index)
}

// sitemapPart answers with one part: "1.xml" is the first.
func (s Site) sitemapPart(w http.ResponseWriter, r *http.Request) error {
	all, err := s.entries(r.Context())
	if err != nil {
		return err
	}
	name, isXML := strings.CutSuffix(r.PathValue("part"), ".xml")
	n, err := strconv.Atoi(name)
	if n < 1 || n > parts(all) || err != nil || !isXML {
		return missing("There is no part of the sitemap with this name.")
	}
	return sendXML(w, r, urlSet{XMLNS: namespace, URLs: all[(n-1)*mostURLs : min(n*mostURLs, len(all))]})
}

// parts returns how many files the addresses need.
func parts(all []entry) int { return (len(all) + mostURLs - 1) / mostURLs }

// entries are the pages of the site, its public lists with each of their projects once, and their tags and owners of several projects. Without a
// public address there are none: a sitemap has absolute addresses, and the error says so. Cost: one
// read of the newest run for each list.
func (s Site) entries(ctx context.Context) ([]entry, error) {
	if s.PublicURL == "" {
		return nil, missing("This site does not know its public address, which a sitemap needs. Its operator sets it with “--public-url”.")
	}
	var out []entry
	for _, path := range s.Pages {
		out = append(out, entry{Loc: s.absolute(path)})
	}
	seen, things := map[string]bool{}, []string(nil)
	for _, l := range s.Query.Lists() {
		if !l.Public() {
			continue
		}
		changed, err := s.changed(ctx, l.Slug)
		if err != nil {
			return nil, err
		}
		if href := page.ListHref(l.Slug); !strings.Contains(href, "?") { // robots.txt leaves out queries
			out = append(out, entry{s.absolute(href), changed})
		}
		for _, p := range l.Projects {
			if !seen[p.Slug] {
				seen[p.Slug] = true
				out = append(out, entry{s.absolute("/p/" + url.PathEscape(p.Slug)), changed})
			}
		}
	}
	for _, x := range s.Query.PublicThings() {
		href := page.TagHref("", x.Key)
		if x.Kind == query.KindOwner {
			href = page.OwnerHref("", x.Key)
		}
		if !strings.Contains(href, "?") && (x.Kind == query.KindTag || x.Projects > 1) { // of one project, its page says the same
			things = append(things, s.absolute(href))
		}
	}
	slices.Sort(things)
	for _, loc := range things {
		out = append(out, entry{Loc: loc})
	}
	return out, nil
}

// changed returns the day of the newest run of a list; empty while there is none.
func (s Site) changed(ctx context.Context, list string) (string, error) {
	v, err := s.Query.View(ctx, list, "")
	if err != nil {
		return "", fmt.Errorf("sitemap: %w", err)
	}
	if !v.Published || v.Run.Finished.IsZero() {
		return "", nil
	}
	return v.Run.Finished.UTC().Format(time.DateOnly), nil
}

func sendXML(w http.ResponseWriter, r *http.Request, doc any) error {
	body, err := xml.Marshal(doc)
	if err != nil {
		return fmt.Errorf("write the sitemap: %w", err)
	}
	return send(w, r, "application/xml; charset=utf-8", append([]byte(xml.Header), body...))
}
