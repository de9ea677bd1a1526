package site

import "regexp"

// namesStreet finds a house number or a word for a street; a department
// number such as "(60)" or a postcode beside a town is no street.
func namesStreet(place string) bool {
	word := `(?i)(^|[\s,])(rue|avenue|av\.|boulevard|bd|impasse|chemin|allée|allee|place|quai|route|square|cours|passage|street|road|lane|drive)\s+\S`
	number := `(?i)(^|,\s*)[0-9]{1,4}\s*(bis|ter|quater)?\s*,?\s+\p{L}\S*\s+\p{L}`
	return regexp.MustCompile(word).MatchString(place) || regexp.MustCompile(number).MatchString(place)
}
