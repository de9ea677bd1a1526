package installer

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// tasks reads the records of the tasks of `tick`, sorted by file. Other records
// lie in the folder too: what names no task is none.
func (s State) tasks() []Record {
	tasks := []Record{}
	paths, _ := filepath.Glob(filepath.Join(s.records(), "*.json")) // the pattern is well formed
	for _, path := range paths {
		var task Record
		data, err := os.ReadFile(path)
		if err == nil && json.Unmarshal(data, &task) == nil && task.Task != "" {
			tasks = append(tasks, task)
		}
	}
	return tasks
}
