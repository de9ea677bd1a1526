package declaration

import (
	"regexp"
	"testing"

	"framagit.org/chatiere/chatiere/templates"
)

func TestReadableOn_AnyAccentCanBeReadInBothLights(t *testing.T) {
	for _, accent := range []string{"#a46708", "#f9cc01", "#ffffff", "#000000", "#996600", "#ff00ff", "#77f", "red", ""} {
		for _, behind := range []string{lightBand, darkBand} {
			got, ok := parseColour(readableOn(accent, behind))
			band, _ := parseColour(behind)
			if !ok || contrast(got, band) < readable {
				t.Errorf("%q on %s: got %s, contrast %.2f", accent, behind, got, contrast(got, band))
			}
		}
	}
}

// The other colours of the style sheet stand in the file; each text colour must
// be readable on each background of its light.
func TestStyle_TextColoursReachAA(t *testing.T) {
	sheet, err := templates.Files.ReadFile("site/style.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\n\s*\}`).FindAllStringSubmatch(string(sheet), 2)
	for i, band := range []string{lightBand, darkBand} {
		named := map[string]string{"band": band}
		for _, found := range regexp.MustCompile(`--(\w+): (#[0-9a-f]{6})`).FindAllStringSubmatch(blocks[i][1], -1) {
			named[found[1]] = found[2]
		}
		for _, text := range []string{"ink", "soft", "met"} {
			for _, behind := range []string{"paper", "card", "band"} {
				one, _ := parseColour(named[text])
				other, _ := parseColour(named[behind])
				if got := contrast(one, other); got < readable {
					t.Errorf("%s on %s: contrast %.2f", text, behind, got)
				}
			}
		}
	}
}
