package installer

import "os"

// modeOf is the mode of an existing file, which its owner chose, else the
// given one.
func modeOf(path string, otherwise os.FileMode) os.FileMode {
	info, err := os.Stat(path)
	if err != nil {
		return otherwise
	}
	return info.Mode().Perm()
}
