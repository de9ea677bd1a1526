package main

import (
	"strings"
	"unicode/utf8"
)

// aligned gives rows as lines with straight columns, two spaces apart.
func aligned(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for at, cell := range row {
			if at == len(widths) {
				widths = append(widths, 0)
			}
			widths[at] = max(widths[at], utf8.RuneCountInString(cell))
		}
	}
	var lines []string
	for _, row := range rows {
		var line strings.Builder
		for at, cell := range row {
			line.WriteString(cell + strings.Repeat(" ", widths[at]-utf8.RuneCountInString(cell)+2))
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return lines
}

// labelled is "heading: cell" for each cell that says something.
func labelled(headings, cells []string) []string {
	var facts []string
	for at, cell := range cells {
		if cell != "" {
			facts = append(facts, headings[at]+" "+cell)
		}
	}
	return facts
}
