package site

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

const (
	tooLarge      = maximumResult + 1
	maximumNumber = 1000 // digits of a number that is read from a text
)

// estimates foretell the size of results that can be much larger than what
// they are made from. They say too much rather than too little.
func estimates() map[string]func([]cty.Value) int {
	return map[string]func([]cty.Value) int{
		"format": formattedSize, "formatlist": formattedSize, "join": joinedSize, "replace": replacedSize,
		"indent": indentedSize, "split": splitSize, "regexall": matchesSize,
		"parseint": numberSize, "tonumber": numberSize,
	}
}

var (
	verbPattern   = regexp.MustCompile(`%[^a-zA-Z%]*`)
	digitsPattern = regexp.MustCompile(`[0-9]+`)
)

// formattedSize takes each verb for the largest argument, and each number in
// one for a width.
func formattedSize(arguments []cty.Value) int {
	template, _ := plainText(arguments[0])
	verbs := verbPattern.FindAllString(template, -1)
	size, lists := len(template), 1
	for _, verb := range verbs {
		for _, width := range digitsPattern.FindAllString(verb, -1) {
			size = add(size, wholeOr(width, tooLarge))
		}
	}
	largest := 0
	for _, argument := range arguments[1:] {
		largest = max(largest, largestItem(argument))
		lists = max(lists, lengthOf(argument))
	}
	return multiply(lists, add(size, multiply(len(verbs), largest)))
}

// largestItem is the weight of a value, or of the heaviest one in it.
func largestItem(value cty.Value) int {
	if value.IsNull() || !value.IsKnown() || !value.CanIterateElements() {
		return weigh(value, maximumResult)
	}
	largest := 0
	for items := value.ElementIterator(); items.Next(); {
		_, item := items.Element()
		largest = max(largest, weigh(item, maximumResult))
	}
	return largest
}

func joinedSize(arguments []cty.Value) int {
	separator, _ := plainText(arguments[0])
	size := 0
	for _, list := range arguments[1:] {
		size = add(size, add(weigh(list, maximumResult), multiply(lengthOf(list), len(separator))))
	}
	return size
}

// replacedSize counts what is found. A replacement may name what was found as
// often as it has dollar signs.
func replacedSize(arguments []cty.Value) int {
	text, _ := plainText(arguments[0])
	search, _ := plainText(arguments[1])
	replacement, _ := plainText(arguments[2])
	if pattern := patternIn(search); pattern != nil {
		found := len(pattern.FindAllStringIndex(text, -1))
		named := multiply(strings.Count(replacement, "$"), len(text))
		return add(len(text), add(named, multiply(found, len(replacement))))
	}
	return add(len(text), multiply(strings.Count(text, search), len(replacement)))
}

// patternIn is nil for plain text, and for a pattern that is none: replace
// itself says so.
func patternIn(search string) *regexp.Regexp {
	if len(search) <= 2 || !strings.HasPrefix(search, "/") || !strings.HasSuffix(search, "/") {
		return nil
	}
	pattern, err := regexp.Compile(search[1 : len(search)-1])
	if err != nil {
		return nil
	}
	return pattern
}

func indentedSize(arguments []cty.Value) int {
	spaces := tooLarge
	if count, whole := arguments[0].AsBigFloat().Int64(); whole == 0 && count < maximumResult {
		spaces = int(max(count, 0))
	}
	text, _ := plainText(arguments[1])
	return add(len(text), multiply(spaces, strings.Count(text, "\n")))
}

func splitSize(arguments []cty.Value) int {
	separator, _ := plainText(arguments[0])
	text, _ := plainText(arguments[1])
	return add(len(text), multiply(elementWeight, strings.Count(text, separator)+1))
}

// matchesSize counts each group of each match, and looks for no more of them
// than can be given.
func matchesSize(arguments []cty.Value) int {
	source, _ := plainText(arguments[0])
	text, _ := plainText(arguments[1])
	pattern, err := regexp.Compile(source)
	if err != nil {
		return 0
	}
	each := elementWeight * (pattern.NumSubexp() + 1)
	found := pattern.FindAllStringIndex(text, maximumResult/each+1)
	return multiply(each, len(found))
}

// numberSize lets no text be read as a number of more digits than anybody
// needs: reading them takes the square of the time.
func numberSize(arguments []cty.Value) int {
	if text, ok := plainText(arguments[0]); ok && len(text) > maximumNumber {
		return tooLarge
	}
	return 0
}

func plainText(value cty.Value) (string, bool) {
	if value.IsNull() || !value.IsKnown() || value.Type() != cty.String {
		return "", false
	}
	return value.AsString(), true
}

func lengthOf(value cty.Value) int {
	if value.IsNull() || !value.IsKnown() || !value.CanIterateElements() {
		return 0
	}
	return value.LengthInt()
}

func wholeOr(digits string, otherwise int) int {
	number, err := strconv.Atoi(digits)
	if err != nil {
		return otherwise
	}
	return number
}

// add and multiply stop at what is too large, and so never overflow.
func add(a, b int) int { return min(a, tooLarge) + min(b, tooLarge) }

func multiply(a, b int) int { return min(min(a, tooLarge)*min(b, tooLarge), tooLarge) }
