package ranking

import "github.com/plumbline-scorecard/plumbline/web/listing"

func (s maker) projectsCSV() error {
	l, err := s.listing()
	if err != nil {
		return err
	}
	return listing.CSV(s.Request, l)
}

func (s maker) projectsJSON() error {
	l, err := s.listing()
	if err != nil {
		return err
	}
	return listing.JSON(s.Request, l)
}
