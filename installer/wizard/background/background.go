// Package background settles whether the terminal is dark or light before
// anybody asks the terminal.
//
// Since v1, bubbletea asks for the background colour in an init of its own:
// every command on a terminal, even one that draws nothing, would write two
// queries, wait up to five seconds and eat what was typed ahead. Go initialises
// ready packages in the order of their paths, so this package works only while
// its path sorts before github.com/charmbracelet/bubbletea and while it imports
// nothing of ours. Styles read well on both backgrounds, so the answer given
// here shows nowhere.
package background

import "github.com/charmbracelet/lipgloss"

var _ = settle()

func settle() bool {
	lipgloss.SetHasDarkBackground(true)
	return true
}
