package compose

import (
	"strconv"

	"go.yaml.in/yaml/v4"
)

// places finds the line of a path in the files as people wrote them: the loaded
// model has lost it.
type places []document

type document struct {
	name string // as the file was named
	root *yaml.Node
}

// find gives the file and line of the deepest part of a path that is written
// out; a later file wins, as it does when compose reads them.
func (p places) find(path []string) (file string, line int) {
	deepest := 0
	for at := len(p) - 1; at >= 0; at-- {
		if found, depth := descend(p[at].root, path); depth > deepest {
			deepest, file, line = depth, p[at].name, found
		}
	}
	return file, line
}

// order is the line of a path in the first file that holds the whole of it, and
// those of later files after it.
func (p places) order(path []string) int {
	const perFile = 1 << 24
	for at, document := range p {
		if line, depth := descend(document.root, path); depth == len(path) {
			return at*perFile + line
		}
	}
	return len(p) * perFile
}

// descend follows a path from the root of a file and tells how far it came.
func descend(node *yaml.Node, path []string) (line, depth int) {
	for _, part := range path {
		node = followed(node)
		key, value := child(node, part)
		if value == nil {
			return line, depth
		}
		line, node, depth = key.Line, value, depth+1
	}
	return line, depth
}

// followed is what an alias stands for.
func followed(node *yaml.Node) *yaml.Node {
	for node != nil && (node.Kind == yaml.AliasNode || node.Kind == yaml.DocumentNode) {
		if node.Kind == yaml.AliasNode {
			node = node.Alias
		} else {
			node = node.Content[0]
		}
	}
	return node
}

// child is the node below a mapping's key or a list's index, with the node that
// shows where it is written.
func child(node *yaml.Node, part string) (key, value *yaml.Node) {
	if node == nil {
		return nil, nil
	}
	if node.Kind == yaml.SequenceNode {
		at, err := strconv.Atoi(part)
		if err == nil && at < len(node.Content) {
			return node.Content[at], node.Content[at]
		}
		return nil, nil
	}
	if node.Kind != yaml.MappingNode {
		return nil, nil
	}
	for at := 0; at+1 < len(node.Content); at += 2 {
		if node.Content[at].Value == part {
			return node.Content[at], node.Content[at+1]
		}
	}
	return merged(node, part)
}

// merged looks in what a mapping takes over with <<.
func merged(node *yaml.Node, part string) (key, value *yaml.Node) {
	for at := 0; at+1 < len(node.Content); at += 2 {
		if node.Content[at].Value != "<<" {
			continue
		}
		sources := []*yaml.Node{node.Content[at+1]}
		if followed(sources[0]).Kind == yaml.SequenceNode {
			sources = followed(sources[0]).Content
		}
		for _, source := range sources {
			if key, value := child(followed(source), part); value != nil {
				return key, value
			}
		}
	}
	return nil, nil
}
