package declaration

import (
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"text/template"
)

// The colours of the collective's charter of communication, and the bands that
// the style sheet puts text on: they are nearer to the text than the paper is.
const (
	defaultAccent = "#a46708"
	linkColour    = "#996600"
	darkLink      = "#f0980c"
	lightBand     = "#f7ecd9"
	darkBand      = "#2a2219"
)

// readable is the contrast that WCAG AA asks for of text.
const readable = 4.5

// colour is three parts from 0 to 1.
type colour [3]float64

// parseColour reads #rrggbb. Nothing else is accepted: the value goes into a
// style sheet.
func parseColour(text string) (colour, bool) {
	var c colour
	if len(text) != 7 || text[0] != '#' {
		return c, false
	}
	for i := range c {
		part, err := strconv.ParseUint(text[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return c, false
		}
		c[i] = float64(part) / 255
	}
	return c, true
}

// String is the colour as CSS writes it.
func (c colour) String() string {
	part := func(v float64) int { return int(math.Round(v * 255)) }
	return fmt.Sprintf("#%02x%02x%02x", part(c[0]), part(c[1]), part(c[2]))
}

// luminance is WCAG's relative luminance.
func (c colour) luminance() float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

func contrast(one, other colour) float64 {
	a, b := one.luminance(), other.luminance()
	return (math.Max(a, b) + 0.05) / (math.Min(a, b) + 0.05)
}

// towards mixes a part of another colour in.
func (c colour) towards(other colour, part float64) colour {
	for i := range c {
		c[i] += (other[i] - c[i]) * part
	}
	return c
}

// readableOn moves a colour away from what is behind it until text in it can be read:
// a chaton keeps its hue, its visitors keep their eyes.
func readableOn(text, behind string) string {
	c, ok := parseColour(text)
	if !ok {
		c, _ = parseColour(defaultAccent)
	}
	background, _ := parseColour(behind)
	ink := colour{}
	if background.luminance() < 0.5 {
		ink = colour{1, 1, 1}
	}
	for step := 0; step < 40 && rounded(c, background) < readable; step++ {
		c = c.towards(ink, 0.06)
	}
	return c.String()
}

// rounded measures the colour that will be written, not the exact one.
func rounded(c, background colour) float64 {
	written, _ := parseColour(c.String())
	return contrast(written, background)
}

// writeStyle renders the style sheet with the chaton's accent.
func writeStyle(templates fs.FS, v *view, result *Result) error {
	parsed, err := template.ParseFS(templates, "site/style.css")
	if err != nil {
		return fmt.Errorf("read the style sheet: %w", err)
	}
	accent := orElse(v.Site.Page.Accent, defaultAccent)
	var out bytes.Buffer
	err = parsed.Execute(&out, map[string]string{
		"Band": lightBand, "Accent": readableOn(accent, lightBand), "Link": readableOn(linkColour, lightBand),
		"DarkBand": darkBand, "DarkAccent": readableOn(accent, darkBand), "DarkLink": readableOn(darkLink, darkBand),
	})
	if err != nil {
		return fmt.Errorf("render the style sheet: %w", err)
	}
	result.add(Document{Path: "site/style.css", Content: out.Bytes()})
	return nil
}
