-- What an export holds of each person, in the form of XEP-0227.
local people = { "accounts", "roster", "private", "vcard", "pep-pubsub", "archive-archive" }

here {
	type = "internal";
	path = "/var/lib/prosody";
	hosts = { ["DOMAIN"] = people };
}

portable {
	type = "xep0227";
	hosts = { ["DOMAIN"] = people };
}
