package wizard

// category names a category of the module language to people, in English. An
// unknown one is shown as it is written.
func category(name string) string {
	said, known := categories()[name]
	if !known {
		return name
	}
	return said
}

func categories() map[string]string {
	return map[string]string{
		"pad":          "Writing together",
		"spreadsheet":  "Spreadsheets",
		"office":       "Office documents",
		"poll":         "Polls and dates",
		"form":         "Forms",
		"file-sending": "Sending files",
		"file-storage": "Files and folders",
		"paste":        "Sharing a text",
		"image":        "Pictures",
		"video":        "Videos",
		"meeting":      "Video meetings",
		"voice":        "Voice",
		"chat":         "Instant messages",
		"mail":         "E-mail",
		"list":         "Mailing lists",
		"calendar":     "Calendars and contacts",
		"wiki":         "Wikis",
		"site":         "Websites",
		"blog":         "Blogs",
		"social":       "Social networks",
		"forge":        "Code",
		"board":        "Task boards",
		"whiteboard":   "Drawing together",
		"map":          "Maps",
		"link":         "Bookmarks and short links",
		"feed":         "News feeds",
		"read-later":   "Reading later",
		"search":       "Web search",
		"password":     "Passwords",
		"event":        "Events",
		"finance":      "Money and expenses",
		"status":       "Status pages",
		"notification": "Notifications",
		"sync":         "Synchronisation",
		"portal":       "Portals",
		"other":        "Other services",
	}
}
